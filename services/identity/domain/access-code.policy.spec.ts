import {
  accessCodeOf,
  checkDigit,
  hasCheckDigit,
  loginOf,
  printedForm,
  RANDOM_BYTES_NEEDED,
  readAccessCode,
  readLogin,
} from './access-code.policy';

const bytes = (...values: number[]) => Uint8Array.from(values);

describe('a check digit', () => {
  it('is the one that Damm published for 572', () => {
    expect(checkDigit('572')).toBe('4');
  });

  it('shows every single wrong digit', () => {
    const code = accessCodeOf(bytes(4, 8, 2, 1, 0, 9, 3, 5, 7, 7, 1, 6));
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

describe('an access code', () => {
  it('is twelve digits of the random bytes and a check digit', () => {
    const code = accessCodeOf(bytes(4, 8, 2, 1, 0, 9, 3, 5, 7, 7, 1, 6, 99));
    expect(code.slice(0, 12)).toBe('482109357716');
    expect(code).toHaveLength(13);
    expect(hasCheckDigit(code)).toBe(true);
  });

  it('makes each digit as likely as any other: of 256 bytes the last six are left out', () => {
    const every = Array.from({ length: 250 }, (_, byte) => byte % 10);
    for (let digit = 0; digit < 10; digit += 1) expect(every.filter((one) => one === digit)).toHaveLength(25);
    const unfair = bytes(250, 251, 252, 253, 254, 255, ...Array.from({ length: 12 }, () => 249));
    expect(accessCodeOf(unfair).slice(0, 12)).toBe('9'.repeat(12));
  });

  it('is not made of too little chance', () => {
    expect(() => accessCodeOf(bytes(1, 2, 3))).toThrow(RangeError);
    expect(() => accessCodeOf(new Uint8Array(RANDOM_BYTES_NEEDED).fill(255))).toThrow(RangeError);
  });

  it('is printed in groups of four', () => {
    expect(printedForm('4821093577164')).toBe('4821-0935-7716-4');
  });

  it('is read as people type it, and told from a slip of the finger', () => {
    const code = accessCodeOf(bytes(4, 8, 2, 1, 0, 9, 3, 5, 7, 7, 1, 6));
    const last = code.slice(12);
    expect(readAccessCode(`4821-0935-7716-${last}`)).toBe(code);
    expect(readAccessCode(` 4821 0935–7716 ${last}`)).toBe(code);
    expect(readAccessCode(`4821-0935-7761-${last}`)).toBeNull();
    expect(readAccessCode(`4821-0935-7716`)).toBeNull();
    expect(readAccessCode(`4821-O935-7716-${last}`)).toBeNull();
  });
});

describe('a login', () => {
  it('is eight digits of the random bytes and a check digit', () => {
    const login = loginOf(bytes(0, 0, 1, 2, 3, 4, 5, 6, 7));
    expect(login.slice(0, 8)).toBe('00123456');
    expect(readLogin(login)).toBe(login);
    expect(readLogin(login.slice(1))).toBeNull();
  });
});
