import { Rational } from './rational';

/**
 * An amount of money: a whole number of kopecks within ±(2^53 − 1), that is 90 trillion roubles.
 * A plain number, so that events and read models hold it as it is; arithmetic goes through the functions here,
 * which refuse to leave the exact range.
 */
export type Kopecks = number;

/** Throws RangeError when the number is not a whole number of kopecks in the exact range. */
export function kopecks(value: number | bigint): Kopecks {
  const amount = Number(value);
  if (!Number.isSafeInteger(amount)) throw new RangeError(`Not an exact amount of kopecks: ${value}`);
  return amount === 0 ? 0 : amount;
}

export function addKopecks(left: Kopecks, right: Kopecks): Kopecks {
  return kopecks(left + right);
}

export function subtractKopecks(left: Kopecks, right: Kopecks): Kopecks {
  return kopecks(left - right);
}

export function sumKopecks(amounts: Iterable<Kopecks>): Kopecks {
  let total = 0;
  for (const amount of amounts) total = addKopecks(total, amount);
  return total;
}

/** Reads roubles with at most two decimals, `1234.5`; a minus is allowed. Throws RangeError on anything else. */
export function kopecksFromRoubles(text: string): Kopecks {
  const match = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(text);
  if (!match) throw new RangeError(`Not an amount in roubles: ${text}`);
  const magnitude = BigInt(match[2] as string) * 100n + BigInt((match[3] ?? '').padEnd(2, '0'));
  return kopecks(match[1] === '-' ? -magnitude : magnitude);
}

/** Roubles with two decimals, `-1234.50`. */
export function roublesText(amount: Kopecks): string {
  const magnitude = Math.abs(kopecks(amount));
  const text = `${Math.floor(magnitude / 100)}.${String(magnitude % 100).padStart(2, '0')}`;
  return amount < 0 ? `-${text}` : text;
}

const HUNDRED = Rational.of(100n);

/** An exact amount in roubles, rounded once to the kopeck, half away from zero. */
export function roundToKopecks(roubles: Rational): Kopecks {
  return kopecks(roubles.times(HUNDRED).roundHalfAwayFromZero());
}

/** An exact amount in kopecks, rounded once, half away from zero. */
export function roundKopecks(exactKopecks: Rational): Kopecks {
  return kopecks(exactKopecks.roundHalfAwayFromZero());
}
