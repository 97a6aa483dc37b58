import { BillingPeriod, CivilDate, periodsBetween } from '#libs/kernel';
import { calculateCharges } from '../../billing/domain/calculate-charges.policy';
import { Calculation, ChargeLine } from '../../billing/domain/calculation';
import { Connection, Dossier, UtilityRecord } from '../../billing/domain/dossier';
import { ledgerRules, LedgerRules } from '../../billing/domain/ledger-rules.policy';
import { DatedValue, House, ReferenceBook, ReferenceBookDocument, Utility } from '../../billing/domain/reference-book';
import { Field, MalformedCase } from './case-field';

/**
 * The small world of one case: a house, an account and the dated rules, as the services would have folded them, so
 * that a case is answered by the very policies that bill. What a case does not speak of is the everyday setting.
 */
export const HOUSE_ID = 'house';
export const ALWAYS: CivilDate = '0001-01-01';
const EVENT_ID = 'case';

/** The month of a case that names none: any month after the last change of the rules does. */
export const SOME_PERIOD: BillingPeriod = '2026-05';

const PERIODS_MAX = 600;

export function dated(value: string, from: CivilDate = ALWAYS): DatedValue {
  return { from, value, eventId: EVENT_ID };
}

/** Rows `["2026-01-01", "44.86"]` of one tariff or rate, put in order of their days. */
export function datedRows(field: Field): DatedValue[] {
  const rows = field.pairs().map(([from, value]) => dated(value.decimal(), from.date()));
  const days = new Set(rows.map((row) => row.from));
  if (rows.length === 0 || days.size !== rows.length) field.fail('a list of rows, each from a day of its own');
  return rows.sort((left, right) => (left.from < right.from ? -1 : 1));
}

export function utility(name: string, kind: Utility['kind'], more: Partial<Utility> = {}): Utility {
  return {
    utility: name,
    name,
    kind,
    unit: 'm3',
    payee: 'main',
    sources: [],
    order: 0,
    maxMonthly: null,
    raiseAfterFailure: null,
    eventId: EVENT_ID,
    ...more,
  };
}

/** Settings of a company that has changed none. `domain.md` §2.3, §3; `company-package.md` §2. */
const SETTINGS: Readonly<Record<string, readonly DatedValue[]>> = {
  true_up_norm_months: [dated('yes')],
  average_months: [dated('6')],
  average_min_months: [dated('3')],
  average_periods: [dated('3')],
  absence_min_days: [dated('5')],
  heating_months: [dated('10 11 12 1 2 3 4')],
  due_day: [dated('10'), dated('15', '2026-03-01')],
  penalty_cap_percent: [dated('none')],
  limitation_years: [dated('3')],
};

export interface BookPlan {
  readonly firstPeriod?: BillingPeriod;
  readonly utilities?: readonly Utility[];
  readonly house?: Partial<House>;
  readonly tariffs?: ReferenceBookDocument['tariffs'];
  readonly norms?: ReferenceBookDocument['norms'];
  readonly coefficients?: ReferenceBookDocument['coefficients'];
  readonly houseVolumes?: ReferenceBookDocument['houseVolumes'];
  readonly keyRates?: readonly DatedValue[];
  readonly calendar?: ReferenceBookDocument['calendar'];
  readonly settings?: Readonly<Record<string, readonly DatedValue[]>>;
}

export function referenceBook(plan: BookPlan): ReferenceBook {
  const first = plan.firstPeriod ?? SOME_PERIOD;
  const house: House = {
    houseId: HOUSE_ID,
    address: '',
    floors: 9,
    heatingMode: 'SEASON',
    heatMeter: true,
    commonAreaM2: '0',
    totalAreaM2: '1',
    windowFromDay: 1,
    windowToDay: 28,
    eventId: EVENT_ID,
    ...plan.house,
  };
  const utilities = (plan.utilities ?? []).map((row, order) => [row.utility, { ...row, order }] as const);
  return new ReferenceBook({
    timeZone: 'Europe/Samara',
    utilities: Object.fromEntries(utilities),
    houses: { [HOUSE_ID]: house },
    tariffs: plan.tariffs ?? {},
    norms: plan.norms ?? {},
    coefficients: plan.coefficients ?? {},
    houseVolumes: plan.houseVolumes ?? {},
    keyRates: plan.keyRates ?? [],
    calendar: plan.calendar ?? {},
    settings: { first_period: [dated(first)], last_period: [dated(first)], ...SETTINGS, ...plan.settings },
  });
}

