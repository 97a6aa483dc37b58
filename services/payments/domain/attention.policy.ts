import { AttentionReason } from './online-payment.events';

/** What the bank's last word answers by itself; anything else waits for a person. */
const ANSWERED_BY_THE_BANK: readonly AttentionReason[] = [
  'never_answered',
  'unknown_to_the_bank',
  'other_bank',
  'no_answer',
  'hold_not_taken',
  'no_last_word',
];

/** What a person still has to look at when the bank has said how a payment ended. */
export function afterLastWord(attention: AttentionReason | null): AttentionReason | null {
  return attention !== null && ANSWERED_BY_THE_BANK.includes(attention) ? null : attention;
}

/** What is known of a payment after its bank was asked, or could not be. */
export interface KnownOfPayment {
  readonly status: 'initiated' | 'authorized' | 'abandoned';
  /** Another bank than that at which it was begun cannot know. */
  readonly atBank: 'known' | 'unknown' | 'other_bank';
  /** The bank has once given it an id. */
  readonly hasBankId: boolean;
  /** Since it was begun. */
  readonly ageMinutes: number;
}

const DAY_MINUTES = 24 * 60;
/** Within a day banks end what nobody pays, and come up again when they were down. */
export const ATTENTION_AFTER_MINUTES = DAY_MINUTES;
/** Banks hold money for a week; nothing is under way for longer. */
export const NO_LAST_WORD_AFTER_MINUTES = 7 * DAY_MINUTES;

/** Why a person has to look at a payment that is not over; null where time may still tell. */
export function attentionDue({ status, atBank, hasBankId, ageMinutes }: KnownOfPayment): AttentionReason | null {
  if (ageMinutes < ATTENTION_AFTER_MINUTES) return null;
  if (atBank === 'other_bank') return 'other_bank';
  if (atBank === 'unknown') return hasBankId ? 'unknown_to_the_bank' : 'never_answered';
  if (status === 'authorized') return 'hold_not_taken';
  return ageMinutes < NO_LAST_WORD_AFTER_MINUTES ? null : 'no_last_word';
}

/** What is known of a payment for which its bank does not answer. */
export interface UnansweredPayment extends Pick<KnownOfPayment, 'hasBankId' | 'ageMinutes'> {
  /** As far as the process that asks can remember. */
  readonly silentMinutes: number;
}

/**
 * Why a person has to look at a payment for which the bank does not answer; null where it may answer yet. No process need
 * live for so long: of a payment that has no id the bank has never said a word, and within a week it has said its last.
 */
export function silenceDue({ silentMinutes, hasBankId, ageMinutes }: UnansweredPayment): AttentionReason | null {
  const isLong =
    silentMinutes >= ATTENTION_AFTER_MINUTES ||
    ageMinutes >= (hasBankId ? NO_LAST_WORD_AFTER_MINUTES : ATTENTION_AFTER_MINUTES);
  return isLong ? 'no_answer' : null;
}
