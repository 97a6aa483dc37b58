import {
  ExplainQuery,
  RecalculationGrounds,
  RecalculationRecorder,
  RecalculationsQuery,
  referenceDecider,
  ReplayQuery,
} from '#services/billing';
import { meterDecider, MeterCommand, meterStream } from '#services/metering';
import { RETENTION } from '../../services/billing/domain/retention';
import { utilityStream } from '../../services/billing/domain/reference.commands';
import { accountDossierProjection } from '../../services/billing/projections/account-dossier.projection';
import { AnyCommand } from '../../libs/testing/whole-stack';
import { storyteller } from './support/story';

type Told = Awaited<ReturnType<ReturnType<typeof storyteller>>>;

const begin = storyteller();

/** Water of March by a meter that was misread as 150: 50 m³ were charged where 10 are right. */
const MISREAD = {
  accounts: { A1: { connected: { cold_water: '' } } },
  meters: { m1: { account: 'A1' } },
  readings: { m1: ['2026-02-20 100', '2026-03-20 150', '2026-04-20 117', '2026-05-20 124'] },
};
const MARCH = { kind: 'provider_error', utility: 'cold_water', component: null, period: '2026-03' } as const;
const right = (rightQuantity: string, rightTariff = '40'): RecalculationGrounds => ({
  ...{ ...MARCH, rightQuantity, rightTariff, claimedOn: null },
});
/** The reading of March was 110. */
const CORRECTION = { kind: 'CorrectReading', meterId: 'm1', takenOn: '2026-03-20', values: ['110'] } as const;

function corrected(correctedOn: string): AnyCommand {
  const command: MeterCommand = {
    ...CORRECTION,
    correctedOn,
    reason: 'misread',
    channel: 'accountant',
    confirmed: true,
  };
  const commandId = `office:${correctedOn}`;
  const said = { stream: meterStream('m1'), decider: meterDecider, command, commandId };
  return { ...said, actor: 'staff:1', correlationId: commandId, causationId: null } as unknown as AnyCommand;
}

async function record(story: Told, key: string, grounds: RecalculationGrounds, expectedKopecks: number) {
  const recorder = story.stack.kvitok.app.get(RecalculationRecorder);
  const statement = { grounds, cause: 'Акт от 3 апреля', document: 'акт 17', approvalId: null, expectedKopecks };
  const commandId = `api:${key}`;
  const origin = { commandId, correlationId: commandId, causationId: null, actor: 'staff:accountant', input: { key } };
  await recorder.recordAs(key, 'A1', statement, origin);
  await story.stack.kvitok.drain();
}

function preview(story: Told, grounds: RecalculationGrounds) {
  return story.stack.kvitok.app.get(RecalculationsQuery).preview('A1', grounds);
}

const CHANGES_NOTHING = { rejection: { code: 'BILLING_RECALCULATION_CHANGES_NOTHING' } };
const OF_THE_READING = 'cold_water reading_correction of 2026-03: -40 x 40 = -1600.00';
const OF_THE_ERROR = 'cold_water provider_error of 2026-03: -40 x 40 = -1600.00';

it('an error goes from what a corrected reading leaves of the month, though no calculation knows of the reading yet', async () => {
  const story = await begin(MISREAD);
  await story.throughMonth('2026-03');
  await story.tomorrow(corrected('2026-04-01'));
  await expect(preview(story, right('10'))).rejects.toMatchObject(CHANGES_NOTHING);
  // 8 × 40 are right where 2000.00 − 40 × 40 will stand.
  expect((await preview(story, right('8'))).lines).toMatchObject([
    { beforeKopecks: 400_00, afterKopecks: 320_00, formula: 'round(8 * 40) - (2000.00 - 1600.00)' },
  ]);
  await record(story, 'error-01', right('8'), -80_00);
  await story.throughMonth('2026-05');

  expect(await story.recalculations('A1', '2026-04')).toEqual([
    OF_THE_READING,
    'cold_water provider_error of 2026-03: -2 x 40 = -80.00',
  ]);
  expect(await story.recalculations('A1', '2026-05')).toEqual([]);
  // 8 + 7 + 7 m³.
  expect(await story.balance('A1', '2026-05')).toContain('= 880.00');
  await story.expectAtRest();
});

