import { BillingPeriod, CivilDate, lastDayOf, periodOf } from '#libs/kernel';
import { Kopecks, subtractKopecks } from '#libs/money';
import { DebtLine, LedgerDraft, LinePart, Money, Movement, openPostedPenalty, openPrincipal } from './ledger';

/** What the allocation asks of the rules: is a debt barred on a day. */
export type IsBarred = (line: DebtLine, on: CivilDate) => boolean;

/** When and by which rules a payment meets the ledger. */
export interface AllocationTerms {
  /** The period of the ledger that is not closed; all before it are. */
  readonly openPeriod: BillingPeriod;
  readonly isBarred: IsBarred;
}

/** Applies movements to a ledger and keeps them for the event. */
export class LedgerWork {
  readonly movements: Movement[] = [];

  constructor(readonly draft: LedgerDraft) {}

  move(movement: Movement): void {
    this.draft.apply(movement);
    this.movements.push(movement);
  }
}

export interface ReceivedPayment {
  readonly paymentId: string;
  readonly receivedOn: CivilDate;
  readonly amountKopecks: Kopecks;
  readonly namedPeriod: BillingPeriod | null;
}

/** The id under which the money of a payment stands in the ledger. */
export function moneyIdOf(paymentId: string): string {
  return `payment:${paymentId}`;
}

/**
 * Takes a payment into the ledger. A named month with a line is paid first, even a barred one; a named month to come
 * keeps the whole payment for its close, and where that close is past when the payment is told, the money is spent as of
 * it: with a line of that month or without one it was an ordinary advance from then on. The rest goes to the principal of
 * all lines, oldest first, then to posted penalty, oldest first; what is left is an advance. ГК РФ ст. 319.1; ПВС № 22
 * п. 32; ПВС № 7 (penalty is not interest of ст. 319). Barred lines are skipped unless named.
 */
export function allocatePayment(work: LedgerWork, payment: ReceivedPayment, terms: AllocationTerms): void {
  const { openPeriod, isBarred } = terms;
  const named = payment.namedPeriod;
  const hasLine = named !== null && work.draft.line(named) !== null;
  const isKept = named !== null && named >= periodOf(payment.receivedOn);
  const reserved = isKept && !hasLine && named >= openPeriod;
  const moneyId = moneyIdOf(payment.paymentId);
  work.move({
    kind: 'money_received',
    moneyId,
    paymentId: payment.paymentId,
    on: payment.receivedOn,
    amountKopecks: payment.amountKopecks,
    reservedFor: reserved ? named : null,
  });
  if (reserved) return;
  const on = isKept && named < openPeriod ? lastDayOf(named) : payment.receivedOn;
  spend(work, moneyId, { on, named: hasLine ? named : null, parts: BOTH, isBarred });
}

const BOTH: readonly LinePart[] = ['principal', 'penalty'];
const PRINCIPAL: readonly LinePart[] = ['principal'];

interface Spending {
  /** The day on which the allocation is made, and its date unless the money was freed and has its own. */
  readonly on: CivilDate;
  readonly named: BillingPeriod | null;
  readonly parts: readonly LinePart[];
  readonly isBarred: IsBarred;
}

/** Spends the money of one payment: freed money first, earliest date first, then the rest. */
function spend(work: LedgerWork, moneyId: string, spending: Spending): void {
  for (const part of spending.parts) {
    for (const period of targets(work.draft, part, spending)) {
      payLine(work, moneyId, period, part, spending.on);
    }
  }
}

/** Lines with something open, oldest first, a named one before them for its principal; barred ones only if named. */
function targets(draft: LedgerDraft, part: LinePart, { on, named, isBarred }: Spending): BillingPeriod[] {
  const open = draft.lines.filter((line) => openPart(line, part) > 0);
  const payable = open.filter((line) => line.period === named || !isBarred(line, on));
  const periods = payable.map((line) => line.period);
  if (part === 'penalty' || named === null || !periods.includes(named)) return periods;
  return [named, ...periods.filter((period) => period !== named)];
}

