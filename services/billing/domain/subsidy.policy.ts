import { Kopecks, Rational, roundKopecks } from '#libs/money';

export interface SubsidyQuestion {
  readonly members: number;
  /** The regional standard of the cost of housing and utilities for one person, a month. */
  readonly standardPerPersonKopecks: Kopecks;
  /** The income of the household, a month. */
  readonly incomeKopecks: Kopecks;
  /** The largest part of the income that a household bears, percent: 22 by federal law, less in regions. */
  readonly maxSharePercent: Rational;
  /** What the household was really charged. */
  readonly actualKopecks: Kopecks;
  /** The subsistence minimum of a person; null where it is not known to be undercut. */
  readonly subsistencePerPersonKopecks: Kopecks | null;
}

/**
 * The subsidy that a household may expect, kopecks: standard × members − income × share, within zero and what was
 * charged; where the income of a person is below the subsistence minimum, the share falls in that proportion.
 * The state grants it; here it only answers "what if". ЖК РФ ст. 159; ПП РФ 761.
 * Throws RangeError when nobody lives in the household.
 */
export function expectedSubsidy(question: SubsidyQuestion): Kopecks {
  const members = Rational.of(question.members);
  const income = Rational.of(question.incomeKopecks);
  const perPerson = income.dividedBy(members);
  const subsistence = question.subsistencePerPersonKopecks;
  let borne = income.times(question.maxSharePercent).dividedBy(Rational.of(100));
  if (subsistence !== null && perPerson.compare(Rational.of(subsistence)) < 0) {
    borne = borne.times(perPerson).dividedBy(Rational.of(subsistence));
  }
  const calculated = Rational.of(question.standardPerPersonKopecks).times(members).minus(borne);
  if (!calculated.isPositive()) return 0;
  const actual = Rational.of(question.actualKopecks);
  return roundKopecks(calculated.compare(actual) < 0 ? calculated : actual);
}
