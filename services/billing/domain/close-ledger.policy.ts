import { addDays, BillingPeriod, CivilDate, daysBetween, lastDayOf } from '#libs/kernel';
import { addKopecks, Kopecks, roundKopecks, subtractKopecks, sumKopecks } from '#libs/money';
import { freeExcess, LedgerWork, offsetAdvances, spendReserved } from './allocation.policy';
import { archiveSettled, NOTHING_RESTORED, restore, Restored } from './archive.policy';
import { ChargeLine, PenaltyWaiver, RecalculationLine } from './calculation';
import {
  balanceOf,
  DebtLine,
  EMPTY_LEDGER,
  LedgerDraft,
  Movement,
  openPostedPenalty,
  openPrincipal,
  PayeeLedger,
} from './ledger';
import { LedgerRules } from './ledger-rules.policy';
import { accruePenalty, DebtPart, FREE_DAYS, PenaltyTerms } from './penalty.policy';
import { Payee } from './reference-book';

/** What is posted to one payee's ledger at the close of a period. */
export interface Posting {
  readonly payee: Payee;
  readonly period: BillingPeriod;
  readonly charges: readonly ChargeLine[];
  readonly recalculations: readonly RecalculationLine[];
  /** Penalty that is given up; none where absent. */
  readonly waivers?: readonly PenaltyWaiver[] | undefined;
  /** Archived lines that the recalculations reach back to, with the money on them; nothing where absent. */
  readonly restored?: Restored | undefined;
}

export interface LedgerClose {
  readonly movements: readonly Movement[];
  readonly ledger: PayeeLedger;
  readonly chargedKopecks: Kopecks;
  readonly recalculatedKopecks: Kopecks;
  readonly penaltyKopecks: Kopecks;
  readonly closingKopecks: Kopecks;
}

/** Penalty and offsets follow one another until nothing moves; more rounds than this mean a fault, not a debt. */
const ROUNDS_MAX = 1000;

/**
 * Closes a period of one payee's ledger, on the evening of its last day: charges and recalculations are posted, money
 * reserved for the period meets its line, advances are offset, penalty is posted cumulatively and advances are offset
 * again, until no line posts penalty.
 * Throws BILLING_NO_RULE_IN_FORCE.
 */
export function closeLedger(ledger: PayeeLedger, posting: Posting, rules: LedgerRules): LedgerClose {
  const on = lastDayOf(posting.period);
  rules.assertCapDecided(on);
  const work = new LedgerWork(new LedgerDraft(ledger));
  restore(work, posting.restored ?? NOTHING_RESTORED);
  postCharges(work, posting, rules, on);
  spendReserved(work, posting.period, rules.isBarred);
  offsetAdvances(work, on, false, rules.isBarred);
  let penaltyKopecks = waivePenalty(work, posting.waivers ?? []);
  for (let round = 0; ; round += 1) {
    if (round > ROUNDS_MAX) throw new Error(`The close of ${posting.period} does not come to rest`);
    const posted = postPenalty(work, posting.payee, on, rules);
    penaltyKopecks = addKopecks(penaltyKopecks, posted.sumKopecks);
    offsetAdvances(work, on, true, rules.isBarred);
    if (!posted.any) break;
  }
  archiveSettled(work, posting.period);
  const closed = work.draft.ledger();
  return {
    movements: work.movements,
    ledger: closed,
    chargedKopecks: sumKopecks(posting.charges.map((line) => line.amountKopecks)),
    recalculatedKopecks: sumKopecks(posting.recalculations.map((line) => line.amountKopecks)),
    penaltyKopecks,
    closingKopecks: balanceOf(closed),
  };
}

/**
 * Recalculations are netted per period of origin: a net below zero lowers that period's line from its beginning;
 * any other goes into the line of this period with the charges.
 */
