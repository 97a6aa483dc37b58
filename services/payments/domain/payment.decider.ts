import { Decider, isBillingPeriod, Rejection, unreachable } from '#libs/kernel';
import { refundPayment, transferPayment } from './payment-correction.policy';
import { AMOUNT_KOPECKS_LIMIT, EARLIEST_RECEIVED_ON, REASON_CHARACTERS_LIMIT } from './payment-limits';
import { PaymentCommand, RecallRefundedPayment, ReceivePayment, ReversePayment } from './payment.commands';
import { PaymentEvent, PaymentReceived, PaymentStreamEvent } from './payment.events';
import { PaymentState } from './payment.state';
import {
  acceptRegistryPayment,
  assignPayment,
  refusePayment,
  returnPayment,
  setAsideBankPayment,
} from './set-aside-payment.policy';

export { AMOUNT_KOPECKS_LIMIT, EARLIEST_RECEIVED_ON } from './payment-limits';

export const paymentDecider: Decider<PaymentState, PaymentCommand, PaymentStreamEvent> = {
  initialState: () => ({ status: 'unknown' }),
  evolve: evolvePayment,
  decide(command, state) {
    switch (command.kind) {
      case 'ReceivePayment':
        return receivePayment(command, state);
      case 'ReversePayment':
        return reversePayment(command, state);
      case 'AcceptRegistryPayment':
        return acceptRegistryPayment(command, state);
      case 'SetAsideBankPayment':
        return setAsideBankPayment(command, state);
      case 'AssignPayment':
        return assignPayment(command, state);
      case 'ReturnPayment':
        return returnPayment(command, state);
      case 'RefusePayment':
        return refusePayment(command, state);
      case 'TransferPayment':
        return transferPayment(command, state, reversePayment);
      case 'RefundPayment':
        return refundPayment(command, state, reversePayment);
      case 'RecallRefundedPayment':
        return recallRefundedPayment(command, state);
      default:
        return unreachable(command);
    }
  },
};

/**
 * Takes note of a payment. Banks and webhooks repeat themselves: the same payment with the same content changes
 * nothing, also after its reversal; with other content it is a conflict that a person has to look at.
 */
export function receivePayment(command: ReceivePayment, state: PaymentState): readonly PaymentEvent[] | Rejection {
  const { kind, today, ...payment } = command;
  void kind;
  const { paymentId, account, amountKopecks, receivedOn, namedPeriod } = payment;
  if (!Number.isSafeInteger(amountKopecks) || amountKopecks <= 0 || amountKopecks > AMOUNT_KOPECKS_LIMIT) {
    return new Rejection('PAYMENTS_AMOUNT_OUT_OF_RANGE', { paymentId, account, limitKopecks: AMOUNT_KOPECKS_LIMIT });
  }
  if (namedPeriod !== null && !isBillingPeriod(namedPeriod)) {
    return new Rejection('PAYMENTS_NAMED_PERIOD_INVALID', { paymentId, account, namedPeriod });
  }
  if (state.status !== 'unknown') {
    const isSame = 'payment' in state && samePayment(state.payment, payment);
    return isSame ? [] : new Rejection('PAYMENTS_PAYMENT_CONFLICT', { paymentId, account });
  }
  if (receivedOn < EARLIEST_RECEIVED_ON) {
    return new Rejection('PAYMENTS_DATE_TOO_EARLY', { paymentId, account, receivedOn, earliest: EARLIEST_RECEIVED_ON });
  }
  if (receivedOn > today) return new Rejection('PAYMENTS_DATE_IN_FUTURE', { paymentId, account, receivedOn, today });
  return [{ type: 'PaymentReceived', version: 1, data: { ...payment, effectiveOn: receivedOn } }];
}

function samePayment(left: PaymentReceived['data'], right: Omit<PaymentReceived['data'], 'effectiveOn'>): boolean {
  return (
    left.account === right.account &&
    left.payee === right.payee &&
    left.amountKopecks === right.amountKopecks &&
    left.receivedOn === right.receivedOn &&
    left.namedPeriod === right.namedPeriod &&
    left.channel === right.channel
  );
}

