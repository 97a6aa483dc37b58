import { CivilDate, Rejection } from '#libs/kernel';
import { RefundPayment, ReversePayment, TransferPayment } from './payment.commands';
import { PaymentEvent, PaymentReplaced, PaymentStreamEvent } from './payment.events';
import { PaymentState } from './payment.state';

type Answer = readonly PaymentStreamEvent[] | Rejection;
/** The rule of every recall, handed in by the decider that has it. */
type Reverse = (command: ReversePayment, state: PaymentState) => readonly PaymentEvent[] | Rejection;

/**
 * Moves a payment to the right account: a recall on the wrong one, and a payment with the original day on the right one.
 * Once: a payment that was recalled is not moved.
 */
export function transferPayment(command: TransferPayment, state: PaymentState, reverse: Reverse): Answer {
  const { paymentId, account, replacementId, reason, today } = command;
  if (state.status !== 'received') return noLongerReceived(paymentId, state);
  if (state.payment.account === account) return new Rejection('PAYMENTS_TRANSFER_TO_SAME_ACCOUNT', { account });
  const reversed = reverse({ kind: 'ReversePayment', paymentId, reversedOn: today, reason, today }, state);
  if (reversed instanceof Rejection) return reversed;
  const { effectiveOn, refundedKopecks, ...payment } = state.payment;
  // Where it goes to, all of it is new.
  void refundedKopecks;
  const replacement = { ...payment, paymentId: replacementId, account };
  return [...reversed, replaced(paymentId, state.payment.account, replacement, today, effectiveOn)];
}

/**
 * Gives money back to the payer, the whole payment or a part: a recall, and a payment with the original day for what
 * stays. A refund rests on the approval of a second person, whose id is its cause.
 */
export function refundPayment(command: RefundPayment, state: PaymentState, reverse: Reverse): Answer {
  const { paymentId, amountKopecks, refundedOn, reason, approvalId, replacementId, today } = command;
  if (approvalId === '') return new Rejection('PAYMENTS_APPROVAL_REQUIRED', { paymentId });
  if (state.status !== 'received') return noLongerReceived(paymentId, state);
  const { effectiveOn, ...payment } = state.payment;
  const { account, payee } = payment;
  if (!Number.isSafeInteger(amountKopecks) || amountKopecks <= 0 || amountKopecks > payment.amountKopecks) {
    const limitKopecks = payment.amountKopecks;
    return new Rejection('PAYMENTS_AMOUNT_OUT_OF_RANGE', { paymentId, account, limitKopecks });
  }
  const reversed = reverse({ kind: 'ReversePayment', paymentId, reversedOn: refundedOn, reason, today }, state);
  if (reversed instanceof Rejection) return reversed;
  const refund = { paymentId, account, payee, refundedKopecks: amountKopecks, refundedOn, reason, approvalId };
  const restKopecks = payment.amountKopecks - amountKopecks;
  const rest = { ...payment, paymentId: replacementId, amountKopecks: restKopecks, refundedKopecks: amountKopecks };
  return [
    { type: 'PaymentRefunded', version: 1, data: { ...refund, effectiveOn: refundedOn } },
    ...reversed,
    ...(restKopecks === 0 ? [] : [replaced(paymentId, account, rest, today, effectiveOn)]),
  ];
}

function replaced(
  paymentId: string,
  account: string,
  replacement: PaymentReplaced['data']['replacement'],
  replacedOn: CivilDate,
  effectiveOn: CivilDate,
): PaymentReplaced {
  const data = { paymentId, account, replacement, replacedOn, effectiveOn };
  return { type: 'PaymentReplaced', version: 1, data };
}

function noLongerReceived(paymentId: string, state: PaymentState): Rejection {
  if (state.status !== 'reversed') return new Rejection('PAYMENTS_UNKNOWN_PAYMENT', { paymentId });
  const { account } = state.payment;
  return new Rejection('PAYMENTS_ALREADY_REVERSED', { paymentId, account, reversedOn: state.reversedOn });
}
