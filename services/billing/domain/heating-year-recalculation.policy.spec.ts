import { daysInPeriod } from '#libs/kernel';
import { Rational } from '#libs/money';
import { RecalculationLine } from './calculation';
import { EarlierRecalculations } from './earlier-recalculations.policy';
import { correctYearOfHeating, monthsOfYear, unknownMonthOf } from './heating-year-recalculation.policy';
import { HeatedMonth, RecalculationGrounds } from './recalculation';
import { aChargedPeriod, aChargeLine } from './testing/charged-period';
import { formulaValue } from './testing/formula-value';
import { recalculated } from './testing/ledger-story';

const GROUNDS = { kind: 'heating_year', utility: 'heating', year: '2025' } as const;
const months = monthsOfYear('2025');
const known = (value: string) => ({ value, eventId: null });
const charged = (tariffOf: (month: string) => string, amountOf: (month: string) => number) =>
  months.map((month) =>
    aChargedPeriod(month, aChargeLine('heating', amountOf(month), { tariff: tariffOf(month), unit: 'Gcal' })),
  );
const heated = (volumeOf: (month: string) => string, changes: Readonly<Record<string, Partial<HeatedMonth>>> = {}) =>
  Object.fromEntries(
    months.map((month): [string, HeatedMonth] => {
      const days = daysInPeriod(month);
      return [month, { days, daysOfMonth: days, volume: known(volumeOf(month)), tariff: null, ...changes[month] }];
    }),
  );
const facts = (volumeOf: (month: string) => string) => ({
  areaM2: known('54.2'),
  houseAreaM2: known('8450.3'),
  months: heated(volumeOf),
});

function isExplained(line: RecalculationLine | null): void {
  const { formula, exact } = line ?? { formula: '0', exact: '1' };
  expect(formulaValue(formula).equals(Rational.parse(exact))).toBe(true);
}

it('a year paid evenly is brought to what the house meter counted', () => {
  // 54.2 × 1620 / 8450.3 × 2350.40 = 24422.15; charged 12 × 2484.14 = 29809.68
  const year = charged(
    () => '2350.40',
    () => 2484_14,
  );
  const line = correctYearOfHeating(
    GROUNDS,
    year,
    facts(() => '135'),
    {},
  );
  expect(line).toMatchObject({
    reason: 'heating_year',
    ofPeriod: '2025-12',
    amountKopecks: -5387_53,
    why: { code: 'heating_year', details: { year: '2025', charged: '29809.68' } },
  });
  isExplained(line);
});

it('a month counts by its own tariff where the tariff changed within the year', () => {
  const tariffOf = (month: string) => (month < '2025-07' ? '2000' : '2500');
  // 54.2 / 8450.3 × (600 × 2000 + 1020 × 2500) = 24052.4004…; charged 12 × 2000.00 = 24000.00
  const line = correctYearOfHeating(
    GROUNDS,
    charged(tariffOf, () => 2000_00),
    facts((month) => (month < '2025-07' ? '100' : '170')),
    {},
  );
  expect(line?.amountKopecks).toBe(52_40);
  isExplained(line);
});

it('a year that was charged right is no line', () => {
  const right = charged(
    () => '2350.40',
    (month) => (month === '2025-01' ? 24422_15 : 0),
  );
  expect(
    correctYearOfHeating(
      GROUNDS,
      right,
      facts(() => '135'),
      {},
    ),
  ).toBeNull();
});

