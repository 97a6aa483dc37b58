import type { Browser } from 'playwright-core';
import type { Kvitok } from '#services/app';
import { BILLING_CLIENT, SLIPS_CLIENT } from '../../services/billing/api/client';
import { IDENTITY_CLIENT } from '../../services/identity/api/client';
import { METERING_CLIENT } from '../../services/metering/api/client';
import { PAYMENTS_CLIENT } from '../../services/payments/api/client';
import { ORDERS_CLIENT, SUPPORT_CLIENT } from '../../services/support/api/client';
import { openBrowser, PHONE, visitorOf } from '../support/browser';
import { ACCOUNT, RunningCabinet, startCabinet } from '../support/cabinet';
import { Resident } from '../support/resident';

/** What the whole first page may weigh on the line, with style, fonts and the icon. */
const TRANSFERRED_BYTES_MAX = 100 * 1024;

/** Every client that the cabinet has, by what it is of. */
const CLIENTS = [
  ['billing', BILLING_CLIENT],
  ['slips', SLIPS_CLIENT],
  ['identity', IDENTITY_CLIENT],
  ['metering', METERING_CLIENT],
  ['payments', PAYMENTS_CLIENT],
  ['support', SUPPORT_CLIENT],
  ['orders', ORDERS_CLIENT],
] as const;

let cabinet: RunningCabinet;
let browser: Browser;
const calls: string[] = [];

/** A client that tells each question it is asked. */
function counted<Client extends object>(service: string, client: Client): Client {
  return new Proxy(client, {
    get(target, method) {
      const value: unknown = Reflect.get(target, method);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        calls.push(`${service}.${String(method)}`);
        return (value as (...given: unknown[]) => unknown).apply(target, args);
      };
    },
  });
}

beforeAll(async () => {
  const clients = ({ app }: Kvitok) =>
    new Map<symbol, unknown>(
      CLIENTS.map(([service, client]) => [client, counted(service, app.get<object>(client, { strict: false }))]),
    );
  [cabinet, browser] = await Promise.all([startCabinet({ clients }), openBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await cabinet?.close();
});

describe('the first page of the cabinet', () => {
  it('is told by one question to each service, identity among them', async () => {
    const resident = new Resident(cabinet.url, await cabinet.sessionOf(ACCOUNT));
    // The company stands on every page and is known from the first one on.
    await resident.get('/faq');
    calls.length = 0;
    expect((await resident.get('/')).status).toBe(200);
    expect([...calls].sort()).toEqual([
      'billing.overview',
      'identity.session',
      'metering.metersOf',
      'payments.history',
    ]);
  });

  it(`weighs less than ${String(TRANSFERRED_BYTES_MAX)} bytes on the line, at the first visit`, async () => {
    const visitor = await visitorOf(browser, {
      url: cabinet.url,
      session: await cabinet.sessionOf(ACCOUNT),
      viewport: PHONE,
    });
    const page = await visitor.newPage();
    const network = await visitor.newCDPSession(page);
    await network.send('Network.enable');
    const asked = new Set<string>();
    let transferred = 0;
    network.on('Network.requestWillBeSent', ({ request }) => asked.add(new URL(request.url).pathname));
    network.on('Network.loadingFinished', ({ encodedDataLength }) => (transferred += encodedDataLength));
    await page.goto('/', { waitUntil: 'networkidle' });
    expect([...asked]).toEqual(expect.arrayContaining(['/', '/assets/web.css']));
    // Letters of both weights: a bold that the browser makes up itself is smeared.
    const fonts = [...asked].filter((path) => path.endsWith('.woff'));
    expect(fonts.filter((path) => path.includes('-700-')).length).toBeGreaterThan(0);
    expect(fonts.filter((path) => path.includes('-400-')).length).toBeGreaterThan(0);
    // A font alone weighs more: less would mean that nothing was counted.
    expect(transferred).toBeGreaterThan(10_000);
    expect(transferred).toBeLessThan(TRANSFERRED_BYTES_MAX);
    await visitor.close();
  });
});
