import { Rejection } from '#libs/kernel';
import { goingOnAs } from './payment.commands';
import { PaymentState } from './payment.state';
import { planRefund, refundAgreedTo } from './refund-plan.policy';

const payment = (paymentId = 'p1') => ({
  paymentId,
  account: '0017',
  payee: 'main' as const,
  amountKopecks: 5_000,
  receivedOn: '2026-03-09',
  namedPeriod: null,
  channel: 'registry' as const,
  effectiveOn: '2026-03-09',
});
const received = (paymentId?: string): PaymentState => ({
  status: 'received',
  payment: payment(paymentId),
  setAside: null,
});
const reversed: PaymentState = {
  ...{ status: 'reversed', payment: payment(), setAside: null },
  ...{ reversedOn: '2026-03-20', reason: 'recalled', replacedBy: null, isRefundNoted: false },
};
const asked = { paymentId: 'p1', refundKopecks: 2_000, reason: 'twice' };
const PLAN = { ...asked, account: '0017', payee: 'main', paidKopecks: 5_000 };
const codeOf = (answer: unknown) => (answer instanceof Rejection ? answer.code : answer);

/** Of a payment that was made under this name. */
const planned = (of: Parameters<typeof planRefund>[0], state: PaymentState, first = of.paymentId) =>
  planRefund(of, state, first);
const agreed = (plan: Readonly<Record<string, unknown>>, subject: string, state: PaymentState, first = subject) =>
  refundAgreedTo(plan, subject, state, first);

describe('the plan of a refund', () => {
  it('names the payment as it stands, what goes back, and why', () => {
    expect(planned(asked, received())).toEqual(PLAN);
    expect(planned({ ...asked, refundKopecks: 5_000 }, received())).toMatchObject({ refundKopecks: 5_000 });
  });

  it.each([0, -1, 0.5, 5_001])('is not made of %s kopecks of 5,000', (refundKopecks) => {
    expect(codeOf(planned({ ...asked, refundKopecks }, received()))).toBe('PAYMENTS_AMOUNT_OUT_OF_RANGE');
  });

  it('is not made of what is not there, or counts no more', () => {
    expect(codeOf(planned(asked, { status: 'unknown' }))).toBe('PAYMENTS_UNKNOWN_PAYMENT');
    expect(codeOf(planned(asked, reversed))).toBe('PAYMENTS_ALREADY_REVERSED');
  });

  it.each(['online-7', 'online-7-after-refund-100', 'online-7-then-0123456789abcdef'])(
    'is not made of what a bank has to give back: %s',
    (paymentId) => {
      expect(codeOf(planned({ ...asked, paymentId }, received(paymentId)))).toBe('PAYMENTS_REFUND_AT_BANK');
    },
  );

  it('is not made of what goes on from a payment at a bank under a name that does not say so', () => {
    expect(codeOf(planned(asked, received(), 'online-7'))).toBe('PAYMENTS_REFUND_AT_BANK');
    expect(codeOf(agreed(PLAN, 'p1', received(), 'online-7'))).toBe('PAYMENTS_REFUND_AT_BANK');
    expect(planned(asked, received(), 'bank-yookassa-2f1c')).toEqual(PLAN);
  });

  it.each(['bank-yookassa-2f1c', 'bank-yookassa-2f1c-then-0123456789abcdef'])(
    'is made of what stood aside and was put on an account, and of its rest: %s',
    (paymentId) => {
      const state = received(paymentId);
      expect(planned({ ...asked, paymentId }, state)).toEqual({ ...PLAN, paymentId });
      const tooMuch = { ...asked, paymentId, refundKopecks: 5_001 };
      expect(codeOf(planned(tooMuch, state))).toBe('PAYMENTS_AMOUNT_OUT_OF_RANGE');
    },
  );
});

describe('what was agreed to', () => {
  it('is done where the payment is what it was', () => {
    expect(agreed(PLAN, 'p1', received())).toEqual(PLAN);
  });

  it.each([
    ['another payment', { ...PLAN, paymentId: 'p2' }],
    ['another account', { ...PLAN, account: '0018' }],
    ['another payee', { ...PLAN, payee: 'capital_repair' }],
    ['another sum that was paid', { ...PLAN, paidKopecks: 6_000 }],
    ['a sum that is no number', { ...PLAN, refundKopecks: '2000' }],
    ['more than a plan says', { ...PLAN, also: 'this' }],
    ['nothing', {}],
  ])('is not done where it names %s', (_name, plan) => {
    expect(codeOf(agreed(plan, 'p1', received()))).toBe('PAYMENTS_REFUND_OTHER_PLAN');
  });

  it('is not done where the payment counts no more, or the sum is above it', () => {
    expect(codeOf(agreed(PLAN, 'p1', reversed))).toBe('PAYMENTS_ALREADY_REVERSED');
    expect(codeOf(agreed({ ...PLAN, refundKopecks: 9_000 }, 'p1', received()))).toBe('PAYMENTS_AMOUNT_OUT_OF_RANGE');
  });
});

describe('the name of what a payment goes on as', () => {
  const digits = '0123456789abcdef0123456789abcdef';

  it('keeps the name of the payment of a bank, however often it goes on', () => {
    const once = goingOnAs('bank-yookassa-2f1c', digits);
    expect(once).toBe('bank-yookassa-2f1c-then-0123456789abcdef');
    expect(goingOnAs(once, `f${digits.slice(1)}`)).toBe('bank-yookassa-2f1c-then-f123456789abcdef');
    expect(goingOnAs('online-p1-after-refund-100', digits)).toBe('online-p1-after-refund-100-then-0123456789abcdef');
  });

  it('is the digits of any other', () => {
    expect(goingOnAs('p1', digits)).toBe(digits);
  });
});
