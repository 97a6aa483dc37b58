import { Rejection } from '#libs/kernel';
import { EARLIEST_RECEIVED_ON, REASON_CHARACTERS_LIMIT } from './payment-limits';
import {
  AcceptRegistryPayment,
  AssignPayment,
  RefusePayment,
  ReturnPayment,
  SetAsideBankPayment,
} from './payment.commands';
import { PaymentReceived, PaymentSetAside, PaymentStreamEvent } from './payment.events';
import { PaymentState } from './payment.state';

type Answer = readonly PaymentStreamEvent[] | Rejection;

/**
 * Takes a line of a registry: on its account, or aside where a person has to look at it. The bank's line again changes
 * nothing, whatever became of the payment since; the same identity with other content is a conflict.
 */
export function acceptRegistryPayment(command: AcceptRegistryPayment, state: PaymentState): Answer {
  const { kind, because, today, ...line } = command;
  void kind;
  void today;
  const { paymentId, account, payee, amountKopecks, receivedOn, namedPeriod } = line;
  if (state.status !== 'unknown') {
    const known = 'payment' in state ? (state.setAside ?? state.payment) : state.setAside;
    return isSameLine(known, command) ? [] : new Rejection('PAYMENTS_PAYMENT_CONFLICT', { paymentId, account });
  }
  const refusal = dayRefused(command);
  if (refusal !== null) return refusal;
  const effectiveOn = receivedOn;
  if (because !== null) {
    return [{ type: 'PaymentSetAside', version: 2, data: { ...line, because, acquirer: null, effectiveOn } }];
  }
  const payment = { paymentId, account, payee, amountKopecks, receivedOn, namedPeriod };
  return [{ type: 'PaymentReceived', version: 1, data: { ...payment, channel: 'registry', effectiveOn } }];
}

/**
 * Puts a payment of the bank's own list aside. The bank's payment again changes nothing, whatever became of it since: the
 * bank gives an id to one payment alone.
 */
export function setAsideBankPayment(command: SetAsideBankPayment, state: PaymentState): Answer {
  const { kind, today, ...payment } = command;
  void kind;
  void today;
  if (state.status !== 'unknown') return [];
  const refusal = dayRefused(command);
  if (refusal !== null) return refusal;
  const nowhere = { namedPeriod: null, conflictsWith: null, registryId: null, line: null, payerId: null };
  const data = { ...payment, ...nowhere, effectiveOn: payment.receivedOn };
  return [{ type: 'PaymentSetAside', version: 2, data }];
}

function dayRefused(
  stated: Pick<SetAsideBankPayment, 'paymentId' | 'account' | 'receivedOn' | 'today'>,
): Rejection | null {
  const { paymentId, account, receivedOn, today } = stated;
  if (receivedOn < EARLIEST_RECEIVED_ON) {
    return new Rejection('PAYMENTS_DATE_TOO_EARLY', { paymentId, account, receivedOn, earliest: EARLIEST_RECEIVED_ON });
  }
  return receivedOn > today
    ? new Rejection('PAYMENTS_DATE_IN_FUTURE', { paymentId, account, receivedOn, today })
    : null;
}

function isSameLine(known: PaymentReceived['data'] | PaymentSetAside['data'], line: AcceptRegistryPayment): boolean {
  return (
    known.account === line.account &&
    known.payee === line.payee &&
    known.amountKopecks === line.amountKopecks &&
    known.receivedOn === line.receivedOn
  );
}

/**
 * Puts a payment that stood aside on an account. It counts from the day on which it was paid (ГК 319.1; the payer has
 * paid in time, whoever looked for the account since): debt and penalty come out as if it had been there at once.
 */
export function assignPayment(command: AssignPayment, state: PaymentState): Answer {
  const { paymentId, account, namedPeriod, reason, today } = command;
  if (state.status === 'received' && state.setAside !== null && state.payment.account === account) return [];
  if (state.status !== 'set_aside') return notStandingAside(paymentId, state);
  const refusal = reasonMissing(paymentId, reason);
  if (refusal !== null) return refusal;
  const { payee, amountKopecks, receivedOn, effectiveOn, acquirer } = state.setAside;
  const assigned = { paymentId, account, reason, assignedOn: today, effectiveOn };
  const named = namedPeriod ?? state.setAside.namedPeriod;
  const payment = { paymentId, account, payee, amountKopecks, receivedOn, namedPeriod: named, effectiveOn };
  return [
    { type: 'SetAsidePaymentAssigned', version: 1, data: assigned },
    { type: 'PaymentReceived', version: 1, data: { ...payment, channel: acquirer === null ? 'registry' : 'online' } },
  ];
}

/** Sends the money back, as a second person has agreed. Once; the same approval again changes nothing. */
export function returnPayment(command: ReturnPayment, state: PaymentState): Answer {
  const { paymentId, to, returnedOn, reason, approvalId, today } = command;
  if (approvalId === '') return new Rejection('PAYMENTS_APPROVAL_REQUIRED', { paymentId });
  if (state.status === 'settled' && state.settlement.type === 'SetAsidePaymentReturned') {
    if (state.settlement.data.approvalId === approvalId) return [];
  }
  if (state.status !== 'set_aside') return notStandingAside(paymentId, state);
  const refusal = reasonMissing(paymentId, reason);
  if (refusal !== null) return refusal;
  const { account, receivedOn, amountKopecks } = state.setAside;
  if (returnedOn < receivedOn) {
    return new Rejection('PAYMENTS_REVERSAL_BEFORE_PAYMENT', {
      paymentId,
      account,
      receivedOn,
      reversedOn: returnedOn,
    });
  }
  if (returnedOn > today) return new Rejection('PAYMENTS_DATE_IN_FUTURE', { paymentId, account, returnedOn, today });
  const data = { paymentId, to, amountKopecks, approvalId, reason, returnedOn, effectiveOn: returnedOn };
  return [{ type: 'SetAsidePaymentReturned', version: 2, data }];
}

/** Only a conflict can be refused: money of which nothing else is known has come and has to go somewhere. */
export function refusePayment({ paymentId, reason, today }: RefusePayment, state: PaymentState): Answer {
  if (state.status === 'settled' && state.settlement.type === 'SetAsidePaymentRefused') {
    if (state.settlement.data.reason === reason) return [];
  }
  if (state.status !== 'set_aside') return notStandingAside(paymentId, state);
  if (state.setAside.because !== 'conflict') return new Rejection('PAYMENTS_NO_CONFLICT', { paymentId });
  const refusal = reasonMissing(paymentId, reason);
  if (refusal !== null) return refusal;
  const data = { paymentId, reason, refusedOn: today, effectiveOn: today };
  return [{ type: 'SetAsidePaymentRefused', version: 1, data }];
}

function notStandingAside(paymentId: string, state: PaymentState): Rejection {
  const isKnown = 'setAside' in state && state.setAside !== null;
  return new Rejection(isKnown ? 'PAYMENTS_SET_ASIDE_SETTLED' : 'PAYMENTS_UNKNOWN_SET_ASIDE', { paymentId });
}

function reasonMissing(paymentId: string, reason: string): Rejection | null {
  if (reason !== '' && [...reason].length <= REASON_CHARACTERS_LIMIT) return null;
  return new Rejection('PAYMENTS_REASON_REQUIRED', { paymentId, charactersLimit: REASON_CHARACTERS_LIMIT });
}
