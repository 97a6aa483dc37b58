import { BillingPeriod, CivilDate, firstDayOf, RejectedError, Rejection, isBillingPeriod } from '#libs/kernel';
import { Rational } from '#libs/money';

/** Kinds of utilities: how a volume is found and which lines are printed. */
export type UtilityKind =
  'metered' | 'metered_two_part' | 'sewage' | 'heating' | 'area' | 'soi_norm' | 'waste_area' | 'waste_persons';

export type Payee = 'main' | 'capital_repair';
export const PAYEES: readonly Payee[] = ['main', 'capital_repair'];

export type Component = 'water' | 'heat' | 'day' | 'peak' | 'half_peak' | 'night';

/** Print order of the components of one utility; a line without a component comes first. */
export const COMPONENT_ORDER: readonly (Component | null)[] = [
  null,
  'water',
  'heat',
  'day',
  'peak',
  'half_peak',
  'night',
];
/** The parts of a tariff or a line that have a name. */
export const COMPONENTS = COMPONENT_ORDER.filter((component) => component !== null);

/** What a part of a utility is measured in: heat of hot water by itself, in Gcal; every other part as the utility. */
export function unitOfPart(part: string | null, unitOfUtility: string): string {
  return part === 'heat' ? 'Gcal' : unitOfUtility;
}

export interface Utility {
  readonly utility: string;
  readonly name: string;
  readonly kind: UtilityKind;
  readonly unit: string;
  readonly payee: Payee;
  /** The utilities whose volumes a sewage utility adds up. */
  readonly sources: readonly string[];
  /** Print and tie order. */
  readonly order: number;
  readonly maxMonthly: string | null;
  /** True where a failed meter is charged with the raising coefficient after the average periods. */
  readonly raiseAfterFailure: boolean | null;
  readonly eventId: string;
}

export interface House {
  readonly houseId: string;
  readonly address: string;
  readonly floors: number;
  readonly heatingMode: 'SEASON' | 'EVEN_YEAR';
  readonly heatMeter: boolean;
  /** S_ои: the common property, square metres. */
  readonly commonAreaM2: string;
  /** S_об: all premises without the common property, square metres. */
  readonly totalAreaM2: string;
  /** The reading window, days of the month. */
  readonly windowFromDay: number;
  readonly windowToDay: number;
  readonly eventId: string;
}

export const NORM_MEASURES = [
  'person_month',
  'gcal_per_m3',
  'm2_season_month',
  'm2_common_month',
  'm2_year',
  'person_year',
] as const;
export type NormMeasure = (typeof NORM_MEASURES)[number];

/** A value in force from a date until the next row of the same key. */
export interface DatedValue {
  readonly from: CivilDate;
  readonly value: string;
  readonly eventId: string;
}

/** A dated value as a calculation uses it: exact, with the event that supplied it. */
export interface ValueInForce {
  readonly value: Rational;
  readonly text: string;
  readonly eventId: string;
}

/**
 * The company's dated rules as one document: what `reference-book.projection` folds.
 * Keys of `tariffs` are `utility|part|house`, of `norms` `utility|per|house`, both with empty parts where absent;
 * of `houseVolumes` `house|utility|period`. Rows of a key are in order of `from`.
 */
export interface ReferenceBookDocument {
  readonly timeZone: string;
  readonly utilities: Readonly<Record<string, Utility>>;
  readonly houses: Readonly<Record<string, House>>;
  readonly tariffs: Readonly<Record<string, readonly DatedValue[]>>;
  readonly norms: Readonly<Record<string, readonly DatedValue[]>>;
  readonly coefficients: Readonly<Record<string, readonly DatedValue[]>>;
  readonly houseVolumes: Readonly<Record<string, DatedValue>>;
  readonly keyRates: readonly DatedValue[];
  readonly calendar: Readonly<Record<CivilDate, 'working' | 'non_working'>>;
  readonly settings: Readonly<Record<string, readonly DatedValue[]>>;
}

/** A rule that is needed and not in force: nothing is guessed, the calculation is refused. */
export function noRuleInForce(rule: string, on: string, details: Record<string, string | null> = {}): RejectedError {
  return new RejectedError(new Rejection('BILLING_NO_RULE_IN_FORCE', { rule, on, ...details }));
}

/** The latest row whose `from` is not after the day; null when none is in force. Rows are in order of `from`. */
export function inForce(rows: readonly DatedValue[] | undefined, on: CivilDate): DatedValue | null {
  if (!rows) return null;
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const row = rows[index] as DatedValue;
    if (row.from <= on) return row;
  }
  return null;
}

type ByPeriod = Map<BillingPeriod, ValueInForce | null>;

/**
 * Values that were asked before. Maps in maps, because a night asks a million times and a key of four joined texts
 * would have to be built and hashed each time.
 */
class Remembered {
  private readonly values = new Map<string, Map<string, Map<string, ByPeriod>>>();

  value(
    utility: string,
    part: string,
    houseId: string,
    period: BillingPeriod,
    find: () => DatedValue | null,
  ): ValueInForce | null {
    const periods = inner(inner(inner(this.values, utility), part), houseId);
    const known = periods.get(period);
    if (known !== undefined) return known;
    const row = find();
    const value = row && { value: Rational.parse(row.value), text: row.value, eventId: row.eventId };
    periods.set(period, value);
    return value;
  }
}

