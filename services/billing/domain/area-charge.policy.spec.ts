import { LineInput } from './calculation';
import { chargeByArea } from './area-charge.policy';
import { activityOf } from './activity.policy';
import { Connection } from './dossier';
import { aBook, BookPlan } from './testing/book-builder';
import { inWords } from './testing/charged-months';
import { aConnection, aDossier, DossierPlan, residentsFrom } from './testing/dossier-builder';
import { formulaValue } from './testing/formula-value';

interface Case {
  readonly period?: string;
  readonly connection?: Partial<Connection>;
  readonly dossier?: DossierPlan;
  readonly book?: Partial<BookPlan>;
}

/** A flat of 54.2 m² in a house of 8450.3 m² with 1250.6 m² of common property; three persons. */
function lineOf(
  utility: string,
  { period = '2026-04', connection = {}, dossier: plan = {}, book: bookPlan = {} }: Case = {},
) {
  const dossier = aDossier(plan);
  const book = aBook(bookPlan);
  const connected = aConnection(utility, { meterPossible: null, ...connection });
  const activity = activityOf(dossier, connected, period);
  const line = chargeByArea({ dossier, book, utility: book.utility(utility), connection: connected, period, activity });
  if (line) expect(formulaValue(line.formula).toText()).toBe(line.exact);
  return line;
}

function charged(utility: string, given: Case = {}): string | null {
  const line = lineOf(utility, given);
  return line && inWords(line);
}

const inputs = (utility: string, given: Case = {}) =>
  lineOf(utility, given)?.inputs.map((input: LineInput) => `${input.name} ${input.value} <- ${String(input.eventId)}`);
const explained = (utility: string, given: Case = {}) => {
  const line = lineOf(utility, given);
  return [line?.formula, line?.why.code];
};

const tenDays = { connection: { to: '2026-04-11' } };

describe('upkeep', () => {
  it('is the area at its tariff', () => {
    // 54.2 × 25.4.
    expect(charged('upkeep')).toBe('upkeep area 54.2 m2 x 25.4 = 1376.68');
    expect(explained('upkeep')).toEqual(['54.2 * 25.4', 'by_area']);
    expect(inputs('upkeep')).toEqual([
      'total_area 54.2 <- account opened',
      'tariff 25.4 <- tariff upkeep|| 2000-01-01',
    ]);
  });

  it('is charged for the active days', () => {
    // 54.2 × 10/30 = 18.066667; × 25.4 = 458.893333.
    expect(charged('upkeep', tenDays)).toBe('upkeep area 18.066667 m2 x 25.4 = 458.89');
    expect(explained('upkeep', tenDays)).toEqual(['54.2 * 10 / 30 * 25.4', 'by_area']);
    expect(lineOf('upkeep', tenDays)?.why.details).toEqual({ days: 10, daysOfMonth: 30 });
  });
});

describe('capital repair', () => {
  it('is the area at its rate, to its own payee', () => {
    // 54.2 × 13.73 = 744.166.
    expect(charged('capital_repair')).toBe('capital_repair area 54.2 m2 x 13.73 = 744.17');
    expect(lineOf('capital_repair')?.payee).toBe('capital_repair');
    expect(lineOf('upkeep')?.payee).toBe('main');
  });
});

describe('resources for the common property', () => {
  it('are by norm the share of the flat in the common area', () => {
    // 0.0182 × 1250.6 × 54.2 / 8450.3 = 0.145988; × 44.86 = 6.549019.
    expect(charged('common_water')).toBe('common_water soi_norm 0.145988 m3 x 44.86 = 6.55');
    expect(explained('common_water')).toEqual(['0.0182 * 1250.6 * 54.2 / 8450.3 * 44.86', 'common_property_by_norm']);
    expect(inputs('common_water')).toEqual([
      'norm 0.0182 <- norm common_water|m2_common_month| 2000-01-01',
      'common_area 1250.6 <- house H1',
      'house_total_area 8450.3 <- house H1',
      'total_area 54.2 <- account opened',
      'tariff 44.86 <- tariff common_water|| 2000-01-01',
    ]);
  });

  it('are charged for the active days', () => {
    // 0.14598814… × 10/30 = 0.048663; × 44.86 = 2.183006.
    expect(charged('common_water', tenDays)).toBe('common_water soi_norm 0.048663 m3 x 44.86 = 2.18');
  });
});

