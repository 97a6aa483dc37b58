import { Rejection } from '#libs/kernel';

/** What is answered with the tick; every other refusal stands with the field that the form has for it. */
const ASKED_ONCE_MORE = ['BACK_OFFICE_CLOSE_UNDECIDED', 'BACK_OFFICE_CLOSE_UNSEEN'];

/** The field of a form of a close by which a refusal stands. */
export function fieldOfClose({ code }: Rejection, otherwise: string): string {
  return ASKED_ONCE_MORE.includes(code) ? 'despiteDoubts' : otherwise;
}
