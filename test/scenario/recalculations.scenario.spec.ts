import {
  ExplainQuery,
  RecalculationGrounds,
  RecalculationRecorder,
  RecalculationsQuery,
  ReplayQuery,
  ReplayedLine,
  referenceDecider,
} from '#services/billing';
import { RecordedEvent } from '#libs/kernel';
import { roublesText } from '#libs/money';
import { utilityStream } from '../../services/billing/domain/reference.commands';
import { AnyCommand } from '../../libs/testing/whole-stack';
import { formulaValue } from '../../services/billing/domain/testing/formula-value';
import { storyteller } from './support/story';

type Told = Awaited<ReturnType<ReturnType<typeof storyteller>>>;

const begin = storyteller();

function origin(key: string) {
  const commandId = `api:${key}`;
  return { commandId, correlationId: commandId, causationId: null, actor: 'staff:accountant', input: { key } };
}

/** An accountant records a recalculation at noon of the next day, having seen what it comes to. */
async function record(
  story: Told,
  key: string,
  grounds: RecalculationGrounds,
  expectedKopecks: number,
  approvalId: string | null = null,
) {
  await story.tomorrow();
  const recorder = story.stack.kvitok.app.get(RecalculationRecorder);
  const statement = { grounds, cause: 'Акт от 3 апреля', document: 'акт 17', approvalId, expectedKopecks };
  const receipt = await recorder.recordAs(key, 'A1', statement, origin(key));
  await story.stack.kvitok.drain();
  return receipt;
}

const INTERRUPTION: RecalculationGrounds = {
  kind: 'interruption',
  utility: 'cold_water',
  period: '2026-03',
  supply: 'water',
  acts: [{ startedOn: '2026-03-10', hours: '30' }],
};

it('an interruption of a closed month is given back in the open one, and every number leads to its event', async () => {
  const story = await begin({ accounts: { A1: { connected: { cold_water: 'no meter possible' } } } });
  await story.throughMonth('2026-03');
  // Two persons × 5 m³ × 40.
  expect(await story.charges('A1', '2026-03')).toEqual(['cold_water norm 10 m3 x 40 = 400.00']);

  const preview = await story.stack.kvitok.app.get(RecalculationsQuery).preview('A1', INTERRUPTION);
  // (30 − 8) × 0.15 % × 400.00 = 13.20
  expect(preview).toMatchObject({
    amountKopecks: -13_20,
    lines: [{ beforeKopecks: 400_00, afterKopecks: 386_80, differenceKopecks: -13_20, reason: 'interruption' }],
  });
  const { eventIds } = await record(story, 'act-0017', INTERRUPTION, -13_20);
  expect(eventIds).toHaveLength(1);
  // The same once more is the same; more hours of the same month give what is left of them: (40 − 8) gives 19.20.
  expect((await record(story, 'act-0017', INTERRUPTION, -13_20)).eventIds).toEqual(eventIds);
  const more = { ...INTERRUPTION, acts: [{ startedOn: '2026-03-20', hours: '10' }] };
  await record(story, 'act-0018', more, -6_00);
  expect(await cards(story)).toEqual(['act-0017 waiting -13.20', 'act-0018 waiting -6.00']);

  await story.throughMonth('2026-04');
  expect(await story.recalculations('A1', '2026-04')).toEqual([
    'cold_water interruption of 2026-03: -22 x 0.6 = -13.20',
    'cold_water interruption of 2026-03: -1 x 6 = -6.00',
  ]);
  expect(await story.balance('A1', '2026-04')).toBe(
    '400.00 + charged 400.00 + recalculated -19.20 + penalty 0.00 - paid 0.00 = 780.80',
  );
  expect(await cards(story)).toEqual(['act-0017 posted -13.20', 'act-0018 posted -6.00']);
  await explainsItself(story, '2026-04');

  await story.throughMonth('2026-05');
  expect(await story.recalculations('A1', '2026-05')).toEqual([]);
  await story.expectAtRest();
});

