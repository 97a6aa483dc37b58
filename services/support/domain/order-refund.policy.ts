import { Rejection } from '#libs/kernel';
import { Kopecks, subtractKopecks } from '#libs/money';
import { AgreeOrderRefund } from './order.commands';
import { OrderEvent } from './order.events';
import { KnownOrder, OrderState } from './order.state';
import { OrderStanding, paidFor, refundCauseOf, refundDue } from './order-money.policy';

/** What two people are asked to agree to: all that has to be given back for an order and was not agreed to yet. */
export interface OrderRefundPlan {
  readonly orderId: string;
  readonly account: string;
  readonly refundKopecks: Kopecks;
  readonly reason: string;
}

/** What has to be given back and nobody was asked for; what was agreed to is waited for at the bank. */
export function refundToAskFor(dueKopecks: Kopecks, agreedKopecks: Kopecks): Kopecks {
  return Math.max(0, subtractKopecks(dueKopecks, agreedKopecks));
}

/** What was agreed to and has not come back yet, after the bank has given back so much more. */
export function stillAgreed(agreedKopecks: Kopecks, givenBackKopecks: Kopecks): Kopecks {
  return Math.max(0, subtractKopecks(agreedKopecks, givenBackKopecks));
}

/**
 * What was agreed to, after the order stands otherwise. Two people have agreed to one cause: where money has to be given
 * back for another one, or none has to any more, their agreement is over, and it is never more than is due.
 */
export function agreedAfter(agreedKopecks: Kopecks, before: OrderStanding, after: OrderStanding): Kopecks {
  return refundCauseOf(before) === refundCauseOf(after) ? Math.min(agreedKopecks, refundDue(after)) : 0;
}

/** How an order stands by its state. */
export function standingOf({ placed, status, payments, charged }: KnownOrder): OrderStanding {
  return { state: status, amountKopecks: placed.amountKopecks, paidKopecks: paidFor(payments), charged };
}

/** SUPPORT_UNKNOWN_ORDER, SUPPORT_ORDER_NO_REFUND_DUE. */
export function planOrderRefund(
  { orderId, reason }: { readonly orderId: string; readonly reason: string },
  state: OrderState,
): OrderRefundPlan | Rejection {
  if (state.status === 'unknown') return new Rejection('SUPPORT_UNKNOWN_ORDER', { orderId });
  const { placed, agreedKopecks } = state;
  const refundKopecks = refundToAskFor(refundDue(standingOf(state)), agreedKopecks);
  if (refundKopecks === 0) return new Rejection('SUPPORT_ORDER_NO_REFUND_DUE', { orderId });
  return { orderId, account: placed.account, refundKopecks, reason };
}

/** Notes what was agreed to, once, where it still is what has to be given back; says why not where it is not. */
export function agreeOrderRefund(command: AgreeOrderRefund, state: KnownOrder): readonly OrderEvent[] {
  const { orderId, approvalId, plan, today } = command;
  if (state.answeredApprovals.includes(approvalId)) return [];
  const { account } = state.placed;
  const notMade = (code: string): readonly OrderEvent[] => [
    { type: 'OrderRefundNotMade', version: 1, data: { orderId, account, approvalId, code } },
  ];
  const reason = plan?.['reason'];
  const now = planOrderRefund({ orderId, reason: typeof reason === 'string' ? reason : '' }, state);
  if (now instanceof Rejection) return notMade(now.code);
  const fields = Object.entries(now);
  const isSame = plan !== null && fields.length === Object.keys(plan).length;
  if (!isSame || fields.some(([name, value]) => plan[name] !== value))
    return notMade('SUPPORT_ORDER_REFUND_OTHER_PLAN');
  const { refundKopecks } = now;
  const data = { orderId, account, refundKopecks, approvalId, agreedOn: today };
  return [{ type: 'OrderRefundAgreed', version: 1, data }];
}