it('so it does where the reading is corrected in a month that begins before the one before it is closed', async () => {
  const story = await begin({
    ...MISREAD,
    accounts: { A1: { connected: { cold_water: '', heating: '' } } },
    houses: [{ houseId: 'H1', heatingMode: 'SEASON', heatMeter: true }],
    houseVolumes: { 'H1 heating': ['2026-03 20'] },
  });
  await story.throughMonth('2026-03');
  // April waits for the volume of the house.
  expect(await story.through('2026-05-01')).not.toEqual([]);
  await story.tomorrow(corrected('2026-05-02'));
  await expect(preview(story, right('10'))).rejects.toMatchObject(CHANGES_NOTHING);
});

describe('an account that has forgotten the reading', () => {
  const { months, averageMonths } = RETENTION;
  beforeAll(() => Object.assign(RETENTION, { months: 1, averageMonths: 1 }));
  afterAll(() => Object.assign(RETENTION, { months, averageMonths }));

  it('asks its whole history what a correction will give back', async () => {
    const story = await begin(MISREAD);
    await story.throughMonth('2026-05');
    await story.tomorrow(corrected('2026-06-01'));
    const dossier = await story.stack.kvitok.stack.readModelStore.get(accountDossierProjection, 'A1');
    expect(dossier?.document.readings.map(({ takenOn }) => takenOn)).not.toContain('2026-03-20');
    await expect(preview(story, right('10'))).rejects.toMatchObject(CHANGES_NOTHING);
  });
});

it('a reading that is corrected after an error has said the volume of its month changes the next month alone', async () => {
  const story = await begin(MISREAD);
  await story.throughMonth('2026-03');
  await story.tomorrow();
  await record(story, 'error-01', right('10'), -1600_00);
  await story.tomorrow(corrected('2026-04-01'));
  await story.throughMonth('2026-05');

  expect(await story.charges('A1', '2026-04')).toEqual(['cold_water meter 7 m3 x 40 = 280.00']);
  expect(await story.recalculations('A1', '2026-04')).toEqual([OF_THE_ERROR]);
  expect(await story.recalculations('A1', '2026-05')).toEqual([]);
  // 124 − 100.
  expect(await story.balance('A1', '2026-05')).toContain('= 960.00');
  await story.expectAtRest();
});

it('so it does after the error was posted, and sewage follows, of which the error said nothing', async () => {
  const story = await begin({
    ...MISREAD,
    accounts: { A1: { connected: { cold_water: '', sewage: '' } } },
    readings: { m1: ['2026-02-20 100', '2026-03-20 150', '2026-05-20 124'] },
  });
  await story.throughMonth('2026-03');
  await story.tomorrow();
  await record(story, 'error-01', right('10'), -1600_00);
  await story.throughMonth('2026-04');
  await story.tomorrow(corrected('2026-05-01'));
  await story.throughMonth('2026-05');

  expect(await story.recalculations('A1', '2026-04')).toEqual([OF_THE_ERROR]);
  expect(await story.recalculations('A1', '2026-05')).toEqual([
    'sewage over cold_water reading_correction of 2026-03: -40 x 30 = -1200.00',
  ]);
  await story.expectAtRest();
});