it('a recalculation that was a mistake is taken back whole in the open month', async () => {
  const story = await begin({ accounts: { A1: { connected: { cold_water: 'no meter possible' } } } });
  await story.throughMonth('2026-03');
  await record(story, 'act-0017', INTERRUPTION, -13_20);
  await story.throughMonth('2026-04');
  await record(story, 'back-0017', { kind: 'reversal', of: 'act-0017' }, 13_20);
  await story.throughMonth('2026-05');
  expect(await story.recalculations('A1', '2026-05')).toEqual(['cold_water reversal of 2026-03: 22 x 0.6 = 13.20']);
  // Three months of 400.00 and nothing besides.
  expect(await story.balance('A1', '2026-05')).toContain('= 1200.00');
  await explainsItself(story, '2026-05');
  await story.expectAtRest();
});

it("a provider's error, a relief, a tampering act: each is a line of the open month", async () => {
  const story = await begin({
    accounts: { A1: { connected: { cold_water: 'no meter possible', upkeep: '', waste_persons: '' } } },
  });
  await story.throughMonth('2026-03');
  const upkeep = { utility: 'upkeep', component: null, period: '2026-03' } as const;
  const error = { kind: 'provider_error', ...upkeep, rightQuantity: '45', rightTariff: '20', claimedOn: '2026-04-01' };
  await record(story, 'error-01', error as RecalculationGrounds, -150_00);
  const relief = { kind: 'relief', ...upkeep, utility: 'waste_persons', percent: '50', limit: null };
  await record(story, 'relief-01', relief as RecalculationGrounds, -60_00);
  const act = { kind: 'tampering', utility: 'cold_water', foundOn: '2026-04-02', months: 1 } as const;
  await record(story, 'tampering-01', act, 3600_00);
  await story.throughMonth('2026-04');
  expect(await story.recalculations('A1', '2026-04')).toEqual([
    // 2 persons × 5 × 10 × 40 = 4000.00 in place of 400.00
    'cold_water tampering of 2026-03: 90 x 40 = 3600.00',
    // 45 × 20 = 900.00 in place of 50 × 20 = 1000.00, and half of the excess
    'upkeep provider_error of 2026-03: -5 x 20 = -100.00',
    'upkeep provider_fine of 2026-03: -0.5 x 100 = -50.00',
    // 2 × 1.2 / 12 = 0.2 m³ × 600 × 50 %
    'waste_persons relief of 2026-03: -0.1 x 600 = -60.00',
  ]);
  await explainsItself(story, '2026-04');
  await story.expectAtRest();
});

