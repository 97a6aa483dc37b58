import { archivedFor, archiveSettled, isArchiving, restore } from './archive.policy';
import { LedgerWork } from './allocation.policy';
import { LedgerDraft, PayeeLedger } from './ledger';
import { LedgerStory, recalculated } from './testing/ledger-story';
import { RETENTION } from './retention';

/** Thirteen months stay at hand: at the close of 2027-04 a line of 2026-03 is the newest that may go. */
const MONTHS = [
  '2026-03',
  '2026-04',
  '2026-05',
  '2026-06',
  '2026-07',
  '2026-08',
  '2026-09',
  '2026-10',
  '2026-11',
  '2026-12',
  '2027-01',
  '2027-02',
  '2027-03',
  '2027-04',
];

const kindsOf = (story: LedgerStory) => story.movements.filter(isArchiving).map(({ kind }) => kind);

/** A ledger whose months are all paid in the month after, 100.00 each. */
function paidStory(): LedgerStory {
  const story = new LedgerStory().opens({ period: '2026-02', kind: 'principal', amountKopecks: 100_00 });
  for (const period of MONTHS) {
    story.pays(`p-${period}`, `${period}-05`, 100_00).closes(period, 100_00);
  }
  return story;
}

function ledgerAfter(ledger: PayeeLedger, change: (work: LedgerWork) => void): PayeeLedger {
  const work = new LedgerWork(new LedgerDraft(ledger));
  change(work);
  return work.draft.ledger();
}

test('the months that stay at hand are a named limit', () => {
  expect(RETENTION.months).toBe(13);
});

test('a line leaves the ledger when it is settled and older than the months at hand, with the money spent on it', () => {
  const story = paidStory();
  expect(story.ledger.lines[0]?.period).toBe('2026-04');
  // p-2026-03 paid 2026-02, p-2026-04 paid 2026-03: both lines are gone, and so is the older of the two payments.
  expect(story.ledger.money.map((money) => money.paymentId)).not.toContain('p-2026-03');
  expect(kindsOf(story)).toContain('line_archived');
  expect(kindsOf(story)).toContain('money_archived');
});

test('a line that owes anything stays however old it is', () => {
  const story = new LedgerStory().opens({ period: '2020-01', kind: 'penalty', amountKopecks: 1 });
  for (const period of MONTHS) story.closes(period, null);
  expect(story.ledger.lines.map((line) => line.period)).toEqual(['2020-01']);
});

test('an advance stays however old it is', () => {
  const story = new LedgerStory().opens().pays('p1', '2026-03-05', 1);
  for (const period of MONTHS) story.closes(period, null);
  expect(story.advanceKopecks()).toBe(1);
});

test('what was archived comes back with the money that stands on it, once', () => {
  const story = paidStory();
  const whole = new LedgerStory().opens({ period: '2026-02', kind: 'principal', amountKopecks: 100_00 });
  whole.pays('p-2026-03', '2026-03-05', 100_00);
  const found = archivedFor(whole.ledger, story.ledger, { periods: ['2026-02'], moneyId: null });
  expect(found.lines.map((line) => line.period)).toEqual(['2026-02']);
  expect(found.money.map((money) => money.moneyId)).toEqual(['payment:p-2026-03']);
  const once = ledgerAfter(story.ledger, (work) => restore(work, found));
  expect(once.lines[0]?.period).toBe('2026-02');
  expect(ledgerAfter(once, (work) => restore(work, found))).toEqual(once);
});

test('a recalled payment brings back every line that it stands on', () => {
  const story = paidStory();
  const whole = new LedgerStory().opens({ period: '2026-02', kind: 'principal', amountKopecks: 100_00 });
  whole.pays('p-2026-03', '2026-03-05', 100_00);
  const found = archivedFor(whole.ledger, story.ledger, { periods: [], moneyId: 'payment:p-2026-03' });
  expect(found.lines.map((line) => line.period)).toEqual(['2026-02']);
});

test('a line that is at hand is not brought back over itself', () => {
  const story = new LedgerStory().opens({ period: '2026-02', kind: 'principal', amountKopecks: 100_00 });
  expect(archivedFor(story.ledger, story.ledger, { periods: ['2026-02'], moneyId: null })).toEqual({
    lines: [],
    money: [],
  });
});

test('archiving changes no balance', () => {
  const story = new LedgerStory().opens({ period: '2026-02', kind: 'principal', amountKopecks: 100_00 });
  story.pays('p1', '2026-03-05', 130_00).closes('2026-03', 200_00, recalculated('2026-02', 'upkeep', -10_00));
  const before = story.balanceKopecks();
  const after = ledgerAfter(story.ledger, (work) => archiveSettled(work, '2030-01'));
  // The line of February is settled and goes; March is owed and stays. 100 − 10 + 200 − 130 = 160.
  expect(after.lines.map((line) => line.period)).toEqual(['2026-03']);
  expect(before).toBe(160_00);
  const lines = new LedgerDraft(after);
  expect(lines.lines.reduce((sum, line) => sum + line.principalKopecks, 0)).toBe(200_00);
});
