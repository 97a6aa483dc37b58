import { CivilDate, DomainEvent } from '#libs/kernel';
import { Kopecks } from '#libs/money';

export const PARTS_OF_DAY = ['morning', 'afternoon', 'evening'] as const;
/** When on the day a resident would rather be visited. It is a wish: places are counted by the day. */
export type PartOfDay = (typeof PARTS_OF_DAY)[number];

export const PAYMENT_WAYS = ['on_slip', 'at_once'] as const;
/** With the slip of the month of the work, or by itself at the bank. */
export type PaymentWay = (typeof PAYMENT_WAYS)[number];

export type OrderAuthor = 'resident' | 'office';

export const CANCELLATION_REASONS = [
  'resident_asked',
  'specialist_unavailable',
  'no_access',
  'work_not_done',
  'mistake',
] as const;
/** One of a few, because a reason in own words would bring names into the log. */
export type CancellationReason = (typeof CANCELLATION_REASONS)[number];

/** What a resident added for the specialist, sealed with the person's key. */
export interface SealedComment {
  readonly personId: string;
  readonly sealedText: string;
  /** Length of the clear text. */
  readonly characters: number;
}

/** A resident ordered a service. Name and price are those of the day of the order, whatever the catalogue says later. */
export type OrderPlaced = DomainEvent<
  'OrderPlaced',
  {
    readonly orderId: string;
    readonly account: string;
    readonly serviceId: string;
    readonly title: string;
    /** The company itself: it alone offers services. */
    readonly payee: 'main';
    readonly quantity: number;
    readonly unit: string;
    readonly unitPriceKopecks: Kopecks;
    readonly amountKopecks: Kopecks;
    readonly visitOn: CivilDate;
    readonly partOfDay: PartOfDay;
    readonly paid: PaymentWay;
    /** The last day on which the resident may cancel or move it. */
    readonly changeableUntil: CivilDate;
    readonly comment: SealedComment | null;
    readonly placedBy: OrderAuthor;
    readonly placedOn: CivilDate;
  }
>;

/** The office has accepted the order for its day. */
export type OrderConfirmed = DomainEvent<
  'OrderConfirmed',
  { readonly orderId: string; readonly account: string; readonly confirmedOn: CivilDate }
>;

export type OrderRescheduled = DomainEvent<
  'OrderRescheduled',
  {
    readonly orderId: string;
    readonly account: string;
    readonly visitOn: CivilDate;
    readonly partOfDay: PartOfDay;
    readonly changeableUntil: CivilDate;
    readonly rescheduledBy: OrderAuthor;
    readonly rescheduledOn: CivilDate;
  }
>;

export type OrderCancelled = DomainEvent<
  'OrderCancelled',
  {
    readonly orderId: string;
    readonly account: string;
    readonly because: CancellationReason;
    readonly cancelledBy: OrderAuthor;
    readonly cancelledOn: CivilDate;
  }
>;

/** The work was done. */
export type OrderCompleted = DomainEvent<
  'OrderCompleted',
  { readonly orderId: string; readonly account: string; readonly completedOn: CivilDate; readonly notedOn: CivilDate }
>;

/** The bank has told of a payment for the order. */
export type OrderPaymentNoted = DomainEvent<
  'OrderPaymentNoted',
  {
    readonly orderId: string;
    readonly account: string;
    readonly paymentId: string;
    readonly amountKopecks: Kopecks;
    readonly paidOn: CivilDate;
  }
>;

/** The bank has given money back that was paid for the order. */
export type OrderRefundNoted = DomainEvent<
  'OrderRefundNoted',
  {
    readonly orderId: string;
    readonly account: string;
    readonly paymentId: string;
    /** Given back by all refunds of the payment so far. */
    readonly refundedKopecks: Kopecks;
    readonly refundedOn: CivilDate;
  }
>;

/**
 * The sum of the order goes on the slip from this day; billing is told. It follows the work, or the return of the money
 * that had been paid for it at once.
 */
export type OrderCharged = DomainEvent<
  'OrderCharged',
  {
    readonly orderId: string;
    readonly account: string;
    readonly title: string;
    readonly payee: 'main';
    readonly quantity: number;
    readonly unit: string;
    readonly unitPriceKopecks: Kopecks;
    readonly amountKopecks: Kopecks;
    readonly chargedOn: CivilDate;
    /** Absent where the order is charged because the work is done. */
    readonly because?: 'payment_returned';
  }
>;

/** The sum that went on the slip is not to be paid with it after all; billing is told. */
export type OrderChargeWithdrawn = DomainEvent<
  'OrderChargeWithdrawn',
  {
    readonly orderId: string;
    readonly account: string;
    readonly because: CancellationReason | 'paid_at_once';
    readonly cancelledOn: CivilDate;
  }
>;

/** Two people have agreed that this goes back of what was paid for the order; the bank gives it, and tells of it. */
export type OrderRefundAgreed = DomainEvent<
  'OrderRefundAgreed',
  {
    readonly orderId: string;
    readonly account: string;
    readonly refundKopecks: Kopecks;
    readonly approvalId: string;
    readonly agreedOn: CivilDate;
  }
>;

/** What two people had agreed to give back is not, or is no longer, what has to be given back. */
export type OrderRefundNotMade = DomainEvent<
  'OrderRefundNotMade',
  {
    readonly orderId: string;
    readonly account: string;
    readonly approvalId: string;
    /** Why: a code of the catalogue of errors. */
    readonly code: string;
  }
>;

/** Stream `support_order-<id>`. */
export type OrderEvent =
  | OrderPlaced
  | OrderConfirmed
  | OrderRescheduled
  | OrderCancelled
  | OrderCompleted
  | OrderPaymentNoted
  | OrderRefundNoted
  | OrderRefundAgreed
  | OrderRefundNotMade
  | OrderCharged
  | OrderChargeWithdrawn;

export const ORDER_EVENT_TYPES: readonly OrderEvent['type'][] = [
  'OrderPlaced',
  'OrderConfirmed',
  'OrderRescheduled',
  'OrderCancelled',
  'OrderCompleted',
  'OrderPaymentNoted',
  'OrderRefundNoted',
  'OrderRefundAgreed',
  'OrderRefundNotMade',
  'OrderCharged',
  'OrderChargeWithdrawn',
];
