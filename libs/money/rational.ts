/**
 * Exact rational numbers. Every quantity, tariff, norm, rate and intermediate product is one of these;
 * nothing is rounded before the amount of a printed line.
 */
export class Rational {
  static readonly ZERO = new Rational(0n, 1n);
  static readonly ONE = new Rational(1n, 1n);

  private constructor(
    private readonly top: bigint,
    /** Always above zero. */
    private readonly bottom: bigint,
  ) {}

  /** `numerator / denominator` of whole numbers. Throws RangeError on a zero denominator. */
  static of(numerator: bigint | number, denominator: bigint | number = 1n): Rational {
    const top = BigInt(numerator);
    const bottom = BigInt(denominator);
    if (bottom === 0n) throw new RangeError('A rational number has no zero denominator');
    return bottom < 0n ? reduced(-top, -bottom) : reduced(top, bottom);
  }

  /** Reads `12`, `-3.75` or `25/6`, the forms that `toText` writes. Throws RangeError on anything else. */
  static parse(text: string): Rational {
    const slash = text.indexOf('/');
    if (slash >= 0) {
      if (!/^-?\d+\/\d+$/.test(text)) throw new RangeError(`Not a number: ${text}`);
      return Rational.of(BigInt(text.slice(0, slash)), BigInt(text.slice(slash + 1)));
    }
    if (!/^-?\d+(\.\d+)?$/.test(text)) throw new RangeError(`Not a number: ${text}`);
    const point = text.indexOf('.');
    if (point < 0) return new Rational(BigInt(text), 1n);
    return new Rational(BigInt(text.slice(0, point) + text.slice(point + 1)), powerOfTen(text.length - point - 1));
  }

  static make(top: bigint, bottom: bigint): Rational {
    return new Rational(top, bottom);
  }

  static sum(values: Iterable<Rational>): Rational {
    let total = Rational.ZERO;
    for (const value of values) total = total.plus(value);
    return total;
  }

  plus(other: Rational): Rational {
    if (this.bottom === other.bottom) return reduced(this.top + other.top, this.bottom);
    return reduced(this.top * other.bottom + other.top * this.bottom, this.bottom * other.bottom);
  }

  minus(other: Rational): Rational {
    if (this.bottom === other.bottom) return reduced(this.top - other.top, this.bottom);
    return reduced(this.top * other.bottom - other.top * this.bottom, this.bottom * other.bottom);
  }

  times(other: Rational): Rational {
    return reduced(this.top * other.top, this.bottom * other.bottom);
  }

  /** Throws RangeError when `other` is zero. */
  dividedBy(other: Rational): Rational {
    if (other.top === 0n) throw new RangeError('Division by zero');
    const top = this.top * other.bottom;
    const bottom = this.bottom * other.top;
    return bottom < 0n ? reduced(-top, -bottom) : reduced(top, bottom);
  }

  negated(): Rational {
    return new Rational(-this.top, this.bottom);
  }

  isZero(): boolean {
    return this.top === 0n;
  }

  isNegative(): boolean {
    return this.top < 0n;
  }

  isPositive(): boolean {
    return this.top > 0n;
  }

  /** Below zero, zero or above zero as this number is less than, equal to or greater than `other`. */
  compare(other: Rational): number {
    const left = this.top * other.bottom;
    const right = other.top * this.bottom;
    return left < right ? -1 : left > right ? 1 : 0;
  }

  equals(other: Rational): boolean {
    return this.compare(other) === 0;
  }

  /** The nearest whole number, a half away from zero. */
  roundHalfAwayFromZero(): bigint {
    if (this.bottom === 1n) return this.top;
    const magnitude = this.top < 0n ? -this.top : this.top;
    const rounded = (2n * magnitude + this.bottom) / (2n * this.bottom);
    return this.top < 0n ? -rounded : rounded;
  }

  /** The greatest whole number that is not above this one. */
  floor(): bigint {
    const quotient = this.top / this.bottom;
    return this.top < 0n && quotient * this.bottom !== this.top ? quotient - 1n : quotient;
  }

  /**
   * A decimal of at most `digits` places for print, half away from zero, without trailing zeros and without `-0`.
   */
  toDecimal(digits = 6): string {
    const scale = powerOfTen(digits);
    const scaled = new Rational(this.top * scale, this.bottom).roundHalfAwayFromZero();
    return decimalText(scaled, digits);
  }

  /** The exact value: a decimal where it ends, otherwise `numerator/denominator` in lowest terms. */
  toText(): string {
    if (this.bottom === 1n) return this.top.toString();
    const divisor = greatestCommonDivisor(this.top < 0n ? -this.top : this.top, this.bottom);
    const top = this.top / divisor;
    const bottom = this.bottom / divisor;
    const places = decimalPlaces(bottom);
    if (places === null) return `${top}/${bottom}`;
    return decimalText((top * powerOfTen(places)) / bottom, places);
  }

  toJSON(): string {
    return this.toText();
  }
}

/** Above this a fraction is reduced, so that long chains of arithmetic keep small operands. */
const REDUCE_ABOVE = 1n << 63n;

function reduced(top: bigint, bottom: bigint): Rational {
  if (bottom === 1n) return Rational.make(top, 1n);
  if (top === 0n) return Rational.ZERO;
  if (bottom < REDUCE_ABOVE) return Rational.make(top, bottom);
  const divisor = greatestCommonDivisor(top < 0n ? -top : top, bottom);
  return divisor === 1n ? Rational.make(top, bottom) : Rational.make(top / divisor, bottom / divisor);
}

function greatestCommonDivisor(left: bigint, right: bigint): bigint {
  while (right !== 0n) [left, right] = [right, left % right];
  return left;
}

/** How many decimal places a fraction with this reduced denominator needs; null when it never ends. */
function decimalPlaces(bottom: bigint): number | null {
  let twos = 0;
  let fives = 0;
  while (bottom % 2n === 0n) {
    bottom /= 2n;
    twos += 1;
  }
  while (bottom % 5n === 0n) {
    bottom /= 5n;
    fives += 1;
  }
  return bottom === 1n ? Math.max(twos, fives) : null;
}

const POWERS_OF_TEN = Array.from({ length: 40 }, (_, exponent) => 10n ** BigInt(exponent));

function powerOfTen(exponent: number): bigint {
  return POWERS_OF_TEN[exponent] ?? 10n ** BigInt(exponent);
}

function decimalText(scaled: bigint, places: number): string {
  if (scaled === 0n) return '0';
  const sign = scaled < 0n ? '-' : '';
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, '0');
  if (places === 0) return sign + digits;
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  return fraction === '' ? sign + whole : `${sign}${whole}.${fraction}`;
}