/** 50 of 1000 m², 20 Gcal a month, 2000 for each: 2000.00 a month are right, and 24000.00 of the year. */
describe('a dwelling of 50 m² of 1000', () => {
  const price = () => '2000';
  const share = (changes: Readonly<Record<string, Partial<HeatedMonth>>> = {}) => ({
    areaM2: known('50'),
    houseAreaM2: known('1000'),
    months: heated(() => '20', changes),
  });
  const recorded = (grounds: RecalculationGrounds, ...lines: RecalculationLine[]): EarlierRecalculations => ({
    'act-17': { grounds, lines, reversed: false, recordedOn: '2025-04-10', approvalId: null },
  });
  const line = (reason: RecalculationLine['reason'], amountKopecks: number) => ({
    ...recalculated('2025-03', 'heating', amountKopecks),
    reason,
  });
  const error: RecalculationGrounds = {
    ...{ kind: 'provider_error', utility: 'heating', component: null, period: '2025-03' },
    ...{ rightQuantity: '1', rightTariff: '2000', claimedOn: '2025-04-01' },
  };
  const replay: RecalculationGrounds = { kind: 'replay', replayId: 'r-1', lines: [] };
  /** March was charged 1000.00 too much. */
  const year = charged(price, (month) => (month === '2025-03' ? 3000_00 : 2000_00));

  it('gets back what one month was charged too much', () => {
    expect(correctYearOfHeating(GROUNDS, year, share(), {})?.amountKopecks).toBe(-1000_00);
  });

  it('gets nothing back that an error of the provider, or a replay, has put right; the fine is no part of it', () => {
    const fined = recorded(error, line('provider_error', -1000_00), line('provider_fine', -500_00));
    expect(correctYearOfHeating(GROUNDS, year, share(), fined)).toBeNull();
    expect(correctYearOfHeating(GROUNDS, year, share(), recorded(replay, line('replay', -1000_00)))).toBeNull();
    // What was put right in part is told with its sum: 24000.00 less 25000.00 − 400.00.
    const part = correctYearOfHeating(GROUNDS, year, share(), recorded(replay, line('replay', -400_00)));
    expect(part).toMatchObject({
      amountKopecks: -600_00,
      formula: 'round(50 / 1000 * (240 * 2000)) - (25000.00 - 400.00)',
      why: { details: { charged: '25000.00', standing: '24600.00' } },
    });
    expect(part?.inputs).toContainEqual({ name: 'recalculated', value: '-400.00', eventId: null });
    isExplained(part);
  });

  it('keeps what was given for cold, an interruption or a relief, which lower the fee and not the heat', () => {
    const right = charged(price, () => 2000_00);
    for (const reason of ['cold', 'interruption', 'relief'] as const) {
      expect(correctYearOfHeating(GROUNDS, right, share(), recorded(replay, line(reason, -72_00)))).toBeNull();
    }
  });

  it('counts a month by the tariff that an error of the provider, or a replay, has brought it to', () => {
    // March was charged by 3000 in place of 2000.
    const wrong = charged(
      (month) => (month === '2025-03' ? '3000' : '2000'),
      (month) => (month === '2025-03' ? 3000_00 : 2000_00),
    );
    expect(correctYearOfHeating(GROUNDS, wrong, share(), {})).toBeNull();
    const put = recorded(error, line('provider_error', -1000_00));
    expect(correctYearOfHeating(GROUNDS, wrong, share(), put)).toBeNull();
    const replayed = recorded(replay, line('replay', -1000_00));
    expect(correctYearOfHeating(GROUNDS, wrong, share({ '2025-03': { tariff: known('2000') } }), replayed)).toBeNull();
  });

  it('has the heat of the days on which its account was open: opened in the middle of a month', () => {
    // January from the 17th: 2000.00 × 15/31 = 967.7419
    const opened = charged(price, (month) => (month === '2025-01' ? 967_74 : 2000_00));
    expect(correctYearOfHeating(GROUNDS, opened, share({ '2025-01': { days: 15 } }), {})).toBeNull();
    // The meter counted 25 Gcal a month in fact: 50/1000 × (25 × 11 + 25 × 15/31) × 2000 = 28709.677 less 22967.74.
    const more = { ...share(), months: heated(() => '25', { '2025-01': { days: 15 } }) };
    const found = correctYearOfHeating(GROUNDS, opened, more, {});
    expect(found).toMatchObject({
      amountKopecks: 5741_94,
      formula: 'round(50 / 1000 * (275 * 2000 + 25 * 15 / 31 * 2000)) - 22967.74',
      why: { details: { days: 349, daysOfYear: 365 } },
    });
    isExplained(found);
  });

  it('has no heat of months before it was opened and after it was closed, which nobody charged', () => {
    const before = Object.fromEntries(['2025-01', '2025-02'].map((month) => [month, { days: 0, volume: null }]));
    const after = Object.fromEntries(months.slice(6).map((month) => [month, { days: 0 }]));
    const open = charged(price, () => 2000_00).filter(({ period }) => period > '2025-02' && period < '2025-07');
    const known20 = share({ ...before, ...after });
    expect(unknownMonthOf(GROUNDS, open, known20)).toBeNull();
    expect(correctYearOfHeating(GROUNDS, open, known20, {})).toBeNull();
    // 50/1000 × 4 × 15 × 2000 = 6000.00 less 8000.00, of the last month that was charged.
    const less = { ...known20, months: heated(() => '15', { ...before, ...after }) };
    expect(correctYearOfHeating(GROUNDS, open, less, {})).toMatchObject({
      amountKopecks: -2000_00,
      ofPeriod: '2025-06',
    });
  });

  it('gets back what was charged of days after it was closed, where that was told too late', () => {
    const right = charged(price, () => 2000_00);
    // Closed on 16 December: 50/1000 × 20 × 15/31 × 2000 = 967.74 are right of December.
    const told = correctYearOfHeating(GROUNDS, right, share({ '2025-12': { days: 15 } }), {});
    expect(told?.amountKopecks).toBe(-1032_26);
    // Closed on 1 December: all of it.
    expect(correctYearOfHeating(GROUNDS, right, share({ '2025-12': { days: 0 } }), {})?.amountKopecks).toBe(-2000_00);
  });

  it('has an unknown month where one was not charged by us, or has no volume', () => {
    const later = charged(price, () => 2000_00).filter(({ period }) => period > '2025-03');
    expect(unknownMonthOf(GROUNDS, later, share())).toBe('2025-01');
    const all = charged(price, () => 2000_00);
    expect(unknownMonthOf(GROUNDS, all, share())).toBeNull();
    expect(unknownMonthOf(GROUNDS, all, share({ '2025-05': { volume: null } }))).toBe('2025-05');
  });
});
