import { Rational } from '#libs/money';
import { isOfSum, numberInWords, quantityInWords } from '#libs/web';
import { PrintedPayee, PrintedRecalculation, UtilityCard } from '#services/billing/api/client';

/** What a recalculation was multiplied from: a volume in its unit, hours, or neither where it is a part of a sum. */
export type Recalculated =
  | { readonly kind: 'volume'; readonly quantity: string; readonly unit: string }
  | { readonly kind: 'hours' | 'degree_hours'; readonly quantity: string }
  | { readonly kind: 'sum' };

/** The unit of a line of a recalculation: that of the charge that it changes. */
function unitOf(
  { utility, component }: PrintedRecalculation,
  { charges }: PrintedPayee,
  utilities: readonly UtilityCard[],
): string {
  const charged = charges.find((one) => one.utility === utility && one.component === component);
  if (charged !== undefined) return charged.unit;
  return component === 'heat' ? 'Gcal' : (utilities.find((one) => one.utility === utility)?.unit ?? '');
}

/** Reads the figures of a line by its reason. */
export function recalculatedOf(
  line: PrintedRecalculation,
  payee: PrintedPayee,
  utilities: readonly UtilityCard[],
): Recalculated {
  const { reason, quantity, tariff, amountKopecks } = line;
  if (!isOfSum(reason)) return { kind: 'volume', quantity, unit: unitOf(line, payee, utilities) };
  if (reason !== 'interruption' && reason !== 'cold') return { kind: 'sum' };
  // What is left after earlier acts, or of the whole charge, is written as one sum: no hours stand in it.
  const isSum = quantity === '-1' && Rational.parse(tariff).equals(Rational.of(-amountKopecks, 100));
  if (isSum) return { kind: 'sum' };
  const hours = Rational.parse(quantity).negated().toDecimal(6);
  return { kind: reason === 'cold' ? 'degree_hours' : 'hours', quantity: hours };
}

/** `−3,5 м³`, `22 ч`, `96 ч × °C`, or a dash. */
export function recalculatedInWords(recalculated: Recalculated): string {
  switch (recalculated.kind) {
    case 'volume':
      return quantityInWords(recalculated.quantity, recalculated.unit);
    case 'hours':
      return `${numberInWords(recalculated.quantity)}\u00a0ч`;
    case 'degree_hours':
      return `${numberInWords(recalculated.quantity)}\u00a0ч\u00a0×\u00a0°C`;
    case 'sum':
      return '—';
  }
}
