import { RejectedError } from '#libs/kernel';
import { wordsOf } from '#libs/platform';
import { FieldError } from '#libs/web';
import { MomentAsked } from '#services/billing/api/client';
import { Moment } from './moment';

/** Refusals that are about the day of a question. */
const OF_THE_DAY = ['BILLING_BEFORE_FIRST_PERIOD', 'BILLING_NO_RULE_IN_FORCE', 'BILLING_DAY_BEYOND_RULES'];
/** Refusals that say that nothing was known yet. */
const OF_THE_KNOWLEDGE = ['BILLING_UNKNOWN_ACCOUNT', 'BILLING_NO_COMPANY'];

/** The moment as services are asked for it. */
export function askedOf({ asOf, knownAt }: Moment): MomentAsked {
  return { asOf: asOf ?? undefined, knownAt: knownAt ?? undefined };
}

/** What a moment is refused with, at the field that is to be changed. Throws what is about something else. */
export function momentRefused(error: unknown, { asOf, knownAt }: Moment): readonly FieldError[] {
  if (!(error instanceof RejectedError)) throw error;
  const { rejection } = error;
  if (asOf !== null && OF_THE_DAY.includes(rejection.code)) return [{ field: 'asOf', message: wordsOf(rejection) }];
  if ((asOf !== null || knownAt !== null) && OF_THE_KNOWLEDGE.includes(rejection.code)) {
    const field = knownAt === null ? 'asOf' : 'knownAt';
    return [{ field, message: 'Тогда этого счёта в программе ещё не было. Выберите более поздний день.' }];
  }
  throw error;
}