it("a provider's error takes a month from what the monthly run has made of it, and gives nothing back twice", async () => {
  const story = await begin({
    accounts: { A1: { connected: { cold_water: '' } }, A2: { connected: { cold_water: 'no meter possible' } } },
    meters: { m1: { account: 'A1' } },
    readings: { m1: ['2026-02-20 100', '2026-03-20 150', '2026-04-20 117'] },
    corrections: { m1: ['2026-03-20>2026-04-12 110'] },
    absences: { A2: '2026-03-03 2026-03-20 1 2026-03-25' },
  });
  const march = { kind: 'provider_error', utility: 'cold_water', component: null, period: '2026-03' } as const;
  const right = (rightQuantity: string, claimedOn: string | null = null): RecalculationGrounds => ({
    ...{ ...march, rightQuantity, rightTariff: '40', claimedOn },
  });
  const query = story.stack.kvitok.app.get(RecalculationsQuery);
  const changesNothing = { rejection: { code: 'BILLING_RECALCULATION_CHANGES_NOTHING' } };
  await story.throughMonth('2026-03');
  expect(await story.charges('A1', '2026-03')).toEqual(['cold_water meter 50 m3 x 40 = 2000.00']);
  // The open month is calculated after its reading window, and its close posts 40 × 40 less beside what is recorded now.
  await story.through('2026-04-26');
  await story.tomorrow();
  await expect(query.preview('A1', right('10'))).rejects.toMatchObject(changesNothing);
  await story.throughMonth('2026-04');
  expect(await story.recalculations('A1', '2026-04')).toEqual([
    'cold_water reading_correction of 2026-03: -40 x 40 = -1600.00',
  ]);
  await expect(query.preview('A1', right('10', '2026-04-28'))).rejects.toMatchObject(changesNothing);
  // 8 × 40 are right where 2000.00 − 1600.00 stand: 80.00 too much, and half of that as a fine.
  const claimed = right('8', '2026-04-28');
  expect((await query.preview('A1', claimed)).lines).toMatchObject([
    {
      ...{ reason: 'provider_error', beforeKopecks: 400_00, afterKopecks: 320_00, differenceKopecks: -80_00 },
      formula: 'round(8 * 40) - (2000.00 - 1600.00)',
    },
    { reason: 'provider_fine', beforeKopecks: 320_00, afterKopecks: 280_00, differenceKopecks: -40_00 },
  ]);
  await record(story, 'error-01', claimed, -120_00);

  // Of 2 × 5 m³ × 40 the absence of one for 16 full days gave back 5 × 16/31 × 40 = 103.2258; 296.77 are left to give.
  expect(await story.recalculations('A2', '2026-03')).toEqual([
    'cold_water absence of 2026-03: -2.580645 x 40 = -103.23',
  ]);
  expect(await query.preview('A2', right('0'))).toMatchObject({
    amountKopecks: -296_77,
    lines: [{ beforeKopecks: 296_77, afterKopecks: 0 }],
  });

  await story.throughMonth('2026-05');
  expect(await story.recalculations('A1', '2026-05')).toEqual([
    'cold_water provider_error of 2026-03: -2 x 40 = -80.00',
    'cold_water provider_fine of 2026-03: -0.5 x 80 = -40.00',
  ]);
  await explainsItself(story, '2026-05');
  const { lines } = await story.stack.kvitok.app.get(ExplainQuery).explain('A1', '2026-05');
  const error = lines.find(({ formula }) => formula.startsWith('round(8'));
  expect(error?.why).toContain('2000,00 ₽ (с прежними перерасчётами 400,00 ₽)');
  expect(error?.inputs).toContainEqual(
    expect.objectContaining({ name: 'recalculated', value: '-1600.00', type: 'ChargesCalculated' }),
  );
  await story.expectAtRest();
});

it('a year of heating is corrected for the days on which an account was open, and for what was not put right yet', async () => {
  const heated = { connected: { heating: '' } };
  const of = (year: string, gcal: (month: number) => string) =>
    Array.from({ length: 12 }, (_, month) => `${year}-${String(month + 1).padStart(2, '0')} ${gcal(month + 1)}`);
  const story = await begin({
    lastPeriod: '2026-12',
    settings: { first_period: ['2000-01-01 2026-01'] },
    houses: [{ houseId: 'H1', heatingMode: 'EVEN_YEAR', heatMeter: true }],
    accounts: { A1: heated, A2: { ...heated, openedOn: '2026-01-17' }, A3: { ...heated, closedOn: '2026-06-16' } },
    // 20 Gcal a month were charged, and used, but for December with its 40.
    houseVolumes: {
      'H1 heating': [...of('2025', () => '20'), ...of('2026', (month) => (month === 12 ? '40' : '20'))],
    },
  });
  await story.throughMonth('2026-03');
  // 50 of 1000 m² × 20 Gcal × 2000; from 17 January 15 of 31 days.
  expect(await story.charges('A1', '2026-01')).toEqual(['heating house_share 1 Gcal x 2000 = 2000.00']);
  expect(await story.charges('A2', '2026-01')).toEqual(['heating house_share 0.483871 Gcal x 2000 = 967.74']);
  const error = { kind: 'provider_error', utility: 'heating', component: null, period: '2026-03' } as const;
  const wrong = { ...error, rightQuantity: '0.9', rightTariff: '2000', claimedOn: null };
  await record(story, 'error-01', wrong, -200_00);
  await story.throughMonth('2026-12');
  await story.tomorrow();

  const query = story.stack.kvitok.app.get(RecalculationsQuery);
  const year = { kind: 'heating_year', utility: 'heating', year: '2026' } as const;
  // The year used 260 Gcal: 50/1000 × 260 × 2000 = 26000.00, where 24000.00 − 200.00 stand.
  expect(await query.preview('A1', year)).toMatchObject({
    amountKopecks: 2200_00,
    lines: [
      {
        ...{ beforeKopecks: 23800_00, afterKopecks: 26000_00 },
        formula: 'round(50 / 1000 * (260 * 2000)) - (24000.00 - 200.00)',
      },
    ],
  });
  // Eleven months of 2000.00 and January's 967.74 stand; 20 Gcal of December more are 2000.00.
  const opened = await query.preview('A2', year);
  expect(opened).toMatchObject({
    amountKopecks: 2000_00,
    lines: [{ formula: 'round(50 / 1000 * (240 * 2000 + 20 * 15 / 31 * 2000)) - 22967.74' }],
  });
  expect(opened.lines[0]?.why).toContain('за 349 из 365 дней');
  // Closed in June, A3 used what it was charged: five months and 15 of 30 days.
  await expect(query.preview('A3', year)).rejects.toMatchObject({
    rejection: { code: 'BILLING_RECALCULATION_CHANGES_NOTHING' },
  });
  await story.expectAtRest();
});

