import { BillingPeriod, CivilDate, nextPeriod, RecordedEvent } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { LedgerWork, moneyIdOf, withdrawPayment } from './allocation.policy';
import {
  AccountPeriodEvent,
  PaymentCredited,
  PaymentCreditReversed,
  PaymentHeld,
  PaymentReversalHeld,
  PenaltyResumed,
  PenaltySuspended,
} from './account-period.events';
import { applyMovements } from './account-period.state';
import { isArchiving } from './archive.policy';
import { LedgerDraft, Ledgers, Movement, PayeeLedger } from './ledger';
import { LedgerRules } from './ledger-rules.policy';
import { isPutInFront, takePayment, takenPayment, takenRecall, TakenMoney } from './money-in-order.policy';
import { Suspension } from './penalty-suspension.policy';
import { Payee, PAYEES } from './reference-book';
import { suspensionMovements } from './suspend-penalty.policy';

/** A fact that was recorded in a later period than the one it belongs to. */
export type BackdatedFact = BackdatedMoney | BackdatedSuspension;

/** What an agreement to pay by parts did to penalty: it says itself which days bear none, whenever it was recorded. */
export interface BackdatedSuspension extends Pick<PenaltySuspended['data'], 'payee' | 'months'> {
  readonly kind: 'suspension';
  readonly suspension: Suspension;
}

/** A payment or its recall. */
interface BackdatedMoney {
  readonly kind: 'payment' | 'reversal';
  readonly payee: Payee;
  readonly paymentId: string;
  readonly amountKopecks: Kopecks;
  readonly effectiveOn: CivilDate;
  readonly namedPeriod: BillingPeriod | null;
  /** What a recall brought back from the archive. */
  readonly restored: readonly Movement[];
}

/** A day of which debts are asked, and the instant up to which facts had been recorded. */
export interface Moment {
  readonly asOf: CivilDate;
  readonly knownAt: string;
}

type PeriodFact = RecordedEvent & AccountPeriodEvent;

/**
 * The ledgers of an account at the end of a day, from what had been recorded by an instant: the stream of the period
 * of that day, cut at both times, and facts of the day or earlier that were recorded in later periods. Days without
 * penalty count from the instant at which they were known: that an agreement was broken is found days after its break; that a
 * payment of it was recalled changes no day before.
 * Null when the period was not opened by then.
 */
export function ledgersAsOf(
  stream: readonly PeriodFact[],
  backdated: readonly BackdatedFact[],
  moment: Moment,
  rules: LedgerRules,
): Ledgers | null {
  const known = stream.filter((event) => event.metadata.recordedAt <= moment.knownAt);
  const opened = known[0];
  if (opened?.type !== 'PeriodOpened') return null;
  const debts: Debts = { ledgers: { ...opened.data.ledgers }, openPeriod: opened.data.period, rules, taken: [] };
  for (const event of known) {
    if (isSuspension(event)) {
      if (countsOn(event.data, moment.asOf)) applyFact(debts, suspensionOf(event.data));
    } else if ('effectiveOn' in event.data && event.data.effectiveOn <= moment.asOf) applyEvent(debts, event);
  }
  for (const fact of backdated) applyFact(debts, fact);
  return debts.ledgers;
}

/** The ledgers as far as they are told. */
interface Debts {
  readonly ledgers: Record<Payee, PayeeLedger>;
  /** The period that is not closed yet. */
  openPeriod: BillingPeriod;
  readonly rules: LedgerRules;
  /** What the period has taken so far. */
  taken: readonly TakenMoney[];
}

