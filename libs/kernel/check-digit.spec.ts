import { checkDigit, hasCheckDigit } from './check-digit';

describe('a check digit', () => {
  it('is the one that Damm published for 572', () => {
    expect(checkDigit('572')).toBe('4');
  });

  it('shows every single wrong digit', () => {
    const code = `482109357716${checkDigit('482109357716')}`;
    for (let place = 0; place < code.length; place += 1) {
      for (const digit of '0123456789') {
        const mistyped = code.slice(0, place) + digit + code.slice(place + 1);
        expect(hasCheckDigit(mistyped)).toBe(mistyped === code);
      }
    }
  });

  it('shows every exchange of two neighbours, whatever they are and wherever they stand', () => {
    const unseen: string[] = [];
    for (let number = 0; number < 10_000; number += 1) {
      const digits = String(number).padStart(4, '0');
      const code = digits + checkDigit(digits);
      for (let place = 0; place + 1 < code.length; place += 1) {
        const [left, right] = [code.charAt(place), code.charAt(place + 1)];
        const exchanged = code.slice(0, place) + right + left + code.slice(place + 2);
        if (exchanged !== code && hasCheckDigit(exchanged)) unseen.push(`${code} as ${exchanged}`);
      }
    }
    expect(unseen).toEqual([]);
  });

  it('of a text that is no number is not there', () => {
    for (const text of ['', '0', '12a4', '٠٠']) expect(hasCheckDigit(text)).toBe(false);
  });
});
