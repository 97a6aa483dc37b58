import { Rejection } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { onlinePaymentOf } from './online-payment.commands';
import { Payee } from './payment.events';
import { PaymentState } from './payment.state';

/** What two people are asked to agree to: which payment, as it stood, how much of it goes back, and why. */
export interface RefundPlan {
  readonly paymentId: string;
  readonly account: string;
  readonly payee: Payee;
  /** What was paid. */
  readonly paidKopecks: Kopecks;
  /** What goes back. */
  readonly refundKopecks: Kopecks;
  readonly reason: string;
}

/**
 * The plan of a refund of a payment as it stands. What was paid at a bank on the site goes back through that bank alone,
 * which tells of it by itself, also where it was moved under a name that does not say so: PAYMENTS_REFUND_AT_BANK. PAYMENTS_UNKNOWN_PAYMENT, PAYMENTS_ALREADY_REVERSED,
 * PAYMENTS_AMOUNT_OUT_OF_RANGE besides. @param first the payment that was made, of which this one goes on
 */
export function planRefund(
  asked: { readonly paymentId: string; readonly refundKopecks: Kopecks; readonly reason: string },
  state: PaymentState,
  first: string,
): RefundPlan | Rejection {
  const { paymentId, refundKopecks, reason } = asked;
  if (!('payment' in state)) return new Rejection('PAYMENTS_UNKNOWN_PAYMENT', { paymentId });
  const { account, payee, amountKopecks: paidKopecks } = state.payment;
  if (state.status === 'reversed') {
    return new Rejection('PAYMENTS_ALREADY_REVERSED', { paymentId, account, reversedOn: state.reversedOn });
  }
  if (onlinePaymentOf(paymentId) !== null || onlinePaymentOf(first) !== null) {
    return new Rejection('PAYMENTS_REFUND_AT_BANK', { paymentId, account });
  }
  if (!Number.isSafeInteger(refundKopecks) || refundKopecks <= 0 || refundKopecks > paidKopecks) {
    return new Rejection('PAYMENTS_AMOUNT_OUT_OF_RANGE', { paymentId, account, limitKopecks: paidKopecks });
  }
  return { paymentId, account, payee, paidKopecks, refundKopecks, reason };
}

/**
 * What was agreed to, where it still is what the payment is: the plan made anew is the one that both people have seen.
 * PAYMENTS_REFUND_OTHER_PLAN where it is not, and what `planRefund` refuses.
 */
export function refundAgreedTo(
  plan: Readonly<Record<string, unknown>>,
  subject: string,
  state: PaymentState,
  first: string,
): RefundPlan | Rejection {
  const other = new Rejection('PAYMENTS_REFUND_OTHER_PLAN', { paymentId: subject });
  const { paymentId, refundKopecks, reason } = plan;
  if (paymentId !== subject || typeof refundKopecks !== 'number' || typeof reason !== 'string') return other;
  const now = planRefund({ paymentId, refundKopecks, reason }, state, first);
  if (now instanceof Rejection) return now;
  const fields = Object.entries(now);
  const isSame = fields.length === Object.keys(plan).length && fields.every(([name, value]) => plan[name] === value);
  return isSame ? now : other;
}
