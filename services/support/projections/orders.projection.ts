import { CivilDate, RecordedEvent, unreachable } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { Projection } from '#libs/read-models';
import { OrderMoney, OrderStanding, paidFor, payableAtOnce, refundDue } from '../domain/order-money.policy';
import { agreedAfter, refundToAskFor, stillAgreed } from '../domain/order-refund.policy';
import {
  CancellationReason,
  ORDER_EVENT_TYPES,
  OrderAuthor,
  OrderEvent,
  PartOfDay,
  PaymentWay,
  SealedComment,
} from '../domain/order.events';

export type OrderStateName = 'placed' | 'confirmed' | 'completed' | 'cancelled';

export type OrderStepReason = CancellationReason | 'paid_at_once' | 'payment_returned';

/** One step of an order's history. */
export interface OrderStep {
  readonly kind:
    | 'placed'
    | 'confirmed'
    | 'rescheduled'
    | 'cancelled'
    | 'completed'
    | 'paid'
    | 'refunded'
    | 'charged'
    | 'charge_withdrawn';
  /** The day that the step is about: of the visit where it was placed or moved, else of the step itself. */
  readonly on: CivilDate;
  readonly by: OrderAuthor | null;
  readonly because: OrderStepReason | null;
  readonly amountKopecks: Kopecks | null;
  /** UTC instant. */
  readonly recordedAt: string;
}

export interface OrderCard {
  readonly orderId: string;
  readonly account: string;
  readonly serviceId: string;
  readonly title: string;
  readonly quantity: number;
  readonly unit: string;
  readonly unitPriceKopecks: Kopecks;
  readonly amountKopecks: Kopecks;
  readonly visitOn: CivilDate;
  readonly partOfDay: PartOfDay;
  readonly paid: PaymentWay;
  readonly changeableUntil: CivilDate;
  readonly state: OrderStateName;
  readonly placedOn: CivilDate;
  readonly completedOn: CivilDate | null;
  readonly cancelledBecause: CancellationReason | null;
  readonly payments: Readonly<Record<string, OrderMoney>>;
  /** What is paid at the bank and was not given back. */
  readonly paidKopecks: Kopecks;
  /** What can be paid at the bank now. */
  readonly payableKopecks: Kopecks;
  /** What the office has to give back. */
  readonly refundDueKopecks: Kopecks;
  /** Of it, what two people have agreed to and the bank has not told of yet. */
  readonly refundAgreedKopecks: Kopecks;
  /** The day as of which the sum stands on a slip; null while it does not. */
  readonly chargedOn: CivilDate | null;
  /** Opened by the vault for whoever may read it. */
  readonly comment: SealedComment | null;
  readonly history: readonly OrderStep[];
}

/** Which additional services were ordered, and how does each order stand? */
export const orders: Projection<OrderCard> = {
  name: 'support.orders',
  version: 3,
  handles: ORDER_EVENT_TYPES,
  keysOf: (event) => [(event as OrderEvent & RecordedEvent).data.orderId],
  columns: { account: 'text', state: 'text', visit_on: 'text', refund_due: 'integer', refund_step: 'text' },
  columnsOf: ({ account, state, visitOn, refundDueKopecks, refundAgreedKopecks }) => ({
    account,
    state,
    visit_on: visitOn,
    refund_due: refundDueKopecks > 0 ? 1 : 0,
    refund_step: refundStepOf(refundDueKopecks, refundAgreedKopecks),
  }),
  indexes: [['account'], ['state', 'visit_on'], ['refund_due', 'visit_on'], ['refund_step', 'visit_on']],
  evolve(card, recorded) {
    const event = recorded as OrderEvent & RecordedEvent;
    if (event.type === 'OrderPlaced') return withStep(placedCard(event.data), event);
    if (card === null) return null;
    const changed = withMoney(card, changedCard(card, event));
    // What the office agrees upon is no step of the resident's order; that the money came back is one.
    const isOffice = event.type === 'OrderRefundAgreed' || event.type === 'OrderRefundNotMade';
    return isOffice ? changed : withStep(changed, event);
  },
};

/** What the office has to do: ask for what is due, or wait for the bank to give what was agreed to. */
export type RefundStep = 'due' | 'agreed';

function refundStepOf(dueKopecks: Kopecks, agreedKopecks: Kopecks): RefundStep | 'none' {
  if (refundToAskFor(dueKopecks, agreedKopecks) > 0) return 'due';
  return dueKopecks > 0 ? 'agreed' : 'none';
}

type Changing = Exclude<OrderEvent, { type: 'OrderPlaced' }>;

