import { addDays, CivilDate, daysBetween, Decider, Rejection, unreachable } from '#libs/kernel';
import { kopecks } from '#libs/money';
import { ServiceTerms } from './additional-service.events';
import { dayFault, orderFault } from './order-day.policy';
import { paidFor } from './order-money.policy';
import { agreedAfter, agreeOrderRefund, standingOf, stillAgreed } from './order-refund.policy';
import {
  CancelOrder,
  CompleteOrder,
  ConfirmOrder,
  NoteOrderPayment,
  NoteOrderRefund,
  OrderCommand,
  PlaceOrder,
  RescheduleOrder,
} from './order.commands';
import { OrderEvent, OrderPlaced } from './order.events';
import { KnownOrder, OrderState } from './order.state';
import { changeableUntil } from './service-terms.policy';

export type { KnownOrder, OrderState } from './order.state';

type Decision = readonly OrderEvent[] | Rejection;

export const orderDecider: Decider<OrderState, OrderCommand, OrderEvent> = {
  initialState: () => ({ status: 'unknown' }),
  evolve: evolveOrder,
  decide(command, state) {
    if (command.kind === 'PlaceOrder') return placeOrder(command, state);
    if (command.kind === 'NoteOrderPayment') return noteOrderPayment(command, state);
    if (command.kind === 'NoteOrderRefund') return noteOrderRefund(command, state);
    if (state.status === 'unknown') return new Rejection('SUPPORT_UNKNOWN_ORDER', { orderId: command.orderId });
    switch (command.kind) {
      case 'ConfirmOrder':
        return confirmOrder(command, state);
      case 'RescheduleOrder':
        return rescheduleOrder(command, state);
      case 'CancelOrder':
        return cancelOrder(command, state);
      case 'CompleteOrder':
        return completeOrder(command, state);
      case 'AgreeOrderRefund':
        return agreeOrderRefund(command, state);
      default:
        return unreachable(command);
    }
  },
};

/** Freezes what was ordered: the name, the price and the limit of the day of the order. */
export function placeOrder(command: PlaceOrder, state: OrderState): Decision {
  const { orderId, account, serviceId, terms, quantity, visitOn, partOfDay, paid, comment, placedBy, today } = command;
  if (state.status !== 'unknown') return new Rejection('SUPPORT_ORDER_EXISTS', { orderId });
  const fault = orderFault({ quantity, visitOn, commentCharacters: comment?.characters ?? 0 }, terms, today);
  if (fault !== null) return fault;
  const { name: title, unit, unitPriceKopecks } = terms;
  const data: OrderPlaced['data'] = {
    orderId,
    account,
    serviceId,
    title,
    payee: 'main',
    quantity,
    unit,
    unitPriceKopecks,
    amountKopecks: kopecks(quantity * unitPriceKopecks),
    visitOn,
    partOfDay,
    paid,
    changeableUntil: changeableUntil(terms, visitOn),
    comment,
    placedBy,
    placedOn: today,
  };
  return [{ type: 'OrderPlaced', version: 1, data }];
}

export function confirmOrder({ orderId, today }: ConfirmOrder, state: KnownOrder): Decision {
  if (state.status === 'confirmed') return [];
  if (state.status !== 'placed') return finished(state);
  const { account } = state.placed;
  return [{ type: 'OrderConfirmed', version: 1, data: { orderId, account, confirmedOn: today } }];
}

/**
 * A resident moves an order while it may still be cancelled, to a day that can be ordered; the office to any day that
 * is not over. How long before the day it may be changed stays as it was when it was placed.
 */
export function rescheduleOrder(command: RescheduleOrder, state: KnownOrder): Decision {
  const { orderId, terms, visitOn, partOfDay, by, today } = command;
  if (state.status !== 'placed' && state.status !== 'confirmed') return finished(state);
  if (visitOn === state.visitOn && partOfDay === state.partOfDay) return [];
  if (by === 'resident') {
    const late = tooLate(state, today);
    if (late !== null) return late;
    const fault = visitOn === state.visitOn ? null : movingFault(state, visitOn, terms, today);
    if (fault !== null) return fault;
  } else if (visitOn < today) {
    return new Rejection('SUPPORT_ORDER_DAY_OVER', { orderId, visitOn });
  }
  const { account, visitOn: placedFor, changeableUntil: placedUntil } = state.placed;
  const until = addDays(visitOn, -daysBetween(placedUntil, placedFor));
  const moved = { visitOn, partOfDay, changeableUntil: until };
  return [
    {
      type: 'OrderRescheduled',
      version: 1,
      data: { orderId, account, ...moved, rescheduledBy: by, rescheduledOn: today },
    },
  ];
}

