import { addDays, CivilDate } from '#libs/kernel';
import { Kopecks, Rational, roundKopecks, sumKopecks } from '#libs/money';
import { debtPartsOf, penaltyTermsOf } from './close-ledger.policy';
import { DebtLine } from './ledger';
import { LedgerRules } from './ledger-rules.policy';
import { accruePenalty, accruePenaltyPerDay, DebtPart, PenaltyTerms } from './penalty.policy';
import { Payee } from './reference-book';

/**
 * The penalty of a line by the rate of each single day, rounded once: the policy PER_DAY, an option of a company and
 * not the statute, which takes the rate of the day of payment for all days (ЖК РФ ст. 155 ч. 14).
 * Throws BILLING_NO_RULE_IN_FORCE.
 */
export function penaltyPerDayOfLine(line: DebtLine, payee: Payee, on: CivilDate, rules: LedgerRules): Kopecks {
  const terms = penaltyTermsOf(line, payee, rules);
  return roundKopecks(Rational.sum(debtPartsOf(line, on).map((part) => accruePenaltyPerDay(part, terms))));
}

/**
 * What a line would bear if every day were rounded by itself. Kvitok never posts this: it is shown where a sum from
 * another system, which rounds daily, is compared with the right one.
 * Throws BILLING_NO_RULE_IN_FORCE.
 */
export function penaltyRoundedDaily(line: DebtLine, payee: Payee, on: CivilDate, rules: LedgerRules): Kopecks {
  const terms = penaltyTermsOf(line, payee, rules);
  const parts = debtPartsOf(line, on);
  const days: Kopecks[] = [];
  for (let day = addDays(line.dueOn, 1); day <= on; day = addDays(day, 1)) {
    const open = parts.filter((part) => part.end >= day);
    days.push(roundKopecks(Rational.sum(open.map((part) => penaltyOfDay(part, day, terms)))));
  }
  return sumKopecks(days);
}

/** One day of a part, at the rate of the day on which the part ended. */
function penaltyOfDay(part: DebtPart, day: CivilDate, terms: PenaltyTerms): Rational {
  return accruePenalty([{ ...part, end: day }], { ...terms, countedFrom: day, rateOn: () => terms.rateOn(part.end) });
}
