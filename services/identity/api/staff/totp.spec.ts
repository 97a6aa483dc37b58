import { codeAt, fromBase32, newTotpSecret, stepOfCode, toBase32, totpAddress } from './totp';

/** The key of the test vectors of RFC 6238, appendix B, for SHA-1. */
const KEY = toBase32(Buffer.from('12345678901234567890', 'ascii'));

describe('a one-time code', () => {
  it.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('is at second %i what RFC 6238 says', (second, code) => {
    expect(codeAt(KEY, Math.floor(second / 30), 8)).toBe(code);
    expect(codeAt(KEY, Math.floor(second / 30))).toBe(code.slice(2));
  });

  it('tells its step, and a wrong one tells none', () => {
    expect(stepOfCode(KEY, codeAt(KEY, 7), [6, 7, 8])).toBe(7);
    expect(stepOfCode(KEY, codeAt(KEY, 5), [6, 7, 8])).toBeNull();
    expect(stepOfCode(KEY, '', [6])).toBeNull();
    expect(stepOfCode(KEY, codeAt(KEY, 7), [])).toBeNull();
  });
});

describe('a secret', () => {
  it('is written in base 32 (RFC 4648) and read back', () => {
    expect(toBase32(Buffer.from('foobar'))).toBe('MZXW6YTBOI');
    expect(fromBase32('MZXW6YTBOI').toString()).toBe('foobar');
    expect(() => fromBase32('a!')).toThrow(RangeError);
  });

  it('has 160 bits of its own', () => {
    const [one, other] = [newTotpSecret(), newTotpSecret()];
    expect(fromBase32(one)).toHaveLength(20);
    expect(one).not.toBe(other);
  });

  it('goes into an application by an address', () => {
    expect(totpAddress('ABC', '48210935')).toBe(
      'otpauth://totp/Kvitok:48210935?secret=ABC&issuer=Kvitok&digits=6&period=30',
    );
  });
});
