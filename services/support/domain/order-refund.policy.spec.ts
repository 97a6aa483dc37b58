import { deciderSpec } from '#libs/testing';
import { AgreeOrderRefund } from './order.commands';
import { orderDecider, OrderState } from './order.decider';
import { OrderEvent } from './order.events';
import { planOrderRefund } from './order-refund.policy';

const spec = deciderSpec(orderDecider);
const OF = { orderId: 'o-1', account: '0017' };
const fact = (type: OrderEvent['type'], data: object) => ({ type, version: 1, data: { ...OF, ...data } }) as OrderEvent;
const PLACED = fact('OrderPlaced', {
  ...{ serviceId: 's-1', title: 'Вызов электрика', payee: 'main', quantity: 1, unit: 'час', unitPriceKopecks: 100_00 },
  ...{ amountKopecks: 100_00, visitOn: '2026-10-15', partOfDay: 'morning', paid: 'at_once' },
  ...{ changeableUntil: '2026-10-14', comment: null, placedBy: 'resident', placedOn: '2026-10-02' },
});
const PAID = fact('OrderPaymentNoted', { paymentId: 'p1', amountKopecks: 100_00, paidOn: '2026-10-03' });
const because = { because: 'work_not_done', cancelledBy: 'office', cancelledOn: '2026-10-16' };
const CANCELLED = fact('OrderCancelled', because);
const DUE = [PLACED, PAID, CANCELLED];
const backFromBank = (refundedKopecks: number) =>
  fact('OrderRefundNoted', { paymentId: 'p1', refundedKopecks, refundedOn: '2026-10-20' });
const PLAN = { ...OF, refundKopecks: 100_00, reason: 'not done' };
const agree = (changes: Partial<AgreeOrderRefund> = {}): AgreeOrderRefund => ({
  kind: 'AgreeOrderRefund',
  ...{ orderId: 'o-1', approvalId: 'a1', plan: PLAN, today: '2026-10-19', ...changes },
});
const AGREED = fact('OrderRefundAgreed', { refundKopecks: 100_00, approvalId: 'a1', agreedOn: '2026-10-19' });
const notMade = (code: string, approvalId = 'a1') => fact('OrderRefundNotMade', { approvalId, code });

it('what two people have agreed to is noted, once', () => {
  spec.given(DUE).when(agree()).then([AGREED]);
  spec
    .given([...DUE, AGREED])
    .when(agree())
    .thenNothing();
});

it('nothing is agreed to twice: what was agreed to waits for the bank', () => {
  spec
    .given([...DUE, AGREED])
    .when(agree({ approvalId: 'a2' }))
    .then([notMade('SUPPORT_ORDER_NO_REFUND_DUE', 'a2')]);
  spec
    .given([...DUE, AGREED, backFromBank(100_00)])
    .when(agree({ approvalId: 'a2' }))
    .then([notMade('SUPPORT_ORDER_NO_REFUND_DUE', 'a2')]);
});

it.each([
  ['a sum that the bank has given back in part since', [...DUE, backFromBank(30_00)], PLAN],
  ['another sum', DUE, { ...PLAN, refundKopecks: 100_01 }],
  ['another account', DUE, { ...PLAN, account: '0018' }],
  ['more than a plan says', DUE, { ...PLAN, also: 'this' }],
  ['what both have not seen', DUE, null],
])('nothing is agreed to of %s', (_name, history, plan) => {
  spec
    .given(history)
    .when(agree({ plan }))
    .then([notMade('SUPPORT_ORDER_REFUND_OTHER_PLAN')]);
});

describe('what was agreed to for one cause', () => {
  const paid = (paymentId: string, amountKopecks: number) =>
    fact('OrderPaymentNoted', { paymentId, amountKopecks, paidOn: '2026-10-17' });
  const completed = fact('OrderCompleted', { completedOn: '2026-10-15', notedOn: '2026-10-16' });
  const charged = fact('OrderCharged', { amountKopecks: 100_00, chargedOn: '2026-10-15' });
  const withdrawn = (because: string) => fact('OrderChargeWithdrawn', { because, cancelledOn: '2026-10-18' });
  const agreedTo = (refundKopecks: number) =>
    fact('OrderRefundAgreed', { refundKopecks, approvalId: 'a1', agreedOn: '2026-10-17' });
  const again = (refundKopecks: number) => agree({ approvalId: 'a2', plan: { ...PLAN, refundKopecks } });
  const asked = (refundKopecks: number) =>
    fact('OrderRefundAgreed', { refundKopecks, approvalId: 'a2', agreedOn: '2026-10-19' });

  it('is over with it: a part that was to go back because the sum stood on the slip, which the rest has paid since', () => {
    const kept = [PLACED, paid('p1', 40_00), completed, charged, agreedTo(40_00), paid('p2', 60_00)];
    const history = [...kept, withdrawn('paid_at_once'), CANCELLED];
    spec
      .given(history)
      .when(again(100_00))
      .then([asked(100_00)]);
  });

  it('does not count for the cancellation that comes after', () => {
    const onSlip = [PLACED, paid('p1', 40_00), completed, charged, agreedTo(40_00)];
    const history = [...onSlip, CANCELLED, withdrawn('work_not_done')];
    spec
      .given(history)
      .when(again(40_00))
      .then([asked(40_00)]);
    const surplus = [PLACED, PAID, paid('p2', 30_00), agreedTo(30_00), CANCELLED];
    spec
      .given(surplus)
      .when(again(130_00))
      .then([asked(130_00)]);
  });

  it('stands while its cause does, whatever else happens', () => {
    const surplus = [PLACED, PAID, paid('p2', 30_00), agreedTo(30_00), completed];
    spec
      .given(surplus)
      .when(again(30_00))
      .then([notMade('SUPPORT_ORDER_NO_REFUND_DUE', 'a2')]);
  });
});

it('nothing goes back for an order that stands, or that was not paid', () => {
  spec
    .given([PLACED, PAID])
    .when(agree())
    .then([notMade('SUPPORT_ORDER_NO_REFUND_DUE')]);
  spec
    .given([PLACED, CANCELLED])
    .when(agree())
    .then([notMade('SUPPORT_ORDER_NO_REFUND_DUE')]);
  spec.when(agree()).thenRejected('SUPPORT_UNKNOWN_ORDER');
});

it('a part that the bank gives back leaves the other part to be given back', () => {
  const state = [...DUE, backFromBank(30_00)].reduce<OrderState>(
    (before, event) => orderDecider.evolve(before, event),
    orderDecider.initialState(),
  );
  expect(planOrderRefund({ orderId: 'o-1', reason: 'not done' }, state)).toEqual({ ...PLAN, refundKopecks: 70_00 });
});
