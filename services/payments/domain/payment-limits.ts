import { CivilDate } from '#libs/kernel';

/** 999,999,999.99 roubles: more than any dwelling can owe. */
export const AMOUNT_KOPECKS_LIMIT = 99_999_999_999;
/** No debt that is billed today reaches back further; an earlier day is a slip of the pen. */
export const EARLIEST_RECEIVED_ON: CivilDate = '2000-01-01';
export const REASON_CHARACTERS_LIMIT = 300;
