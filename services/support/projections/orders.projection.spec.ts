import { projectionSpec, recorded } from '#libs/testing';
import { OrderCard, orders, OrderStep } from './orders.projection';

const spec = projectionSpec(orders);
const PLACE = { orderId: 'o-1', account: '0017' };
const RECORDED_AT = '2026-10-15T08:00:00.000Z';
const fact = (type: string, data: object) => recorded(type, { ...PLACE, ...data });
const COMMENT = { personId: 'p-1', sealedText: 'c2VhbGVk', characters: 10 };
const ORDERED = {
  ...PLACE,
  serviceId: 's-1',
  title: 'Вызов электрика',
  quantity: 2,
  unit: 'час',
  unitPriceKopecks: 75_050,
  amountKopecks: 150_100,
  visitOn: '2026-10-15',
  partOfDay: 'morning' as const,
  paid: 'on_slip' as const,
  changeableUntil: '2026-10-14',
  placedOn: '2026-10-02',
  comment: COMMENT,
};
const placed = fact('OrderPlaced', { ...ORDERED, payee: 'main', placedBy: 'resident' });
const confirmed = fact('OrderConfirmed', { confirmedOn: '2026-10-05' });
const moved = fact('OrderRescheduled', {
  visitOn: '2026-10-16',
  partOfDay: 'evening',
  changeableUntil: '2026-10-15',
  rescheduledBy: 'office',
  rescheduledOn: '2026-10-06',
});
const paid = (paymentId: string) => fact('OrderPaymentNoted', { paymentId, amountKopecks: 100, paidOn: '2026-10-03' });
const refunded = fact('OrderRefundNoted', { paymentId: 'p1', refundedKopecks: 30, refundedOn: '2026-10-21' });
const done = fact('OrderCompleted', { completedOn: '2026-10-16', notedOn: '2026-10-17' });
const chargedAgain = fact('OrderCharged', {
  amountKopecks: 150_100,
  chargedOn: '2026-10-20',
  because: 'payment_returned',
});
const charged = fact('OrderCharged', { amountKopecks: 150_100, chargedOn: '2026-10-16' });
const cancelled = fact('OrderCancelled', {
  because: 'no_access',
  cancelledBy: 'office',
  cancelledOn: '2026-10-20',
});
const chargeWithdrawn = fact('OrderChargeWithdrawn', { because: 'no_access', cancelledOn: '2026-10-20' });

const step = (kind: OrderStep['kind'], on: string, said: Partial<OrderStep> = {}): OrderStep => ({
  kind,
  on,
  by: null,
  because: null,
  amountKopecks: null,
  recordedAt: RECORDED_AT,
  ...said,
});
const PLACED_STEP = step('placed', '2026-10-15', { by: 'resident' });
const CARD: OrderCard = {
  ...ORDERED,
  state: 'placed',
  completedOn: null,
  cancelledBecause: null,
  payments: {},
  paidKopecks: 0,
  payableKopecks: 150_100,
  refundDueKopecks: 0,
  refundAgreedKopecks: 0,
  chargedOn: null,
  history: [PLACED_STEP],
};

it('an order stands as it was placed, its comment sealed', () => {
  spec.given([placed]).then('o-1', CARD).thenColumns('o-1', {
    account: '0017',
    state: 'placed',
    visit_on: '2026-10-15',
    refund_due: 0,
    refund_step: 'none',
  });
});

it('an order that was confirmed, moved, paid in part and done tells each step', () => {
  spec
    .given([placed, confirmed, moved, paid('p1'), paid('p2'), done, charged])
    .then('o-1', {
      ...CARD,
      state: 'completed',
      visitOn: '2026-10-16',
      partOfDay: 'evening',
      changeableUntil: '2026-10-15',
      completedOn: '2026-10-16',
      payments: {
        p1: { amountKopecks: 100, refundedKopecks: 0 },
        p2: { amountKopecks: 100, refundedKopecks: 0 },
      },
      paidKopecks: 200,
      payableKopecks: 0,
      refundDueKopecks: 200,
      chargedOn: '2026-10-16',
      history: [
        PLACED_STEP,
        step('confirmed', '2026-10-05', { by: 'office' }),
        step('rescheduled', '2026-10-16', { by: 'office' }),
        step('paid', '2026-10-03', { amountKopecks: 100 }),
        step('paid', '2026-10-03', { amountKopecks: 100 }),
        step('completed', '2026-10-16', { by: 'office' }),
        step('charged', '2026-10-16', { amountKopecks: 150_100 }),
      ],
    })
    .thenColumns('o-1', {
      account: '0017',
      state: 'completed',
      visit_on: '2026-10-16',
      refund_due: 1,
      refund_step: 'due',
    });
});

