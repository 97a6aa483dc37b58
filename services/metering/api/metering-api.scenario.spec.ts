import request from 'supertest';
import { accountClosed, accountOpened } from '#libs/contracts';
import { createDocument, SettableClock } from '#libs/platform';
import { startOneService } from '../../../libs/testing/one-service';
import { METERING_CONSUMER } from '../automation/metering-consumer';
import { InstallMeter, meterStream } from '../domain/meter.commands';
import { meterDecider } from '../domain/meter.decider';
import { MeteringModule } from '../metering.module';
import { METERING_PROJECTIONS } from '../projections';
import { CONSUMER } from './meters.controller';

const ZONE = 'Europe/Samara';
const METER: InstallMeter = {
  kind: 'InstallMeter',
  account: '0017',
  meterId: 'cold-1',
  utility: 'cold_water',
  serial: '17-004518',
  digits: 5,
  installedOn: '2026-01-10',
  verifiedUntil: '2026-12-31',
  startValues: ['100'],
  replaces: null,
  maxMonthly: '50',
};

async function startMetering() {
  const clock = new SettableClock('2026-02-20T08:00:00.000Z', '2026-02-20');
  const service = await startOneService({
    module: MeteringModule,
    consumer: METERING_CONSUMER,
    stack: { dataDir: null, clock, projections: METERING_PROJECTIONS },
    told: [accountOpened, accountClosed],
  });
  const { app, stack } = service;
  return {
    ...service,
    clock,
    install: (meter: InstallMeter) =>
      stack.commands.execute({
        stream: meterStream(meter.meterId),
        decider: meterDecider,
        command: meter,
        commandId: `install:${meter.meterId}`,
        actor: 'staff:1',
      }),
    post: (path: string, key: string, body: object) =>
      request(app.getHttpServer()).post(path).set('Idempotency-Key', key).send(body),
    get: (path: string) => request(app.getHttpServer()).get(path),
  };
}

