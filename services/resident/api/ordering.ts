import { Inject, Injectable } from '@nestjs/common';
import { awayIn, unlessAway } from '#libs/gateway';
import { RejectedError, Rejection } from '#libs/kernel';
import { CommandOrigin } from '#libs/platform';
import { BILLING_CLIENT, BillingClient } from '#services/billing/api/client';
import { PAYMENTS_CLIENT, PaymentsClient, StartedPayment } from '#services/payments/api/client';
import { OrderReceipt, ORDERS_CLIENT, OrdersClient, ResidentOrder } from '#services/support/api/client';
import { WAIT_UNTIL_SEEN, WaitUntilSeen } from '../settings';

/** Ends the id of the command that pays an order, made from the one that places it. */
const OF_PAYMENT = ':pay';

export interface PlacedOrder {
  readonly orderId: string;
  /** Begun at the bank; `not_begun` where payments refused it, `not_due` where nothing is to be paid now. */
  readonly payment: StartedPayment | 'not_begun' | 'not_due';
}

/** Ordering of additional services, by a page or by the API: what is done is the same. */
@Injectable()
export class Ordering {
  constructor(
    @Inject(BILLING_CLIENT) private readonly billing: BillingClient,
    @Inject(ORDERS_CLIENT) private readonly orders: OrdersClient,
    @Inject(PAYMENTS_CLIENT) private readonly payments: PaymentsClient,
    @Inject(WAIT_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
  ) {}

  /** `comment` is sealed with the key of the payer. Throws what support refuses an order with. */
  async place(
    order: Omit<ResidentOrder, 'comment'> & { readonly comment: string },
    origin: CommandOrigin,
  ): Promise<OrderReceipt> {
    const text = order.comment.trim();
    const comment = text === '' ? null : { personId: (await this.billing.card(order.account)).payerId, text };
    const receipt = await this.orders.placeOrder({ ...order, comment }, origin);
    await this.untilSeen(receipt.position);
    return receipt;
  }

  /**
   * Places an order and, where it is to be paid at once and a bank can be paid at, begins its payment: the same command
   * sent again is the same order and the same payment. An order stays when its payment could not be begun: its page says
   * how to pay. Throws what support refuses an order with.
   */
  async placeAndPay(order: Parameters<Ordering['place']>[0], origin: CommandOrigin): Promise<PlacedOrder> {
    const { orderId } = await this.place(order, origin);
    if (order.paid !== 'at_once') return { orderId, payment: 'not_due' };
    const online = await unlessAway(this.payments.online());
    if (online === null) return { orderId, payment: 'not_begun' };
    if (!online.isOffered) return { orderId, payment: 'not_due' };
    const paying = { ...origin, commandId: `${origin.commandId}${OF_PAYMENT}` };
    return { orderId, payment: await this.pay(order.account, orderId, paying).catch(refusedPayment) };
  }

  /**
   * Begins a payment with the sum that the order itself names. Throws RejectedError CABINET_ORDER_NOT_PAYABLE for one
   * that was paid, charged or cancelled meanwhile, SUPPORT_UNKNOWN_ORDER, and what payments refuses.
   */
  async pay(account: string, orderId: string, origin: CommandOrigin): Promise<StartedPayment> {
    const { payableKopecks } = await this.orders.order(account, orderId);
    if (payableKopecks === 0) throw new RejectedError(new Rejection('CABINET_ORDER_NOT_PAYABLE', { orderId }));
    const payment = { account, payee: 'main', amountKopecks: payableKopecks, orderId } as const;
    const started = await this.payments.startPayment(payment, origin);
    await this.untilSeen(started.position);
    return started;
  }
}

/** An order that was paid, charged or cancelled since the form was sent first is due no more. */
function refusedPayment(error: unknown): PlacedOrder['payment'] {
  // The order is placed: that payments are away for a moment undoes nothing.
  if (awayIn(error) !== null) return 'not_begun';
  if (!(error instanceof RejectedError)) throw error;
  return error.rejection.code === 'CABINET_ORDER_NOT_PAYABLE' ? 'not_due' : 'not_begun';
}
