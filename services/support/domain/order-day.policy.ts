import { CivilDate, Rejection } from '#libs/kernel';
import { ServiceTerms } from './additional-service.events';
import { orderableDays } from './service-terms.policy';

/** Characters of a comment for the specialist. */
export const COMMENT_CHARACTERS_LIMIT = 500;

export interface AskedOrder {
  readonly quantity: number;
  readonly visitOn: CivilDate;
  /** Characters of the comment; 0 for none. */
  readonly commentCharacters: number;
}

/** Why a service cannot be ordered so on a day; null where it can. Whether the day has room its own stream says. */
export function orderFault(asked: AskedOrder, terms: ServiceTerms, today: CivilDate): Rejection | null {
  const { quantity, visitOn, commentCharacters } = asked;
  const { quantityLimit } = terms;
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > quantityLimit) {
    return new Rejection('SUPPORT_ORDER_QUANTITY', { quantity, quantityLimit });
  }
  if (commentCharacters > COMMENT_CHARACTERS_LIMIT) {
    return new Rejection('SUPPORT_ORDER_COMMENT_TOO_LONG', { charactersLimit: COMMENT_CHARACTERS_LIMIT });
  }
  return dayFault(visitOn, terms, today);
}

/** Why nobody can come on a day; null where somebody can. */
export function dayFault(visitOn: CivilDate, terms: ServiceTerms, today: CivilDate): Rejection | null {
  const days = orderableDays(terms, today);
  if (days.includes(visitOn)) return null;
  return new Rejection('SUPPORT_ORDER_DAY', { visitOn, from: days[0] ?? '', to: days.at(-1) ?? '' });
}
