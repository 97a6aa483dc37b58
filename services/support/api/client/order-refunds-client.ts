import { defineClient } from '#libs/clients';
import { Kopecks } from '#libs/money';
import { OrderRefundPlan } from '../../domain/order-refund.policy';
import { OrderCard } from '../../projections/orders.projection';

export type { OrderRefundPlan } from '../../domain/order-refund.policy';

export const ORDER_REFUNDS_CLIENT = Symbol('ORDER_REFUNDS_CLIENT');

/** An order that was paid at the bank and of which money has to go back. Names nobody. */
export interface OrderToRefund extends Pick<
  OrderCard,
  'orderId' | 'account' | 'title' | 'state' | 'visitOn' | 'cancelledBecause' | 'amountKopecks' | 'paidKopecks'
> {
  /** What has to go back. */
  readonly refundKopecks: Kopecks;
  /** Under these names the payments are known here. */
  readonly paymentIds: readonly string[];
}

export interface OrderRefunds {
  /** Nobody has asked for these yet, or nobody has agreed. */
  readonly due: readonly OrderToRefund[];
  /** Two people have agreed: somebody gives the money back at the bank. */
  readonly agreed: readonly OrderToRefund[];
  /** There are more of one of them. */
  readonly more: boolean;
}

/** What the back-office asks of orders whose money has to go back. Throws RejectedError. */
export interface OrderRefundsClient {
  /** The earliest visit first. */
  refunds(): Promise<OrderRefunds>;
  /**
   * What a second person is to agree to; nothing is written. SUPPORT_UNKNOWN_ORDER, SUPPORT_ORDER_NO_REFUND_DUE.
   */
  proposeRefund(orderId: string, reason: string): Promise<OrderRefundPlan>;
}

export const orderRefundsClient = defineClient<OrderRefundsClient>()({
  name: 'order-refunds',
  token: ORDER_REFUNDS_CLIENT,
  operations: {
    refunds: 'ask',
    proposeRefund: 'ask',
  },
});
