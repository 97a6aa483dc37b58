import { CivilDate, Decider, isBillingPeriod, Rejection, unreachable } from '#libs/kernel';
import { PaymentCommand, RecallRefundedPayment, ReceivePayment, ReversePayment } from './payment.commands';
import { PaymentEvent, PaymentReceived } from './payment.events';

/** 999,999,999.99 roubles: more than any dwelling can owe. */
export const AMOUNT_KOPECKS_LIMIT = 99_999_999_999;
/** No debt that is billed today reaches back further; an earlier day is a slip of the pen. */
export const EARLIEST_RECEIVED_ON: CivilDate = '2000-01-01';
const REASON_CHARACTERS_LIMIT = 300;

export type PaymentState =
  | { readonly status: 'unknown' }
  | { readonly status: 'received'; readonly payment: PaymentReceived['data'] }
  | {
      readonly status: 'reversed';
      readonly payment: PaymentReceived['data'];
      readonly reversedOn: CivilDate;
      readonly reason: string;
      /** The bank gave the money back: by that it was recalled, or it was noted afterwards. */
      readonly isRefundNoted: boolean;
    };

export const paymentDecider: Decider<PaymentState, PaymentCommand, PaymentEvent> = {
  initialState: () => ({ status: 'unknown' }),
  evolve: evolvePayment,
  decide(command, state) {
    switch (command.kind) {
      case 'ReceivePayment':
        return receivePayment(command, state);
      case 'ReversePayment':
        return reversePayment(command, state);
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
    return samePayment(state.payment, payment)
      ? []
      : new Rejection('PAYMENTS_PAYMENT_CONFLICT', { paymentId, account });
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
  if (state.status === 'unknown') return new Rejection('PAYMENTS_UNKNOWN_PAYMENT', { paymentId });
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
  if (reversedOn > today) return new Rejection('PAYMENTS_DATE_IN_FUTURE', { paymentId, account, reversedOn, today });
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

function evolvePayment(state: PaymentState, event: PaymentEvent): PaymentState {
  switch (event.type) {
    case 'PaymentReceived':
      return { status: 'received', payment: event.data };
    case 'PaymentReversed': {
      if (state.status === 'unknown') return state;
      const { reversedOn, reason } = event.data;
      return { status: 'reversed', payment: state.payment, reversedOn, reason, isRefundNoted: false };
    }
    case 'PaymentRefundNoted':
      return state.status === 'reversed' ? { ...state, isRefundNoted: true } : state;
    default:
      return unreachable(event);
  }
}
