import { calculateCharges } from './calculate-charges.policy';
import { OrderCharge } from './dossier';
import {
  isOrderUtility,
  orderIdOf,
  orderLines,
  ordersAfterCharge,
  ordersAfterClose,
  ordersOf,
  orderUtility,
} from './order-charge.policy';
import { aBook } from './testing/book-builder';
import { chargeMonths, inWords, recalculationInWords } from './testing/charged-months';
import { aDossier, anOrder } from './testing/dossier-builder';
import { formulaValue } from './testing/formula-value';

const cancelled = (cancelledOn: string): Partial<OrderCharge> => ({
  cancellation: { cancelledOn, because: 'work_not_done', eventId: 'cancelled' },
});
const linesOf = (orders: readonly OrderCharge[], period: string) => {
  const { charges, recalculations } = orderLines({ orders }, period);
  return [...charges.map(inWords), ...recalculations.map(recalculationInWords)];
};
/** 2 × 750.50 */
const CHARGED = 'order:o-1 order 2 час x 750.5 = 1501.00';

describe('the line of an order', () => {
  it('is its units at the price of the order, with the event behind it and a title of its own', () => {
    const [line] = orderLines({ orders: [anOrder('o-1')] }, '2026-03').charges;
    expect(line).toMatchObject({
      utility: 'order:o-1',
      payee: 'main',
      basis: 'order',
      title: 'Вызов электрика',
      amountKopecks: 1_501_00,
      excessKopecks: 0,
      inputs: [
        { name: 'order', value: 'o-1', eventId: 'order o-1' },
        { name: 'tariff', value: '750.5', eventId: 'order o-1' },
      ],
    });
    expect(formulaValue(line!.formula).toText()).toBe('1501');
    expect(line!.exact).toBe('1501');
  });

  it('stands in the period of its day, or in a later one where no close has posted it', () => {
    expect(linesOf([anOrder('o-1')], '2026-02')).toEqual([]);
    expect(linesOf([anOrder('o-1', { chargedOn: '2026-03-31' })], '2026-03')).toEqual([CHARGED]);
    expect(linesOf([anOrder('o-1', { chargedOn: '2026-04-01' })], '2026-03')).toEqual([]);
    expect(linesOf([anOrder('o-1')], '2026-05')).toEqual([CHARGED]);
  });

  it('stands in one period only', () => {
    expect(linesOf([anOrder('o-1', { chargedIn: '2026-03' })], '2026-04')).toEqual([]);
  });

  it('is not made for an order that was cancelled before a close posted it', () => {
    expect(linesOf([anOrder('o-1', cancelled('2026-03-31'))], '2026-03')).toEqual([]);
    // A close that comes late sees the month as it was on its last day.
    expect(linesOf([anOrder('o-1', cancelled('2026-04-01'))], '2026-03')).toEqual([CHARGED]);
  });

  it('is taken back whole, in the period in which it was posted, once', () => {
    const posted = { ...cancelled('2026-04-10'), chargedIn: '2026-03' };
    expect(linesOf([anOrder('o-1', posted)], '2026-03')).toEqual([]);
    expect(linesOf([anOrder('o-1', posted)], '2026-04')).toEqual([
      'order:o-1 order_cancelled of 2026-03: -2 x 750.5 = -1501.00',
    ]);
    expect(linesOf([anOrder('o-1', { ...posted, takenBackIn: '2026-04' })], '2026-05')).toEqual([]);
    const [line] = orderLines({ orders: [anOrder('o-1', posted)] }, '2026-04').recalculations;
    expect(formulaValue(line!.formula).toText()).toBe('-1501');
    expect(line).toMatchObject({
      title: 'Вызов электрика',
      inputs: [{ eventId: 'cancelled' }, { eventId: 'order o-1' }],
    });
  });
});

