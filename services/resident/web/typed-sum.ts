import { roublesInWords } from '#libs/web';
import { ONLINE_AMOUNT_KOPECKS_MAX } from '#services/payments/api/client';

/** Digits, spaces and roubles: a sum that is only too large to be read as one. */
const LOOKS_LIKE_A_SUM = /^[\s\u00a0\u202f]*[1-9][\d\s\u00a0\u202f]*(?:[.,]\d{1,2})?[\s\u00a0\u202f₽]*$/;

/** Why what was typed, which is no sum that can be paid, is none. */
export function faultOfSum(typed: string, example = '1500 или 1500,50'): string {
  return LOOKS_LIKE_A_SUM.test(typed)
    ? `Слишком большая сумма: за один раз можно не больше ${roublesInWords(ONLINE_AMOUNT_KOPECKS_MAX)}.`
    : `Введите сумму в рублях, например ${example}.`;
}
