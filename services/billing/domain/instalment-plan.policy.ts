import { Kopecks, roublesText } from '#libs/money';
import { InstalmentTerms } from './instalment.events';
import { sumOf } from './instalment.policy';

/** A plan as an approval keeps it: flat, so that whoever agrees can read all of it. */
export type InstalmentPlan = Readonly<Record<string, string | number | null>>;

/** What is to be agreed. */
export interface PlannedInstalments {
  readonly account: string;
  readonly terms: InstalmentTerms;
  readonly cause: string;
  readonly document: string | null;
}

/** What an approval is about, by the name that identity gives to its kind. */
export const INSTALMENTS_APPROVAL = 'instalments';

/** The plan that two people agree to. */
export function planOfInstalments({ account, terms, cause, document }: PlannedInstalments): InstalmentPlan {
  const amountKopecks: Kopecks = sumOf(terms.months);
  const parts = terms.parts.map(({ dueOn, amountKopecks: sum }) => `${dueOn}: ${roublesText(sum)}`).join('; ');
  return { account, payee: terms.payee, amountKopecks, parts, terms: JSON.stringify(terms), cause, document };
}

/** What an approval orders; null for a kind that is another’s. Throws on a broken one. */
export function instalmentsOfPlan(kind: string, plan: Readonly<Record<string, unknown>>): PlannedInstalments | null {
  if (kind !== INSTALMENTS_APPROVAL) return null;
  const text = (field: string): string => {
    const value = plan[field];
    if (typeof value !== 'string') throw new TypeError(`The plan has no ${field}`);
    return value;
  };
  const planned = {
    account: text('account'),
    terms: JSON.parse(text('terms')) as InstalmentTerms,
    cause: text('cause'),
    document: plan['document'] === null ? null : text('document'),
  };
  // What people read is what is done.
  if (Object.entries(planOfInstalments(planned)).some(([field, value]) => plan[field] !== value)) {
    throw new TypeError('The plan says something else than its terms');
  }
  return planned;
}
