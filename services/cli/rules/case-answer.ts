import { JsonValue } from '#libs/kernel';
import { Kopecks, Rational, roublesText } from '#libs/money';
import { Field } from './case-field';

/** What a rule of a case comes to, in the form in which cases state what they expect. */
export type RuleEvaluation = (input: Field) => JsonValue;

/** Printed quantities have at most six decimals. */
export function quantityText(quantity: Rational | string): string {
  return (typeof quantity === 'string' ? Rational.parse(quantity) : quantity).toDecimal(6);
}

/** Lines of a document and, last, their sum. */
export function linesAndTotal(lines: readonly Kopecks[], total: Kopecks): string[] {
  return [...lines, total].map(roublesText);
}
