import { afterLastWord, attentionDue, KnownOfPayment, silenceDue } from './attention.policy';
import { ATTENTION_REASONS } from './online-payment.events';

const DAY = 24 * 60;
const due = (more: Partial<KnownOfPayment>) =>
  attentionDue({ status: 'abandoned', atBank: 'unknown', hasBankId: true, ageMinutes: DAY, ...more });

describe('a payment that is not over', () => {
  it('waits a day, whatever is known of it', () => {
    for (const atBank of ['known', 'unknown', 'other_bank'] as const) {
      expect(due({ atBank, ageMinutes: DAY - 1 })).toBeNull();
    }
  });

  it('is for a person when its bank does not know it, and when its bank is not the one of now', () => {
    expect(due({})).toBe('unknown_to_the_bank');
    expect(due({ hasBankId: false })).toBe('never_answered');
    expect(due({ atBank: 'other_bank' })).toBe('other_bank');
  });

  it('is for a person when its bank holds the money for a day, or says nothing final for a week', () => {
    expect(due({ atBank: 'known', status: 'authorized' })).toBe('hold_not_taken');
    expect(due({ atBank: 'known', ageMinutes: 7 * DAY - 1 })).toBeNull();
    expect(due({ atBank: 'known', ageMinutes: 7 * DAY })).toBe('no_last_word');
  });
});

it('the last word of a bank answers every question but those about what it said itself', () => {
  expect(ATTENTION_REASONS.filter((reason) => afterLastWord(reason) !== null)).toEqual([
    'does_not_fit',
    'part_refunded_after_recall',
    'refunded_by_office_too',
  ]);
  expect(afterLastWord(null)).toBeNull();
});

it.each([
  [0, false, DAY - 1, null],
  [0, false, DAY, 'no_answer'],
  [0, true, 7 * DAY - 1, null],
  [0, true, 7 * DAY, 'no_answer'],
  [DAY - 1, true, 2 * DAY, null],
  [DAY, true, 2 * DAY, 'no_answer'],
] as const)(
  'a bank that is silent for %d minutes of a payment that has an id of it: %s, and is %d minutes old: %s',
  (silentMinutes, hasBankId, ageMinutes, reason) => {
    expect(silenceDue({ silentMinutes, hasBankId, ageMinutes })).toBe(reason);
  },
);
