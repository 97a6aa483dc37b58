import { defineClient } from '#libs/clients';
import { CivilDate } from '#libs/kernel';
import { CommandOrigin } from '#libs/platform';
import { PartOfDay, PaymentWay } from '../../domain/order.events';
import { FreeDay, OfferedService } from '../additional-services.query';
import { OrderAnswer } from '../orders.dto';
import { OrderReceipt } from '../order-desk';

export { PARTS_OF_DAY, PAYMENT_WAYS } from '../../domain/order.events';
export type { CancellationReason, PartOfDay, PaymentWay } from '../../domain/order.events';
export { COMMENT_CHARACTERS_LIMIT } from '../../domain/order-day.policy';
export { LAST_HOURS_OF_A_DAY } from '../../domain/service-terms.policy';
export type { FreeDay, OfferedService } from '../additional-services.query';
export type { OrderReceipt } from '../order-desk';
export { FreeDaysAnswer, OfferedServicesAnswer } from '../additional-services.dto';
export { OrderAnswer, OrderReceiptAnswer, OrderStepAnswer } from '../orders.dto';

export const ORDERS_CLIENT = Symbol('ORDERS_CLIENT');

/** An order as the person who placed it sees it. */
export interface OwnOrder extends OrderAnswer {
  /** What the person wrote; null for nothing, or where the person was erased. */
  readonly comment: string | null;
}

/** What a resident orders. */
export interface ResidentOrder {
  readonly account: string;
  readonly serviceId: string;
  readonly quantity: number;
  readonly visitOn: CivilDate;
  readonly partOfDay: PartOfDay;
  readonly paid: PaymentWay;
  /** For the specialist; sealed with the key of the person. Null for none. */
  readonly comment: { readonly personId: string; readonly text: string } | null;
}

/**
 * What the cabinet of residents asks of additional services. In one process a direct call; between processes HTTP.
 * Throws RejectedError. An order of another account is as unknown as one that is nowhere: SUPPORT_UNKNOWN_ORDER.
 */
export interface OrdersClient {
  /** Services that can be ordered today, by name. */
  services(): Promise<readonly OfferedService[]>;
  /** SUPPORT_UNKNOWN_SERVICE, SUPPORT_SERVICE_WITHDRAWN. */
  service(serviceId: string): Promise<OfferedService>;
  /** Days for which it can be ordered, with the places that are left; those that are full too. */
  freeDays(serviceId: string): Promise<readonly FreeDay[]>;
  /** The same origin places one order. SUPPORT_NO_FREE_SLOT, SUPPORT_ORDER_DAY, SUPPORT_ORDER_QUANTITY, … */
  placeOrder(order: ResidentOrder, origin: CommandOrigin): Promise<OrderReceipt>;
  /** The latest visit first. */
  orders(account: string): Promise<readonly OwnOrder[]>;
  order(account: string, orderId: string): Promise<OwnOrder>;
  /** SUPPORT_ORDER_TOO_LATE, SUPPORT_ORDER_COMPLETED. */
  cancelOrder(account: string, orderId: string, origin: CommandOrigin): Promise<OrderReceipt>;
  /** SUPPORT_ORDER_TOO_LATE, SUPPORT_ORDER_DAY, SUPPORT_NO_FREE_SLOT, … */
  rescheduleOrder(
    account: string,
    orderId: string,
    to: { readonly visitOn: CivilDate; readonly partOfDay: PartOfDay },
    origin: CommandOrigin,
  ): Promise<OrderReceipt>;
}

export const ordersClient = defineClient<OrdersClient>()({
  name: 'orders',
  token: ORDERS_CLIENT,
  operations: {
    services: 'ask',
    service: 'ask',
    freeDays: 'ask',
    placeOrder: 'tell',
    orders: 'ask',
    order: 'ask',
    cancelOrder: 'tell',
    rescheduleOrder: 'tell',
  },
});
