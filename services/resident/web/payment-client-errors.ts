import { RejectedError } from '#libs/kernel';
import { wordsOf } from '#libs/platform';
import { FieldError } from '#libs/web';

/** What a person can put right in the form itself; anything else is a page of its own. */
const AT_THE_FIELD: readonly string[] = [
  'PAYMENTS_ONLINE_AMOUNT_OUT_OF_RANGE',
  'PAYMENTS_ONLINE_NOT_OFFERED',
  'PAYMENTS_ONLINE_TOO_MANY_UNFINISHED',
  'PAYMENTS_ONLINE_TOO_MANY_IN_AN_HOUR',
  'PAYMENTS_ONLINE_PAYMENT_EXPIRED',
  'PAYMENTS_ACQUIRER_UNAVAILABLE',
  'PAYMENTS_ACQUIRER_REFUSED',
  'PAYMENTS_AUTOPAY_LIMIT_OUT_OF_RANGE',
  'PAYMENTS_AUTOPAY_DAY_INVALID',
  'PAYMENTS_AUTOPAY_NEEDS_ADDRESS',
];

/** The refusal of payments as an error of a field. Throws what is no such refusal. */
export function refusedAt(error: unknown, fieldOf: (code: string) => string): FieldError {
  if (!(error instanceof RejectedError) || !AT_THE_FIELD.includes(error.rejection.code)) throw error;
  return { field: fieldOf(error.rejection.code), message: wordsOf(error.rejection) };
}
