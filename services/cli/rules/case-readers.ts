import { BillingPeriod } from '#libs/kernel';
import { DatedValue } from '../../billing/domain/reference-book';
import { Field } from './case-field';
import { dated, datedRows, SOME_PERIOD } from './case-world';

/** The digits of a register where a case names none: enough for every value that is not a rollover. */
const DIGITS = 9;
export const DIGITS_MAX = 18;

export function digitsOf(input: Field): number {
  return input.get('digits').isGiven ? input.get('digits').upTo(DIGITS_MAX) : DIGITS;
}

/** A tariff as a case gives it: one price for ever, or rows from a day each. */
export function tariffRows(input: Field, ...names: readonly string[]): DatedValue[] {
  const field = input.anyOf('tariffs', 'tariff', ...names);
  return field.isList() ? datedRows(field) : [dated(field.decimal())];
}

export function periodOfCase(input: Field): BillingPeriod {
  return input.get('period').isGiven ? input.get('period').period() : SOME_PERIOD;
}