it('where the error is taken back before the close, the reading gives back its part', async () => {
  const story = await begin(MISREAD);
  await story.throughMonth('2026-03');
  await story.tomorrow();
  await record(story, 'error-01', right('10'), -1600_00);
  await story.tomorrow(corrected('2026-04-01'));
  await record(story, 'back-01', { kind: 'reversal', of: 'error-01' }, 1600_00);
  // It is known to the next error.
  await expect(preview(story, right('10'))).rejects.toMatchObject(CHANGES_NOTHING);
  await story.throughMonth('2026-04');
  expect(await story.recalculations('A1', '2026-04')).toEqual([
    OF_THE_READING,
    OF_THE_ERROR,
    'cold_water reversal of 2026-03: 40 x 40 = 1600.00',
  ]);
  await story.expectAtRest();
});

describe('an error of the price alone says no volume', () => {
  const OF_THE_PRICE = 'cold_water provider_error of 2026-03: 0 x 39 = -50.00';

  async function putRight(plan: Partial<Parameters<typeof begin>[0]> = {}): Promise<Told> {
    const story = await begin({ ...MISREAD, ...plan });
    await story.throughMonth('2026-03');
    await story.tomorrow();
    await record(story, 'error-01', right('50', '39'), -50_00);
    return story;
  }

  it('a reading that is corrected after it goes by the price that is right', async () => {
    const story = await putRight();
    await story.tomorrow(corrected('2026-04-01'));
    // 2000.00 − 50.00 − 40 × 39 = 10 × 39: a relief of all of it is within the bound, which by 40 × 40 would leave 350.00.
    const relief = { kind: 'relief', utility: 'cold_water', component: null, period: '2026-03', limit: null } as const;
    const all = await preview(story, { ...relief, percent: '100' });
    expect(all.lines).toMatchObject([{ differenceKopecks: -390_00 }]);
    await story.throughMonth('2026-04');

    expect(await story.recalculations('A1', '2026-04')).toEqual([
      'cold_water reading_correction of 2026-03: -40 x 39 = -1560.00',
      OF_THE_PRICE,
    ]);
    // With the 7 × 40 of April.
    expect(await story.balance('A1', '2026-04')).toContain('= 670.00');
    const { lines } = await story.stack.kvitok.app.get(ExplainQuery).explain('A1', '2026-04');
    const line = lines.find(({ basis }) => basis === 'reading_correction');
    expect(line).toMatchObject({
      formula: 'round((50 + (-40)) * 39) - round(50 * 39)',
      why: expect.stringMatching(/прежней суммой месяца по исправленному тарифу 39 ₽\.$/),
    });
    expect(line?.inputs.at(-1)).toMatchObject({ name: 'tariff', value: '39', type: 'RecalculationRecorded' });
    const replay = await story.stack.kvitok.app.get(ReplayQuery).one('A1', { from: '2026-03', to: '2026-04' });
    expect(replay).toMatchObject({ lines: [], toPost: [] });
    await story.expectAtRest();
  });

  it('so it does where the error was posted by an earlier close, and sewage goes by its own price', async () => {
    const story = await putRight({
      accounts: { A1: { connected: { cold_water: '', sewage: '' } } },
      readings: { m1: ['2026-02-20 100', '2026-03-20 150', '2026-05-20 124'] },
    });
    const sewage = { ...right('50', '29'), utility: 'sewage' } as RecalculationGrounds;
    await record(story, 'error-02', sewage, -50_00);
    await story.throughMonth('2026-04');
    await story.tomorrow(corrected('2026-05-01'));
    await story.throughMonth('2026-05');
    expect(await story.recalculations('A1', '2026-05')).toEqual([
      'cold_water reading_correction of 2026-03: -40 x 39 = -1560.00',
      'sewage over cold_water reading_correction of 2026-03: -40 x 29 = -1160.00',
    ]);
    await story.expectAtRest();
  });

  it('where it is taken back before the close, the price that was charged counts again', async () => {
    const story = await putRight();
    await story.tomorrow(corrected('2026-04-01'));
    await record(story, 'back-01', { kind: 'reversal', of: 'error-01' }, 50_00);
    await story.throughMonth('2026-04');
    expect(await story.recalculations('A1', '2026-04')).toEqual([
      OF_THE_READING,
      OF_THE_PRICE,
      'cold_water reversal of 2026-03: 0 x 39 = 50.00',
    ]);
    // 10 × 40 and the 7 × 40 of April.
    expect(await story.balance('A1', '2026-04')).toContain('= 680.00');
    await story.expectAtRest();
  });

  it('where it is taken back after the close, another error brings the month from what it stands at', async () => {
    const story = await putRight();
    await story.tomorrow(corrected('2026-04-01'));
    await story.throughMonth('2026-04');
    await story.tomorrow();
    await record(story, 'back-01', { kind: 'reversal', of: 'error-01' }, 50_00);
    // 2000.00 − 1560.00 stand, and 10 × 40 are right.
    await record(story, 'error-02', right('10', '40'), -40_00);
    await story.throughMonth('2026-05');
    // With 7 × 40 of April and of May.
    expect(await story.balance('A1', '2026-05')).toContain('= 960.00');
    await story.expectAtRest();
  });

  it.each([
    ['is not posted yet', '2026-03'],
    ['is posted', '2026-04'],
  ])(
    'where the reading was corrected first and %s, it brings the rest to the price that is right',
    async (_, until) => {
      const story = await begin(MISREAD);
      await story.throughMonth('2026-03');
      await story.tomorrow(corrected('2026-04-01'));
      if (until !== '2026-03') await story.throughMonth(until);
      await story.tomorrow();
      // 2000.00 − 40 × 40 stand, 10 × 39 are right.
      await record(story, 'error-01', right('10', '39'), -10_00);
      await story.throughMonth('2026-05');
      expect([
        ...(await story.recalculations('A1', '2026-04')),
        ...(await story.recalculations('A1', '2026-05')),
      ]).toEqual([OF_THE_READING, 'cold_water provider_error of 2026-03: 0 x 39 = -10.00']);
      // 10 × 39, and 7 × 40 of April and of May.
      expect(await story.balance('A1', '2026-05')).toContain('= 950.00');
      await story.expectAtRest();
    },
  );
});