function applyEvent(debts: Debts, event: PeriodFact): void {
  switch (event.type) {
    case 'PaymentCredited':
      applyFact(debts, factOf(event.data), isPutInFront(event.data));
      debts.taken = [...debts.taken, takenPayment(event.data, debts.taken)];
      break;
    case 'PaymentCreditReversed':
      applyFact(debts, factOf(event.data));
      debts.taken = [...debts.taken, takenRecall(event.data)];
      break;
    case 'PaymentHeld':
    case 'PaymentReversalHeld':
      applyFact(debts, heldFactOf(event.data));
      break;
    case 'PeriodClosed':
      for (const payee of PAYEES) {
        debts.ledgers[payee] = applyMovements(debts.ledgers[payee], event.data.movements[payee] ?? []);
      }
      debts.openPeriod = nextPeriod(event.data.period);
      debts.taken = [];
      break;
    case 'PeriodOpened':
    case 'ChargesCalculated':
    case 'PenaltySuspended':
    case 'PenaltyResumed':
      break;
  }
}

export function isSuspension(event: PeriodFact): event is RecordedEvent & (PenaltySuspended | PenaltyResumed) {
  return event.type === 'PenaltySuspended' || event.type === 'PenaltyResumed';
}

/** Whether the debt of a day knows of days without penalty. */
export function countsOn({ countsFrom }: PenaltySuspended['data'], asOf: CivilDate): boolean {
  return countsFrom === undefined || countsFrom <= asOf;
}

export function suspensionOf(data: PenaltySuspended['data']): BackdatedSuspension {
  const { payee, months, agreementId, from, until } = data;
  return { kind: 'suspension', payee, months, suspension: { agreementId, from, until } };
}

/** A payment or a recall as a fact, without what was made of it. */
export function factOf(data: PaymentCredited['data'] | PaymentCreditReversed['data']): BackdatedMoney {
  const { payee, paymentId, amountKopecks, effectiveOn } = data;
  const common = { payee, paymentId, amountKopecks, effectiveOn };
  return 'namedPeriod' in data
    ? { ...common, kind: 'payment', namedPeriod: data.namedPeriod, restored: [] }
    : { ...common, kind: 'reversal', namedPeriod: null, restored: data.movements.filter(isArchiving) };
}

/** A payment or a recall that waits for the next period counts on its day all the same. */
function heldFactOf(data: PaymentHeld['data'] | PaymentReversalHeld['data']): BackdatedMoney {
  const { payee, paymentId, amountKopecks, effectiveOn } = data;
  const common = { payee, paymentId, amountKopecks, effectiveOn };
  if ('namedPeriod' in data) return { ...common, kind: 'payment', namedPeriod: data.namedPeriod, restored: [] };
  const restored: Movement[] = [
    ...data.restored.lines.map((line): Movement => ({ kind: 'line_restored', line })),
    ...data.restored.money.map((money): Movement => ({ kind: 'money_restored', money })),
  ];
  return { ...common, kind: 'reversal', namedPeriod: null, restored };
}

/** `isInFront`: the payment was put where its day has it, in front of what the period had taken. */
function applyFact({ ledgers, openPeriod, rules, taken }: Debts, fact: BackdatedFact, isInFront = false): void {
  if (fact.kind === 'suspension') {
    const movements = suspensionMovements(ledgers[fact.payee], fact.months, fact.suspension);
    ledgers[fact.payee] = applyMovements(ledgers[fact.payee], movements);
    return;
  }
  const work = new LedgerWork(new LedgerDraft(ledgers[fact.payee]));
  if (fact.kind === 'payment') {
    const { paymentId, amountKopecks, namedPeriod, effectiveOn } = fact;
    const { isBarred } = rules;
    const before = isInFront ? taken.filter(({ payee }) => payee === fact.payee) : [];
    takePayment(work, { paymentId, amountKopecks, namedPeriod, receivedOn: effectiveOn }, before, {
      openPeriod,
      isBarred,
    });
    ledgers[fact.payee] = work.draft.ledger();
    return;
  }
  for (const movement of fact.restored) work.move(movement);
  if (work.draft.money.some((money) => money.moneyId === moneyIdOf(fact.paymentId))) {
    withdrawPayment(work, fact.paymentId);
  }
  ledgers[fact.payee] = work.draft.ledger();
}
