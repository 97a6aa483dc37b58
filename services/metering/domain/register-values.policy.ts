import { Rejection } from '#libs/kernel';
import { Rational } from '#libs/money';
import { RegisterValues } from './meter.events';

/** Decimal places of a register or a volume. */
export const DECIMAL_PLACES_LIMIT = 6;
export const REGISTERS_LIMIT = 3;
/** What a meter of a dwelling shows behind the point, where nothing else is known of it: water to the litre, electricity less. */
const PLACES_SHOWN = 3;

/** Longer texts are no number of a meter; the limit keeps arithmetic small whatever is sent. */
const DECIMAL_FORM = new RegExp(`^\\d{1,15}(\\.\\d{1,${DECIMAL_PLACES_LIMIT}})?$`);

/** Behind the point; zeros at the end are none. */
const PLACES_FORM = /^\d{1,15}\.(\d*?)0*$/;

/** An exact number from 0 with at most six places; null for any other text. */
export function exactDecimal(text: string): Rational | null {
  return DECIMAL_FORM.test(text) ? Rational.parse(text) : null;
}

/**
 * The values of a meter's registers in their canonical form (`0120.50` is `120.5`), or why they are none:
 * a value for every register, each an exact number from 0 with at most six places and no more digits than the meter
 * shows before the point, nor behind it.
 */
export function registerValues(
  values: RegisterValues,
  registers: number,
  digits: number,
  details: Rejection['details'],
  places: number = DECIMAL_PLACES_LIMIT,
): RegisterValues | Rejection {
  if (values.length !== registers) {
    return new Rejection('METERING_REGISTER_COUNT', { ...details, registers, values: values.length });
  }
  const canonical: string[] = [];
  for (const [index, text] of values.entries()) {
    const value = exactDecimal(text);
    const register = index + 1;
    if (placesOf(text) > places) {
      return new Rejection('METERING_VALUE_TOO_MANY_PLACES', { ...details, register, places });
    }
    if (value === null) return new Rejection('METERING_VALUE_NOT_A_NUMBER', { ...details, register });
    if (value.compare(greatestCount(digits)) >= 0) {
      return new Rejection('METERING_VALUE_ABOVE_DIGITS', { ...details, register, value: value.toText(), digits });
    }
    canonical.push(value.toText());
  }
  return canonical;
}

/**
 * How many places behind the point a meter shows: three, or as many as it has shown already. No passport tells, and a meter
 * of heat may show more than one of water.
 */
export function placesShown(known: readonly RegisterValues[]): number {
  return Math.max(PLACES_SHOWN, ...known.flatMap((values) => values.map(placesOf)));
}

function placesOf(text: string): number {
  return PLACES_FORM.exec(text)?.[1]?.length ?? 0;
}

/** What a register with so many digits before the point never reaches: after it comes 0. */
export function greatestCount(digits: number): Rational {
  return Rational.of(10n ** BigInt(digits));
}

/** Equal numbers, whatever zeros they are written with. Both are values that were accepted or canonical. */
export function sameValues(left: RegisterValues, right: RegisterValues): boolean {
  return (
    left.length === right.length &&
    left.every((value, index) => Rational.parse(value).equals(Rational.parse(right[index] as string)))
  );
}
