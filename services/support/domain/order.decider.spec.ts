import { deciderSpec } from '#libs/testing';
import { orderStream, OrderCommand, PlaceOrder } from './order.commands';
import { orderDecider } from './order.decider';
import { OrderEvent, OrderPlaced } from './order.events';
import { termsOf } from './testing/service-builder';

const spec = deciderSpec(orderDecider);
const orderId = 'o-1';
const account = '0017';
/** A Friday; the visit is on Thursday the 15th and may be changed up to the 14th. */
const TODAY = '2026-10-02';
const VISIT = '2026-10-15';
const SEALED = { personId: 'p-1', sealedText: 'c2VhbGVk', characters: 10 };

const place = (changes: Partial<PlaceOrder> = {}): PlaceOrder => ({
  kind: 'PlaceOrder',
  orderId,
  account,
  serviceId: 'electrician',
  terms: termsOf(),
  quantity: 2,
  visitOn: VISIT,
  partOfDay: 'morning',
  paid: 'on_slip',
  comment: SEALED,
  placedBy: 'resident',
  today: TODAY,
  ...changes,
});
const placed = (changes: Partial<OrderPlaced['data']> = {}): OrderPlaced => ({
  type: 'OrderPlaced',
  version: 1,
  data: {
    orderId,
    account,
    serviceId: 'electrician',
    title: 'Вызов электрика',
    payee: 'main',
    quantity: 2,
    unit: 'час',
    unitPriceKopecks: 75_050,
    amountKopecks: 150_100,
    visitOn: VISIT,
    partOfDay: 'morning',
    paid: 'on_slip',
    changeableUntil: '2026-10-14',
    comment: SEALED,
    placedBy: 'resident',
    placedOn: TODAY,
    ...changes,
  },
});
const fact = (type: OrderEvent['type'], data: object) =>
  ({ type, version: 1, data: { orderId, account, ...data } }) as OrderEvent;
const PLACED = placed();
const CONFIRMED = fact('OrderConfirmed', { confirmedOn: '2026-10-05' });
const charged = (chargedOn: string) =>
  fact('OrderCharged', {
    title: 'Вызов электрика',
    payee: 'main',
    quantity: 2,
    unit: 'час',
    unitPriceKopecks: 75_050,
    amountKopecks: 150_100,
    chargedOn,
  });
const completed = (completedOn: string, notedOn: string) => fact('OrderCompleted', { completedOn, notedOn });
const DONE = [PLACED, CONFIRMED, completed(VISIT, VISIT), charged(VISIT)];
const cancel = (by: 'resident' | 'office', today: string): OrderCommand => ({
  kind: 'CancelOrder',
  orderId,
  because: by === 'resident' ? 'resident_asked' : 'work_not_done',
  by,
  today,
});
const cancelled = (by: 'resident' | 'office', cancelledOn: string) =>
  fact('OrderCancelled', {
    because: by === 'resident' ? 'resident_asked' : 'work_not_done',
    cancelledBy: by,
    cancelledOn,
  });
const complete = (completedOn: string, today = completedOn): OrderCommand => ({
  kind: 'CompleteOrder',
  orderId,
  completedOn,
  today,
});
const confirm: OrderCommand = { kind: 'ConfirmOrder', orderId, today: '2026-10-05' };
const move = (changes: object = {}): OrderCommand => ({
  kind: 'RescheduleOrder',
  orderId,
  terms: termsOf(),
  visitOn: '2026-10-16',
  partOfDay: 'evening',
  by: 'resident',
  today: '2026-10-05',
  ...changes,
});
const pay = (paymentId: string, amountKopecks: number, changes: object = {}): OrderCommand => ({
  kind: 'NoteOrderPayment',
  orderId,
  account,
  paymentId,
  amountKopecks,
  paidOn: '2026-10-03',
  ...changes,
});
const paid = (paymentId: string, amountKopecks: number) =>
  fact('OrderPaymentNoted', { paymentId, amountKopecks, paidOn: '2026-10-03' });

it('an order has a stream of its own', () => {
  expect(orderStream(orderId)).toBe('support_order-o-1');
});

