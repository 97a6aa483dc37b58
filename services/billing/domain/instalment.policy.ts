import {
  addDays,
  addMonths,
  addYears,
  CivilDate,
  dayOfMonth,
  daysInPeriod,
  firstDayOf,
  isCivilDate,
  periodOf,
  Rejection,
} from '#libs/kernel';
import { Kopecks, Rational, splitByLargestRemainder, subtractKopecks, sumKopecks } from '#libs/money';
import { CoveredMonth, InstalmentPart, InstalmentTerms } from './instalment.events';
import { Payee, PAYEES } from './reference-book';
import { Allocation, DebtLine, openPrincipal, PayeeLedger } from './ledger';
import { LedgerRules } from './ledger-rules.policy';

/** Banks and agents hand over some days later what was paid in time. */
export const INSTALMENT_GRACE_DAYS = 5;
/** Money is not longer on its way; a longer grace would be a later part. */
export const INSTALMENT_GRACE_DAYS_MAX = 14;
export const INSTALMENT_PARTS_MAX = 36;
/** Longer than the limitation of the debt itself nobody lets pay. */
const YEARS_MAX = 3;
/** A payment that is told later than so many days after the break was found makes no agreement run again. */
export const RESTORABLE_DAYS = 60;

/**
 * What an agreement of a day covers: the open principal of every month whose due day has passed, without what is barred.
 * Payments go to the oldest month first, so that fewer of them could not be told apart from the rest. Penalty is not
 * covered: it bears no penalty itself.
 */
export function coverableMonths(
  ledger: PayeeLedger,
  on: CivilDate,
  rules: Pick<LedgerRules, 'isBarred'>,
): readonly CoveredMonth[] {
  return ledger.lines
    .filter((line) => line.dueOn < on && openPrincipal(line) > 0 && !rules.isBarred(line, on))
    .map((line) => ({ period: line.period, amountKopecks: openPrincipal(line) }));
}

/** Equal parts, a month apart; kopecks that cannot be divided go to the first ones. */
export function equalParts(totalKopecks: Kopecks, count: number, firstDueOn: CivilDate): InstalmentPart[] {
  const sums = splitByLargestRemainder(
    totalKopecks,
    Array.from({ length: count }, () => Rational.of(1)),
  );
  return sums.map((amountKopecks, index) => ({ amountKopecks, dueOn: monthsLater(firstDueOn, index) }));
}

/** The same day of a later month; its last one where it has no such day. */
function monthsLater(day: CivilDate, months: number): CivilDate {
  const period = addMonths(periodOf(day), months);
  return addDays(firstDayOf(period), Math.min(dayOfMonth(day), daysInPeriod(period)) - 1);
}

/** What an account owes to whomever a plan names; nothing to somebody who is no payee. */
export function coverableOf(
  ledgers: Readonly<Record<Payee, PayeeLedger>>,
  payee: Payee,
  on: CivilDate,
  rules: Pick<LedgerRules, 'isBarred'>,
): readonly CoveredMonth[] {
  return PAYEES.includes(payee) ? coverableMonths(ledgers[payee], on, rules) : [];
}

/** Why terms cannot be agreed on a day; null where they can. They come from a plan, in which anything may stand. */
export function faultOfTerms(
  account: string,
  { payee, months, parts, graceDays }: InstalmentTerms,
  debt: readonly CoveredMonth[],
  on: CivilDate,
): Rejection | null {
  if (debt.length === 0 || !PAYEES.includes(payee)) return new Rejection('BILLING_INSTALMENTS_NO_DEBT', { account });
  const isSameDebt =
    months.length === debt.length &&
    months.every(({ period, amountKopecks }, index) => {
      return period === debt[index]?.period && amountKopecks === debt[index]?.amountKopecks;
    });
  if (!isSameDebt) return new Rejection('BILLING_INSTALMENTS_DEBT_CHANGED', { account });
  const isSum = ({ amountKopecks }: InstalmentPart) => Number.isSafeInteger(amountKopecks) && amountKopecks > 0;
  if (parts.length < 2 || parts.length > INSTALMENT_PARTS_MAX || !parts.every(isSum)) {
    return new Rejection('BILLING_INSTALMENTS_PARTS', { account, partsMax: INSTALMENT_PARTS_MAX });
  }
  const isInOrder = parts.every(({ dueOn }, index) => isCivilDate(dueOn) && dueOn > (parts[index - 1]?.dueOn ?? on));
  if (!isInOrder || (parts.at(-1)?.dueOn ?? on) > addYears(on, YEARS_MAX)) {
    return new Rejection('BILLING_INSTALMENTS_DATES', { account, yearsMax: YEARS_MAX });
  }
  if (!Number.isInteger(graceDays) || graceDays < 0 || graceDays > INSTALMENT_GRACE_DAYS_MAX) {
    return new Rejection('BILLING_INSTALMENTS_GRACE', { account, daysMax: INSTALMENT_GRACE_DAYS_MAX });
  }
  const debtKopecks = sumOf(debt);
  const partsKopecks = sumOf(parts);
  if (partsKopecks !== debtKopecks) {
    return new Rejection('BILLING_INSTALMENTS_SUM', { account, debtKopecks, partsKopecks });
  }
  return null;
}

