import { ArgumentsHost, INestApplication } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { GatewayErrorFilter } from '#libs/gateway';
import { RunningBackOffice, startBackOffice } from './support/back-office';
import { RunningCabinet, startCabinet } from './support/cabinet';
import { RawAnswer, sendRaw } from './support/raw-http';

const NAME = '127.0.0.1';
const BODIES: readonly (readonly [type: string, body: string])[] = [
  ['application/json', '[1,2'],
  ['application/json', '"text"'],
  ['application/x-www-form-urlencoded', '__proto__=1&constructor=2&a[b]=3&%E0%A4%A=4'],
  ['application/x-www-form-urlencoded; charset=klingon', 'a=1'],
  ['multipart/form-data', 'no boundary'],
  ['multipart/form-data; boundary=x', '--x\r\nbroken'],
  ['text/plain', 'plain'],
  ['', 'of no type'],
];

let cabinet: RunningCabinet;
let office: RunningBackOffice;

beforeAll(async () => {
  [cabinet, office] = [await startCabinet({ allowedHosts: [NAME] }), await startBackOffice([NAME])];
});

afterAll(async () => {
  await cabinet?.close();
  await office?.close();
});

interface Layer {
  readonly route?: { readonly path: unknown; readonly methods: Readonly<Record<string, boolean>> };
}

/** Every route of a gateway with something in the place of its parameters. */
function routesOf(app: INestApplication): { readonly method: string; readonly path: string }[] {
  const { router } = (app as NestExpressApplication).getHttpAdapter().getInstance() as unknown as {
    readonly router: { readonly stack: readonly Layer[] };
  };
  return router.stack.flatMap(({ route }) =>
    route === undefined || typeof route.path !== 'string'
      ? []
      : Object.keys(route.methods).map((method) => ({
          method: method.toUpperCase(),
          path: String(route.path).replace(/:\w+|\*\w*/g, 'x'),
        })),
  );
}

describe.each(['the cabinet', 'the back-office'])('%s', (which) => {
  const at = () => (which === 'the cabinet' ? cabinet.url : office.url);
  const app = () => (which === 'the cabinet' ? cabinet.cabinet : office.office);
  const ask = (request: string, headers: readonly string[], body = ''): Promise<RawAnswer> =>
    sendRaw(
      at(),
      [
        request,
        ...headers,
        'Connection: close',
        ...(body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]),
      ],
      body,
    );
  const ready = async () => (await ask('GET /health/live HTTP/1.1', [`Host: ${NAME}`])).status;

  it('says under a foreign name, on a page, that it is not there', async () => {
    const { status, text } = await ask('GET /sign-in HTTP/1.1', ['Host: evil.example']);
    expect([status, text.includes('<h1>')]).toEqual([421, true]);
    expect(await ready()).toBe(200);
  });

  it.each([
    ['a foreign name', ['Host: evil.example']],
    ['an odd name', ['Host: :::']],
    ['broken cookies', ['Host: evil.example', 'Cookie: kvitok_browser=%E0%A4%A; =; ;;; j:{; __proto__=1']],
    ['broken cookies under its own name', [`Host: ${NAME}`, 'Cookie: kvitok_browser=%E0%A4%A; x=j:{"a":; __proto__=1']],
  ])('answers everywhere upon %s', async (_, headers) => {
    for (const { method, path } of routesOf(app())) {
      const { status } = await ask(`${method} ${path} HTTP/1.1`, headers);
      expect([method, path, status >= 200 && status < 500]).toEqual([method, path, true]);
    }
    expect(await ready()).toBe(200);
  });

  it('answers whoever names no host', async () => {
    expect((await ask('GET /sign-in HTTP/1.1', [])).status).toBe(400);
    expect((await ask('GET /sign-in HTTP/1.0', [])).status).toBe(421);
    expect(await ready()).toBe(200);
  });

  it.each(['/%E0%A4%A', '//', '/sign-in?next=%E0%A4%A', '/api/%E0%A4%A', '/charges/%00', '/assets/%2e%2e'])(
    'answers at the odd address %s',
    async (path) => {
      const { status } = await ask(`GET ${path} HTTP/1.1`, [`Host: ${NAME}`]);
      expect(status >= 200 && status < 500).toBe(true);
      expect(await ready()).toBe(200);
    },
  );

  it('answers upon a body of a wrong type on every route', async () => {
    for (const { method, path } of routesOf(app()).filter((route) => route.method !== 'GET')) {
      for (const [type, body] of BODIES) {
        const headers = [`Host: ${NAME}`, ...(type === '' ? [] : [`Content-Type: ${type}`])];
        const { status } = await ask(`${method} ${path} HTTP/1.1`, headers, body);
        expect([method, path, type, status >= 200 && status < 500]).toEqual([method, path, type, true]);
      }
    }
    expect(await ready()).toBe(200);
  });
});

describe('the page of an error that cannot be shown', () => {
  function answering() {
    const sent = { status: 0, text: '', isDestroyed: false };
    const response = {
      headersSent: false,
      set statusCode(status: number) {
        sent.status = status;
      },
      setHeader: () => response,
      end: (text: string) => (sent.text = text),
      destroy: () => (sent.isDestroyed = true),
    };
    return { sent, response };
  }
  const hostOf = (response: object) =>
    ({
      switchToHttp: () => ({
        getRequest: () => ({ path: '/x', method: 'GET', headers: {} }),
        getResponse: () => response,
      }),
    }) as unknown as ArgumentsHost;
  const settings = { name: 'Test', apiRoot: 'api', signInRequired: [] };

  it('is a plain 500, and the filter throws nothing', async () => {
    const filter = new GatewayErrorFilter(settings, () => Promise.reject(new Error('no page today')));
    const { sent, response } = answering();
    await filter.catch(new Error('first'), hostOf(response));
    expect([sent.status, sent.text.includes('Сейчас не получается')]).toEqual([500, true]);
  });

  it('cuts the line where an answer has begun', async () => {
    const { sent, response } = answering();
    const filter = new GatewayErrorFilter(settings, () => {
      response.headersSent = true;
      return Promise.reject(new Error('broke off'));
    });
    await filter.catch(new Error('first'), hostOf(response));
    expect([sent.isDestroyed, sent.text]).toEqual([true, '']);
  });
});
