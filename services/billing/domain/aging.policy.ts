import { BillingPeriod, CivilDate } from '#libs/kernel';
import { addKopecks, Kopecks, Rational, splitByLargestRemainder, subtractKopecks, sumKopecks } from '#libs/money';
import { penaltyOfLine } from './close-ledger.policy';
import { DebtLine, openPostedPenalty, openPrincipal, paidOf, PayeeLedger, unspent } from './ledger';
import { isOrderUtility } from './order-charge.policy';
import { LedgerRules } from './ledger-rules.policy';
import { Payee } from './reference-book';

export interface AgedLine {
  readonly period: BillingPeriod;
  readonly dueDate: CivilDate;
  readonly principalKopecks: Kopecks;
  /** Accrued as far as it is counted, neither paid nor given up. */
  readonly penaltyKopecks: Kopecks;
  /** The part of it that closes have posted. */
  readonly penaltyPostedKopecks: Kopecks;
  readonly timeBarred: boolean;
  readonly byUtility: readonly { readonly utility: string; readonly principalKopecks: Kopecks }[];
}

export interface AgedPayee {
  readonly payee: Payee;
  readonly lines: readonly AgedLine[];
  readonly principalKopecks: Kopecks;
  readonly penaltyKopecks: Kopecks;
  readonly advanceKopecks: Kopecks;
}

/** A day by the end of which debts are told. */
export interface AgingDay {
  readonly on: CivilDate;
  /** The last day through which penalty is counted: earlier than the day where its rules end before. */
  readonly penaltyThrough: CivilDate;
}

/**
 * Debts of one payee's ledger aged to a day: open principal, penalty accrued as far as it is counted, advances.
 * `utilityOrder` is the print order, which also breaks ties of the split by utility.
 * Throws BILLING_NO_RULE_IN_FORCE.
 */
export function ageLedger(
  payee: Payee,
  ledger: PayeeLedger,
  day: AgingDay,
  rules: LedgerRules,
  utilityOrder: readonly string[],
): AgedPayee {
  rules.assertCapDecided(day.penaltyThrough);
  const lines = ledger.lines.flatMap((line) => {
    const aged = ageLine(payee, line, day, rules, utilityOrder);
    return aged.principalKopecks !== 0 || aged.penaltyKopecks !== 0 || aged.penaltyPostedKopecks !== 0 ? [aged] : [];
  });
  return {
    payee,
    lines,
    principalKopecks: sumKopecks(lines.map((line) => line.principalKopecks)),
    penaltyKopecks: sumKopecks(lines.map((line) => line.penaltyKopecks)),
    advanceKopecks: sumKopecks(ledger.money.map(unspent)),
  };
}

function ageLine(
  payee: Payee,
  line: DebtLine,
  { on, penaltyThrough }: AgingDay,
  rules: LedgerRules,
  utilityOrder: readonly string[],
): AgedLine {
  const principalKopecks = openPrincipal(line);
  const accrued = addKopecks(line.openingPenaltyKopecks, penaltyOfLine(line, payee, penaltyThrough, rules));
  return {
    period: line.period,
    dueDate: line.dueOn,
    principalKopecks,
    penaltyKopecks: subtractKopecks(accrued, addKopecks(paidOf(line.penaltyPaid), line.waivedPenaltyKopecks ?? 0)),
    penaltyPostedKopecks: openPostedPenalty(line),
    timeBarred: rules.isBarred(line, on),
    byUtility: splitByUtility(line, principalKopecks, utilityOrder),
  };
}

/**
 * Open principal in proportion to what was billed into the line, for utilities and orders billed above zero; nothing
 * where no utility was, as in a line brought forward from the system before.
 */
export function splitByUtility(line: Pick<DebtLine, 'billed'>, principal: Kopecks, utilityOrder: readonly string[]) {
  const orders = Object.keys(line.billed).filter(isOrderUtility).sort();
  const billed = [...utilityOrder, ...orders].filter((utility) => (line.billed[utility] ?? 0) > 0);
  if (billed.length === 0 || principal <= 0) return [];
  // Of a month of which nothing was paid every share is what was billed: most months of most accounts.
  if (sumKopecks(billed.map((utility) => line.billed[utility] as Kopecks)) === principal) {
    return billed.map((utility) => ({ utility, principalKopecks: line.billed[utility] as Kopecks }));
  }
  const parts = splitByLargestRemainder(
    principal,
    billed.map((utility) => Rational.of(line.billed[utility] as Kopecks)),
  );
  return billed
    .map((utility, index) => ({ utility, principalKopecks: parts[index] as Kopecks }))
    .filter((part) => part.principalKopecks !== 0);
}