describe('an order', () => {
  it('freezes the name, the price and the limit of its day', () => {
    spec.when(place()).then([PLACED]);
  });

  it('is placed once', () => {
    spec.given([PLACED]).when(place()).thenRejected('SUPPORT_ORDER_EXISTS', { orderId });
  });

  it('is refused where the terms do not allow it', () => {
    spec.when(place({ quantity: 5 })).thenRejected('SUPPORT_ORDER_QUANTITY');
    spec.when(place({ visitOn: '2026-10-04' })).thenRejected('SUPPORT_ORDER_DAY');
    spec.when(place({ comment: { ...SEALED, characters: 501 } })).thenRejected('SUPPORT_ORDER_COMMENT_TOO_LONG');
    spec.when(place({ comment: null })).then([placed({ comment: null })]);
  });

  it('is confirmed once', () => {
    spec.given([PLACED]).when(confirm).then([CONFIRMED]);
    spec.given([PLACED, CONFIRMED]).when(confirm).thenNothing();
    spec.given(DONE).when(confirm).thenRejected('SUPPORT_ORDER_COMPLETED');
    spec
      .given([PLACED, cancelled('resident', TODAY)])
      .when(confirm)
      .thenRejected('SUPPORT_ORDER_CANCELLED');
  });

  it('that nobody placed is nothing to act on', () => {
    for (const command of [confirm, move(), cancel('office', TODAY), complete(VISIT)]) {
      spec.when(command).thenRejected('SUPPORT_UNKNOWN_ORDER', { orderId });
    }
  });
});

describe('moving an order', () => {
  const moved = (changes: object = {}) =>
    fact('OrderRescheduled', {
      visitOn: '2026-10-16',
      partOfDay: 'evening',
      changeableUntil: '2026-10-15',
      rescheduledBy: 'resident',
      rescheduledOn: '2026-10-05',
      ...changes,
    });

  it('moves the limit with it, by as many days as when it was placed', () => {
    spec.given([PLACED]).when(move()).then([moved()]);
    const laxer = termsOf({ changeDaysBefore: 0 });
    spec
      .given([PLACED, CONFIRMED])
      .when(move({ terms: laxer }))
      .then([moved()]);
  });

  it('to where it is changes nothing; to another part of the day it does', () => {
    spec
      .given([PLACED])
      .when(move({ visitOn: VISIT, partOfDay: 'morning' }))
      .thenNothing();
    spec
      .given([PLACED])
      .when(move({ visitOn: VISIT }))
      .then([moved({ visitOn: VISIT, changeableUntil: '2026-10-14' })]);
  });

  it('is for a resident possible up to the limit, to a day that can be ordered', () => {
    spec
      .given([PLACED])
      .when(move({ today: '2026-10-14' }))
      .then([moved({ rescheduledOn: '2026-10-14' })]);
    spec
      .given([PLACED])
      .when(move({ today: '2026-10-15' }))
      .thenRejected('SUPPORT_ORDER_TOO_LATE', { until: '2026-10-14' });
    spec
      .given([PLACED])
      .when(move({ visitOn: '2026-10-17' }))
      .thenRejected('SUPPORT_ORDER_DAY');
    spec
      .given([PLACED])
      .when(move({ terms: null }))
      .thenRejected('SUPPORT_SERVICE_WITHDRAWN');
  });

  it('is for the office possible to any day that is not over', () => {
    const byOffice = { by: 'office', visitOn: '2026-10-17', terms: null, today: '2026-10-16' };
    const event = { rescheduledBy: 'office', visitOn: '2026-10-17', changeableUntil: '2026-10-16' };
    spec
      .given([PLACED])
      .when(move(byOffice))
      .then([moved({ ...event, rescheduledOn: '2026-10-16' })]);
    spec
      .given([PLACED])
      .when(move({ ...byOffice, today: '2026-10-18' }))
      .thenRejected('SUPPORT_ORDER_DAY_OVER');
  });

  it('is over when the order is', () => {
    spec
      .given(DONE)
      .when(move({ by: 'office' }))
      .thenRejected('SUPPORT_ORDER_COMPLETED');
    spec
      .given([PLACED, cancelled('resident', TODAY)])
      .when(move())
      .thenRejected('SUPPORT_ORDER_CANCELLED');
  });

  it('gives the resident its new limit', () => {
    const later = [PLACED, moved({ visitOn: '2026-10-30', changeableUntil: '2026-10-29' })];
    spec
      .given(later)
      .when(cancel('resident', '2026-10-29'))
      .then([cancelled('resident', '2026-10-29')]);
  });
});