function openPart(line: DebtLine, part: LinePart): Kopecks {
  return part === 'principal' ? openPrincipal(line) : openPostedPenalty(line);
}

function payLine(work: LedgerWork, moneyId: string, period: BillingPeriod, part: LinePart, on: CivilDate): void {
  const money = moneyOf(work.draft, moneyId);
  let open = openPart(work.draft.line(period) as DebtLine, part);
  for (const freed of money.freed) {
    const amountKopecks = Math.min(open, freed.amountKopecks);
    if (amountKopecks <= 0) continue;
    work.move({ kind: 'allocated', moneyId, period, part, amountKopecks, on: freed.on, freed: true });
    open = subtractKopecks(open, amountKopecks);
  }
  const amountKopecks = Math.min(open, money.restKopecks);
  if (amountKopecks > 0) work.move({ kind: 'allocated', moneyId, period, part, amountKopecks, on, freed: false });
}

function moneyOf(draft: LedgerDraft, moneyId: string): Money {
  const found = draft.money.find((money) => money.moneyId === moneyId);
  if (!found) throw new Error(`The ledger has no money ${moneyId}`);
  return found;
}

/**
 * Money that was reserved for the period meets its line first; what is left is an ordinary advance from then on. Money
 * that still waits for an earlier close, as streams of earlier versions have it, is spent as of that close.
 */
export function spendReserved(work: LedgerWork, period: BillingPeriod, isBarred: IsBarred): void {
  for (const { moneyId } of reservedMoney(work.draft, (reservedFor) => reservedFor === period)) {
    work.move({ kind: 'reservation_ended', moneyId });
    if (work.draft.line(period)) payLine(work, moneyId, period, 'principal', lastDayOf(period));
  }
  for (const { moneyId, reservedFor } of reservedMoney(work.draft, (reservedFor) => reservedFor < period)) {
    work.move({ kind: 'reservation_ended', moneyId });
    spend(work, moneyId, { on: lastDayOf(reservedFor), named: null, parts: PRINCIPAL, isBarred });
  }
}

function reservedMoney(
  { money }: LedgerDraft,
  isAsked: (reservedFor: BillingPeriod) => boolean,
): readonly { readonly moneyId: string; readonly reservedFor: BillingPeriod }[] {
  return money.flatMap(({ moneyId, reservedFor }) =>
    reservedFor !== null && isAsked(reservedFor) ? [{ moneyId, reservedFor }] : [],
  );
}

/** Offsets advances in order of their day at a close: against principal alone, or principal and then posted penalty. */
export function offsetAdvances(work: LedgerWork, on: CivilDate, penaltyToo: boolean, isBarred: IsBarred): void {
  const parts = penaltyToo ? BOTH : PRINCIPAL;
  const advances = work.draft.money.filter((money) => money.reservedFor === null);
  for (const { moneyId, restKopecks, freed } of advances) {
    if (restKopecks > 0 || freed.length > 0) spend(work, moneyId, { on, named: null, parts, isBarred });
  }
}

/** Returns money that stands on a line beyond what it owes, the allocation made last first, each with its date. */
export function freeExcess(work: LedgerWork, period: BillingPeriod, part: LinePart): void {
  for (;;) {
    const line = work.draft.line(period) as DebtLine;
    const excess = -openPart(line, part);
    if (excess <= 0) return;
    const last = (part === 'principal' ? line.principalPaid : line.penaltyPaid).at(-1);
    if (!last) return;
    const amountKopecks = Math.min(excess, last.amountKopecks);
    work.move({ kind: 'freed', moneyId: last.moneyId, period, part, amountKopecks, on: last.on });
  }
}

/** A payment is recalled: all that was ever made of it vanishes, nothing else is allocated anew. */
export function withdrawPayment(work: LedgerWork, paymentId: string): void {
  work.move({ kind: 'money_withdrawn', moneyId: moneyIdOf(paymentId) });
}
