/** Exact fractions of whole numbers, written apart from the product's own so that each can check the other. */
export interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

export function fraction(over: bigint, under = 1n): Fraction {
  if (under === 0n) throw new RangeError('Nothing is divided by nought');
  return under < 0n ? { over: -over, under: -under } : { over, under };
}

/** `12.5`, `-3` or `181/6`. */
export function fractionOf(text: string): Fraction {
  const match = /^(-?)(\d+)(?:\.(\d+)|\/(\d+))?$/.exec(text);
  if (match === null) throw new RangeError(`Not a number: ${text}`);
  const [, sign = '', whole = '', decimals = '', under] = match;
  const digits = BigInt(`${whole}${decimals}`) * (sign === '-' ? -1n : 1n);
  return fraction(digits, under === undefined ? 10n ** BigInt(decimals.length) : BigInt(under));
}

const plus = (one: Fraction, other: Fraction) =>
  fraction(one.over * other.under + other.over * one.under, one.under * other.under);
const times = (one: Fraction, other: Fraction) => fraction(one.over * other.over, one.under * other.under);
const negative = ({ over, under }: Fraction) => fraction(-over, under);
const inverse = ({ over, under }: Fraction) => fraction(under, over);

export function isSame(one: Fraction, other: Fraction): boolean {
  return one.over * other.under === other.over * one.under;
}

/** Roubles to whole kopecks, half away from zero. */
export function kopecksOf(roubles: Fraction): number {
  const { over, under } = times(roubles, fraction(100n));
  const half = (2n * (over < 0n ? -over : over) + under) / (2n * under);
  return Number(over < 0n ? -half : half);
}

/** Computes a printed formula: numbers, + - * / ( ) and `round(…)`, to the kopeck. */
export function compute(formula: string): Fraction {
  const parts = formula.match(/round|\d+(?:\.\d+)?|[-+*/()]/g) ?? [];
  if (parts.join('') !== formula.replace(/\s/g, '')) throw new SyntaxError(`Not a formula: ${formula}`);
  let at = 0;
  const next = () => parts[at];
  const accept = (part: string) => (next() === part ? ((at += 1), true) : false);

  const atom = (): Fraction => {
    if (accept('-')) return negative(atom());
    const rounds = accept('round');
    if (accept('(')) {
      const inner = terms();
      if (!accept(')')) throw new SyntaxError(`A bracket is open in ${formula}`);
      return rounds ? fraction(BigInt(kopecksOf(inner)), 100n) : inner;
    }
    const number = next();
    at += 1;
    return fractionOf(number ?? '');
  };
  const factors = (): Fraction => {
    let product = atom();
    for (;;) {
      if (accept('*')) product = times(product, atom());
      else if (accept('/')) product = times(product, inverse(atom()));
      else return product;
    }
  };
  const terms = (): Fraction => {
    let sum = factors();
    for (;;) {
      if (accept('+')) sum = plus(sum, factors());
      else if (accept('-')) sum = plus(sum, negative(factors()));
      else return sum;
    }
  };

  const value = terms();
  if (at !== parts.length) throw new SyntaxError(`More than a formula: ${formula}`);
  return value;
}