describe('metering over HTTP', () => {
  let metering: Awaited<ReturnType<typeof startMetering>>;
  beforeEach(async () => {
    metering = await startMetering();
    const opened = { account: '0017', houseId: 'h-1', openedOn: '2026-01-01', windowFromDay: 15, windowToDay: 25 };
    await metering.tell(accountOpened, opened);
    await metering.install(METER);
    await metering.catchUp();
  });
  afterEach(() => metering.close());

  it('acknowledges a reading with its dates and the month it counts for', async () => {
    const answer = await metering.post('/metering/readings', 'key-0001', { meterId: 'cold-1', values: ['00105.50'] });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      position: 4,
      eventIds: [expect.any(String)],
      meterId: 'cold-1',
      account: '0017',
      takenOn: '2026-02-20',
      receivedOn: '2026-02-20',
      values: ['105.5'],
      information: false,
      belongsTo: '2026-02',
      underReview: false,
    });
  });

  it('carries a reading that comes after the window into the next month', async () => {
    metering.clock.set('2026-02-26', '10:00:00', ZONE);
    const body = { meterId: 'cold-1', takenOn: '2026-02-24', values: ['105'], channel: 'phone' };
    const answer = await metering.post('/metering/readings', 'key-0001', body);
    expect(answer.body).toMatchObject({ takenOn: '2026-02-24', receivedOn: '2026-02-26', belongsTo: '2026-03' });
  });

  it('counts a last reading for the last billed month of a closed account', async () => {
    await metering.tell(accountClosed, { account: '0017', closedOn: '2026-02-27' });
    await metering.catchUp();
    metering.clock.set('2026-02-26', '10:00:00', ZONE);
    const answer = await metering.post('/metering/readings', 'key-0001', { meterId: 'cold-1', values: ['105'] });
    expect(answer.body).toMatchObject({ belongsTo: '2026-02' });
  });

  it('acknowledges a reading after the verification for information, for no month', async () => {
    metering.clock.set('2027-01-15', '10:00:00', ZONE);
    const answer = await metering.post('/metering/readings', 'key-0001', { meterId: 'cold-1', values: ['105'] });
    expect(answer.body).toMatchObject({ information: true, belongsTo: null });
  });

  it('answers a repetition the next day as it answered at first, under the same key or another', async () => {
    const body = { meterId: 'cold-1', takenOn: '2026-02-20', values: ['105'] };
    const first = await metering.post('/metering/readings', 'key-0001', body);
    metering.clock.set('2026-02-21', '10:00:00', ZONE);
    const again = await metering.post('/metering/readings', 'key-0001', body);
    expect([again.status, again.body]).toEqual([201, first.body]);
    const elsewhere = await metering.post('/metering/readings', 'key-0002', body);
    expect(elsewhere.body).toEqual({ ...first.body, eventIds: [] });
    expect(await metering.stack.store.head()).toBe(4);
  });

  it('refuses the same key for another reading', async () => {
    await metering.post('/metering/readings', 'key-0001', { meterId: 'cold-1', values: ['105'] });
    const answer = await metering.post('/metering/readings', 'key-0001', { meterId: 'cold-1', values: ['106'] });
    expect([answer.status, answer.body.code]).toEqual([409, 'COMMAND_ID_REUSED']);
  });

  it('refuses a wrong value with its reason in words, and records nothing', async () => {
    const answer = await metering.post('/metering/readings', 'key-0001', { meterId: 'cold-1', values: ['99'] });
    expect(answer.status).toBe(422);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body).toMatchObject({
      code: 'METERING_READING_BELOW_PREVIOUS',
      details: { value: '99', previousValue: '100', previousOn: '2026-01-10' },
    });
    expect(answer.body.detail).toContain('99');
    expect(await metering.stack.store.head()).toBe(3);
  });

  it.each([
    ['a field nobody declared', { meterId: 'cold-1', values: ['105'], receivedOn: '2026-01-01' }],
    ['a number in place of text', { meterId: 'cold-1', values: [105] }],
    ['no value', { meterId: 'cold-1', values: [] }],
    ['a day that is none', { meterId: 'cold-1', values: ['105'], takenOn: '2026-02-30' }],
    ['the channel of the import', { meterId: 'cold-1', values: ['105'], channel: 'import' }],
    ['no meter', { values: ['105'] }],
  ])('refuses a form with %s', async (_what, body) => {
    const answer = await metering.post('/metering/readings', 'key-0001', body);
    expect([answer.status, answer.body.code]).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('corrects a reading, and shows the correction on the card of the meter', async () => {
    await metering.post('/metering/readings', 'key-0001', { meterId: 'cold-1', values: ['150'] });
    const body = { meterId: 'cold-1', takenOn: '2026-02-20', values: ['105'], reason: ' Переставлены цифры ' };
    const { status, body: receipt } = await metering.post('/metering/readings/corrections', 'key-0002', body);
    expect([status, receipt.eventIds.length]).toEqual([201, 1]);
    await metering.catchUp();
    const card = await metering.get(`/metering/meters/cold-1?minPosition=${receipt.position}`);
    expect(card.headers['x-stale']).toBe('false');
    expect(card.body.readings).toEqual([
      {
        takenOn: '2026-02-20',
        receivedOn: '2026-02-20',
        values: ['105'],
        channel: 'cabinet',
        information: false,
        correctedOn: '2026-02-20',
      },
    ]);
  });

  it('refuses a correction with a blank reason', async () => {
    const body = { meterId: 'cold-1', takenOn: '2026-02-20', values: ['105'], reason: '   ' };
    const answer = await metering.post('/metering/readings/corrections', 'key-0002', body);
    expect([answer.status, answer.body.errors[0].field]).toEqual([400, 'reason']);
  });

  it('shows the meters of an account with the window and the month of today', async () => {
    const { body } = await metering.get('/metering/accounts/0017/meters');
    expect(body).toMatchObject({
      account: '0017',
      houseId: 'h-1',
      windowFromDay: 15,
      windowToDay: 25,
      today: '2026-02-20',
      windowToday: 'open',
      belongsToToday: '2026-02',
      meters: [{ meterId: 'cold-1', lastOn: '2026-01-10', lastValues: ['100'] }],
    });
  });

  it('knows no account and no meter that nobody has told of', async () => {
    const account = await metering.get('/metering/accounts/0018/meters');
    expect([account.status, account.body.code]).toEqual([404, 'METERING_UNKNOWN_ACCOUNT']);
    const meter = await metering.get('/metering/meters/cold-2');
    expect([meter.status, meter.body.code]).toEqual([404, 'METERING_UNKNOWN_METER']);
    const reading = await metering.post('/metering/readings', 'key-0001', { meterId: 'cold-2', values: ['1'] });
    expect([reading.status, reading.body.code]).toEqual([404, 'METERING_UNKNOWN_METER']);
  });

  it('waits for the consumer under which its reactions subscribe', () => {
    expect(CONSUMER).toBe(METERING_CONSUMER.description);
  });

  it('lets a person replace their own reading until the window ends', async () => {
    await metering.post('/metering/readings', 'key-0001', { meterId: 'cold-1', values: ['105'] });
    await metering.catchUp();
    const body = { meterId: 'cold-1', takenOn: '2026-02-20', values: ['104'] };
    const replaced = await metering.post('/metering/readings/replacements', 'key-0002', body);
    expect([replaced.status, replaced.body]).toEqual([
      201,
      expect.objectContaining({ values: ['104'], takenOn: '2026-02-20', belongsTo: '2026-02', underReview: false }),
    ]);
    metering.clock.set('2026-02-26', '12:00:00', ZONE);
    const late = await metering.post('/metering/readings/replacements', 'key-0003', { ...body, values: ['103'] });
    expect([late.status, (late.body as { code: string }).code]).toEqual([409, 'METERING_READING_NOT_REPLACEABLE']);
  });

  it('keeps a reading aside that contradicts what is known, when the person insists', async () => {
    const body = { meterId: 'cold-1', values: ['90'] };
    const refused = await metering.post('/metering/readings', 'key-0001', body);
    expect([refused.status, (refused.body as { code: string }).code]).toEqual([422, 'METERING_READING_BELOW_PREVIOUS']);
    const kept = await metering.post('/metering/readings', 'key-0002', { ...body, explanation: 'read_again' });
    expect([kept.status, kept.body]).toEqual([
      201,
      expect.objectContaining({ values: ['90'], belongsTo: null, underReview: true }),
    ]);
    const again = await metering.post('/metering/readings', 'key-0002', { ...body, explanation: 'read_again' });
    expect(again.body).toEqual(kept.body);
    await metering.catchUp();
    const meters = await metering.get('/metering/accounts/0017/meters');
    expect((meters.body as { meters: { lastValues: string[] }[] }).meters[0]?.lastValues).toEqual(['100']);
  });

  it('documents every operation with its answers', () => {
    const { paths } = createDocument(metering.app);
    expect(Object.keys(paths).sort()).toEqual([
      '/metering/accounts/{account}/meters',
      '/metering/meters/{meterId}',
      '/metering/readings',
      '/metering/readings/corrections',
      '/metering/readings/replacements',
    ]);
    const submit = paths['/metering/readings']?.post?.responses ?? {};
    expect(Object.keys(submit)).toEqual(expect.arrayContaining(['201', '400', '404', '409', '422', '503']));
  });
});
