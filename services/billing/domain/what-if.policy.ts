import { addDays, BillingPeriod, CivilDate, firstDayOf, later, periodOf, Rejection } from '#libs/kernel';
import { Kopecks, Rational } from '#libs/money';
import { Dossier, Reading } from './dossier';
import { Component, Payee, ReferenceBookDocument } from './reference-book';

/** Something that has not happened. Dates are those on which it would. */
export type SupposedChange =
  | { readonly kind: 'reading'; readonly meterId: string; readonly values: readonly string[] }
  | { readonly kind: 'payment'; readonly payee: Payee; readonly amountKopecks: Kopecks; readonly on: CivilDate }
  | { readonly kind: 'residents'; readonly registered: number; readonly from: CivilDate }
  | {
      readonly kind: 'tariff';
      readonly utility: string;
      readonly part: Component | null;
      /** Roubles for a unit, exact. */
      readonly price: string;
      readonly from: CivilDate;
    };

/** How many persons may be supposed to be registered. */
export const PERSONS_MAX = 99;
/** The id of whatever supplied a figure that was only supposed. */
export const SUPPOSED = 'supposed';
/** Decimal places of readings and prices. */
const DECIMAL = /^\d{1,9}(\.\d{1,6})?$/;

/**
 * The day on which a supposed reading is received: today, or the last day of the window where the present period is
 * long over and waits for its close.
 */
export function readingDayOf(today: CivilDate, present: BillingPeriod, windowToDay: number): CivilDate {
  return periodOf(today) > present ? addDays(firstDayOf(present), windowToDay - 1) : today;
}

/** The last period that changes reach, at least the present one; a reading after the window counts for the next. */
export function lastPeriodOf(
  changes: readonly SupposedChange[],
  present: BillingPeriod,
  monthOfReading: BillingPeriod,
): BillingPeriod {
  return changes.reduce((last, change) => {
    if (change.kind === 'reading') return later(last, monthOfReading);
    return later(last, periodOf(change.kind === 'payment' ? change.on : change.from));
  }, present);
}

/** The dossier as it would be: readings received on a day, residents from theirs. A rejection for what cannot be. */
export function supposedDossier<Kept extends Dossier>(
  dossier: Kept,
  changes: readonly SupposedChange[],
  readingDay: CivilDate,
): Kept | Rejection {
  let supposed: Kept = dossier;
  for (const change of changes) {
    if (change.kind === 'reading') {
      const reading = supposedReading(supposed, change, readingDay);
      if (reading instanceof Rejection) return reading;
      const others = supposed.readings.filter(
        ({ meterId, takenOn }) => meterId !== reading.meterId || takenOn !== reading.takenOn,
      );
      supposed = { ...supposed, readings: [...others, reading] };
    } else if (change.kind === 'residents') {
      const owners = supposed.residents.at(-1)?.owners ?? 1;
      const row = { from: change.from, registered: change.registered, owners, eventId: SUPPOSED };
      const residents = [...supposed.residents.filter(({ from }) => from !== change.from), row];
      supposed = { ...supposed, residents: residents.sort((left, right) => (left.from < right.from ? -1 : 1)) };
    }
  }
  return supposed;
}

function supposedReading(
  dossier: Dossier,
  { meterId, values }: Extract<SupposedChange, { kind: 'reading' }>,
  today: CivilDate,
): Reading | Rejection {
  const { account } = dossier;
  const meter = dossier.meters.find((one) => one.meterId === meterId && one.removedOn === null);
  if (!meter) return new Rejection('BILLING_WHAT_IF_UNKNOWN_METER', { account, meterId });
  if (values.length !== meter.startValues.length || values.some((value) => !DECIMAL.test(value))) {
    return new Rejection('BILLING_WHAT_IF_READING', { account, meterId, registers: meter.startValues.length });
  }
  const before = dossier.readings.filter((one) => one.meterId === meterId && one.takenOn < today).at(-1);
  const known = before?.corrections.at(-1)?.values ?? before?.values ?? meter.startValues;
  if (values.some((value, index) => Rational.parse(value).compare(Rational.parse(known[index] ?? '0')) < 0)) {
    return new Rejection('BILLING_WHAT_IF_READING_BELOW', { account, meterId, known: known.join(' ') });
  }
  return { meterId, takenOn: today, receivedOn: today, values, eventId: SUPPOSED, corrections: [] };
}

/** The rules as they would be for one house: a tariff of its own goes before the general one. */
export function supposedBook<Kept extends ReferenceBookDocument>(
  document: Kept,
  changes: readonly SupposedChange[],
  houseId: string,
): Kept | Rejection {
  let supposed: Kept = document;
  for (const change of changes) {
    if (change.kind !== 'tariff') continue;
    const { utility, part, price, from } = change;
    if (!document.utilities[utility]) return new Rejection('BILLING_WHAT_IF_UNKNOWN_UTILITY', { utility });
    if (!DECIMAL.test(price)) return new Rejection('BILLING_WHAT_IF_PRICE', { utility, price });
    const key = `${utility}|${part ?? ''}|`;
    const own = supposed.tariffs[`${key}${houseId}`];
    // A house that had no tariff of its own keeps the general ones of the past.
    const rows = own ?? supposed.tariffs[key] ?? [];
    if (rows.length === 0) return new Rejection('BILLING_WHAT_IF_NO_SUCH_TARIFF', { utility, part: part ?? '' });
    const row = { from, value: price, eventId: SUPPOSED };
    const changed = [...rows.filter((one) => one.from < from), row];
    supposed = { ...supposed, tariffs: { ...supposed.tariffs, [`${key}${houseId}`]: changed } };
  }
  return supposed;
}
