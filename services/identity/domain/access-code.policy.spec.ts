import { hasCheckDigit } from '#libs/kernel';
import {
  accessCodeOf,
  loginOf,
  printedForm,
  RANDOM_BYTES_NEEDED,
  readAccessCode,
  readLogin,
} from './access-code.policy';

const bytes = (...values: number[]) => Uint8Array.from(values);

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
