import { ServiceAwayError } from '#libs/clients';
import { METERING_CLIENT, METERING_OFFICE_CLIENT, MeteringClient } from '../../services/metering/api/client';
import { RunningBackOffice, startBackOffice } from '../support/back-office';
import { TIME_ZONE } from '../support/cabinet';
import { Answer, Resident } from '../support/resident';

const ACCOUNT = '0045120023';
const TICK = 'name="despiteDoubts"';
const INSISTED = { despiteDoubts: 'yes' };
/**
 * All charges of September of the sample: the sum of `amountKopecks` over its expected statements, which were made by
 * another program, is 36 854 461 kopecks for 48 accounts.
 */
const SEPTEMBER = '368 544,61 ₽';

let office: RunningBackOffice;

beforeAll(async () => {
  office = await startBackOffice();
  await office.decide('last_period', '2026-12');
  await office.decide('period_close', 'TWO_PEOPLE');
  await tellDoubtful();
  office.clock.set('2026-10-31', '20:00:00', TIME_ZONE);
});

afterAll(() => office?.close());

const anna = () => office.officer('accountant', 'asks');
const boris = () => office.officer('chief', 'agrees');
const plain = (text: string) =>
  text
    .replace(/<[^>]+>/g, ' ')
    .replace(/[\u00a0\u202f]/g, ' ')
    .replace(/\s+/g, ' ');
const led = ({ headers }: Answer) => headers.get('location') ?? '';

interface Meters {
  readonly meters: readonly { meterId: string; utility: string; before: { values: readonly string[] } }[];
}

interface Preview {
  readonly totals: {
    readonly chargedKopecks: number;
    readonly recalculatedKopecks: number;
  };
}

async function json<Body>(who: Resident, path: string): Promise<Body> {
  return JSON.parse((await who.get(path)).text) as Body;
}

/** A resident gives 5000 cubic metres of hot water, and says why. */
async function tellDoubtful(): Promise<void> {
  const { meters } = await json<Meters>(
    await office.officer('operator', 'earlier'),
    `/api/readings?account=${ACCOUNT}`,
  );
  const meterId = meters.find(({ utility }) => utility === 'hot_water')?.meterId ?? '';
  const said = { meterId, values: ['5000'], explanation: 'leak' } as const;
  const origin = { commandId: 'resident:doubt', correlationId: 'd', causationId: null, actor: 'resident:1' };
  const metering = office.kvitok.app.get<MeteringClient>(METERING_CLIENT, { strict: false });
  await metering.submitReading(said, { ...origin, input: said });
  await office.kvitok.drain();
}

/** While metering is away, as its line would tell. */
async function withoutMetering<Result>(work: () => Promise<Result>): Promise<Result> {
  const client = office.kvitok.app.get<{ waitingDoubts: () => Promise<never> }>(METERING_OFFICE_CLIENT, {
    strict: false,
  });
  const away = jest
    .spyOn(client, 'waitingDoubts')
    .mockImplementation(() => Promise.reject(new ServiceAwayError('metering', 'unreached')));
  try {
    return await work();
  } finally {
    away.mockRestore();
  }
}

/** `+281,3 %` of what the month is charged beside September, with its corrections. */
async function differenceInWords(): Promise<string> {
  const { totals } = await json<Preview>(await anna(), '/api/periods/preview');
  const difference = totals.chargedKopecks + totals.recalculatedKopecks - 36_854_461;
  return `+${(Math.round((difference * 1_000) / 36_854_461) / 10).toString().replace('.', ',')} %`;
}

function showsWhatWaits({ text }: Answer, difference: string): void {
  const words = plain(text);
  expect(words).toContain('1 сомнительное показание ждёт решения');
  expect(text).toContain('href="/readings?show=doubtful"');
  expect(words).toContain(`Начислено: сентябрь 2026 ${SEPTEMBER}`);
  expect(words).toContain(`(${difference})`);
  expect(words).toContain('Рассчитать или закрыть не удалось нет');
  expect(text).toContain('href="/period/preview"');
  expect(text).toContain(TICK);
}

