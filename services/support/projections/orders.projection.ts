import { CivilDate, RecordedEvent, unreachable } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { Projection } from '#libs/read-models';
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

/** One step of an order's history. */
export interface OrderStep {
  readonly kind:
    'placed' | 'confirmed' | 'rescheduled' | 'cancelled' | 'completed' | 'paid' | 'charged' | 'charge_withdrawn';
  /** The day that the step is about: of the visit where it was placed or moved, else of the step itself. */
  readonly on: CivilDate;
  readonly by: OrderAuthor | null;
  readonly because: CancellationReason | null;
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
  readonly paidKopecks: Kopecks;
  /** The day from which the sum is owed; null while it is not. */
  readonly chargedOn: CivilDate | null;
  /** Opened by the vault for whoever may read it. */
  readonly comment: SealedComment | null;
  readonly history: readonly OrderStep[];
}

/** Which additional services were ordered, and how does each order stand? */
export const orders: Projection<OrderCard> = {
  name: 'support.orders',
  version: 1,
  handles: ORDER_EVENT_TYPES,
  keysOf: (event) => [(event as OrderEvent & RecordedEvent).data.orderId],
  columns: { account: 'text', state: 'text', visit_on: 'text' },
  columnsOf: ({ account, state, visitOn }) => ({ account, state, visit_on: visitOn }),
  indexes: [['account'], ['state', 'visit_on']],
  evolve(card, recorded) {
    const event = recorded as OrderEvent & RecordedEvent;
    if (event.type === 'OrderPlaced') return withStep(placedCard(event.data), event);
    return card && withStep(changedCard(card, event), event);
  },
};

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
    paidKopecks: 0,
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
    case 'OrderPaymentNoted':
      return { ...card, paidKopecks: card.paidKopecks + event.data.amountKopecks };
    case 'OrderCharged':
      return { ...card, chargedOn: event.data.chargedOn };
    case 'OrderChargeWithdrawn':
      return { ...card, chargedOn: null };
    default:
      return unreachable(event);
  }
}

function withStep(card: OrderCard, event: OrderEvent & RecordedEvent): OrderCard {
  const nobody = { by: null, because: null, amountKopecks: null };
  const step: OrderStep = { ...nobody, ...stepOf(event), recordedAt: event.metadata.recordedAt };
  return { ...card, history: [...card.history, step] };
}

function stepOf(event: OrderEvent): Pick<OrderStep, 'kind' | 'on'> & Partial<OrderStep> {
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
    case 'OrderCharged':
      return { kind: 'charged', on: event.data.chargedOn, amountKopecks: event.data.amountKopecks };
    case 'OrderChargeWithdrawn':
      return { kind: 'charge_withdrawn', on: event.data.cancelledOn };
    default:
      return unreachable(event);
  }
}
