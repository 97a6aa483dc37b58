/**
 * The quasigroup of Damm: every row and column holds each digit once, and no two neighbours can be exchanged unseen.
 * Row: the digit so far; column: the next digit.
 */
const QUASIGROUP: readonly string[] = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
];

/** The check digit of Damm: it shows any one wrong digit and any two neighbours exchanged. */
export function checkDigit(digits: string): string {
  let interim = '0';
  for (const digit of digits) interim = QUASIGROUP[Number(interim)]?.[Number(digit)] as string;
  return interim;
}

/** True when the last digit is the check digit of those before it. */
export function hasCheckDigit(digits: string): boolean {
  return /^\d{2,}$/.test(digits) && checkDigit(digits) === '0';
}
