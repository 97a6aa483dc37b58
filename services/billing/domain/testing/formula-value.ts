import { Rational } from '#libs/money';

/**
 * Computes a line's formula the way a resident would check it: numbers, + - * / and brackets, and `round(…)`, which
 * rounds roubles to the kopeck. Throws on anything else.
 */
export function formulaValue(formula: string): Rational {
  const tokens = formula.match(/round|\d+(?:\.\d+)?|[-+*/()]/g) ?? [];
  if (tokens.join('') !== formula.replaceAll(' ', '')) throw new Error(`Not a formula: ${formula}`);
  let place = 0;
  const take = (token: string): boolean => {
    if (tokens[place] !== token) return false;
    place += 1;
    return true;
  };
  const close = (): void => {
    if (!take(')')) throw new Error(`An open bracket in ${formula}`);
  };
  function sum(): Rational {
    let total = product();
    for (;;) {
      if (take('+')) total = total.plus(product());
      else if (take('-')) total = total.minus(product());
      else return total;
    }
  }
  function product(): Rational {
    let total = factor();
    for (;;) {
      if (take('*')) total = total.times(factor());
      else if (take('/')) total = total.dividedBy(factor());
      else return total;
    }
  }
  function factor(): Rational {
    if (take('-')) return factor().negated();
    const rounded = take('round');
    if (take('(')) {
      const inner = sum();
      close();
      return rounded ? Rational.of(inner.times(Rational.of(100)).roundHalfAwayFromZero(), 100) : inner;
    }
    const number = tokens[place] ?? '';
    place += 1;
    return Rational.parse(number);
  }
  const value = sum();
  if (place !== tokens.length) throw new Error(`More than one formula: ${formula}`);
  return value;
}