export function sumOf(items: readonly { readonly amountKopecks: Kopecks }[]): Kopecks {
  return sumKopecks(items.map(({ amountKopecks }) => amountKopecks));
}

/**
 * What is left of the covered months at the end of a day, or of everything that is known where absent, by what the
 * allocation has put on them and recalculations have taken off them. A month that has left the working ledger is settled.
 */
export function leftOfMonths(months: readonly CoveredMonth[], lines: readonly DebtLine[], on?: CivilDate): Kopecks {
  const isPaid = (allocation: Allocation) => on === undefined || allocation.on <= on;
  return sumKopecks(
    months.map(({ period }) => {
      const line = lines.find((one) => one.period === period);
      if (line === undefined) return 0;
      return Math.max(0, subtractKopecks(line.principalKopecks, sumOf(line.principalPaid.filter(isPaid))));
    }),
  );
}

/** What may be left when the first so many parts are paid. */
export function leftAfter({ parts }: Pick<InstalmentTerms, 'parts'>, paidParts: number): Kopecks {
  return sumOf(parts.slice(paidParts));
}

/** The last day on which the money of a part, from 1, may come. */
export function deadlineOf({ parts, graceDays }: InstalmentTerms, part: number): CivilDate {
  return addDays((parts[part - 1] as InstalmentPart).dueOn, graceDays);
}

/** How many parts have had their last day, grace included, before a day. */
export function partsDueBefore(terms: InstalmentTerms, on: CivilDate): number {
  return terms.parts.filter((_, index) => deadlineOf(terms, index + 1) < on).length;
}

/** A part, from 1, that was not paid in time, and what it and those before it lacked then. */
export interface MissedPart {
  readonly part: number;
  readonly missingKopecks: Kopecks;
}

/** The first of so many parts that was not paid in time; null where all were. */
export function firstMissed(terms: InstalmentTerms, lines: readonly DebtLine[], parts: number): MissedPart | null {
  for (let part = 1; part <= parts; part += 1) {
    const leftKopecks = leftOfMonths(terms.months, lines, deadlineOf(terms, part));
    const missingKopecks = subtractKopecks(leftKopecks, leftAfter(terms, part));
    if (missingKopecks > 0) return { part, missingKopecks };
  }
  return null;
}

/** How many parts are paid with so much left, whether their day has come or not. */
export function paidParts(terms: Pick<InstalmentTerms, 'parts'>, leftKopecks: Kopecks): number {
  let paid = 0;
  while (paid < terms.parts.length && leftKopecks <= leftAfter(terms, paid + 1)) paid += 1;
  return paid;
}

/** The ledger as it will be when every part is paid on its due day, oldest month first. */
export function paidByParts(lines: readonly DebtLine[], { months, parts }: InstalmentTerms): DebtLine[] {
  const covered = new Set(months.map(({ period }) => period));
  const left = parts.map((part) => ({ ...part }));
  return lines
    .filter((line) => covered.has(line.period))
    .map((line) => {
      const paid: Allocation[] = [...line.principalPaid];
      let open = openPrincipal(line);
      for (const [index, part] of left.entries()) {
        const amountKopecks = Math.min(open, part.amountKopecks);
        if (amountKopecks <= 0) continue;
        paid.push({ moneyId: `instalment:${String(index + 1)}`, amountKopecks, on: part.dueOn });
        part.amountKopecks = subtractKopecks(part.amountKopecks, amountKopecks);
        open = subtractKopecks(open, amountKopecks);
      }
      return { ...line, principalPaid: paid };
    });
}
