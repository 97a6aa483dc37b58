import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { STEP_SECONDS } from '../../domain/one-time-code.policy';

/** As authenticator applications take them for granted: SHA-1, six digits, thirty seconds (RFC 6238). */
const DIGITS = 6;
const SECRET_BYTES = 20;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const ISSUER = 'Kvitok';

/** A new secret, in base 32 as applications take it. */
export function newTotpSecret(): string {
  return toBase32(randomBytes(SECRET_BYTES));
}

/** The code of a time step (RFC 4226 with the step as its counter). */
export function codeAt(secret: string, step: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const offset = digest.readUInt8(digest.length - 1) & 0x0f;
  const number = (digest.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits;
  return String(number).padStart(digits, '0');
}

/** The step among these whose code was typed; null where none is. Every step is compared, whichever is right. */
export function stepOfCode(secret: string, code: string, steps: readonly number[]): number | null {
  let found: number | null = null;
  for (const step of steps) {
    const expected = Buffer.from(codeAt(secret, step));
    const typed = Buffer.from(code);
    if (typed.length === expected.length && timingSafeEqual(typed, expected)) found = step;
  }
  return found;
}

/** What the QR of the second factor says. */
export function totpAddress(secret: string, staffId: string): string {
  const query = new URLSearchParams({ secret, issuer: ISSUER, digits: String(DIGITS), period: String(STEP_SECONDS) });
  return `otpauth://totp/${ISSUER}:${staffId}?${query.toString()}`;
}

export function toBase32(bytes: Uint8Array): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => BASE32[parseInt(group.padEnd(5, '0'), 2)]).join('');
}

/** Throws RangeError for a letter that base 32 does not have. */
export function fromBase32(text: string): Buffer {
  let bits = '';
  for (const letter of text) {
    const value = BASE32.indexOf(letter);
    if (value < 0) throw new RangeError('Not base 32');
    bits += value.toString(2).padStart(5, '0');
  }
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => parseInt(byte, 2)));
}