let page = '';

describe('before a month with a doubtful reading is closed', () => {
  it('whoever asks sees it with the month before, and has to insist', async () => {
    const who = await anna();
    expect((await who.get('/period')).text).toContain('href="/period/close"');
    showsWhatWaits(await who.get('/period/close'), await differenceInWords());
    const refused = await who.submit('/period/close', '/period/close', { reason: 'пора' });
    expect([refused.status, refused.text.includes('href="#despiteDoubts"')]).toEqual([422, true]);
    expect(plain(refused.text)).toContain('Сомнительных показаний ждёт решения: 1; октябрь 2026 не закрывается');
    expect(await json(who, '/api/approvals')).toEqual({ approvals: [] });
  });

  it('who asks over the API has to as well', async () => {
    const who = await anna();
    const headers = { 'content-type': 'application/json', 'x-kvitok-request': '1', 'idempotency-key': 'closes-1' };
    const body = JSON.stringify({ period: '2026-10', reason: 'пора' });
    const answer = await who.ask('/api/periods/closes', { method: 'POST', headers, body });
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([409, { code: 'BACK_OFFICE_CLOSE_UNDECIDED' }]);
  });

  it('while metering is away it says so, and the tick is asked for', async () => {
    const who = await anna();
    await withoutMetering(async () => {
      const { text } = await who.get('/period/close');
      expect(plain(text)).toContain('Не всё удалось узнать');
      expect(plain(text)).toContain('Сомнительные показания узнать не удалось');
      expect([text.includes(TICK), plain(text).includes(SEPTEMBER)]).toEqual([true, true]);
    });
    const token = /name="token" value="([^"]+)"/.exec((await who.get('/period/close')).text)?.[1] ?? '';
    const refused = await withoutMetering(() =>
      who.post('/period/close', { token, period: '2026-10', reason: 'пора', key: 'asked-away' }),
    );
    expect([refused.status, plain(refused.text).includes('Сейчас не удалось узнать всё')]).toEqual([422, true]);
  });

  it('who insists asks; the second person sees the same, and has to insist as well', async () => {
    const asked = await (await anna()).submit('/period/close', '/period/close', { reason: 'пора', ...INSISTED });
    page = led(asked);
    expect([asked.status, page]).toEqual([303, expect.stringMatching(/^\/approvals\/[0-9a-f]{32}$/)]);
    const difference = await differenceInWords();
    const own = await (await anna()).get(page);
    expect([plain(own.text).includes(SEPTEMBER), own.text.includes(TICK)]).toEqual([true, false]);

    const who = await boris();
    showsWhatWaits(await who.get(page), difference);
    const refused = await who.submit(page, `${page}/grant`, {});
    expect([refused.status, refused.text.includes('href="#despiteDoubts"')]).toEqual([422, true]);
    const { planHash } = await json<{ planHash: string }>(who, `/api${page}`);
    const headers = { 'content-type': 'application/json', 'x-kvitok-request': '1', 'idempotency-key': 'grants-1' };
    const body = JSON.stringify({ planHash });
    const overApi = await who.ask(`/api${page}/grants`, { method: 'POST', headers, body });
    expect([overApi.status, JSON.parse(overApi.text)]).toMatchObject([409, { code: 'BACK_OFFICE_CLOSE_UNDECIDED' }]);
    const operator = await (await office.officer('operator')).get(page);
    expect(operator.text).not.toContain('/period/preview');
  });

  it('the second person may agree while metering is away, with the tick alone', async () => {
    const who = await boris();
    await withoutMetering(async () => {
      expect(plain((await who.get(page)).text)).toContain('Не всё удалось узнать');
      expect((await who.submit(page, `${page}/grant`, {})).status).toBe(422);
      expect(led(await who.submit(page, `${page}/grant`, INSISTED))).toBe(page);
    });
    await office.kvitok.drain();
    expect((await who.get(page)).text).toContain('согласовано, выполняется');
    expect((await who.get(page)).text).not.toContain('На что посмотреть');
  });
});