/**
 * Recalls a payment (a bank's recall, a chargeback, a wrong account): it counts as if it had never been made.
 * Once; the same reversal again changes nothing.
 */
export function reversePayment(command: ReversePayment, state: PaymentState): readonly PaymentEvent[] | Rejection {
  const { paymentId, reversedOn, reason, today } = command;
  // Money that stands aside was never put on an account: there is nothing to recall.
  if (!('payment' in state)) return new Rejection('PAYMENTS_UNKNOWN_PAYMENT', { paymentId });
  const { account, payee, amountKopecks, receivedOn } = state.payment;
  if (reason === '' || [...reason].length > REASON_CHARACTERS_LIMIT) {
    return new Rejection('PAYMENTS_REASON_REQUIRED', { paymentId, account, charactersLimit: REASON_CHARACTERS_LIMIT });
  }
  if (state.status === 'reversed') {
    if (state.reversedOn === reversedOn && state.reason === reason) return [];
    return new Rejection('PAYMENTS_ALREADY_REVERSED', { paymentId, account, reversedOn: state.reversedOn });
  }
  if (reversedOn < receivedOn) {
    return new Rejection('PAYMENTS_REVERSAL_BEFORE_PAYMENT', { paymentId, account, receivedOn, reversedOn });
  }
  if (reversedOn > today)
    return new Rejection('PAYMENTS_REVERSAL_IN_FUTURE', { paymentId, account, reversedOn, today });
  const data = { paymentId, account, payee, amountKopecks, reversedOn, reason, effectiveOn: reversedOn };
  return [{ type: 'PaymentReversed', version: 1, data }];
}

/**
 * Recalls what the bank has given back. Where the office was faster, the money counts no more already: that is noted
 * once, and nobody has to act.
 */
export function recallRefundedPayment(
  { paymentId, refundedOn, reason }: RecallRefundedPayment,
  state: PaymentState,
): readonly PaymentEvent[] | Rejection {
  if (state.status !== 'reversed') {
    const reverse = { kind: 'ReversePayment' as const, paymentId, reversedOn: refundedOn, reason, today: refundedOn };
    return reversePayment(reverse, state);
  }
  if (state.isRefundNoted || (state.reversedOn === refundedOn && state.reason === reason)) return [];
  const { payment, reversedOn, reason: reversalReason } = state;
  const { account, payee } = payment;
  const data = { paymentId, account, payee, reversedOn, reversalReason, refundedOn };
  return [{ type: 'PaymentRefundNoted', version: 1, data }];
}

function evolvePayment(state: PaymentState, event: PaymentStreamEvent): PaymentState {
  switch (event.type) {
    case 'PaymentReceived': {
      const setAside = state.status === 'set_aside' ? state.setAside : null;
      return { status: 'received', payment: event.data, setAside };
    }
    case 'PaymentReversed': {
      if (!('payment' in state)) return state;
      const { reversedOn, reason } = event.data;
      return { ...state, status: 'reversed', reversedOn, reason, replacedBy: null, isRefundNoted: false };
    }
    case 'PaymentRefundNoted':
      return state.status === 'reversed' ? { ...state, isRefundNoted: true } : state;
    case 'PaymentReplaced':
      return state.status === 'reversed' ? { ...state, replacedBy: event.data.replacement.paymentId } : state;
    case 'PaymentSetAside':
      return { status: 'set_aside', setAside: event.data };
    case 'SetAsidePaymentReturned':
    case 'SetAsidePaymentRefused': {
      if (state.status !== 'set_aside') return state;
      return { status: 'settled', setAside: state.setAside, settlement: event };
    }
    // What follows from these stands in the events that are recorded with them.
    case 'SetAsidePaymentAssigned':
    case 'PaymentRefunded':
      return state;
    default:
      return unreachable(event);
  }
}