describe('an order that is charged again because its payment went back', () => {
  const { chargedIn, cancellation, takenBackIn, ...again } = anOrder('o-1', {
    chargedOn: '2026-04-20',
    because: 'payment_returned',
    eventId: 'again',
  });
  const chargedAgain = (order: OrderCharge) => ordersAfterCharge([anOrder('o-0'), order], again).slice(1);

  it('was never charged before: its line stands in the month of the return and says so', () => {
    expect([chargedIn, cancellation, takenBackIn]).toEqual([null, null, null]);
    const orders = ordersAfterCharge([], again);
    expect(linesOf(orders, '2026-03')).toEqual([]);
    expect(linesOf(orders, '2026-04')).toEqual([CHARGED]);
    expect(orderLines({ orders }, '2026-04').charges[0]?.why).toEqual({
      code: 'order',
      details: { chargedOn: '2026-04-20', because: 'payment_returned' },
    });
  });

  it('was withdrawn before any close posted it: one line, in the month of the return', () => {
    const orders = chargedAgain(anOrder('o-1', cancelled('2026-04-01')));
    expect(orders).toHaveLength(1);
    expect(linesOf(orders, '2026-03')).toEqual([]);
    expect(linesOf(orders, '2026-04')).toEqual([CHARGED]);
  });

  it('was posted and not taken back yet: its line stays, and no other is made', () => {
    const orders = chargedAgain(anOrder('o-1', { ...cancelled('2026-04-10'), chargedIn: '2026-03' }));
    expect(linesOf(orders, '2026-04')).toEqual([]);
    const withdrawnAgain = orders.map((order) => ({ ...order, ...cancelled('2026-05-02') }));
    expect(linesOf(withdrawnAgain, '2026-05')).toEqual(['order:o-1 order_cancelled of 2026-03: -2 x 750.5 = -1501.00']);
  });

  it('was posted and taken back: it is charged anew', () => {
    const orders = chargedAgain(
      anOrder('o-1', { ...cancelled('2026-04-10'), chargedIn: '2026-03', takenBackIn: '2026-04' }),
    );
    expect(linesOf(orders, '2026-05')).toEqual([CHARGED]);
  });

  it('is charged anew where a close takes back what it had calculated before', () => {
    const orders = chargedAgain(anOrder('o-1', { ...cancelled('2026-04-10'), chargedIn: '2026-03' }));
    const closed = { period: '2026-04', orders: { charged: [], takenBack: ['o-1'] } };
    expect(linesOf(ordersAfterClose(orders, closed), '2026-05')).toEqual([CHARGED]);
  });
});

describe('orders among the charges of a month', () => {
  const book = aBook();
  const dossier = aDossier({
    connected: { upkeep: {}, capital_repair: {} },
    orders: [anOrder('o-1'), anOrder('o-2', { quantity: 1, chargedOn: '2026-03-20' })],
  });

  it('stand below everything that the company charges, in the order of their days', () => {
    expect(calculateCharges(dossier, book, '2026-03').charges.map(({ utility }) => utility)).toEqual([
      'upkeep',
      'capital_repair',
      'order:o-1',
      'order:o-2',
    ]);
  });

  it('are charged once, whatever months follow', () => {
    const months = chargeMonths(dossier, book, '2026-05');
    expect(months.charges('2026-03', 'order:o-1')).toEqual([CHARGED]);
    expect(months.charges('2026-04', 'order:o-1')).toEqual([]);
    expect(months.charges('2026-05', 'order:o-1')).toEqual([]);
  });

  it('leave the other lines as they are without them', () => {
    const without = calculateCharges({ ...dossier, orders: [] }, book, '2026-03');
    const lines = calculateCharges(dossier, book, '2026-03').charges.filter(({ utility }) => !isOrderUtility(utility));
    expect(lines).toEqual(without.charges);
  });
});

describe('what a close says of orders', () => {
  it('is which it posted and which it took back', () => {
    const lines = orderLines(
      { orders: [anOrder('o-1', { ...cancelled('2026-04-10'), chargedIn: '2026-03' }), anOrder('o-2')] },
      '2026-04',
    );
    expect(ordersOf(lines)).toEqual({ charged: ['o-2'], takenBack: ['o-1'] });
    const after = ordersAfterClose(
      [anOrder('o-1', { ...cancelled('2026-04-10'), chargedIn: '2026-03' }), anOrder('o-2'), anOrder('o-3')],
      {
        period: '2026-04',
        orders: { charged: ['o-2'], takenBack: ['o-1'] },
      },
    );
    expect(after).toEqual([
      anOrder('o-1', { ...cancelled('2026-04-10'), chargedIn: '2026-03', takenBackIn: '2026-04' }),
      anOrder('o-2', { chargedIn: '2026-04' }),
      anOrder('o-3'),
    ]);
  });

  it('is nothing where there are none', () => {
    const { charges, recalculations } = calculateCharges(aDossier({ connected: { upkeep: {} } }), aBook(), '2026-03');
    expect(charges).toHaveLength(1);
    expect(ordersOf({ charges, recalculations })).toBeNull();
    expect(ordersAfterClose([anOrder('o-1')], { period: '2026-03' })).toEqual([anOrder('o-1')]);
  });
});

it('no utility of a company can be taken for an order, nor an order for a utility', () => {
  expect(orderUtility('o-1')).toBe('order:o-1');
  expect(orderIdOf(orderUtility('o-1'))).toBe('o-1');
  // The form of every id of a package.
  expect(orderUtility('o-1')).not.toMatch(/^[0-9A-Za-z_.-]{1,32}$/);
  expect(isOrderUtility('order')).toBe(false);
  expect(() => orderIdOf('order')).toThrow(RangeError);
});
