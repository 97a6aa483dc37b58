import {
  AccountCommand,
  accountDecider,
  accountPeriodStream,
  accountStream,
  RecalculationRecorder,
  ReplayQuery,
} from '#services/billing';
import { MeterCommand, meterDecider, meterStream } from '#services/metering';
import { RETENTION } from '../../services/billing/domain/retention';
import { AnyCommand } from '../../libs/testing/whole-stack';
import { Story, storyteller } from './support/story';

const begin = storyteller();

/** Cold water by a meter: 5, 7, 6 and 5 m³. */
const METERED = {
  accounts: { A1: { connected: { cold_water: '' } } },
  meters: { m1: { account: 'A1' } },
  readings: { m1: ['2026-02-20 100', '2026-03-20 105', '2026-04-20 112', '2026-05-20 118', '2026-06-20 123'] },
};
/** The right value of the reading of March. */
const CORRECTION = { kind: 'CorrectReading', meterId: 'm1', takenOn: '2026-03-20', values: ['103'] } as const;

function ofMetering(command: MeterCommand): AnyCommand {
  const said = { stream: meterStream(command.meterId), decider: meterDecider, command, commandId: command.kind };
  return { ...said, actor: 'staff:1' } as unknown as AnyCommand;
}

function corrected(correctedOn: string): AnyCommand {
  return ofMetering({ ...CORRECTION, correctedOn, reason: 'misread', channel: 'accountant', confirmed: true });
}

function ofTheAccount(command: AccountCommand): AnyCommand {
  const said = { stream: accountStream('A1'), decider: accountDecider, command, commandId: `office:${command.kind}` };
  return { ...said, actor: 'staff:1' } as unknown as AnyCommand;
}

/** Closes a month in which something is told after the night has read the account, and before its close is written. */
async function closeMeanwhile(story: Story, period: string, tell: () => Promise<void>): Promise<void> {
  const { commands } = story.stack.kvitok.stack;
  const executeMany = commands.executeMany.bind(commands);
  let told = 0;
  const spy = jest.spyOn(commands, 'executeMany').mockImplementation(async (requests) => {
    const [command] = requests.map((request) => request.command as { kind?: string });
    if (told === 0 && command?.kind === 'ClosePeriod') {
      told += 1;
      await tell();
      await story.stack.kvitok.drain();
    }
    return executeMany(requests);
  });
  await story.throughMonth(period);
  spy.mockRestore();
  expect(told).toBe(1);
}

/** The same of commands. */
function closeWhileTold(story: Story, period: string, ...told: readonly AnyCommand[]): Promise<void> {
  return closeMeanwhile(story, period, async () => {
    for (const { kind } of await story.stack.kvitok.stack.commands.executeMany(told)) expect(kind).toBe('done');
  });
}

async function expectNoDifferences(story: Story, to: string): Promise<void> {
  const found = await story.stack.kvitok.app.get(ReplayQuery).one('A1', { from: '2026-03', to });
  expect(found).toMatchObject({ lines: [], toPost: [], refused: null });
}

it('a corrected reading is posted by the next close, once, and the month after goes on from it', async () => {
  const story = await begin(METERED);
  await story.through('2026-04-29');
  await closeWhileTold(story, '2026-04', corrected('2026-04-30'));
  await story.throughMonth('2026-06');

  // April's close knew 112 − 105. With 103 March is 2 less, and April 2 more.
  expect(await story.charges('A1', '2026-04')).toEqual(['cold_water meter 7 m3 x 40 = 280.00']);
  expect(await story.recalculations('A1', '2026-04')).toEqual([]);
  expect(await story.recalculations('A1', '2026-05')).toEqual([
    'cold_water reading_correction of 2026-03: -2 x 40 = -80.00',
    'cold_water reading_correction of 2026-04: 2 x 40 = 80.00',
  ]);
  expect(await story.recalculations('A1', '2026-06')).toEqual([]);
  await expectNoDifferences(story, '2026-06');
  await story.expectAtRest();
});

