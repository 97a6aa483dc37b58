import { BillingPeriod, lastDayOf } from '#libs/kernel';
import { Rational, roundToKopecks } from '#libs/money';
import { ChargeLine, RecalculationLine } from './calculation';
import { Dossier, OrderCharge } from './dossier';
import { numeral } from './line.policy';
import { ReferenceBook, Utility } from './reference-book';

/**
 * What stands in place of a utility on the lines of an order for an additional service. A company's own utilities are
 * named by letters, digits, `_`, `.` and `-` alone, so that none of them can be taken for an order.
 */
const PREFIX = 'order:';
/** Orders are printed below everything that the company defines. */
const AFTER_ALL_UTILITIES = Number.MAX_SAFE_INTEGER;

export function orderUtility(orderId: string): string {
  return `${PREFIX}${orderId}`;
}

export function isOrderUtility(utility: string): boolean {
  return utility.startsWith(PREFIX);
}

/** The id of the order of a line. Throws RangeError for a utility that is none. */
export function orderIdOf(utility: string): string {
  if (!isOrderUtility(utility)) throw new RangeError(`${utility} is no order`);
  return utility.slice(PREFIX.length);
}

/** The place of a line in print; orders keep among themselves the order in which they were charged. */
export function printPlace(book: ReferenceBook, utility: string): number {
  return isOrderUtility(utility) ? AFTER_ALL_UTILITIES : book.utility(utility).order;
}

/** The utility as the slip prints it; an order is named by its own line. Throws BILLING_NO_RULE_IN_FORCE. */
export function printedAs(
  line: Pick<RecalculationLine, 'utility' | 'title' | 'unit'>,
  book: ReferenceBook,
): Pick<Utility, 'name' | 'unit'> & { readonly common: boolean } {
  if (isOrderUtility(line.utility)) return { name: line.title ?? '', unit: line.unit ?? '', common: false };
  const { name, unit, kind } = book.utility(line.utility);
  return { name, unit, common: kind === 'soi_norm' };
}

/**
 * The lines of the orders of an account in a period: a charge for each that no close has posted and that was due by
 * the end of the period, and for each that was posted and cancelled since a recalculation that takes it back whole.
 * An order that was cancelled before any close posted it leaves no line.
 */
export function orderLines(
  { orders }: Pick<Dossier, 'orders'>,
  period: BillingPeriod,
): { readonly charges: ChargeLine[]; readonly recalculations: RecalculationLine[] } {
  const last = lastDayOf(period);
  const charges: ChargeLine[] = [];
  const recalculations: RecalculationLine[] = [];
  for (const order of orders) {
    const isCancelled = order.cancellation !== null && order.cancellation.cancelledOn <= last;
    if (order.chargedIn === null) {
      if (order.chargedOn <= last && !isCancelled) charges.push(chargeOf(order));
    } else if (isCancelled && order.takenBackIn === null) {
      recalculations.push(takenBack(order, order.chargedIn));
    }
  }
  return { charges, recalculations };
}

/** Roubles for a unit, exact. */
function priceOf({ unitPriceKopecks }: OrderCharge): Rational {
  return Rational.of(unitPriceKopecks, 100);
}

function chargeOf(order: OrderCharge): ChargeLine {
  const { orderId, title, payee, unit, chargedOn, because, eventId } = order;
  const quantity = Rational.of(order.quantity);
  const price = priceOf(order);
  const exact = quantity.times(price);
  const [count, tariff] = [quantity.toText(), price.toDecimal(2)];
  return {
    utility: orderUtility(orderId),
    payee,
    component: null,
    basis: 'order',
    quantity: count,
    unit,
    tariff,
    coefficient: null,
    amountKopecks: roundToKopecks(exact),
    excessKopecks: 0,
    formula: `${count} * ${tariff}`,
    exact: exact.toText(),
    why: { code: 'order', details: { chargedOn, ...(because && { because }) } },
    inputs: [
      { name: 'order', value: orderId, eventId },
      { name: 'tariff', value: tariff, eventId },
    ],
    title,
  };
}

function takenBack(order: OrderCharge, ofPeriod: BillingPeriod): RecalculationLine {
  const { orderId, title, payee, unit, eventId, cancellation } = order;
  if (cancellation === null) throw new RangeError(`The order ${orderId} was not cancelled`);
  const quantity = Rational.of(order.quantity).negated();
  const price = priceOf(order);
  const exact = quantity.times(price);
  const tariff = price.toDecimal(2);
  return {
    utility: orderUtility(orderId),
    payee,
    component: null,
    source: null,
    reason: 'order_cancelled',
    ofPeriod,
    quantity: quantity.toText(),
    unit,
    tariff,
    amountKopecks: roundToKopecks(exact),
    formula: `${numeral(quantity)} * ${tariff}`,
    exact: exact.toText(),
    why: {
      code: 'order_cancelled',
      details: { cancelledOn: cancellation.cancelledOn, because: cancellation.because },
    },
    inputs: [
      { name: 'order_cancelled', value: orderId, eventId: cancellation.eventId },
      { name: 'tariff', value: tariff, eventId },
    ],
    title,
  };
}

/** Which orders a calculation posts and takes back, by id; null where it has none. */
export function ordersOf(lines: {
  readonly charges: readonly ChargeLine[];
  readonly recalculations: readonly RecalculationLine[];
}): { readonly charged: readonly string[]; readonly takenBack: readonly string[] } | null {
  const idsOf = (all: readonly { readonly utility: string }[]) =>
    all.filter(({ utility }) => isOrderUtility(utility)).map(({ utility }) => orderIdOf(utility));
  const [charged, back] = [idsOf(lines.charges), idsOf(lines.recalculations)];
  return charged.length + back.length === 0 ? null : { charged, takenBack: back };
}

/**
 * The orders of a dossier after an order was told to be charged. One that was cancelled before is charged again: where no
 * close has taken it back its line just stays, else it is charged anew.
 */
export function ordersAfterCharge(
  orders: readonly OrderCharge[],
  said: Omit<OrderCharge, 'chargedIn' | 'cancellation' | 'takenBackIn'>,
): readonly OrderCharge[] {
  const earlier = orders.find(({ orderId }) => orderId === said.orderId);
  const chargedIn = earlier && earlier.takenBackIn === null ? earlier.chargedIn : null;
  const others = orders.filter((order) => order !== earlier);
  return [...others, { ...said, chargedIn, cancellation: null, takenBackIn: null }];
}

/** The orders of a dossier after a close that posted some of them and took some back. */
export function ordersAfterClose(
  orders: readonly OrderCharge[],
  closed: { readonly period: BillingPeriod; readonly orders?: ReturnType<typeof ordersOf> | undefined },
): readonly OrderCharge[] {
  const posted = closed.orders;
  if (!posted) return orders;
  return orders.map((order) => {
    if (posted.charged.includes(order.orderId)) return { ...order, chargedIn: closed.period };
    if (!posted.takenBack.includes(order.orderId)) return order;
    // Charged again between the calculation and its close: the line that the close has taken back is made anew.
    return order.cancellation === null ? { ...order, chargedIn: null } : { ...order, takenBackIn: closed.period };
  });
}
