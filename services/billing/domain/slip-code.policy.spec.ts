import { printedSlipCode, SLIP_CODE_ALPHABET, SLIP_CODE_LENGTH, slipCodeOf, typedSlipCode } from './slip-code.policy';

describe('a verification code', () => {
  it('is made of characters of which none looks like another', () => {
    expect(new Set(SLIP_CODE_ALPHABET).size).toBe(SLIP_CODE_ALPHABET.length);
    for (const pair of ['0O', '1IL', '8B', '5S', 'UV']) {
      const both = [...pair].filter((character) => SLIP_CODE_ALPHABET.includes(character));
      expect(both.length).toBeLessThanOrEqual(1);
    }
  });

  it('cannot be guessed: 50 bits', () => {
    expect(Math.floor(SLIP_CODE_LENGTH * Math.log2(SLIP_CODE_ALPHABET.length))).toBe(50);
  });

  it('is the characters that were drawn, printed in groups of four', () => {
    const code = slipCodeOf([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 17]);
    expect(code).toBe('23456789ACEY');
    expect(printedSlipCode(code)).toBe('2345-6789-ACEY');
  });

  it('is the same however it is typed: in small letters, with dashes or spaces, on a Russian keyboard', () => {
    for (const typed of ['2345-6789-ACEY', '23456789acey', ' 2345 6789 ACEY ', '2345–6789–АСЕУ', '23456789аcey']) {
      expect(typedSlipCode(typed)).toBe('23456789ACEY');
    }
  });

  it('keeps what does not belong, so that no wrong code becomes a right one', () => {
    expect(typedSlipCode('2345-6789-ACEY!')).toBe('23456789ACEY!');
    expect(typedSlipCode('О345')).toBe('О345');
  });
});