it('penalty is given up with the approval of a second person, and comes back on no later close', async () => {
  const story = await begin({
    accounts: { A1: { connected: { upkeep: '' } } },
    keyRates: ['2020-01-01 9.5'],
  });
  await story.throughMonth('2026-05');
  // March's 1000.00 were due on 10 April. On 31 May, day 51: 1000 × 9.5 % × 21 / 300.
  expect(await story.debts('A1', '2026-05-31')).toContain('2026-03: 1000.00 penalty 6.65 posted 6.65');
  const waiver: RecalculationGrounds = {
    kind: 'penalty_waiver',
    payee: 'main',
    months: [{ period: '2026-03', amountKopecks: 6_65 }],
  };
  await expect(record(story, 'waiver-01', waiver, -6_65)).rejects.toMatchObject({
    rejection: { code: 'BILLING_RECALCULATION_NEEDS_APPROVAL' },
  });
  await record(story, 'waiver-02', waiver, -6_65, 'approval-1');
  await story.throughMonth('2026-06');
  // 30 June: March, day 81: 16.15 in all, 9.50 new; April, due on Monday 11 May, day 50: 6.33. Less 6.65.
  expect(await story.balance('A1', '2026-06')).toBe(
    '3006.65 + charged 1000.00 + recalculated 0.00 + penalty 9.18 - paid 0.00 = 4015.83',
  );
  expect(await story.debts('A1', '2026-06-30')).toContain('2026-03: 1000.00 penalty 9.50 posted 9.50');
  await story.expectAtRest();
});

it('a tariff that comes late is found by a replay of the closed months, and what was approved is posted once', async () => {
  const story = await begin({
    accounts: { A1: { connected: { cold_water: 'no meter possible' } }, A2: { connected: { upkeep: '' } } },
  });
  await story.throughMonth('2026-05');
  const question = { from: '2026-03', to: '2026-05' };
  expect(await replayed(story, question)).toEqual([]);

  await story.tomorrow(laterTariff('50', '2026-04-01'));
  expect(await replayed(story, question)).toEqual([
    'A1 2026-04 cold_water 400.00 -> 500.00, settings: tariff 40 -> 50',
    'A1 2026-05 cold_water 400.00 -> 500.00, settings: tariff 40 -> 50',
  ]);
  const replays = story.stack.kvitok.app.get(ReplayQuery);
  const recorder = story.stack.kvitok.app.get(RecalculationRecorder);
  const replayId = await replays.idOf(question);
  const statement = { ...question, replayId, approvedKopecks: 200_00, approvalId: 'approval-1', cause: 'Новый тариф' };
  await expect(
    recorder.postReplay('A1', { ...statement, approvedKopecks: 199_00 }, origin('post-00')),
  ).rejects.toMatchObject({ rejection: { code: 'BILLING_REPLAY_CHANGED' } });
  expect((await recorder.postReplay('A1', statement, origin('post-01'))).eventIds).toHaveLength(1);
  expect((await recorder.postReplay('A1', statement, origin('post-02'))).eventIds).toEqual([]);
  await story.stack.kvitok.drain();
  expect(await replayed(story, question)).toEqual([]);

  await story.throughMonth('2026-06');
  expect(await story.recalculations('A1', '2026-06')).toEqual([
    'cold_water replay of 2026-04: 1 x 100 = 100.00',
    'cold_water replay of 2026-05: 1 x 100 = 100.00',
  ]);
  expect(await story.balance('A1', '2026-06')).toBe(
    '1200.00 + charged 500.00 + recalculated 200.00 + penalty 0.00 - paid 0.00 = 1900.00',
  );
  await explainsItself(story, '2026-06');
  expect(await replayed(story, { from: '2026-03', to: '2026-06' })).toEqual([]);
  await story.expectAtRest();
});