function placedCard(data: Extract<OrderEvent, { type: 'OrderPlaced' }>['data']): OrderCard {
  const { orderId, account, serviceId, title, quantity, unit, unitPriceKopecks, amountKopecks } = data;
  const { visitOn, partOfDay, paid, changeableUntil, placedOn, comment } = data;
  return {
    orderId,
    account,
    serviceId,
    title,
    quantity,
    unit,
    unitPriceKopecks,
    amountKopecks,
    visitOn,
    partOfDay,
    paid,
    changeableUntil,
    state: 'placed',
    placedOn,
    completedOn: null,
    cancelledBecause: null,
    payments: {},
    paidKopecks: 0,
    payableKopecks: amountKopecks,
    refundDueKopecks: 0,
    refundAgreedKopecks: 0,
    chargedOn: null,
    comment,
    history: [],
  };
}

function changedCard(card: OrderCard, event: Changing): OrderCard {
  switch (event.type) {
    case 'OrderConfirmed':
      return { ...card, state: 'confirmed' };
    case 'OrderRescheduled': {
      const { visitOn, partOfDay, changeableUntil } = event.data;
      return { ...card, visitOn, partOfDay, changeableUntil };
    }
    case 'OrderCancelled':
      return { ...card, state: 'cancelled', cancelledBecause: event.data.because };
    case 'OrderCompleted':
      return { ...card, state: 'completed', completedOn: event.data.completedOn };
    case 'OrderPaymentNoted': {
      const { paymentId, amountKopecks } = event.data;
      return { ...card, payments: { ...card.payments, [paymentId]: { amountKopecks, refundedKopecks: 0 } } };
    }
    case 'OrderRefundNoted': {
      const { paymentId, refundedKopecks } = event.data;
      const paid = card.payments[paymentId];
      if (!paid) return card;
      const refundAgreedKopecks = stillAgreed(card.refundAgreedKopecks, refundedKopecks - paid.refundedKopecks);
      const payments = { ...card.payments, [paymentId]: { ...paid, refundedKopecks } };
      return { ...card, refundAgreedKopecks, payments };
    }
    case 'OrderRefundAgreed':
      return { ...card, refundAgreedKopecks: card.refundAgreedKopecks + event.data.refundKopecks };
    case 'OrderRefundNotMade':
      return card;
    case 'OrderCharged':
      return { ...card, chargedOn: event.data.chargedOn };
    case 'OrderChargeWithdrawn':
      return { ...card, chargedOn: null };
    default:
      return unreachable(event);
  }
}

function withMoney(before: OrderCard, card: OrderCard): OrderCard {
  const standing = standingOf(card);
  return {
    ...card,
    paidKopecks: standing.paidKopecks,
    payableKopecks: payableAtOnce(standing),
    refundDueKopecks: refundDue(standing),
    refundAgreedKopecks: agreedAfter(card.refundAgreedKopecks, standingOf(before), standing),
  };
}

function standingOf({ state, amountKopecks, payments, chargedOn }: OrderCard): OrderStanding {
  return { state, amountKopecks, paidKopecks: paidFor(payments), charged: chargedOn !== null };
}

type Agreed = Extract<OrderEvent, { type: 'OrderRefundAgreed' | 'OrderRefundNotMade' }>;

function withStep(card: OrderCard, event: Exclude<OrderEvent, Agreed> & RecordedEvent): OrderCard {
  const nobody = { by: null, because: null, amountKopecks: null };
  const step: OrderStep = { ...nobody, ...stepOf(event), recordedAt: event.metadata.recordedAt };
  return { ...card, history: [...card.history, step] };
}

function stepOf(event: Exclude<OrderEvent, Agreed>): Pick<OrderStep, 'kind' | 'on'> & Partial<OrderStep> {
  switch (event.type) {
    case 'OrderPlaced':
      return { kind: 'placed', on: event.data.visitOn, by: event.data.placedBy };
    case 'OrderConfirmed':
      return { kind: 'confirmed', on: event.data.confirmedOn, by: 'office' };
    case 'OrderRescheduled':
      return { kind: 'rescheduled', on: event.data.visitOn, by: event.data.rescheduledBy };
    case 'OrderCancelled': {
      const { cancelledOn: on, cancelledBy: by, because } = event.data;
      return { kind: 'cancelled', on, by, because };
    }
    case 'OrderCompleted':
      return { kind: 'completed', on: event.data.completedOn, by: 'office' };
    case 'OrderPaymentNoted':
      return { kind: 'paid', on: event.data.paidOn, amountKopecks: event.data.amountKopecks };
    case 'OrderRefundNoted':
      return { kind: 'refunded', on: event.data.refundedOn, amountKopecks: event.data.refundedKopecks };
    case 'OrderCharged':
      return {
        kind: 'charged',
        on: event.data.chargedOn,
        because: event.data.because ?? null,
        amountKopecks: event.data.amountKopecks,
      };
    case 'OrderChargeWithdrawn':
      return { kind: 'charge_withdrawn', on: event.data.cancelledOn, because: event.data.because };
    default:
      return unreachable(event);
  }
}
