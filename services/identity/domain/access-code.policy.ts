import { checkDigit, hasCheckDigit } from '#libs/kernel';

/** Random digits of an access code, before its check digit: 39.9 bits. */
const CODE_DIGITS = 12;
/** Random digits of a login, before its check digit. */
const LOGIN_DIGITS = 8;
const GROUP_DIGITS = 4;

/** So many random bytes are enough for a code or a login, but for one draw in 10^70. */
export const RANDOM_BYTES_NEEDED = 64;

/** Bytes from here on are left out: 256 is no multiple of 10, and the digits 0 to 5 would come more often. */
const FIRST_UNFAIR_BYTE = 250;

/**
 * An access code of 13 digits from random bytes: 12 random digits and their check digit.
 * Throws RangeError when the bytes give too few digits; RANDOM_BYTES_NEEDED are enough.
 */
export function accessCodeOf(random: Uint8Array): string {
  return withCheckDigit(digitsOf(random, CODE_DIGITS));
}

/** A login of 9 digits from random bytes: 8 random digits and their check digit; it says nothing of the account. */
export function loginOf(random: Uint8Array): string {
  return withCheckDigit(digitsOf(random, LOGIN_DIGITS));
}

function withCheckDigit(digits: string): string {
  return digits + checkDigit(digits);
}

/** Digits that are each as likely as any other. */
function digitsOf(random: Uint8Array, count: number): string {
  const fair = random.filter((byte) => byte < FIRST_UNFAIR_BYTE).subarray(0, count);
  if (fair.length < count) throw new RangeError(`Too few random bytes for ${count} digits`);
  return Array.from(fair, (byte) => String(byte % 10)).join('');
}

/** How a code is printed: `4821-0935-7716-4`. */
export function printedForm(code: string): string {
  return (code.match(new RegExp(`\\d{1,${GROUP_DIGITS}}`, 'g')) ?? []).join('-');
}

/**
 * The 13 digits of a code as a person typed it, with any spaces and hyphens; null when it cannot be a code, so that a
 * slip of the finger costs no attempt.
 */
export function readAccessCode(typed: string): string | null {
  return readDigits(typed, CODE_DIGITS + 1);
}

/** The 9 digits of a login as a person typed it; null when it cannot be a login. */
export function readLogin(typed: string): string | null {
  return readDigits(typed, LOGIN_DIGITS + 1);
}

function readDigits(typed: string, count: number): string | null {
  const digits = typed.replace(/[\s\u2010-\u2015-]/g, '');
  return new RegExp(`^\\d{${count}}$`).test(digits) && hasCheckDigit(digits) ? digits : null;
}