it('a reading of that very month that is corrected changes the month by the next close', async () => {
  const story = await begin(METERED);
  await story.through('2026-03-30');
  await closeWhileTold(story, '2026-03', corrected('2026-03-31'));
  await story.throughMonth('2026-04');

  expect(await story.charges('A1', '2026-03')).toEqual(['cold_water meter 5 m3 x 40 = 200.00']);
  expect(await story.recalculations('A1', '2026-04')).toEqual([
    'cold_water reading_correction of 2026-03: -2 x 40 = -80.00',
  ]);
  // April goes on from 103.
  expect(await story.charges('A1', '2026-04')).toEqual(['cold_water meter 9 m3 x 40 = 360.00']);
  await expectNoDifferences(story, '2026-04');
  await story.expectAtRest();
});

it('so it is where it was told before, and the dossier was behind the log', async () => {
  const story = await begin(METERED);
  await story.through('2026-04-29');
  const { commands, readModelStore: readModels, store } = story.stack.kvitok.stack;
  const getMany = readModels.getMany.bind(readModels);
  const source = {
    eventId: 'told',
    type: 'ReadingCorrected',
    recordedAt: '2026-04-30T19:30:00.000Z',
    actor: 'staff:1',
  };
  const { meterId, takenOn, values } = CORRECTION;
  const said = { account: 'A1', meterId, takenOn, values, correctedOn: '2026-04-30', reason: 'misread', source };
  let places: readonly number[] = [];
  const spy = jest.spyOn(readModels, 'getMany').mockImplementation(async (projection, keys) => {
    // Another process notes it, and its event has not come to the read models when the night asks them.
    if (places.length === 0 && projection.name === 'billing.account-dossier') {
      const result = await commands.execute(ofTheAccount({ kind: 'NoteReadingCorrection', ...said }));
      places = result.kind === 'done' ? [result.position] : [];
    }
    return getMany(projection, keys);
  });
  await story.throughMonth('2026-04');
  spy.mockRestore();
  const months = await store.readStream(accountPeriodStream('A1', '2026-04'));
  expect(months.findLast(({ type }) => type === 'PeriodClosed')?.position).toBeGreaterThan(places[0] ?? Infinity);

  await story.throughMonth('2026-05');
  expect(await story.recalculations('A1', '2026-05')).toEqual([
    'cold_water reading_correction of 2026-03: -2 x 40 = -80.00',
    'cold_water reading_correction of 2026-04: 2 x 40 = 80.00',
  ]);
  await expectNoDifferences(story, '2026-05');
  await story.expectAtRest();
});

it('an absence is given back by the next close', async () => {
  const story = await begin({ accounts: { A1: { connected: { cold_water: 'no meter possible' } } } });
  await story.through('2026-04-29');
  // 11 full days of April, of one of two persons with 5 m³ each: 5 × 11 / 30 × 40 = 73.33.
  const away = { account: 'A1', leftOn: '2026-04-10', returnedOn: '2026-04-22', persons: 1, appliedOn: '2026-04-30' };
  await closeWhileTold(story, '2026-04', ofTheAccount({ kind: 'RegisterAbsence', ...away }));
  await story.throughMonth('2026-06');

  expect(await story.recalculations('A1', '2026-04')).toEqual([]);
  expect(await story.recalculations('A1', '2026-05')).toEqual([
    'cold_water absence of 2026-04: -1.833333 x 40 = -73.33',
  ]);
  expect(await story.recalculations('A1', '2026-06')).toEqual([]);
  await expectNoDifferences(story, '2026-06');
  await story.expectAtRest();
});

