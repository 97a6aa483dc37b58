import fc from 'fast-check';
import { addDays, BillingPeriod, CivilDate, periodOf, previousPeriod } from '#libs/kernel';
import { ageLedger } from './aging.policy';
import { ChargeLine } from './calculation';
import { penaltyOfLine } from './close-ledger.policy';
import { isSuspension, ledgersAsOf, suspensionOf } from './debt-as-of.policy';
import { Ledgers } from './ledger';
import { ledgerRules } from './ledger-rules.policy';
import { aCalculation, AccountStory, eveningOf, ledgersWith, PeriodFact } from './testing/account-story';
import { aBook } from './testing/book-builder';
import { billed } from './testing/ledger-story';

const rules = ledgerRules(aBook());
/** Penalty begins some days before the agreement. */
const FEBRUARY = ledgersWith(rules, { period: '2026-02', kind: 'principal', amountKopecks: 100_000_00 });
/** Both ends counted. */
function datesBetween(from: CivilDate, to: CivilDate): CivilDate[] {
  return from > to ? [] : [from, ...datesBetween(addDays(from, 1), to)];
}

const EVERYTHING = '9999-12-31T23:59:59.999Z';
const AGREED_ON = '2026-04-25';

function asked(facts: readonly PeriodFact[], asOf: CivilDate, knownAt = EVERYTHING): Ledgers {
  for (let period: BillingPeriod = periodOf(asOf); period >= '2026-03'; period = previousPeriod(period)) {
    const stream = facts.filter((fact) => fact.data.period === period);
    const later = facts.flatMap((fact) =>
      isSuspension(fact) && fact.data.period > period && fact.metadata.recordedAt <= knownAt
        ? [suspensionOf(fact.data)]
        : [],
    );
    const answer = ledgersAsOf(stream, later, { asOf, knownAt }, rules);
    if (answer) return answer;
  }
  throw new Error('Nothing was known');
}

function penaltyOn(facts: readonly PeriodFact[], asOf: CivilDate, knownAt?: string): number {
  const day = { on: asOf, penaltyThrough: asOf };
  return ageLedger('main', asked(facts, asOf, knownAt).main, day, rules, ['upkeep']).penaltyKopecks;
}

function suspend(story: AccountStory, until: CivilDate | null, statedOn: CivilDate): AccountStory {
  const suspension = { agreementId: 'a-1', from: AGREED_ON, until };
  const said = { account: story.account, payee: 'main', months: ['2026-02'], suspension, statedOn } as const;
  return story.states({ kind: 'SuspendPenalty', ...said }, eveningOf(statedOn));
}

/** Agreed on 25 April; the part of a day is missed, and that is found days after. */
function broken(
  partDueOn: CivilDate,
  foundOn: CivilDate,
  charged: readonly ChargeLine[] = [],
  payments: readonly [CivilDate, number][] = [],
): AccountStory {
  const story = new AccountStory().opens(FEBRUARY).closes(aCalculation(charged));
  suspend(story, null, AGREED_ON);
  for (const day of datesBetween(addDays(AGREED_ON, 1), '2026-06-20')) {
    payments.forEach(([on, amountKopecks], index) => {
      if (on === day) story.pays(`p${String(index)}`, on, amountKopecks);
    });
    if (day === foundOn) suspend(story, partDueOn, foundOn);
    if (day === '2026-04-30' || day === '2026-05-31') story.closes(aCalculation());
  }
  return story;
}

it('the day after a missed part bears penalty as soon as it is known that it was missed, and not before', () => {
  const { facts } = broken('2026-05-10', '2026-05-16');
  const before = penaltyOn(facts, '2026-05-10');
  expect(before).toBeGreaterThan(0);
  expect(penaltyOn(facts, '2026-05-09')).toBe(before);
  // From the eleventh on 1/300 of the rate a day, of the whole debt; to the 15th it was thought that it was kept.
  expect(penaltyOn(facts, '2026-05-11')).toBeGreaterThan(before);
  expect(penaltyOn(facts, '2026-05-14')).toBeGreaterThan(penaltyOn(facts, '2026-05-13'));
  expect(penaltyOn(facts, '2026-05-14', eveningOf('2026-05-15'))).toBe(before);
});

it('a part that was missed at the end of a month and found in the next one is counted in both', () => {
  const { facts } = broken('2026-05-28', '2026-06-03');
  const before = penaltyOn(facts, '2026-05-28');
  expect(penaltyOn(facts, '2026-05-30')).toBeGreaterThan(before);
  expect(penaltyOn(facts, '2026-05-31')).toBeGreaterThan(penaltyOn(facts, '2026-05-30'));
  expect(penaltyOn(facts, '2026-05-31', eveningOf('2026-06-02'))).toBe(before);
});

it('on every day it is what a close of that evening would charge', () => {
  const aDay = (from: CivilDate, to: CivilDate) => fc.constantFrom(...datesBetween(from, to));
  const aPayment = fc.tuple(aDay('2026-04-26', '2026-06-19'), fc.integer({ min: 1, max: 30_000_00 }));
  fc.assert(
    fc.property(
      aDay('2026-04-26', '2026-06-10'),
      fc.integer({ min: 1, max: 10 }),
      fc.array(aPayment, { maxLength: 3 }),
      (partDueOn, daysUntilFound, payments) => {
        const story = broken(partDueOn, addDays(partDueOn, daysUntilFound), [billed('upkeep', 900_00)], payments);
        const { lines } = story.opened().ledgers.main;
        for (const day of datesBetween('2026-04-01', '2026-06-20')) {
          for (const line of asked(story.facts, day).main.lines) {
            const told = lines.find(({ period }) => period === line.period);
            if (told === undefined) throw new Error(`${line.period} is gone`);
            expect(penaltyOfLine(line, 'main', day, rules)).toBe(penaltyOfLine(told, 'main', day, rules));
          }
        }
      },
    ),
    { numRuns: 60 },
  );
});