it('a replay leaves a month as an error has put it right, shows it, and posts the others', async () => {
  const story = await begin({ accounts: { A1: { connected: { cold_water: 'no meter possible' } } } });
  await story.throughMonth('2026-03');
  await story.tomorrow();
  await record(story, 'error-01', right('10', '30'), -100_00);
  await story.throughMonth('2026-04');
  const replay = () => story.stack.kvitok.app.get(ReplayQuery).one('A1', { from: '2026-03', to: '2026-04' });
  // Nothing has changed: what the error gave back is no difference.
  expect(await replay()).toMatchObject({ lines: [], toPost: [] });

  const tariff = { utility: 'cold_water', houseId: null, part: null, from: '2026-03-01', price: '30' };
  await story.tomorrow({
    stream: utilityStream('cold_water'),
    decider: referenceDecider,
    command: { kind: 'SetTariff', tariff },
    commandId: 'tariff',
    actor: 'staff:accountant',
  } as unknown as AnyCommand);
  const { lines, toPost, differenceKopecks } = await replay();
  // 10 × 30 in place of 10 × 40, of April alone.
  expect(toPost).toMatchObject([{ ofPeriod: '2026-04', amountKopecks: -100_00 }]);
  expect(differenceKopecks).toBe(-100_00);
  expect(lines.map((line) => [line.period, line.reason, line.differenceKopecks, line.cause])).toEqual([
    ['2026-03', null, -100_00, 'settings'],
    ['2026-03', 'provider_error', 100_00, 'put_right'],
    ['2026-04', null, -100_00, 'settings'],
  ]);

  await record(story, 'back-01', { kind: 'reversal', of: 'error-01' }, 100_00);
  expect((await replay()).toPost).toMatchObject([
    { ofPeriod: '2026-03', amountKopecks: -100_00 },
    { ofPeriod: '2026-04', amountKopecks: -100_00 },
  ]);
  await story.expectAtRest();
});