describe('waste by area', () => {
  it('is a twelfth of the norm of a year for each square metre', () => {
    // 54.2 × 0.091 / 12 = 0.411017; × 622.07 = 255.681138.
    expect(charged('waste')).toBe('waste area_norm 0.411017 m3 x 622.07 = 255.68');
    expect(explained('waste')).toEqual(['54.2 * 0.091 / 12 * 622.07', 'waste_by_area']);
    expect(inputs('waste')).toEqual([
      'total_area 54.2 <- account opened',
      'norm 0.091 <- norm waste|m2_year| 2000-01-01',
      'tariff 622.07 <- tariff waste|| 2000-01-01',
    ]);
  });

  it('is charged for the active days', () => {
    // 0.4110166… × 10/30 = 0.137006; × 622.07 = 85.227046.
    expect(charged('waste', tenDays)).toBe('waste area_norm 0.137006 m3 x 622.07 = 85.23');
  });
});

describe('waste by persons', () => {
  it('is a twelfth of the norm of a year for each person', () => {
    // 3 × 1.95 / 12 = 0.4875; × 622.07 = 303.259125 (not 3 × 101.09).
    expect(charged('waste_by_persons')).toBe('waste_by_persons norm 0.4875 m3 x 622.07 = 303.26');
    expect(explained('waste_by_persons')).toEqual(['3 * 1.95 / 12 * 622.07', 'waste_by_persons']);
    expect(inputs('waste_by_persons')).toEqual([
      'residents 3 registered, 1 owners from 2015-06-01 <- residents 2015-06-01',
      'norm 1.95 <- norm waste_by_persons|person_year| 2000-01-01',
      'tariff 622.07 <- tariff waste_by_persons|| 2000-01-01',
    ]);
  });

  it('counts the owners where nobody is registered', () => {
    // 2 × 1.95 / 12 × 622.07 = 202.17275.
    const dossier = { residents: [residentsFrom('2015-06-01', 0, 2)] };
    expect(charged('waste_by_persons', { dossier })).toBe('waste_by_persons norm 0.325 m3 x 622.07 = 202.17');
  });

  it('counts persons by active days, once', () => {
    // 3 × 10/30 = 1 person: 1.95 / 12 × 622.07 = 101.086375.
    expect(charged('waste_by_persons', tenDays)).toBe('waste_by_persons norm 0.1625 m3 x 622.07 = 101.09');
    expect(explained('waste_by_persons', tenDays)[0]).toBe('1 * 1.95 / 12 * 622.07');
  });
});

describe('heating by the house meter in the season', () => {
  const book: Partial<BookPlan> = {
    houses: [{ heatMeter: true }],
    houseVolumes: { 'H1|heating|2026-03': '210.5', 'H1|heating|2026-04': '0', 'H1|heating|2026-05': '8450.3' },
  };

  it('is the share of the flat in the volume of the house in the month', () => {
    // 54.2 × 210.5 / 8450.3 = 1.350141; × 2350.40 = 3173.372382.
    expect(charged('heating', { book, period: '2026-03' })).toBe(
      'heating house_share 1.350141 Gcal x 2350.4 = 3173.37',
    );
    expect(explained('heating', { book, period: '2026-03' })).toEqual([
      '54.2 * 210.5 / 8450.3 * 2350.4',
      'heating_share_of_month',
    ]);
    expect(inputs('heating', { book, period: '2026-03' })).toEqual([
      'total_area 54.2 <- account opened',
      'house_volume 210.5 <- house_volume H1|heating|2026-03',
      'house_total_area 8450.3 <- house H1',
      'tariff 2350.4 <- tariff heating|| 2000-01-01',
    ]);
  });

  it('is charged for the active days', () => {
    // 1.35014141… × 10/31 = 0.435529; × 2350.4 = 1023.668510.
    const given = { book, period: '2026-03', connection: { to: '2026-03-11' } };
    expect(charged('heating', given)).toBe('heating house_share 0.435529 Gcal x 2350.4 = 1023.67');
  });

  it('of a month in which the house took none is a line of zero', () => {
    expect(charged('heating', { book, period: '2026-04' })).toBe('heating house_share 0 Gcal x 2350.4 = 0.00');
  });

  it('outside the season follows a volume where there is one, and is no line where there is none', () => {
    // May: 54.2 × 8450.3 / 8450.3.
    expect(charged('heating', { book, period: '2026-05' })).toBe('heating house_share 54.2 Gcal x 2350.4 = 127391.68');
    expect(charged('heating', { book, period: '2026-06' })).toBeNull();
  });

  it('is refused in a heating month without a volume', () => {
    expect(() => charged('heating', { book, period: '2026-10' })).toThrow(
      '{"rule":"house volume","on":"2026-10","house":"H1","utility":"heating"}',
    );
  });
});