/** The rules of debts of a case: its key rates, its cap and its days off; else weekends only. */
export function debtRules(plan: Pick<BookPlan, 'keyRates' | 'calendar' | 'settings'> = {}): LedgerRules {
  return ledgerRules(referenceBook(plan));
}

export function connected(name: string, meterPossible: boolean | null = null): Connection {
  return { utility: name, from: ALWAYS, to: null, meterPossible, eventId: EVENT_ID };
}

export function dossierOf(connections: readonly Connection[], more: Partial<Dossier> = {}): Dossier {
  return {
    account: 'account',
    houseId: HOUSE_ID,
    flat: '1',
    totalAreaM2: '1',
    openedOn: ALWAYS,
    openedEventId: EVENT_ID,
    closedOn: null,
    residents: [residents(ALWAYS, 1, 1)],
    connections: Object.fromEntries(connections.map((connection) => [connection.utility, connection])),
    meters: [],
    readings: [],
    absences: [],
    recalculations: [],
    statedVolumes: [],
    statedPrices: [],
    volumeHistory: {},
    records: {},
    orders: [],
    forgottenUpTo: null,
    ...more,
  };
}

export function residents(from: CivilDate, registered: number, owners: number): Dossier['residents'][number] {
  return { from, registered, owners, eventId: EVENT_ID };
}

type Meter = Dossier['meters'][number];

/** A meter in order since before every case. */
export function meterOf(utilityName: string, startValues: readonly string[], more: Partial<Meter> = {}): Meter {
  return {
    meterId: 'meter',
    utility: utilityName,
    serial: '',
    digits: 9,
    installedOn: ALWAYS,
    verifiedUntil: '9999-12-31',
    startValues,
    removedOn: null,
    finalValues: null,
    replaces: null,
    eventId: EVENT_ID,
    removalEventId: null,
    ...more,
  };
}

/** A reading taken and received in the window of a month. */
export function readingIn(
  period: BillingPeriod,
  values: readonly string[],
  meterId = 'meter',
): Dossier['readings'][number] {
  const takenOn = `${period}-20`;
  return { meterId, takenOn, receivedOn: takenOn, values, eventId: EVENT_ID, corrections: [] };
}

/** A month that a meter was charged by average, as a close would have frozen it. */
export function averagedRecord(
  period: BillingPeriod,
  volume: string,
  tariff: string,
  gap: readonly BillingPeriod[],
): UtilityRecord {
  return {
    period,
    basis: 'average',
    branch: 3,
    volumes: [volume],
    tariffs: [tariff],
    tariffEventIds: [EVENT_ID],
    heatTariff: null,
    heatTariffEventId: null,
    heatNorm: null,
    coefficient: null,
    persons: '1',
    whollyActive: true,
    counted: null,
    corrected: null,
    gap,
    lastCounted: null,
    chain: 'meter',
  };
}

/** Charges month after month, each on what the months before have frozen. */
export function chargeMonths(
  dossier: Dossier,
  book: ReferenceBook,
  from: BillingPeriod,
  to: BillingPeriod,
): Calculation[] {
  if (to > from && Number(to.slice(0, 4)) - Number(from.slice(0, 4)) > PERIODS_MAX / 12) {
    throw new MalformedCase(`${from} to ${to} is more than ${PERIODS_MAX} months`);
  }
  let present = dossier;
  return periodsBetween(from, to).map((period) => {
    const calculation = calculateCharges(present, book, period);
    const records: Record<string, readonly UtilityRecord[]> = { ...present.records };
    for (const [name, record] of Object.entries(calculation.records)) {
      records[name] = [...(records[name] ?? []), record];
    }
    present = { ...present, records };
    return calculation;
  });
}

/** The charge lines of one month of a case. */
export function chargesOf(dossier: Dossier, book: ReferenceBook, period: BillingPeriod): readonly ChargeLine[] {
  return calculateCharges(dossier, book, period).charges;
}

/** The only line of a month of which a case expects one. */
export function onlyLine(lines: readonly ChargeLine[]): ChargeLine {
  const [line] = lines;
  if (!line || lines.length > 1) throw new MalformedCase(`the case gives ${lines.length} charge lines`);
  return line;
}
