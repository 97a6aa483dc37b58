/**
 * Characters of a verification code: none looks like another, and every letter looks the same in the Latin and the
 * Cyrillic alphabet, so that it does not matter which keyboard a code is typed on.
 */
export const SLIP_CODE_ALPHABET = '23456789ACEHKMPTXY';
/** Twelve of eighteen characters: 50 bits. */
export const SLIP_CODE_LENGTH = 12;
const GROUP_LENGTH = 4;

const LATIN_OF_CYRILLIC: Readonly<Record<string, string>> = {
  А: 'A',
  С: 'C',
  Е: 'E',
  Н: 'H',
  К: 'K',
  М: 'M',
  Р: 'P',
  Т: 'T',
  Х: 'X',
  У: 'Y',
};

/** A code from numbers drawn at random, each below the length of the alphabet. */
export function slipCodeOf(drawn: readonly number[]): string {
  return drawn.map((number) => SLIP_CODE_ALPHABET.charAt(number)).join('');
}

/** The code as it is printed: `7KX2-4PAH-9MTC`. */
export function printedSlipCode(code: string): string {
  return (code.match(new RegExp(`.{1,${GROUP_LENGTH}}`, 'g')) ?? []).join('-');
}

/** A code as a person types it, in any case and alphabet, with or without dashes and spaces. */
export function typedSlipCode(text: string): string {
  return [...text.toUpperCase()]
    .map((character) => LATIN_OF_CYRILLIC[character] ?? character)
    .filter((character) => !/[\s\u2010-\u2015-]/.test(character))
    .join('');
}