function inner<Value>(outer: Map<string, Map<string, Value>>, key: string): Map<string, Value> {
  let found = outer.get(key);
  if (found === undefined) outer.set(key, (found = new Map<string, Value>()));
  return found;
}

/**
 * The reference book as calculations ask it. Values are parsed once and remembered, because a night asks the same
 * few hundred values for every account.
 */
export class ReferenceBook {
  readonly utilities: readonly Utility[];
  readonly firstPeriod: BillingPeriod;
  readonly lastPeriod: BillingPeriod;
  private readonly tariffs = new Remembered();
  private readonly norms = new Remembered();
  private readonly coefficients = new Remembered();
  private readonly houseVolumes = new Remembered();
  private readonly periodSettings = new Map<BillingPeriod, ChargingSettings>();

  constructor(readonly document: ReferenceBookDocument) {
    this.utilities = Object.values(document.utilities).sort((left, right) => left.order - right.order);
    this.firstPeriod = this.periodSetting('first_period');
    this.lastPeriod = this.periodSetting('last_period');
  }

  utility(utility: string): Utility {
    const found = this.document.utilities[utility];
    if (!found) throw noRuleInForce('utility', '', { utility });
    return found;
  }

  house(houseId: string): House {
    const found = this.document.houses[houseId];
    if (!found) throw noRuleInForce('house', '', { house: houseId });
    return found;
  }

  /** The setting in force on a day. Throws BILLING_NO_RULE_IN_FORCE when there is none. */
  setting(key: string, on: CivilDate): string {
    const row = inForce(this.document.settings[key], on);
    if (!row) throw noRuleInForce(`setting ${key}`, on);
    return row.value;
  }

  /** The charging settings in force on the first day of a period. */
  chargingSettings(period: BillingPeriod): ChargingSettings {
    let settings = this.periodSettings.get(period);
    if (!settings) {
      const on = firstDayOf(period);
      settings = {
        trueUpNormMonths: this.setting('true_up_norm_months', on) === 'yes',
        averageMonths: Number(this.setting('average_months', on)),
        averageMinMonths: Number(this.setting('average_min_months', on)),
        averagePeriods: Number(this.setting('average_periods', on)),
        heatingMonths: this.setting('heating_months', on).split(' ').map(Number),
      };
      this.periodSettings.set(period, settings);
    }
    return settings;
  }

  /**
   * The tariff of a utility (and part) for a house, roubles for a unit, in force on the first day of the period:
   * the house's own row if there is one, else the general one. ПП РФ 354 п. 38.
   * Throws BILLING_NO_RULE_IN_FORCE.
   */
  tariff(utility: string, part: Component | null, houseId: string, period: BillingPeriod): ValueInForce {
    const found = this.tariffs.value(utility, part ?? '', houseId, period, () =>
      this.housed(this.document.tariffs, `${utility}|${part ?? ''}`, houseId, firstDayOf(period)),
    );
    if (!found) throw noRuleInForce('tariff', period, { utility, part, house: houseId });
    return found;
  }

  /** The norm of a utility for a house in force on the first day of the period. Throws BILLING_NO_RULE_IN_FORCE. */
  norm(utility: string, per: NormMeasure, houseId: string, period: BillingPeriod): ValueInForce {
    const found = this.norms.value(utility, per, houseId, period, () =>
      this.housed(this.document.norms, `${utility}|${per}`, houseId, firstDayOf(period)),
    );
    if (!found) throw noRuleInForce('norm', period, { utility, per, house: houseId });
    return found;
  }

  /** The raising coefficient of a utility in force on the first day of the period; null when it has none. */
  coefficient(utility: string, period: BillingPeriod): ValueInForce | null {
    return this.coefficients.value(utility, '', '', period, () =>
      inForce(this.document.coefficients[utility], firstDayOf(period)),
    );
  }

  /** The volume of the house heat meter in a month, Gcal; null when none is recorded. */
  houseVolume(houseId: string, utility: string, period: BillingPeriod): ValueInForce | null {
    return this.houseVolumes.value(utility, '', houseId, period, () => {
      return this.document.houseVolumes[`${houseId}|${utility}|${period}`] ?? null;
    });
  }

  private housed(
    rows: Readonly<Record<string, readonly DatedValue[]>>,
    key: string,
    houseId: string,
    on: CivilDate,
  ): DatedValue | null {
    return inForce(rows[`${key}|${houseId}`], on) ?? inForce(rows[`${key}|`], on);
  }

  private periodSetting(key: string): BillingPeriod {
    const value = this.document.settings[key]?.at(-1)?.value ?? '';
    if (!isBillingPeriod(value)) throw noRuleInForce(`setting ${key}`, '');
    return value;
  }
}

/** Settings that steer volumes and charges of one period. */
export interface ChargingSettings {
  readonly trueUpNormMonths: boolean;
  readonly averageMonths: number;
  readonly averageMinMonths: number;
  readonly averagePeriods: number;
  readonly heatingMonths: readonly number[];
}
