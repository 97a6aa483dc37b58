import { CivilDate } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { ServiceTerms } from './additional-service.events';
import { CancellationReason, OrderAuthor, PartOfDay, PaymentWay, SealedComment } from './order.events';

/**
 * An order by the terms of the day. A comment is sealed differently each time: whoever repeats the command names what
 * was asked for (`input`) instead of letting the sealed text be compared.
 */
export interface PlaceOrder {
  readonly kind: 'PlaceOrder';
  readonly orderId: string;
  readonly account: string;
  readonly serviceId: string;
  readonly terms: ServiceTerms;
  readonly quantity: number;
  readonly visitOn: CivilDate;
  readonly partOfDay: PartOfDay;
  readonly paid: PaymentWay;
  readonly comment: SealedComment | null;
  readonly placedBy: OrderAuthor;
  readonly today: CivilDate;
}

export interface ConfirmOrder {
  readonly kind: 'ConfirmOrder';
  readonly orderId: string;
  readonly today: CivilDate;
}

export interface RescheduleOrder {
  readonly kind: 'RescheduleOrder';
  readonly orderId: string;
  /** In force today; null where the service can be ordered no more. */
  readonly terms: ServiceTerms | null;
  readonly visitOn: CivilDate;
  readonly partOfDay: PartOfDay;
  readonly by: OrderAuthor;
  readonly today: CivilDate;
}

export interface CancelOrder {
  readonly kind: 'CancelOrder';
  readonly orderId: string;
  readonly because: CancellationReason;
  readonly by: OrderAuthor;
  readonly today: CivilDate;
}

export interface CompleteOrder {
  readonly kind: 'CompleteOrder';
  readonly orderId: string;
  readonly completedOn: CivilDate;
  readonly today: CivilDate;
}

export interface NoteOrderPayment {
  readonly kind: 'NoteOrderPayment';
  readonly orderId: string;
  readonly account: string;
  readonly paymentId: string;
  readonly amountKopecks: Kopecks;
  readonly paidOn: CivilDate;
}

export interface NoteOrderRefund {
  readonly kind: 'NoteOrderRefund';
  readonly orderId: string;
  readonly account: string;
  readonly paymentId: string;
  /** What was paid, and when: a refund that is told before its payment tells of the payment too. */
  readonly amountKopecks: Kopecks;
  readonly paidOn: CivilDate;
  /** Given back by all refunds of the payment so far. */
  readonly refundedKopecks: Kopecks;
  readonly refundedOn: CivilDate;
}

/** Two people have agreed to a refund. */
export interface AgreeOrderRefund {
  readonly kind: 'AgreeOrderRefund';
  readonly orderId: string;
  readonly approvalId: string;
  /** What both have seen; null where it is not what they have agreed to. */
  readonly plan: Readonly<Record<string, unknown>> | null;
  readonly today: CivilDate;
}

export type OrderCommand =
  | PlaceOrder
  | ConfirmOrder
  | RescheduleOrder
  | CancelOrder
  | CompleteOrder
  | NoteOrderPayment
  | NoteOrderRefund
  | AgreeOrderRefund;

export function orderStream(orderId: string): string {
  return `support_order-${orderId}`;
}