describe('heating by the house meter over the year', () => {
  const houses = [{ heatMeter: true, heatingMode: 'EVEN_YEAR' as const }];
  const volumes = (except?: string): Record<string, string> => {
    const months = Array.from({ length: 12 }, (_, index) => `2025-${String(index + 1).padStart(2, '0')}`);
    const kept = months.filter((month) => month !== except);
    return Object.fromEntries<string>([
      ...kept.map((month, index): [string, string] => [`H1|heating|${month}`, String(100 + index * 10)]),
      ['H1|heating|2024-12', '9999'],
      ['H1|heating|2026-01', '9999'],
    ]);
  };

  it('is a twelfth of the share of the flat in the volumes of the year before', () => {
    // Σ = 12 × 100 + 10 × 66 = 1860; 54.2 × 1860 / (12 × 8450.3) = 0.994166; × 2350.4 = 2336.688638.
    const given = { book: { houses, houseVolumes: volumes() }, period: '2026-07' };
    expect(charged('heating', given)).toBe('heating house_share 0.994166 Gcal x 2350.4 = 2336.69');
    expect(explained('heating', given)).toEqual(['54.2 * 1860 / (12 * 8450.3) * 2350.4', 'heating_share_of_last_year']);
    expect(inputs('heating', given)).toEqual([
      'total_area 54.2 <- account opened',
      ...Object.entries(volumes())
        .slice(0, 12)
        .map(([key, value]) => `house_volume ${key.slice(-7)} ${value} <- house_volume ${key}`),
      'house_total_area 8450.3 <- house H1',
      'tariff 2350.4 <- tariff heating|| 2000-01-01',
    ]);
  });

  it('is charged for the active days', () => {
    // 0.99416589… × 10/30 = 0.331389; × 2350.4 = 778.896213.
    const given = { book: { houses, houseVolumes: volumes() }, ...tenDays };
    expect(charged('heating', given)).toBe('heating house_share 0.331389 Gcal x 2350.4 = 778.90');
  });

  it('is refused where a month of that year is missing', () => {
    for (const missing of ['2025-01', '2025-12']) {
      expect(() => charged('heating', { book: { houses, houseVolumes: volumes(missing) } })).toThrow(
        `{"rule":"house volume","on":"${missing}","house":"H1","utility":"heating"}`,
      );
    }
  });
});

describe('heating by norm', () => {
  it('over the year is the norm of a season month spread over twelve months', () => {
    // 54.2 × 0.0195 × 7/12 = 0.616525; × 2350.4 = 1449.08036. In July as in January.
    const book = { houses: [{ heatingMode: 'EVEN_YEAR' as const }] };
    expect(charged('heating', { book, period: '2026-07' })).toBe('heating norm 0.616525 Gcal x 2350.4 = 1449.08');
    expect(explained('heating', { book, period: '2026-07' })).toEqual([
      '54.2 * 0.0195 * 7 / 12 * 2350.4',
      'heating_by_norm_over_the_year',
    ]);
    expect(inputs('heating', { book, period: '2026-07' })).toEqual([
      'total_area 54.2 <- account opened',
      'norm 0.0195 <- norm heating|m2_season_month| 2000-01-01',
      'heating_months 7 <- setting heating_months 2000-01-01',
      'tariff 2350.4 <- tariff heating|| 2000-01-01',
    ]);
  });

  it('in the season is the norm in heating months and no line in others', () => {
    // 54.2 × 0.0195 = 1.0569; × 2350.4 = 2484.13776.
    expect(charged('heating', { period: '2026-04' })).toBe('heating norm 1.0569 Gcal x 2350.4 = 2484.14');
    expect(explained('heating', { period: '2026-04' })).toEqual([
      '54.2 * 0.0195 * 2350.4',
      'heating_by_norm_in_season',
    ]);
    expect(charged('heating', { period: '2026-05' })).toBeNull();
    expect(charged('heating', { period: '2026-10' })).toBe('heating norm 1.0569 Gcal x 2350.4 = 2484.14');
  });

  it('is charged for the active days', () => {
    // 1.0569 × 10/30 = 0.3523; × 2350.4 = 828.04592.
    expect(charged('heating', tenDays)).toBe('heating norm 0.3523 Gcal x 2350.4 = 828.05');
  });

  it('knows the months of the season as they are in force', () => {
    const settings = { heating_months: ['2000-01-01 10 11 12 1 2 3 4', '2026-04-01 11 12 1 2 3', '2026-06-01 1'] };
    const months = (period: string) => inputs('heating', { book: { settings }, period })?.[2];
    expect(months('2026-04')).toBeUndefined();
    expect(months('2026-03')).toBe('heating_months 7 <- setting heating_months 2000-01-01');
    const even = { settings, houses: [{ heatingMode: 'EVEN_YEAR' as const }] };
    expect(inputs('heating', { book: even, period: '2026-05' })?.[2]).toBe(
      'heating_months 5 <- setting heating_months 2026-04-01',
    );
  });
});

describe('a utility with a meter', () => {
  it.each(['cold_water', 'hot_water', 'sewage'])('is not charged by area: %s', (utility) => {
    expect(() => lineOf(utility)).toThrow(`${utility} is not charged by area`);
  });
});
