import { Kopecks, Rational, roundToKopecks, sumKopecks } from '#libs/money';
import { numeral } from './line.policy';
import { noRuleInForce } from './reference-book';

/** A stretch of a month's consumption with its own price, roubles for a unit. */
export interface ConsumptionTier {
  /** The last unit of the tier, counted from the first unit of the month; null where the tier has no end. */
  readonly upTo: Rational | null;
  readonly price: Rational;
}

export interface TierPart {
  /** The place of the tier, 1 for the first. */
  readonly tier: number;
  readonly quantity: Rational;
  readonly price: Rational;
  readonly amountKopecks: Kopecks;
  readonly formula: string;
}

export interface TieredCharge {
  readonly parts: readonly TierPart[];
  readonly amountKopecks: Kopecks;
}

/**
 * A month's consumption over tiers of price (electricity of households, by order of the regional
 * regulator): every tier that was reached is a line of its own, rounded by itself; the first is always printed.
 * Throws BILLING_NO_RULE_IN_FORCE when the consumption goes beyond the last tier; RangeError when the tiers do not
 * rise or the consumption is below zero.
 */
export function chargeByTiers(quantity: Rational, tiers: readonly ConsumptionTier[]): TieredCharge {
  if (quantity.isNegative()) throw new RangeError('A consumption is not below zero');
  const parts: TierPart[] = [];
  let below = Rational.ZERO;
  for (const [index, { upTo, price }] of tiers.entries()) {
    if (upTo !== null && upTo.compare(below) <= 0) throw new RangeError('The tiers of consumption do not rise');
    const end = upTo === null || quantity.compare(upTo) < 0 ? quantity : upTo;
    const inTier = end.minus(below);
    parts.push({
      tier: index + 1,
      quantity: inTier,
      price,
      amountKopecks: roundToKopecks(inTier.times(price)),
      formula: `${numeral(inTier)} * ${numeral(price)}`,
    });
    if (upTo === null || quantity.compare(upTo) <= 0) {
      return { parts, amountKopecks: sumKopecks(parts.map((part) => part.amountKopecks)) };
    }
    below = upTo;
  }
  throw noRuleInForce('tariff of consumption', '', { above: below.toText() });
}
