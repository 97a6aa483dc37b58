import { Rational } from '#libs/money';
import { correctYearOfHeating, monthsOfYear } from './heating-year-recalculation.policy';
import { aChargedPeriod, aChargeLine } from './testing/charged-period';
import { formulaValue } from './testing/formula-value';

const GROUNDS = { kind: 'heating_year', utility: 'heating', year: '2025' } as const;
const months = monthsOfYear('2025');
const known = (value: string) => ({ value, eventId: null });
const charged = (tariffOf: (month: string) => string, amountKopecks: number) =>
  months.map((month) =>
    aChargedPeriod(month, aChargeLine('heating', amountKopecks, { tariff: tariffOf(month), unit: 'Gcal' })),
  );
const facts = (volumeOf: (month: string) => string) => ({
  areaM2: known('54.2'),
  houseAreaM2: known('8450.3'),
  volumes: Object.fromEntries(months.map((month) => [month, known(volumeOf(month))])),
});

it('a year paid evenly is brought to what the house meter counted', () => {
  // 54.2 × 1620 / 8450.3 × 2350.40 = 24422.15; charged 12 × 2484.14 = 29809.68
  const line = correctYearOfHeating(
    GROUNDS,
    charged(() => '2350.40', 2484_14),
    facts(() => '135'),
  );
  expect(line).toMatchObject({
    reason: 'heating_year',
    ofPeriod: '2025-12',
    amountKopecks: -5387_53,
    why: { code: 'heating_year', details: { year: '2025', charged: '29809.68' } },
  });
  const { formula, exact } = line ?? { formula: '0', exact: '1' };
  expect(formulaValue(formula).equals(Rational.parse(exact))).toBe(true);
});

it('a month counts by its own tariff where the tariff changed within the year', () => {
  const tariffOf = (month: string) => (month < '2025-07' ? '2000' : '2500');
  // 54.2 / 8450.3 × (600 × 2000 + 1020 × 2500) = 24052.4004…; charged 12 × 2000.00 = 24000.00
  const line = correctYearOfHeating(
    GROUNDS,
    charged(tariffOf, 2000_00),
    facts((month) => (month < '2025-07' ? '100' : '170')),
  );
  expect(line?.amountKopecks).toBe(52_40);
  const { formula, exact } = line ?? { formula: '0', exact: '1' };
  expect(formulaValue(formula).equals(Rational.parse(exact))).toBe(true);
});

it('a year that was charged right is no line', () => {
  const right = charged(() => '2350.40', 0).map((month, index) =>
    aChargedPeriod(month.period, aChargeLine('heating', index === 0 ? 24422_15 : 0, { tariff: '2350.40' })),
  );
  expect(
    correctYearOfHeating(
      GROUNDS,
      right,
      facts(() => '135'),
    ),
  ).toBeNull();
});
