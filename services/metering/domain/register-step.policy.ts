import { Rational } from '#libs/money';
import { RegisterValues } from './meter.events';
import { greatestCount } from './register-values.policy';

export interface StepRules {
  /** Digits before the point. */
  readonly digits: number;
  /** The largest plausible volume of a rollover in the unit of the utility; null where none is plausible. */
  readonly maxMonthly: string | null;
}

/**
 * The first register, from 1, that cannot have gone from the one value to the other; null when all can.
 * Equal values are no consumption. A lower value is a rollover over the greatest number when the volume
 * 10^digits − before + now is at most `maxMonthly`, otherwise it is a mistake.
 */
export function implausibleRegister(before: RegisterValues, now: RegisterValues, rules: StepRules): number | null {
  const limit = rules.maxMonthly === null ? null : Rational.parse(rules.maxMonthly);
  for (const [index, text] of now.entries()) {
    const growth = Rational.parse(text).minus(Rational.parse(before[index] as string));
    if (!growth.isNegative()) continue;
    if (limit === null || growth.plus(greatestCount(rules.digits)).compare(limit) > 0) return index + 1;
  }
  return null;
}
