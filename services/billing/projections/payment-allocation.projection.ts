import { BillingPeriod, CivilDate, RecordedEvent } from '#libs/kernel';
import { addKopecks, Kopecks, subtractKopecks } from '#libs/money';
import { Projection } from '#libs/read-models';
import { AccountPeriodEvent, PayeeMovements } from '../domain/account-period.events';
import { LinePart, Movement } from '../domain/ledger';
import { Payee } from '../domain/reference-book';

/** Money of a payment on a part of the debt of a month. */
export interface PaymentPart {
  readonly period: BillingPeriod;
  readonly part: LinePart;
  readonly amountKopecks: Kopecks;
}

export interface PaymentAllocationRow {
  readonly account: string;
  readonly payee: Payee;
  readonly paymentId: string;
  readonly amountKopecks: Kopecks;
  /** Held: it is of a month to come and waits for it to be opened. Withdrawn: it was recalled. */
  readonly state: 'held' | 'credited' | 'withdrawn';
  readonly parts: readonly PaymentPart[];
  /** The month that the payer named and that has no debt yet. */
  readonly reservedFor: BillingPeriod | null;
  readonly effectiveOn: CivilDate;
}

/** What was a payment spent on? One document a payment. */
export const paymentAllocationProjection: Projection<PaymentAllocationRow> = {
  name: 'billing.payment-allocation',
  version: 1,
  handles: ['PaymentHeld', 'PaymentCredited', 'PaymentCreditReversed', 'PeriodClosed'],
  keysOf: (event) => paymentsIn(event as RecordedEvent & AccountPeriodEvent),
  evolve: (row, event, key) => evolveAllocation(row, event as RecordedEvent & AccountPeriodEvent, key),
  columns: { account: 'text' },
  columnsOf: ({ account }) => ({ account }),
  indexes: [['account']],
};

const MONEY_OF_PAYMENT = 'payment:';

function paymentsIn({ type, data }: RecordedEvent & AccountPeriodEvent): string[] {
  switch (type) {
    case 'PaymentHeld':
      return [data.paymentId];
    case 'PaymentCredited':
    case 'PaymentCreditReversed':
      return [data.paymentId, ...data.movements.flatMap(paymentOf)];
    case 'PeriodClosed':
      return movementsIn(data.movements).flatMap(paymentOf);
    case 'PeriodOpened':
    case 'ChargesCalculated':
    case 'PaymentReversalHeld':
    case 'PenaltySuspended':
    case 'PenaltyResumed':
      return [];
  }
}

function movementsIn(movements: PayeeMovements): readonly Movement[] {
  return Object.values(movements).flat();
}

/** The payment whose money a movement puts somewhere else; none where it moves no money, or money of no payment. */
function paymentOf(movement: Movement): string[] {
  switch (movement.kind) {
    case 'allocated':
    case 'freed':
    case 'reservation_ended':
    case 'money_withdrawn':
      return movement.moneyId.startsWith(MONEY_OF_PAYMENT) ? [movement.moneyId.slice(MONEY_OF_PAYMENT.length)] : [];
    case 'money_received':
      return movement.paymentId === null ? [] : [movement.paymentId];
    case 'line_charged':
    case 'line_reduced':
    case 'penalty_posted':
    case 'penalty_waived':
    case 'penalty_suspended':
    case 'line_archived':
    case 'money_archived':
    case 'line_restored':
    case 'money_restored':
      return [];
  }
}

function evolveAllocation(
  known: PaymentAllocationRow | null,
  event: RecordedEvent & AccountPeriodEvent,
  paymentId: string,
): PaymentAllocationRow | null {
  const row = begun(known, event, paymentId);
  if (row === null) return null;
  switch (event.type) {
    case 'PaymentCredited':
    case 'PaymentCreditReversed':
      return event.data.movements.reduce(moved, row);
    case 'PeriodClosed':
      return movementsIn(event.data.movements).reduce(moved, row);
    default:
      return row;
  }
}

/** The row with which the payment's own event begins. A payment that was held is credited by another event later. */
function begun(
  known: PaymentAllocationRow | null,
  event: RecordedEvent & AccountPeriodEvent,
  paymentId: string,
): PaymentAllocationRow | null {
  const { type, data } = event;
  if ((type !== 'PaymentHeld' && type !== 'PaymentCredited') || data.paymentId !== paymentId) return known;
  const { account, payee, amountKopecks, effectiveOn } = data;
  const state = type === 'PaymentHeld' ? 'held' : 'credited';
  return { account, payee, paymentId, amountKopecks, state, parts: [], reservedFor: null, effectiveOn };
}

function moved(row: PaymentAllocationRow, movement: Movement): PaymentAllocationRow {
  if (!paymentOf(movement).includes(row.paymentId)) return row;
  switch (movement.kind) {
    case 'money_received':
      // It may have been taken back a moment before, to make room for a payment of an earlier day.
      return { ...row, state: 'credited', reservedFor: movement.reservedFor };
    case 'reservation_ended':
      return { ...row, reservedFor: null };
    case 'allocated':
      return { ...row, parts: changed(row.parts, movement, addKopecks) };
    case 'freed':
      return { ...row, parts: changed(row.parts, movement, subtractKopecks) };
    case 'money_withdrawn':
      return { ...row, state: 'withdrawn', parts: [], reservedFor: null };
    default:
      return row;
  }
}

function changed(
  parts: readonly PaymentPart[],
  { period, part, amountKopecks }: PaymentPart,
  change: (left: Kopecks, right: Kopecks) => Kopecks,
): PaymentPart[] {
  const isIt = (one: PaymentPart) => one.period === period && one.part === part;
  const before = parts.find(isIt)?.amountKopecks ?? 0;
  const after = { period, part, amountKopecks: change(before, amountKopecks) };
  return [...parts.filter((one) => !isIt(one)), after]
    .filter((one) => one.amountKopecks > 0)
    .sort((left, right) => (orderOf(left) < orderOf(right) ? -1 : 1));
}

/** By month, the debt before its penalty. */
function orderOf({ period, part }: PaymentPart): string {
  return `${period} ${part === 'principal' ? '0' : '1'}`;
}
