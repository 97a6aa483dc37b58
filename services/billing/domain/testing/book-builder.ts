import { BillingPeriod } from '#libs/kernel';
import { DatedValue, House, ReferenceBook, ReferenceBookDocument, Utility } from '../reference-book';

/**
 * A reference book for specs: a company with one house, H1, and one utility of every kind. A spec names only what its
 * rule is about; the rest is the everyday case. The event that supplied a value is named after its key and date.
 */
export interface BookPlan {
  readonly firstPeriod: BillingPeriod;
  readonly lastPeriod: BillingPeriod;
  /** Merged into the utility of the same id; a new id is added after the others. */
  readonly utilities: Readonly<Record<string, Partial<Utility>>>;
  readonly houses: readonly Partial<House>[];
  /** `utility|part|house` → `from value` rows, which replace those of the everyday company. */
  readonly tariffs: Readonly<Record<string, readonly string[]>>;
  /** `utility|per|house` → `from value` rows. */
  readonly norms: Readonly<Record<string, readonly string[]>>;
  readonly coefficients: Readonly<Record<string, readonly string[]>>;
  /** `house|utility|period` → Gcal. */
  readonly houseVolumes: Readonly<Record<string, string>>;
  readonly keyRates: readonly string[];
  readonly calendar: Readonly<Record<string, 'working' | 'non_working'>>;
  readonly settings: Readonly<Record<string, readonly string[]>>;
}

const FROM_THE_BEGINNING = '2000-01-01';

const KINDS: readonly [string, Utility['kind'], Partial<Utility>][] = [
  ['cold_water', 'metered', { maxMonthly: '50', raiseAfterFailure: true }],
  ['hot_water', 'metered_two_part', { maxMonthly: '50', raiseAfterFailure: true }],
  ['sewage', 'sewage', { sources: ['cold_water', 'hot_water'] }],
  ['electricity', 'metered', { unit: 'kWh', maxMonthly: '2000', raiseAfterFailure: false }],
  ['heating', 'heating', { unit: 'Gcal' }],
  ['upkeep', 'area', { unit: 'm2' }],
  ['common_water', 'soi_norm', {}],
  ['waste', 'waste_area', {}],
  ['waste_by_persons', 'waste_persons', {}],
  ['capital_repair', 'area', { unit: 'm2', payee: 'capital_repair' }],
];

const TARIFFS: Readonly<Record<string, string>> = {
  'cold_water||': '44.86',
  'hot_water|water|': '44.86',
  'hot_water|heat|': '2350.4',
  'sewage||': '33.15',
  'electricity||': '6.25',
  'electricity|day|': '7.29',
  'electricity|night|': '3.76',
  'electricity|peak|': '8.5',
  'electricity|half_peak|': '7.1',
  'heating||': '2350.4',
  'upkeep||': '25.4',
  'common_water||': '44.86',
  'waste||': '622.07',
  'waste_by_persons||': '622.07',
  'capital_repair||': '13.73',
};

const NORMS: Readonly<Record<string, string>> = {
  'cold_water|person_month|': '6.935',
  'hot_water|person_month|': '4.745',
  'hot_water|gcal_per_m3|': '0.0653',
  'electricity|person_month|': '85',
  'heating|m2_season_month|': '0.0195',
  'common_water|m2_common_month|': '0.0182',
  'waste|m2_year|': '0.091',
  'waste_by_persons|person_year|': '1.95',
};

const SETTINGS: Readonly<Record<string, readonly string[]>> = {
  true_up_norm_months: ['2000-01-01 yes'],
  average_months: ['2000-01-01 6'],
  average_min_months: ['2000-01-01 3'],
  average_periods: ['2000-01-01 3'],
  absence_min_days: ['2000-01-01 5'],
  heating_months: ['2000-01-01 10 11 12 1 2 3 4'],
  due_day: ['2000-01-01 10', '2026-03-01 15'],
  penalty_cap_percent: ['2022-01-01 9.5', '2028-01-01 end'],
  limitation_years: ['2000-01-01 3'],
};

function rowsOf(key: string, rows: readonly string[]): DatedValue[] {
  return rows.map((row) => ({ from: row.slice(0, 10), value: row.slice(11), eventId: `${key} ${row.slice(0, 10)}` }));
}

function dated(
  name: string,
  plain: Readonly<Record<string, string>>,
  replaced: Readonly<Record<string, readonly string[]>>,
) {
  const rows: Record<string, DatedValue[]> = {};
  for (const [key, value] of Object.entries(plain))
    rows[key] = rowsOf(`${name} ${key}`, [`${FROM_THE_BEGINNING} ${value}`]);
  for (const [key, values] of Object.entries(replaced)) rows[key] = rowsOf(`${name} ${key}`, values);
  return rows;
}

function utilitiesOf(changes: BookPlan['utilities']): Record<string, Utility> {
  const utilities: Record<string, Utility> = {};
  const add = (utility: string, kind: Utility['kind'], rest: Partial<Utility>): void => {
    const everyday = { unit: 'm3', payee: 'main' as const, sources: [], maxMonthly: null, raiseAfterFailure: null };
    const order = Object.keys(utilities).length;
    utilities[utility] = { utility, name: utility, kind, order, eventId: `utility ${utility}`, ...everyday, ...rest };
  };
  for (const [utility, kind, rest] of KINDS) add(utility, kind, { ...rest, ...changes[utility] });
  for (const [utility, change] of Object.entries(changes)) {
    if (!(utility in utilities)) add(utility, change.kind ?? 'area', change);
  }
  return utilities;
}

export function aHouse(changes: Partial<House> = {}): House {
  const houseId = changes.houseId ?? 'H1';
  return {
    houseId,
    address: 'Lesnaya 1',
    floors: 9,
    heatingMode: 'SEASON',
    heatMeter: false,
    commonAreaM2: '1250.6',
    totalAreaM2: '8450.3',
    windowFromDay: 15,
    windowToDay: 25,
    eventId: `house ${houseId}`,
    ...changes,
  };
}

export function aBookDocument(plan: Partial<BookPlan> = {}): ReferenceBookDocument {
  const houses: Record<string, House> = {};
  for (const change of plan.houses ?? [{}]) houses[change.houseId ?? 'H1'] = aHouse(change);
  const houseVolumes: Record<string, DatedValue> = {};
  for (const [key, value] of Object.entries(plan.houseVolumes ?? {})) {
    houseVolumes[key] = { from: `${key.slice(-7)}-01`, value, eventId: `house_volume ${key}` };
  }
  const periods = {
    first_period: [`${FROM_THE_BEGINNING} ${plan.firstPeriod ?? '2026-03'}`],
    last_period: [`${FROM_THE_BEGINNING} ${plan.lastPeriod ?? '2026-12'}`],
  };
  return {
    timeZone: 'Europe/Samara',
    utilities: utilitiesOf(plan.utilities ?? {}),
    houses,
    tariffs: dated('tariff', TARIFFS, plan.tariffs ?? {}),
    norms: dated('norm', NORMS, plan.norms ?? {}),
    coefficients: dated('coefficient', { cold_water: '3', hot_water: '1.5' }, plan.coefficients ?? {}),
    houseVolumes,
    keyRates: rowsOf('key_rate', plan.keyRates ?? ['2024-01-01 16']),
    calendar: plan.calendar ?? {},
    settings: dated('setting', {}, { ...SETTINGS, ...periods, ...plan.settings }),
  };
}

export function aBook(plan: Partial<BookPlan> = {}): ReferenceBook {
  return new ReferenceBook(aBookDocument(plan));
}