function postCharges(work: LedgerWork, posting: Posting, rules: LedgerRules, on: CivilDate): void {
  const own: Billed = { amountKopecks: 0, billed: {}, posted: posting.charges.length > 0 };
  for (const charge of posting.charges) addTo(own, charge.utility, charge.amountKopecks);
  const periods = new Set(posting.recalculations.map((line) => line.ofPeriod));
  for (const period of [...periods].sort()) {
    const lines = posting.recalculations.filter((line) => line.ofPeriod === period);
    const net = sumKopecks(lines.map((line) => line.amountKopecks));
    if (net < 0 && period < posting.period && work.draft.line(period)) {
      reduceLine(work, period, lines, net, on);
      continue;
    }
    own.posted = true;
    for (const line of lines) addTo(own, line.utility, line.amountKopecks);
  }
  if (own.amountKopecks < 0) {
    grantAdvance(work, -own.amountKopecks, on);
  } else if (own.posted) {
    work.move({
      kind: 'line_charged',
      period: posting.period,
      dueOn: rules.dueOn(posting.period),
      amountKopecks: own.amountKopecks,
      billed: own.billed,
    });
  }
}

interface Billed {
  amountKopecks: Kopecks;
  readonly billed: Record<string, Kopecks>;
  posted: boolean;
}

function addTo(billed: Billed, utility: string, amount: Kopecks): void {
  billed.amountKopecks = addKopecks(billed.amountKopecks, amount);
  billed.billed[utility] = addKopecks(billed.billed[utility] ?? 0, amount);
}

/** Down to zero at most: what exceeds the principal becomes an advance of today. */
function reduceLine(
  work: LedgerWork,
  period: BillingPeriod,
  lines: readonly RecalculationLine[],
  net: Kopecks,
  on: CivilDate,
): void {
  const principal = (work.draft.line(period) as DebtLine).principalKopecks;
  const reduced = Math.min(-net, principal);
  const billed: Billed = { amountKopecks: 0, billed: {}, posted: true };
  for (const line of lines) addTo(billed, line.utility, line.amountKopecks);
  work.move({ kind: 'line_reduced', period, amountKopecks: reduced, billed: billed.billed });
  freeExcess(work, period, 'principal');
  if (-net > reduced) grantAdvance(work, subtractKopecks(-net, reduced), on);
}

/** An advance that no payment brought: its id counts those of the day. */
function grantAdvance(work: LedgerWork, amountKopecks: Kopecks, on: CivilDate): void {
  const prefix = `advance:${on}:`;
  const number = work.draft.money.filter((money) => money.moneyId.startsWith(prefix)).length + 1;
  work.move({
    kind: 'money_received',
    moneyId: `${prefix}${String(number).padStart(3, '0')}`,
    paymentId: null,
    on,
    amountKopecks,
    reservedFor: null,
  });
}

/** The parts of a line's principal to a day: every allocation with the day it was made, the open rest with the day. */
export function debtPartsOf(line: DebtLine, on: CivilDate): DebtPart[] {
  const parts = line.principalPaid.map((allocation) => ({
    amountKopecks: allocation.amountKopecks,
    end: allocation.on < on ? allocation.on : on,
  }));
  parts.push({ amountKopecks: openPrincipal(line), end: on });
  return parts;
}

export function penaltyTermsOf(line: DebtLine, payee: Payee, rules: LedgerRules): PenaltyTerms {
  return {
    dueOn: line.dueOn,
    payee,
    rateOn: (day) => rules.rateOn(day),
    countedFrom: line.opening ? rules.firstDay : null,
    suspended: line.suspended,
  };
}

/** The penalty of a line to a day, rounded once: what all closes together have posted, or will have. */
export function penaltyOfLine(line: DebtLine, payee: Payee, on: CivilDate, rules: LedgerRules): Kopecks {
  if (daysBetween(line.dueOn, on) <= FREE_DAYS) return 0;
  return roundKopecks(accruePenalty(debtPartsOf(line, on), penaltyTermsOf(line, payee, rules)));
}

/**
 * What a line posts on a day: its rounded total to the day less what it has posted already, so that days never drift
 * from the total; below zero where the debt turned out smaller or was paid earlier.
 */
