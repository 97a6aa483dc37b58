import { Injectable } from '@nestjs/common';
import { refundToAskFor } from '../../domain/order-refund.policy';
import { OrderCard } from '../../projections/orders.projection';
import { OrdersQuery } from '../orders.query';
import { OrderRefunds, OrderRefundsClient, OrderToRefund } from './order-refunds-client';

const SHOWN_LIMIT = 500;

/** Refunds of orders in the same process. */
@Injectable()
export class EmbeddedOrderRefundsClient implements OrderRefundsClient {
  constructor(private readonly query: OrdersQuery) {}

  async refunds(): Promise<OrderRefunds> {
    const [due, agreed] = await Promise.all([
      this.query.refunds('due', SHOWN_LIMIT),
      this.query.refunds('agreed', SHOWN_LIMIT),
    ]);
    return {
      due: due.orders.map((card) => told(card, refundToAskFor(card.refundDueKopecks, card.refundAgreedKopecks))),
      agreed: agreed.orders.map((card) => told(card, card.refundAgreedKopecks)),
      more: due.more || agreed.more,
    };
  }

  proposeRefund(orderId: string, reason: string) {
    return this.query.proposeRefund(orderId, reason);
  }
}

function told(card: OrderCard, refundKopecks: number): OrderToRefund {
  const { orderId, account, title, state, visitOn, cancelledBecause, amountKopecks, paidKopecks, payments } = card;
  const order = { orderId, account, title, state, visitOn, cancelledBecause, amountKopecks, paidKopecks };
  return { ...order, refundKopecks, paymentIds: Object.keys(payments) };
}