/**
 * A resident cancels an order up to its day of limit. The office cancels at any time, with a reason, also what was done
 * or paid: what was charged for it is taken back.
 */
export function cancelOrder({ orderId, because, by, today }: CancelOrder, state: KnownOrder): Decision {
  if (state.status === 'cancelled') return [];
  if (by === 'resident') {
    if (state.status === 'completed') return finished(state);
    const late = tooLate(state, today);
    if (late !== null) return late;
  }
  const { account } = state.placed;
  const events: OrderEvent[] = [
    { type: 'OrderCancelled', version: 1, data: { orderId, account, because, cancelledBy: by, cancelledOn: today } },
  ];
  if (state.charged) {
    events.push({
      type: 'OrderChargeWithdrawn',
      version: 1,
      data: { orderId, account, because, cancelledOn: today },
    });
  }
  return events;
}

/** The work is done on a day, not before it was ordered and not in the future; what is not paid goes on the slip. */
export function completeOrder(command: CompleteOrder, state: KnownOrder): Decision {
  const { orderId, completedOn, today } = command;
  if (state.status === 'completed') return [];
  if (state.status === 'cancelled') return finished(state);
  const { account, placedOn, amountKopecks } = state.placed;
  if (completedOn > today || completedOn < placedOn) {
    return new Rejection('SUPPORT_ORDER_COMPLETION_DAY', { orderId, completedOn, placedOn, today });
  }
  const events: OrderEvent[] = [
    { type: 'OrderCompleted', version: 1, data: { orderId, account, completedOn, notedOn: today } },
  ];
  if (paidFor(state.payments) < amountKopecks) events.push(chargeOf(state.placed, completedOn));
  return events;
}

/**
 * A payment for the order alone: it is no payment of the account, so that no older debt takes it (ГК РФ ст. 319.1).
 * One that was noted already, or is for an order or account that it cannot be for, is no news. Where the sum went on
 * the slip before it was paid in full, it comes off again.
 */
export function noteOrderPayment(command: NoteOrderPayment, state: OrderState): Decision {
  const { orderId, account, paymentId, amountKopecks, paidOn } = command;
  if (state.status === 'unknown' || state.placed.account !== account || state.payments[paymentId]) return [];
  const payments = { ...state.payments, [paymentId]: { amountKopecks, refundedKopecks: 0 } };
  return [
    { type: 'OrderPaymentNoted', version: 1, data: { orderId, account, paymentId, amountKopecks, paidOn } },
    ...chargeFollowing(payments, state, paidOn),
  ];
}

/**
 * Money that the bank gave back. What was said before is no news; a refund that is told before its payment tells of both.
 * Where the work is done and what is left does not pay for it, the sum goes on the slip: the whole of it, and the office
 * gives back what is left.
 */
export function noteOrderRefund(command: NoteOrderRefund, state: OrderState): Decision {
  const { orderId, account, paymentId, amountKopecks, paidOn, refundedKopecks, refundedOn } = command;
  if (state.status === 'unknown' || state.placed.account !== account) return [];
  const known = state.payments[paymentId];
  if (known && known.refundedKopecks >= refundedKopecks) return [];
  const payments = { ...state.payments, [paymentId]: { amountKopecks, ...known, refundedKopecks } };
  const untold: OrderEvent[] = known
    ? []
    : [{ type: 'OrderPaymentNoted', version: 1, data: { orderId, account, paymentId, amountKopecks, paidOn } }];
  return [
    ...untold,
    { type: 'OrderRefundNoted', version: 1, data: { orderId, account, paymentId, refundedKopecks, refundedOn } },
    ...chargeFollowing(payments, state, refundedOn),
  ];
}