describe('cancelling an order', () => {
  it('is for a resident possible up to the limit', () => {
    spec
      .given([PLACED])
      .when(cancel('resident', '2026-10-14'))
      .then([cancelled('resident', '2026-10-14')]);
    spec
      .given([PLACED, CONFIRMED])
      .when(cancel('resident', '2026-10-15'))
      .thenRejected('SUPPORT_ORDER_TOO_LATE', { until: '2026-10-14' });
    spec.given(DONE).when(cancel('resident', VISIT)).thenRejected('SUPPORT_ORDER_COMPLETED');
  });

  it('is for the office possible at any time, and takes back what was charged', () => {
    spec
      .given([PLACED])
      .when(cancel('office', '2026-10-20'))
      .then([cancelled('office', '2026-10-20')]);
    spec
      .given(DONE)
      .when(cancel('office', '2026-10-20'))
      .then([
        cancelled('office', '2026-10-20'),
        fact('OrderChargeWithdrawn', { because: 'work_not_done', cancelledOn: '2026-10-20' }),
      ]);
  });

  it('happens once', () => {
    spec
      .given([PLACED, cancelled('office', TODAY)])
      .when(cancel('office', '2026-10-20'))
      .thenNothing();
  });
});

describe('an order that is done', () => {
  it('is charged on the day of the work, once', () => {
    spec
      .given([PLACED, CONFIRMED])
      .when(complete(VISIT, '2026-10-20'))
      .then([completed(VISIT, '2026-10-20'), charged(VISIT)]);
    spec.given(DONE).when(complete('2026-10-16')).thenNothing();
  });

  it('was done between its order and today', () => {
    spec.given([PLACED]).when(complete('2026-10-16', VISIT)).thenRejected('SUPPORT_ORDER_COMPLETION_DAY');
    spec.given([PLACED]).when(complete('2026-10-01', VISIT)).thenRejected('SUPPORT_ORDER_COMPLETION_DAY');
  });

  it('was not cancelled', () => {
    spec
      .given([PLACED, cancelled('office', TODAY)])
      .when(complete(VISIT))
      .thenRejected('SUPPORT_ORDER_CANCELLED');
  });
});

describe('a payment for an order', () => {
  it('in full keeps it off the slip when it is done', () => {
    spec
      .given([PLACED])
      .when(pay('pay-1', 150_100))
      .then([paid('pay-1', 150_100)]);
    spec
      .given([PLACED, paid('pay-1', 150_100)])
      .when(complete(VISIT))
      .then([completed(VISIT, VISIT)]);
  });

  it('in parts counts when the last part is there', () => {
    const part = [PLACED, paid('pay-1', 150_099)];
    spec
      .given(part)
      .when(complete(VISIT))
      .then([completed(VISIT, VISIT), charged(VISIT)]);
    spec
      .given(part)
      .when(pay('pay-2', 1))
      .then([paid('pay-2', 1)]);
    spec
      .given([...part, paid('pay-2', 1)])
      .when(complete(VISIT))
      .then([completed(VISIT, VISIT)]);
  });

  it('told again changes nothing', () => {
    spec
      .given([PLACED, paid('pay-1', 150_100)])
      .when(pay('pay-1', 150_100))
      .thenNothing();
  });

  it('in full after the sum went on the slip takes it off again, once', () => {
    const withdrawn = fact('OrderChargeWithdrawn', { because: 'paid_at_once', cancelledOn: '2026-10-03' });
    spec
      .given(DONE)
      .when(pay('pay-1', 150_099))
      .then([paid('pay-1', 150_099)]);
    spec
      .given(DONE)
      .when(pay('pay-1', 150_100))
      .then([paid('pay-1', 150_100), withdrawn]);
    const afterwards = [...DONE, paid('pay-1', 150_100), withdrawn];
    spec
      .given(afterwards)
      .when(pay('pay-2', 150_100))
      .then([paid('pay-2', 150_100)]);
    spec
      .given(afterwards)
      .when(cancel('office', '2026-10-20'))
      .then([cancelled('office', '2026-10-20')]);
  });

  it('of what was cancelled is noted, and nothing is charged', () => {
    spec
      .given([PLACED, cancelled('resident', TODAY)])
      .when(pay('pay-1', 150_100))
      .then([paid('pay-1', 150_100)]);
  });

  it('from another account, or for an order that nobody placed, is no news here', () => {
    spec
      .given([PLACED])
      .when(pay('pay-1', 150_100, { account: '0018' }))
      .thenNothing();
    spec.when(pay('pay-1', 150_100)).thenNothing();
  });
});

