import { archivedFor, archiveSettled, isArchiving, restore } from './archive.policy';
import { LedgerWork } from './allocation.policy';
import { DebtLine, EMPTY_LEDGER, LedgerDraft, Money, PayeeLedger } from './ledger';
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
  expect(once.lines[0]).toEqual(found.lines[0]);
  expect(once.money.filter((money) => money.moneyId === 'payment:p-2026-03')).toEqual(found.money);
  expect(once.lines).toHaveLength(story.ledger.lines.length + 1);
  expect(once.money).toHaveLength(story.ledger.money.length + 1);
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

test('bringing back moves nothing that is there', () => {
  const story = paidStory();
  const [line] = story.ledger.lines;
  const [money] = story.ledger.money;
  const work = new LedgerWork(new LedgerDraft(story.ledger));
  restore(work, { lines: line ? [line] : [], money: money ? [money] : [] });
  expect([line, money]).not.toContain(undefined);
  expect(work.movements).toEqual([]);
});

test('money that came in the months at hand stays, whatever old line it settled', () => {
  const story = new LedgerStory().opens({ period: '2026-02', kind: 'principal', amountKopecks: 100_00 });
  for (const period of MONTHS.slice(0, -1)) story.closes(period, null);
  story.pays('late', '2027-04-05', 5000_00).closes('2027-04', null);
  expect(story.ledger.lines).toEqual([]);
  expect(story.ledger.money.map((money) => money.paymentId)).toEqual(['late']);
});

test('money reserved for a month to come stays however old it is', () => {
  const story = new LedgerStory().opens().pays('p1', '2026-03-05', 100_00, '2027-12');
  for (const period of MONTHS) story.closes(period, 50_00);
  expect(story.ledger.money.map((money) => money.paymentId)).toEqual(['p1']);
});

test.each([
  ['line_archived', true],
  ['money_archived', true],
  ['line_restored', true],
  ['money_restored', true],
  ['line_charged', false],
  ['line_reduced', false],
  ['money_received', false],
  ['reservation_ended', false],
  ['allocated', false],
  ['freed', false],
  ['penalty_posted', false],
  ['money_withdrawn', false],
])('%s is a movement of archiving: %s', (kind, expected) => {
  expect(isArchiving({ kind } as Parameters<typeof isArchiving>[0])).toBe(expected);
});

describe('what has to come back', () => {
  const paid = (period: string, moneyId: string): DebtLine => ({
    period,
    dueOn: `${period}-15`,
    opening: false,
    principalKopecks: 10,
    openingPenaltyKopecks: 0,
    postedPenaltyKopecks: 5,
    principalPaid: [{ moneyId, amountKopecks: 10, on: `${period}-20` }],
    penaltyPaid: [{ moneyId: `penalty ${moneyId}`, amountKopecks: 5, on: `${period}-21` }],
    billed: {},
  });
  const spent = (moneyId: string): Money => ({
    moneyId,
    paymentId: moneyId,
    receivedOn: '2026-01-10',
    reservedFor: null,
    restKopecks: 0,
    freed: [],
  });
  const whole: PayeeLedger = {
    lines: [paid('2026-01', 'a'), paid('2026-02', 'b'), paid('2026-03', 'a')],
    money: ['a', 'b', 'penalty a', 'penalty b', 'elsewhere'].map(spent),
  };
  const found = (working: PayeeLedger, periods: string[], moneyId: string | null) => {
    const { lines, money } = archivedFor(whole, working, { periods, moneyId });
    return [lines.map((line) => line.period), money.map((one) => one.moneyId)];
  };

  test('for months: their lines with all money on principal and penalty, and nothing else', () => {
    expect(found(EMPTY_LEDGER, ['2026-02'], null)).toEqual([['2026-02'], ['b', 'penalty b']]);
    expect(found(EMPTY_LEDGER, ['2026-09'], null)).toEqual([[], []]);
  });

  test('for a payment: itself and every line that it stands on, with the other money there', () => {
    expect(found(EMPTY_LEDGER, [], 'a')).toEqual([
      ['2026-01', '2026-03'],
      ['a', 'penalty a'],
    ]);
    expect(found(EMPTY_LEDGER, [], 'elsewhere')).toEqual([[], ['elsewhere']]);
    expect(found(EMPTY_LEDGER, [], 'penalty b')).toEqual([['2026-02'], ['b', 'penalty b']]);
  });

  test('is nothing that is at hand', () => {
    const working = { lines: [paid('2026-01', 'a')], money: [spent('a')] };
    expect(found(working, ['2026-01', '2026-02'], null)).toEqual([['2026-02'], ['b', 'penalty b']]);
    expect(found(working, [], 'a')).toEqual([['2026-03'], ['penalty a']]);
  });
});