export function penaltyToPost(line: DebtLine, payee: Payee, on: CivilDate, rules: LedgerRules): Kopecks {
  return subtractKopecks(penaltyOfLine(line, payee, on, rules), line.postedPenaltyKopecks);
}

/** Gives up penalty that was posted by earlier closes, as far as it is not paid. Answers with the sum, at or below zero. */
function waivePenalty(work: LedgerWork, waivers: readonly PenaltyWaiver[]): Kopecks {
  const waived: Kopecks[] = [];
  for (const { ofPeriod, amountKopecks } of waivers) {
    const line = work.draft.line(ofPeriod);
    const given = Math.min(amountKopecks, line === null ? 0 : openPostedPenalty(line));
    if (given <= 0) continue;
    work.move({ kind: 'penalty_waived', period: ofPeriod, amountKopecks: given });
    waived.push(-given);
  }
  return sumKopecks(waived);
}

/** Every line posts its rounded total less what it has posted; penalty paid in excess returns to its payment. */
function postPenalty(work: LedgerWork, payee: Payee, on: CivilDate, rules: LedgerRules) {
  let any = false;
  const posted: Kopecks[] = [];
  for (const { period } of work.draft.ledger().lines) {
    const line = work.draft.line(period) as DebtLine;
    const amountKopecks = penaltyToPost(line, payee, on, rules);
    if (amountKopecks === 0) continue;
    any = true;
    posted.push(amountKopecks);
    work.move({ kind: 'penalty_posted', period, amountKopecks });
    freeExcess(work, period, 'penalty');
    const given = openPostedPenalty(work.draft.line(period) as DebtLine);
    if (given >= 0) continue;
    // The penalty turned out smaller than what was given up of it: no more is given up than there was.
    work.move({ kind: 'penalty_waived', period, amountKopecks: given });
    posted.push(-given);
  }
  return { any, sumKopecks: sumKopecks(posted) };
}

/** A line of debt brought forward from the system before. */
export interface OpeningDebt {
  readonly period: BillingPeriod;
  readonly kind: 'principal' | 'penalty' | 'advance';
  readonly amountKopecks: Kopecks;
}

/**
 * The ledger at the start of an account: debts brought forward as lines of their own periods, an advance as money of
 * the day before, allocated on that day like a payment.
 */
export function openLedger(debts: readonly OpeningDebt[], rules: LedgerRules): PayeeLedger {
  const lines = new Map<BillingPeriod, DebtLine>();
  for (const debt of debts) {
    if (debt.kind === 'advance') continue;
    const line = lines.get(debt.period) ?? openingLine(debt.period, rules);
    lines.set(
      debt.period,
      debt.kind === 'principal'
        ? { ...line, principalKopecks: addKopecks(line.principalKopecks, debt.amountKopecks) }
        : { ...line, openingPenaltyKopecks: addKopecks(line.openingPenaltyKopecks, debt.amountKopecks) },
    );
  }
  const ordered = [...lines.values()].sort((left, right) => (left.period < right.period ? -1 : 1));
  const work = new LedgerWork(new LedgerDraft({ ...EMPTY_LEDGER, lines: ordered }));
  const dayBefore = addDays(rules.firstDay, -1);
  const advances = debts.filter((debt) => debt.kind === 'advance');
  for (const advance of advances.sort((left, right) => (left.period < right.period ? -1 : 1))) {
    grantAdvance(work, advance.amountKopecks, dayBefore);
  }
  offsetAdvances(work, dayBefore, true, rules.isBarred);
  return work.draft.ledger();
}

function openingLine(period: BillingPeriod, rules: LedgerRules): DebtLine {
  return {
    period,
    dueOn: rules.dueOn(period),
    opening: true,
    principalKopecks: 0,
    openingPenaltyKopecks: 0,
    postedPenaltyKopecks: 0,
    principalPaid: [],
    penaltyPaid: [],
    billed: {},
  };
}