describe('money given back', () => {
  const refund = (refundedKopecks: number, changes: object = {}): OrderCommand => ({
    kind: 'NoteOrderRefund',
    orderId,
    account,
    paymentId: 'pay-1',
    amountKopecks: 150_100,
    paidOn: '2026-10-03',
    refundedKopecks,
    refundedOn: '2026-10-20',
    ...changes,
  });
  const refunded = (refundedKopecks: number, paymentId = 'pay-1') =>
    fact('OrderRefundNoted', { paymentId, refundedKopecks, refundedOn: '2026-10-20' });
  const chargedAgain = fact('OrderCharged', {
    ...charged('2026-10-20').data,
    because: 'payment_returned',
  });
  const PAID = [PLACED, paid('pay-1', 150_100), cancelled('office', '2026-10-05')];
  const PAID_AND_DONE = [PLACED, paid('pay-1', 150_100), completed(VISIT, VISIT)];

  it('is noted as all that was given back so far, once', () => {
    spec
      .given(PAID)
      .when(refund(100_000))
      .then([refunded(100_000)]);
    spec
      .given([...PAID, refunded(100_000)])
      .when(refund(100_000))
      .thenNothing();
    spec
      .given([...PAID, refunded(100_000)])
      .when(refund(150_100))
      .then([refunded(150_100)]);
  });

  it('before the work is done counts as not paid', () => {
    spec
      .given([PLACED, paid('pay-1', 150_100)])
      .when(refund(1))
      .then([refunded(1)]);
    spec
      .given([PLACED, paid('pay-1', 150_100), refunded(1)])
      .when(complete(VISIT))
      .then([completed(VISIT, VISIT), charged(VISIT)]);
  });

  it('after the work was done puts the whole sum on the slip, once, and says why', () => {
    spec
      .given(PAID_AND_DONE)
      .when(refund(1))
      .then([refunded(1), chargedAgain]);
    spec
      .given([...PAID_AND_DONE, refunded(1), chargedAgain])
      .when(refund(150_100))
      .then([refunded(150_100)]);
    spec
      .given([...PAID_AND_DONE, refunded(150_100), chargedAgain])
      .when(refund(150_100))
      .thenNothing();
  });

  it('of what was paid above the sum puts nothing on the slip', () => {
    spec
      .given([...PAID_AND_DONE, paid('pay-2', 150_100)])
      .when(refund(150_100, { paymentId: 'pay-2' }))
      .then([refunded(150_100, 'pay-2')]);
  });

  it('of what had come after the charge puts it on the slip again, and paying anew takes it off', () => {
    const withdrawn = fact('OrderChargeWithdrawn', { because: 'paid_at_once', cancelledOn: '2026-10-03' });
    const again = [...DONE, paid('pay-1', 150_100), withdrawn];
    spec
      .given(again)
      .when(refund(150_100))
      .then([refunded(150_100), chargedAgain]);
    spec
      .given([...again, refunded(150_100), chargedAgain])
      .when(pay('pay-2', 150_100))
      .then([paid('pay-2', 150_100), withdrawn]);
  });

  it('that is told before its payment tells of both, and the payment is no news afterwards', () => {
    spec
      .given([PLACED, completed(VISIT, VISIT), charged(VISIT)])
      .when(refund(150_100))
      .then([paid('pay-1', 150_100), refunded(150_100)]);
    spec
      .given([PLACED, paid('pay-1', 150_100), refunded(150_100)])
      .when(pay('pay-1', 150_100))
      .thenNothing();
    spec
      .given([PLACED, paid('pay-1', 150_100), refunded(150_100)])
      .when(complete(VISIT))
      .then([completed(VISIT, VISIT), charged(VISIT)]);
  });

  it('for another account, or for an order that nobody placed, is no news', () => {
    spec
      .given(PAID)
      .when(refund(1, { account: '0018' }))
      .thenNothing();
    spec.when(refund(1)).thenNothing();
  });

  it('after the office cancelled what was charged again leaves it off', () => {
    spec
      .given([...PAID_AND_DONE, refunded(150_100), chargedAgain])
      .when(cancel('office', '2026-10-21'))
      .then([
        cancelled('office', '2026-10-21'),
        fact('OrderChargeWithdrawn', { because: 'work_not_done', cancelledOn: '2026-10-21' }),
      ]);
  });
});
