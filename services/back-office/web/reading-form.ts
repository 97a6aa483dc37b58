import { Form } from '#libs/gateway';
import { isCivilDate, RejectedError, Rejection } from '#libs/kernel';
import { dayFault, decimalTyped, FieldError } from '#libs/web';
import { MeterCardAnswer, MeteringClient } from '#services/metering/api/client';

/** The guard has looked at the account; the meter has to be that account’s. Throws METERING_UNKNOWN_METER. */
export async function meterOfAccount(
  client: MeteringClient,
  account: string,
  meterId: string,
): Promise<MeterCardAnswer> {
  const meter = await client.meter(meterId);
  if (meter.account === account) return meter;
  throw new RejectedError(new Rejection('METERING_UNKNOWN_METER', { meterId }));
}

export function isAboutFields(error: unknown): error is RejectedError {
  return error instanceof RejectedError && error.rejection.code !== 'METERING_UNKNOWN_METER';
}

const QUESTIONS = ['METERING_READING_FAR_ABOVE_USUAL', 'METERING_READING_ROLLS_OVER'];

/** Whether the office is asked about a reading that jumps: it may say that it is right. */
export function isQuestion({ rejection: { code } }: RejectedError): boolean {
  return QUESTIONS.includes(code);
}

/** What a form says to that question. */
export function isConfirmed(form: Form): boolean {
  return form['confirmed'] === 'yes';
}

/** The registers in their order; null for what is no number. */
export function valuesTyped(form: Form, prefix: string): readonly (string | null)[] {
  return [1, 2, 3]
    .map((register) => form[`${prefix}${String(register)}`])
    .flatMap((typed) => (typed === undefined ? [] : [decimalTyped(typed)]));
}

export function errorsOfValues(values: readonly (string | null)[], prefix: string): FieldError[] {
  return values.flatMap((value, index) => {
    const message = 'Введите показание цифрами, как на приборе.';
    return value === null ? [{ field: `${prefix}${String(index + 1)}`, message }] : [];
  });
}

export function errorsOfDay(takenOn: string): FieldError[] {
  return isCivilDate(takenOn)
    ? []
    : [{ field: 'takenOn', message: dayFault(takenOn, 'Укажите день, когда показание снято.') }];
}