it('a replay under supposed rules tells what they would have changed, the penalty too, and writes nothing', async () => {
  const story = await begin({
    accounts: { A1: { connected: { upkeep: '' } } },
    keyRates: ['2020-01-01 9.5'],
  });
  await story.throughMonth('2026-05');
  const head = await story.stack.kvitok.stack.store.head();
  const rules = { tariffs: [{ utility: 'upkeep', from: '2026-05-01', price: '30' }] };
  expect(await replayed(story, { from: '2026-04', to: '2026-05', rules })).toEqual([
    'A1 2026-05 upkeep 1000.00 -> 1500.00, settings: tariff 20 -> 30',
  ]);
  // March, due on 10 April: on 31 May 1000 × 9.5 % × 21 / 300 = 6.65; by 3 % it would be 2.10.
  const lower = { keyRates: [{ from: '2020-01-01', percent: '3' }] };
  expect(await replayed(story, { from: '2026-03', to: '2026-05', rules: lower })).toEqual([
    'A1 2026-05 penalty 6.65 -> 2.10, rules: ',
  ]);
  expect(await story.stack.kvitok.stack.store.head()).toBe(head);
  await story.expectAtRest();
});

function laterTariff(price: string, from: string): AnyCommand {
  const tariff = { utility: 'cold_water', houseId: null, part: null, from, price };
  return {
    stream: utilityStream('cold_water'),
    decider: referenceDecider,
    command: { kind: 'SetTariff', tariff },
    commandId: `test:tariff:${from}`,
    actor: 'staff:accountant',
  } as unknown as AnyCommand;
}

async function replayed(story: Told, question: Parameters<ReplayQuery['accounts']>[0]): Promise<string[]> {
  const told: string[] = [];
  for await (const { lines, refused } of story.stack.kvitok.app.get(ReplayQuery).accounts(question)) {
    expect(refused).toBeNull();
    told.push(...lines.map(inWords));
  }
  return told;
}

function inWords(line: ReplayedLine): string {
  const changed = line.changed.map(({ name, before, after }) => `${name} ${before ?? '-'} -> ${after ?? '-'}`);
  const sums = `${roublesText(line.beforeKopecks)} -> ${roublesText(line.afterKopecks)}`;
  return `${line.account} ${line.period} ${line.utility ?? line.kind} ${sums}, ${line.cause}: ${changed.join(', ')}`;
}

async function cards(story: Told): Promise<string[]> {
  const all = await story.stack.kvitok.app.get(RecalculationsQuery).ofAccount('A1');
  return all.map(
    ({ recalculationId, state, amountKopecks }) => `${recalculationId} ${state} ${roublesText(amountKopecks)}`,
  );
}

/** Each recalculation of a period: its formula gives its sum, and its inputs name the events that it rests on. */
async function explainsItself(story: Told, period: string): Promise<void> {
  const { lines } = await story.stack.kvitok.app.get(ExplainQuery).explain('A1', period);
  const recalculated = lines.filter(({ kind }) => kind === 'recalculation');
  expect(recalculated.length).toBeGreaterThan(0);
  for (const { formula, exact, amountKopecks, inputs } of recalculated) {
    expect(formulaValue(formula).toText()).toBe(exact);
    expect(formulaValue(`round(${formula})`).toText()).toBe(formulaValue(`${String(amountKopecks)} / 100`).toText());
    expect(inputs.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['ChargesCalculated', 'RecalculationRecorded'] satisfies RecordedEvent['type'][]),
    );
  }
}