it('an order that was cancelled says why, and owes nothing', () => {
  spec.given([placed, charged, cancelled, chargeWithdrawn]).then('o-1', {
    ...CARD,
    state: 'cancelled',
    cancelledBecause: 'no_access',
    payableKopecks: 0,
    chargedOn: null,
    history: [
      PLACED_STEP,
      step('charged', '2026-10-16', { amountKopecks: 150_100 }),
      step('cancelled', '2026-10-20', { by: 'office', because: 'no_access' }),
      step('charge_withdrawn', '2026-10-20', { because: 'no_access' }),
    ],
  });
});

it('an order that was paid and cancelled has its money to be given back until the bank has', () => {
  const moneyOf = (...events: Parameters<(typeof spec)['given']>[0]) => {
    let card: OrderCard | null = null;
    for (const event of events) card = orders.evolve(card, event, 'o-1');
    return [card?.paidKopecks, card?.payableKopecks, card?.refundDueKopecks];
  };
  expect(moneyOf(placed, paid('p1'))).toEqual([100, 150_000, 0]);
  expect(moneyOf(placed, paid('p1'), cancelled)).toEqual([100, 0, 100]);
  expect(moneyOf(placed, paid('p1'), cancelled, refunded)).toEqual([70, 0, 70]);
});

it('what nobody ordered leaves nothing', () => {
  spec.given([confirmed, cancelled]).thenKeys();
});

it('an order whose payment went back stands on the slip again, and says why', () => {
  const all = { ...ORDERED, amountKopecks: 100, unitPriceKopecks: 50 };
  const placedCheaply = fact('OrderPlaced', { ...all, payee: 'main', placedBy: 'resident' });
  spec.given([placedCheaply, paid('p1'), done, refunded, chargedAgain]).then('o-1', {
    ...CARD,
    ...all,
    state: 'completed',
    completedOn: '2026-10-16',
    payments: { p1: { amountKopecks: 100, refundedKopecks: 30 } },
    paidKopecks: 70,
    payableKopecks: 0,
    refundDueKopecks: 70,
    chargedOn: '2026-10-20',
    history: [
      PLACED_STEP,
      step('paid', '2026-10-03', { amountKopecks: 100 }),
      step('completed', '2026-10-16', { by: 'office' }),
      step('refunded', '2026-10-21', { amountKopecks: 30 }),
      step('charged', '2026-10-20', { amountKopecks: 150_100, because: 'payment_returned' }),
    ],
  });
});

it('what two people agree to give back is asked for no more, and is waited for until the bank tells of it', () => {
  const agreed = fact('OrderRefundAgreed', { refundKopecks: 100, approvalId: 'a1', agreedOn: '2026-10-21' });
  const notMade = fact('OrderRefundNotMade', { approvalId: 'a2', code: 'SUPPORT_ORDER_NO_REFUND_DUE' });
  const stepsOf = (...events: readonly ReturnType<typeof fact>[]) => {
    const card = events.reduce<OrderCard | null>((before, event) => orders.evolve(before, event, 'o-1'), null);
    return [card && orders.columnsOf(card, 'o-1')['refund_step'], card?.refundAgreedKopecks, card?.history.length];
  };
  const before = [placed, paid('p1'), cancelled];
  expect(stepsOf(...before)).toEqual(['due', 0, 3]);
  expect(stepsOf(...before, agreed, notMade)).toEqual(['agreed', 100, 3]);
  expect(stepsOf(...before, agreed, refunded)).toEqual(['agreed', 70, 4]);
  const all = fact('OrderRefundNoted', { paymentId: 'p1', refundedKopecks: 100, refundedOn: '2026-10-22' });
  expect(stepsOf(...before, agreed, refunded, all)).toEqual(['none', 0, 5]);
});