/** What becomes of the charge when this is paid: it is on the slip or paid for, one of the two. */
function chargeFollowing(payments: KnownOrder['payments'], state: KnownOrder, on: CivilDate): OrderEvent[] {
  const { placed, status, charged } = state;
  const { orderId, account } = placed;
  const isPaid = paidFor(payments) >= placed.amountKopecks;
  if (isPaid && charged) {
    const data = { orderId, account, because: 'paid_at_once', cancelledOn: on } as const;
    return [{ type: 'OrderChargeWithdrawn', version: 1, data }];
  }
  return !isPaid && !charged && status === 'completed' ? [chargeOf(placed, on, 'payment_returned')] : [];
}

function chargeOf(placed: OrderPlaced['data'], chargedOn: CivilDate, because?: 'payment_returned'): OrderEvent {
  const { orderId, account, title, payee, quantity, unit, unitPriceKopecks, amountKopecks } = placed;
  const said = { orderId, account, title, payee, quantity, unit, unitPriceKopecks, amountKopecks };
  return { type: 'OrderCharged', version: 1, data: { ...said, chargedOn, ...(because && { because }) } };
}

function finished({ status, placed }: KnownOrder): Rejection {
  const { orderId } = placed;
  return new Rejection(status === 'completed' ? 'SUPPORT_ORDER_COMPLETED' : 'SUPPORT_ORDER_CANCELLED', { orderId });
}

function movingFault(
  { placed: { serviceId } }: KnownOrder,
  visitOn: CivilDate,
  terms: ServiceTerms | null,
  today: CivilDate,
): Rejection | null {
  return terms === null
    ? new Rejection('SUPPORT_SERVICE_WITHDRAWN', { serviceId, from: today })
    : dayFault(visitOn, terms, today);
}

function tooLate({ placed, changeableUntil: until }: KnownOrder, today: CivilDate): Rejection | null {
  return today <= until ? null : new Rejection('SUPPORT_ORDER_TOO_LATE', { orderId: placed.orderId, until });
}

function evolveOrder(state: OrderState, event: OrderEvent): OrderState {
  if (event.type === 'OrderPlaced') {
    const { visitOn, partOfDay, changeableUntil: until } = event.data;
    const unpaid = { payments: {}, charged: false, agreedKopecks: 0, answeredApprovals: [] };
    return { status: 'placed', placed: event.data, visitOn, partOfDay, changeableUntil: until, ...unpaid };
  }
  if (state.status === 'unknown') return state;
  const changed = changedBy(event, state);
  return { ...changed, agreedKopecks: agreedAfter(changed.agreedKopecks, standingOf(state), standingOf(changed)) };
}

function changedBy(event: Exclude<OrderEvent, { type: 'OrderPlaced' }>, state: KnownOrder): KnownOrder {
  switch (event.type) {
    case 'OrderConfirmed':
      return { ...state, status: 'confirmed' };
    case 'OrderRescheduled': {
      const { visitOn, partOfDay, changeableUntil: until } = event.data;
      return { ...state, visitOn, partOfDay, changeableUntil: until };
    }
    case 'OrderCancelled':
      return { ...state, status: 'cancelled' };
    case 'OrderCompleted':
      return { ...state, status: 'completed' };
    case 'OrderPaymentNoted': {
      const { paymentId, amountKopecks } = event.data;
      return { ...state, payments: { ...state.payments, [paymentId]: { amountKopecks, refundedKopecks: 0 } } };
    }
    case 'OrderRefundNoted': {
      const { paymentId, refundedKopecks } = event.data;
      const paid = state.payments[paymentId];
      if (!paid) return state;
      const agreedKopecks = stillAgreed(state.agreedKopecks, refundedKopecks - paid.refundedKopecks);
      return { ...state, agreedKopecks, payments: { ...state.payments, [paymentId]: { ...paid, refundedKopecks } } };
    }
    case 'OrderRefundAgreed': {
      const { refundKopecks, approvalId } = event.data;
      const answeredApprovals = [...state.answeredApprovals, approvalId];
      return { ...state, agreedKopecks: state.agreedKopecks + refundKopecks, answeredApprovals };
    }
    case 'OrderRefundNotMade':
      return { ...state, answeredApprovals: [...state.answeredApprovals, event.data.approvalId] };
    case 'OrderCharged':
      return { ...state, charged: true };
    case 'OrderChargeWithdrawn':
      return { ...state, charged: false };
    default:
      return unreachable(event);
  }
}
