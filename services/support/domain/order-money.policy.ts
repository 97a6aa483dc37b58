import { Kopecks, subtractKopecks, sumKopecks } from '#libs/money';

/** A payment for an order, and what of it was given back. */
export interface OrderMoney {
  readonly amountKopecks: Kopecks;
  readonly refundedKopecks: Kopecks;
}

/** What is paid for an order and was not given back. */
export function paidFor(payments: Readonly<Record<string, OrderMoney>>): Kopecks {
  return sumKopecks(
    Object.values(payments).map(({ amountKopecks, refundedKopecks }) =>
      subtractKopecks(amountKopecks, refundedKopecks),
    ),
  );
}

export interface OrderStanding {
  readonly state: 'placed' | 'confirmed' | 'completed' | 'cancelled';
  readonly amountKopecks: Kopecks;
  readonly paidKopecks: Kopecks;
  /** True while the sum stands on a slip. */
  readonly charged: boolean;
}

/**
 * What has to be given back: all that is paid for an order that was cancelled or stands on a slip, else what is paid
 * above its sum.
 */
export function refundDue({ state, amountKopecks, paidKopecks, charged }: OrderStanding): Kopecks {
  if (state === 'cancelled' || charged) return paidKopecks;
  return Math.max(0, subtractKopecks(paidKopecks, amountKopecks));
}

/** Why money has to be given back. */
export type RefundCause = 'cancelled' | 'on_slip' | 'surplus';

/** Null where nothing has to be given back. */
export function refundCauseOf(standing: OrderStanding): RefundCause | null {
  if (refundDue(standing) === 0) return null;
  if (standing.state === 'cancelled') return 'cancelled';
  return standing.charged ? 'on_slip' : 'surplus';
}

/**
 * What can be paid at the bank for an order now: its whole sum, once, before it stands on a slip. A part that was paid
 * is given back when the rest does not come.
 */
export function payableAtOnce({ state, amountKopecks, paidKopecks, charged }: OrderStanding): Kopecks {
  if (state === 'cancelled' || charged) return 0;
  return Math.max(0, subtractKopecks(amountKopecks, paidKopecks));
}
