/** Lengths of card numbers (ISO/IEC 7812). */
const SHORTEST = 13;
const LONGEST = 19;
const LEFT_VISIBLE = 4;
/** Digits in groups as people write them: up to three spaces, dashes or dots between two digits, of whatever kind: « - ». */
const RUN = /\d(?:[ \t\u00a0\u2007\u2009\u202f\u2010-\u2015\u2212.-]{0,3}\d){12,}/g;
const DIGITS_AND_SEPARATORS = /\d+|\D/g;

/**
 * Leaves of a card number its last four digits: people write them although nobody asks. What looks like a number of a
 * card is a run of 13–19 digits that passes the check of Luhn, also where it stands in groups or beside other groups.
 */
export function maskCardNumbers(text: string): string {
  return text.replace(RUN, (run) => maskGroups(run.match(DIGITS_AND_SEPARATORS) ?? []));
}

function maskGroups(parts: readonly string[]): string {
  const masked = [...parts];
  for (let first = 0; first < parts.length; first += 1) {
    const end = endOfCardNumber(parts, first);
    if (end === null) continue;
    let left = lengthOfDigits(parts.slice(first, end)) - LEFT_VISIBLE;
    for (let index = first; index < end; index += 1) {
      masked[index] = (parts[index] ?? '').replaceAll(/\d/g, (digit) => ((left -= 1) >= 0 ? '•' : digit));
    }
    first = end - 1;
  }
  return masked.join('');
}

/** Behind the last group of the longest card number that begins with this group; null where none does. */
function endOfCardNumber(parts: readonly string[], first: number): number | null {
  let digits = '';
  let end: number | null = null;
  for (let index = first; index < parts.length && digits.length <= LONGEST; index += 1) {
    const part = parts[index] ?? '';
    if (!/^\d/.test(part)) {
      if (digits === '') return null;
      continue;
    }
    digits += part;
    if (isCardNumber(digits)) end = index + 1;
  }
  return end;
}

function lengthOfDigits(parts: readonly string[]): number {
  return parts.join('').replaceAll(/\D/g, '').length;
}

function isCardNumber(digits: string): boolean {
  return digits.length >= SHORTEST && digits.length <= LONGEST && passesLuhn(digits);
}

export function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const doubled = place % 2 === 1 ? Number(digit) * 2 : Number(digit);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
