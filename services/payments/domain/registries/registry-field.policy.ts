import { BillingPeriod, CivilDate, isBillingPeriod, isCivilDate } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { DecimalMark, RegistryDateForm } from './registry-profile';

/** Fields of banks' files; each function answers null for what is no such value. */

const DATE_PARTS: Readonly<Record<RegistryDateForm, { readonly form: RegExp; readonly order: string }>> = {
  'DD-MM-YYYY': { form: /^(\d{2})-(\d{2})-(\d{4})$/, order: 'DMY' },
  'DD.MM.YYYY': { form: /^(\d{2})\.(\d{2})\.(\d{4})$/, order: 'DMY' },
  'YYYY-MM-DD': { form: /^(\d{4})-(\d{2})-(\d{2})$/, order: 'YMD' },
};

export function readDate(text: string, form: RegistryDateForm): CivilDate | null {
  const { form: pattern, order } = DATE_PARTS[form];
  const match = pattern.exec(text);
  if (match === null) return null;
  const [, first = '', month = '', last = ''] = match;
  const date = order === 'DMY' ? `${last}-${month}-${first}` : `${first}-${month}-${last}`;
  return isCivilDate(date) ? date : null;
}

const AMOUNT_FORMS: Readonly<Record<DecimalMark, RegExp>> = {
  point: /^(\d{1,12})(?:\.(\d{1,2}))?$/,
  comma: /^(\d{1,12})(?:,(\d{1,2}))?$/,
  either: /^(\d{1,12})(?:[.,](\d{1,2}))?$/,
};

/** Roubles with at most two decimals, as whole kopecks. Never below zero: a registry takes nothing back. */
export function readAmount(text: string, mark: DecimalMark): Kopecks | null {
  const match = AMOUNT_FORMS[mark].exec(text);
  if (match === null) return null;
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

/** Month and year as `MMYY`, `MMYYYY` or `MM.YYYY`; `undefined` for a field that names none. */
export function readPeriod(text: string): BillingPeriod | null | undefined {
  if (text === '' || /^0+$/.test(text)) return undefined;
  const match = /^(\d{2})\.?(\d{4}|\d{2})$/.exec(text);
  if (match === null) return null;
  const [, month = '', year = ''] = match;
  const period = `${year.length === 2 ? `20${year}` : year}-${month}`;
  return isBillingPeriod(period) ? period : null;
}

/** Numbers of dwelling accounts are such that no stream name, path or line of a log trips over them. */
export const ACCOUNT_FORM = /^[0-9A-Za-z_.-]{1,32}$/;
const OPERATION_CHARACTERS_MAX = 64;

export function readOperation(text: string): string | null {
  return text !== '' && text.length <= OPERATION_CHARACTERS_MAX && /^[\x21-\x7e]+$/.test(text) ? text : null;
}

/** Whether the last digit is the check digit of the others by the rule of Luhn (ISO/IEC 7812-1, annex B). */
export function isLuhnValid(number: string): boolean {
  if (!/^[0-9]{2,32}$/.test(number)) return false;
  let sum = 0;
  for (let index = 0; index < number.length; index += 1) {
    const digit = Number(number.charAt(number.length - 1 - index)) * (index % 2 === 0 ? 1 : 2);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}

/**
 * The number that stands behind one of the marks in the purpose of a payment, as «л/с 6301000017» or «ЛС №6301000017»;
 * null where none does. A mark is met at the beginning of a word, in letters of any case; the first one that is followed
 * by a number counts.
 */
export function accountInPurpose(purpose: string, marks: readonly string[]): string | null {
  const text = purpose.toLowerCase();
  const found: { at: number; account: string }[] = [];
  for (const mark of marks.map((one) => one.toLowerCase())) {
    for (let at = text.indexOf(mark); at !== -1; at = text.indexOf(mark, at + 1)) {
      if (at > 0 && /[0-9a-zа-яё]/.test(text.charAt(at - 1))) continue;
      const match = /^[\s:№#=.]{0,4}([0-9A-Za-z_-]{1,32})/.exec(purpose.slice(at + mark.length));
      if (match !== null && /[0-9]/.test(match[1] as string)) found.push({ at, account: match[1] as string });
    }
  }
  found.sort((left, right) => left.at - right.at);
  return found[0]?.account ?? null;
}
