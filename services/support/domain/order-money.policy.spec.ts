import { OrderStanding, paidFor, payableAtOnce, refundDue } from './order-money.policy';

const standing = (changes: Partial<OrderStanding> = {}): OrderStanding => ({
  state: 'confirmed',
  amountKopecks: 1_000,
  paidKopecks: 0,
  charged: false,
  ...changes,
});

it('what is paid is every payment less what was given back of it', () => {
  expect(paidFor({})).toBe(0);
  const payments = {
    p1: { amountKopecks: 700, refundedKopecks: 200 },
    p2: { amountKopecks: 300, refundedKopecks: 0 },
  };
  expect(paidFor(payments)).toBe(800);
});

describe('what has to be given back', () => {
  it('is nothing while the order is to be done and was paid once', () => {
    expect(refundDue(standing({ paidKopecks: 400 }))).toBe(0);
    expect(refundDue(standing({ paidKopecks: 1_000, state: 'completed' }))).toBe(0);
  });

  it('is all of a cancelled order, and what stands on a slip besides', () => {
    expect(refundDue(standing({ paidKopecks: 1_000, state: 'cancelled' }))).toBe(1_000);
    expect(refundDue(standing({ paidKopecks: 400, state: 'completed', charged: true }))).toBe(400);
  });

  it('is what was paid twice', () => {
    expect(refundDue(standing({ paidKopecks: 2_000 }))).toBe(1_000);
  });
});

describe('what can be paid at once', () => {
  it('is what is left of the sum until it stands on a slip', () => {
    expect(payableAtOnce(standing())).toBe(1_000);
    expect(payableAtOnce(standing({ paidKopecks: 400 }))).toBe(600);
    expect(payableAtOnce(standing({ paidKopecks: 1_000 }))).toBe(0);
    expect(payableAtOnce(standing({ paidKopecks: 2_000 }))).toBe(0);
    expect(payableAtOnce(standing({ charged: true, state: 'completed' }))).toBe(0);
    expect(payableAtOnce(standing({ state: 'cancelled' }))).toBe(0);
  });
});