it('an order and a recalculation that was recorded are posted by the next close, and an order that was cancelled taken back', async () => {
  const story = await begin({ accounts: { A1: { connected: { cold_water: 'no meter possible' } } } });
  await story.throughMonth('2026-03');
  const source = { eventId: 'order', type: 'OrderCharged', recordedAt: '2026-04-02T08:00:00.000Z', actor: 'staff:1' };
  const order = { account: 'A1', title: 'Вызов электрика', payee: 'main', quantity: 1, unit: 'час' } as const;
  const price = { unitPriceKopecks: 750_50, amountKopecks: 750_50 };
  const said = { kind: 'NoteOrderCharge', ...order, ...price } as const;
  await story.tomorrow(ofTheAccount({ ...said, orderId: 'o-1', chargedOn: '2026-04-01', source }));
  await story.through('2026-04-29');
  const told: readonly AccountCommand[] = [
    { ...said, orderId: 'o-2', chargedOn: '2026-04-30', source: { ...source, eventId: 'second' } },
    {
      kind: 'NoteOrderChargeCancellation',
      ...{ account: 'A1', orderId: 'o-1', cancelledOn: '2026-04-30', because: 'mistake' },
      source: { ...source, eventId: 'cancelled' },
    },
  ];
  await closeMeanwhile(story, '2026-04', async () => {
    await story.stack.kvitok.stack.commands.executeMany(
      told.map((command, place) => ({ ...ofTheAccount(command), commandId: `told:${String(place)}` })),
    );
    const grounds = {
      kind: 'relief',
      utility: 'cold_water',
      component: null,
      period: '2026-03',
      percent: '50',
    } as const;
    const relief = { grounds: { ...grounds, limit: null }, expectedKopecks: -200_00, approvalId: null };
    const origin = { commandId: 'api:relief', correlationId: 'relief', causationId: null, actor: 'staff:1', input: {} };
    const recorder = story.stack.kvitok.app.get(RecalculationRecorder);
    await recorder.recordAs('relief', 'A1', { ...relief, cause: 'Льгота', document: null }, origin);
  });
  await story.throughMonth('2026-06');

  expect(await story.charges('A1', '2026-04')).toEqual([
    'cold_water norm 10 m3 x 40 = 400.00',
    'order:o-1 order 1 час x 750.5 = 750.50',
  ]);
  expect(await story.recalculations('A1', '2026-04')).toEqual([]);
  expect(await story.charges('A1', '2026-05')).toEqual([
    'cold_water norm 10 m3 x 40 = 400.00',
    'order:o-2 order 1 час x 750.5 = 750.50',
  ]);
  // Half of the 10 × 40 of March.
  expect(await story.recalculations('A1', '2026-05')).toEqual([
    'cold_water relief of 2026-03: -5 x 40 = -200.00',
    'order:o-1 order_cancelled of 2026-04: -1 x 750.5 = -750.50',
  ]);
  expect(await story.charges('A1', '2026-06')).toEqual(['cold_water norm 10 m3 x 40 = 400.00']);
  expect(await story.recalculations('A1', '2026-06')).toEqual([]);
  await expectNoDifferences(story, '2026-06');
  await story.expectAtRest();
});

it('a reading is no reading of that month any more: the next one has its volume', async () => {
  const story = await begin({
    ...METERED,
    history: { 'A1 cold_water': ['5', '5', '5', '5', '5', '5'] },
    readings: { m1: ['2026-02-20 100', '2026-03-20 105', '2026-05-20 118'] },
  });
  await story.through('2026-04-29');
  const source = { eventId: 'reading', type: 'ReadingAccepted', recordedAt: '2026-04-30T08:00:00.000Z', actor: 'A1' };
  const reading = { meterId: 'm1', takenOn: '2026-04-20', receivedOn: '2026-04-20', values: ['112'] };
  await closeWhileTold(story, '2026-04', ofTheAccount({ kind: 'NoteReading', account: 'A1', ...reading, source }));
  await story.throughMonth('2026-05');

  // April is the average of six fives and the 5 of March; May has 118 − 105 less these 5.
  expect(await story.charges('A1', '2026-04')).toEqual(['cold_water average 5 m3 x 40 = 200.00']);
  expect(await story.charges('A1', '2026-05')).toEqual(['cold_water meter 8 m3 x 40 = 320.00']);
  await expectNoDifferences(story, '2026-05');
  await story.expectAtRest();
});

describe('an account that has forgotten the reading', () => {
  const { months, averageMonths } = RETENTION;
  beforeAll(() => Object.assign(RETENTION, { months: 1, averageMonths: 1 }));
  afterAll(() => Object.assign(RETENTION, { months, averageMonths }));

  it('has its correction posted by the next close', async () => {
    const story = await begin(METERED);
    await story.through('2026-06-29');
    await closeWhileTold(story, '2026-06', corrected('2026-06-30'));
    await story.throughMonth('2026-08');

    expect(await story.recalculations('A1', '2026-06')).toEqual([]);
    expect(await story.recalculations('A1', '2026-07')).toEqual([
      'cold_water reading_correction of 2026-03: -2 x 40 = -80.00',
      'cold_water reading_correction of 2026-04: 2 x 40 = 80.00',
    ]);
    expect(await story.recalculations('A1', '2026-08')).toEqual([]);
    await expectNoDifferences(story, '2026-08');
    await story.expectAtRest();
  });
});
