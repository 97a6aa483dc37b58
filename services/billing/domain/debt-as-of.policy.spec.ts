import fc from 'fast-check';
import {
  addMonths,
  BillingPeriod,
  CivilDate,
  firstDayOf,
  lastDayOf,
  periodOf,
  periodsBetween,
  previousPeriod,
} from '#libs/kernel';
import { BackdatedFact, factOf, ledgersAsOf } from './debt-as-of.policy';
import { ReversePaymentCredit } from './account-period.commands';
import { DebtLine, EMPTY_LEDGER, Ledgers, Money, openPrincipal } from './ledger';
import { ledgerRules } from './ledger-rules.policy';
import { PaymentCredited, PaymentCreditReversed } from './account-period.events';
import { aCalculation, AccountStory, eveningOf, ledgersWith, PeriodFact } from './testing/account-story';
import { aBook } from './testing/book-builder';
import { billed } from './testing/ledger-story';

const rules = ledgerRules(aBook());
const FEBRUARY = ledgersWith(rules, { period: '2026-02', kind: 'principal', amountKopecks: 500_00 });
const MARCH = aCalculation([billed('upkeep', 900_00)]);
const APRIL = aCalculation([billed('upkeep', 910_00)]);

/** What was recorded in later periods than the one of the day, and belongs to the day or before it. */
function backdatedFacts(
  facts: readonly PeriodFact[],
  base: BillingPeriod,
  asOf: CivilDate,
  knownAt: string,
): BackdatedFact[] {
  return facts.flatMap((fact): BackdatedFact[] => {
    if (fact.type !== 'PaymentCredited' && fact.type !== 'PaymentCreditReversed') return [];
    const data: PaymentCredited['data'] | PaymentCreditReversed['data'] = fact.data;
    if (data.period <= base || data.effectiveOn > asOf || fact.metadata.recordedAt > knownAt) return [];
    return [factOf(data)];
  });
}

/** The ledgers at the end of a day as known at an instant: by the latest period up to it that was open by then. */
function asked(facts: readonly PeriodFact[], asOf: CivilDate, knownAt: string): Ledgers | null {
  for (let period = periodOf(asOf); period >= '2026-03'; period = previousPeriod(period)) {
    const stream = facts.filter((fact) => fact.data.period === period);
    const answer = ledgersAsOf(stream, backdatedFacts(facts, period, asOf, knownAt), { asOf, knownAt }, rules);
    if (answer) return answer;
  }
  return null;
}

const EVERYTHING = '9999-12-31T23:59:59.999Z';

describe('the debts of a day', () => {
  const story = new AccountStory()
    .opens(FEBRUARY)
    .pays('p1', '2026-03-12', 200_00)
    .pays('p2', '2026-03-20', 100_00)
    .closes(MARCH)
    .pays('p3', '2026-04-10', 300_00);
  const until = (told: AccountStory): Ledgers => told.opened().ledgers;
  const begun = (): AccountStory => new AccountStory().opens(FEBRUARY);

  it.each([
    ['2026-03-11', until(begun())],
    ['2026-03-12', until(begun().pays('p1', '2026-03-12', 200_00))],
    ['2026-03-19', until(begun().pays('p1', '2026-03-12', 200_00))],
    ['2026-03-30', until(begun().pays('p1', '2026-03-12', 200_00).pays('p2', '2026-03-20', 100_00))],
    ['2026-03-31', until(begun().pays('p1', '2026-03-12', 200_00).pays('p2', '2026-03-20', 100_00).closes(MARCH))],
    ['2026-04-09', until(begun().pays('p1', '2026-03-12', 200_00).pays('p2', '2026-03-20', 100_00).closes(MARCH))],
    ['2026-04-10', until(story)],
  ])('at the end of %s hold the facts of that day and before', (asOf, expected) => {
    expect(asked(story.facts, asOf, EVERYTHING)).toEqual(expected);
  });

  it('charges are debts only from the close on, calculated as they may be', () => {
    const calculated = begun().calculates(MARCH, eveningOf('2026-03-26'));
    expect(asked(calculated.facts, '2026-03-30', EVERYTHING)).toEqual(FEBRUARY);
  });

  it('do not change the period that they are computed from', () => {
    const before = JSON.stringify(story.facts);
    asked(story.facts, '2026-04-30', EVERYTHING);
    expect(JSON.stringify(story.facts)).toBe(before);
  });
});

describe('what had been recorded by an instant', () => {
  const story = new AccountStory()
    .opens(FEBRUARY)
    .pays('p1', '2026-03-12', 200_00, { recordedAt: '2026-03-14T09:00:00.000Z' })
    .closes(MARCH, '2026-03-31T18:00:00.000Z');

  it('a payment that was recorded later is not known yet', () => {
    expect(asked(story.facts, '2026-03-13', '2026-03-14T08:59:59.999Z')).toEqual(FEBRUARY);
    expect(asked(story.facts, '2026-03-13', '2026-03-14T09:00:00.000Z')?.main.money).toHaveLength(1);
  });

  it('a close that was recorded later is not known yet: the day had no charges', () => {
    const before = asked(story.facts, '2026-03-31', '2026-03-31T17:59:59.999Z');
    expect(before?.main.lines.map((line) => line.period)).toEqual(['2026-02']);
    const after = asked(story.facts, '2026-03-31', '2026-03-31T18:00:00.000Z');
    expect(after?.main.lines.map((line) => line.period)).toEqual(['2026-02', '2026-03']);
  });

  it('a day of a period that was not open by then is answered from the period before', () => {
    const answer = asked(story.facts, '2026-04-20', '2026-03-20T00:00:00.000Z');
    expect(answer?.main.lines.map((line) => line.period)).toEqual(['2026-02']);
    expect(answer?.main.money.map((money) => money.paymentId)).toEqual(['p1']);
  });

  it('nothing is answered before the first period was opened', () => {
    expect(asked(story.facts, '2026-03-31', '2026-02-28T17:59:59.999Z')).toBeNull();
    expect(ledgersAsOf([], [], { asOf: '2026-03-31', knownAt: EVERYTHING }, rules)).toBeNull();
  });
});

describe('a fact of an earlier day that was recorded in a later period', () => {
  const late = new AccountStory()
    .opens(FEBRUARY)
    .closes(MARCH)
    .pays('p1', '2026-03-25', 500_00, { recordedAt: '2026-04-03T09:00:00.000Z' });

  it('counts on its day as soon as it is known', () => {
    const known = asked(late.facts, '2026-03-28', EVERYTHING);
    expect(known).toEqual(new AccountStory().opens(FEBRUARY).pays('p1', '2026-03-25', 500_00).opened().ledgers);
  });

  it('does not count before its day, nor before it was known', () => {
    expect(asked(late.facts, '2026-03-24', EVERYTHING)).toEqual(FEBRUARY);
    expect(asked(late.facts, '2026-03-28', '2026-04-03T08:59:59.999Z')).toEqual(FEBRUARY);
  });

  it('pays on the last day of the month what the close has charged, as of the close that it was kept for', () => {
    const paid = new AccountStory()
      .opens(FEBRUARY)
      .closes(MARCH)
      .pays('p1', '2026-03-25', 700_00, { namedPeriod: '2026-03', recordedAt: '2026-04-03T09:00:00.000Z' });
    const line = asked(paid.facts, '2026-03-31', EVERYTHING)?.main.lines.find(({ period }) => period === '2026-03');
    expect(line?.principalPaid).toEqual([{ moneyId: 'payment:p1', amountKopecks: 700_00, on: '2026-03-31' }]);
  });

  it('is kept for the month that it names up to its close, and an ordinary advance after it, where the month has no charges', () => {
    const told = new AccountStory()
      .opens(FEBRUARY)
      .closes(aCalculation())
      .closes(APRIL)
      .pays('p1', '2026-03-20', 1_000_00, { namedPeriod: '2026-03', recordedAt: '2026-05-05T09:00:00.000Z' });
    const owed = (asOf: CivilDate) => {
      const { lines = [], money = [] } = asked(told.facts, asOf, EVERYTHING)?.main ?? {};
      const open = lines.map((line) => `${line.period} ${openPrincipal(line)}`);
      return [...open, ...money.map(({ restKopecks, reservedFor }) => `${reservedFor ?? 'advance'} ${restKopecks}`)];
    };
    expect(owed('2026-03-19')).toEqual(['2026-02 50000']);
    expect(owed('2026-03-30')).toEqual(['2026-02 50000', '2026-03 100000']);
    expect(owed('2026-03-31')).toEqual(['2026-02 0', 'advance 50000']);
    expect(owed('2026-04-29')).toEqual(['2026-02 0', 'advance 50000']);
    // 910.00 of April less the 500.00 that were left.
    expect(owed('2026-04-30')).toEqual(['2026-02 0', '2026-04 41000', 'advance 0']);
    expect(asked(told.facts, '2026-05-05', EVERYTHING)).toEqual(told.opened().ledgers);
  });

  it('may be a recall, which undoes the payment from its own day on', () => {
    const recalled = new AccountStory()
      .opens(FEBRUARY)
      .pays('p1', '2026-03-12', 200_00)
      .closes(MARCH)
      .recalls('p1', '2026-03-29', 200_00, { recordedAt: '2026-04-02T09:00:00.000Z' });
    expect(asked(recalled.facts, '2026-03-29', EVERYTHING)).toEqual(FEBRUARY);
    expect(asked(recalled.facts, '2026-03-28', EVERYTHING)?.main.money).toHaveLength(1);
  });

  it('a recall of a payment that is not known on that day changes nothing', () => {
    const recall: BackdatedFact = {
      kind: 'reversal',
      payee: 'main',
      paymentId: 'p9',
      amountKopecks: 200_00,
      effectiveOn: '2026-03-20',
      namedPeriod: null,
      restored: [],
    };
    const { facts } = new AccountStory().opens(FEBRUARY);
    const moment = { asOf: '2026-03-25', knownAt: EVERYTHING };
    expect(ledgersAsOf(facts, [recall], moment, rules)).toEqual(FEBRUARY);
  });

  it('touches the ledger of its payee alone', () => {
    const other = new AccountStory()
      .opens(FEBRUARY)
      .closes(MARCH)
      .pays('p1', '2026-03-25', 500_00, { payee: 'capital_repair', recordedAt: '2026-04-03T09:00:00.000Z' });
    const answer = asked(other.facts, '2026-03-28', EVERYTHING);
    expect(answer?.main).toEqual(FEBRUARY.main);
    expect(answer?.capital_repair).toMatchObject({ lines: [], money: [{ paymentId: 'p1', restKopecks: 500_00 }] });
  });
});

describe('a close that was recorded after a fact of a later day', () => {
  /** The night of 31 March ran on 3 April: a payment of 2 April had been credited before the close. */
  const delayed = new AccountStory()
    .opens(FEBRUARY)
    .pays('p1', '2026-03-12', 200_00)
    .pays('p2', '2026-04-02', 900_00)
    .closes(MARCH, '2026-04-03T02:00:00.000Z');

  it('is computed anew without that fact for the days before it', () => {
    const inTime = new AccountStory().opens(FEBRUARY).pays('p1', '2026-03-12', 200_00).closes(MARCH);
    expect(asked(delayed.facts, '2026-03-31', EVERYTHING)).toEqual(inTime.opened().ledgers);
  });

  it('of both payees', () => {
    const calculation = aCalculation([{ ...billed('capital_repair', 120_00), payee: 'capital_repair' }]);
    const both = new AccountStory()
      .opens(FEBRUARY)
      .pays('p2', '2026-04-02', 900_00)
      .closes(calculation, '2026-04-03T02:00:00.000Z');
    const inTime = new AccountStory().opens(FEBRUARY).closes(calculation);
    expect(asked(both.facts, '2026-03-31', EVERYTHING)).toEqual(inTime.opened().ledgers);
  });

  it('stands as it was from the day of that fact on', () => {
    expect(asked(delayed.facts, '2026-04-02', EVERYTHING)).toEqual(delayed.opened().ledgers);
  });
});

describe('debts as known at an instant', () => {
  const PERIODS = periodsBetween('2026-03', '2026-06');
  const aPayment = fc.record({
    recordedOn: fc.integer({ min: 1, max: 28 }),
    /** How many days before it was recorded the payer paid. */
    daysLate: fc.integer({ min: 0, max: 45 }),
    amountKopecks: fc.integer({ min: 1, max: 120_000 }),
    /** How many months after its own the month is that it names. */
    named: fc.option(fc.integer({ min: -2, max: 2 }), { nil: null }),
    recalled: fc.boolean(),
  });
  const aHistory = fc.array(
    fc.record({
      upkeepKopecks: fc.integer({ min: 0, max: 120_000 }),
      payments: fc.array(aPayment, { maxLength: 3 }),
    }),
    { minLength: PERIODS.length, maxLength: PERIODS.length },
  );
  type History = typeof aHistory extends fc.Arbitrary<infer Value> ? Value : never;

  function told(history: History): AccountStory {
    const story = new AccountStory().opens(FEBRUARY);
    history.forEach(({ upkeepKopecks, payments }, month) => {
      const period = PERIODS[month] as BillingPeriod;
      const inOrder = [...payments].sort((left, right) => left.recordedOn - right.recordedOn);
      inOrder.forEach(({ recordedOn, daysLate, amountKopecks, named, recalled }, index) => {
        const paymentId = `p${month}${index}`;
        const day = `${period}-${String(recordedOn).padStart(2, '0')}`;
        const early = new Date(Date.parse(day) - daysLate * 86_400_000).toISOString().slice(0, 10);
        const receivedOn = early < '2026-03-01' ? '2026-03-01' : early;
        const namedPeriod = named === null ? {} : { namedPeriod: addMonths(periodOf(receivedOn), named) };
        story.pays(paymentId, receivedOn, amountKopecks, { ...namedPeriod, recordedAt: eveningOf(day) });
        if (recalled) story.recalls(paymentId, day, amountKopecks, { recordedAt: `${day}T19:00:00.000Z` });
      });
      story.closes(aCalculation([billed('upkeep', upkeepKopecks)]));
    });
    return story;
  }

  const aDay = fc
    .tuple(fc.constantFrom(...PERIODS), fc.integer({ min: 1, max: 28 }), fc.boolean())
    .map(([period, day, last]) => (last ? lastDayOf(period) : `${period}-${String(day).padStart(2, '0')}`));

  it('never change by what is recorded after it', () => {
    fc.assert(
      fc.property(aHistory, aDay, fc.double({ min: 0, max: 1, noNaN: true }), (history, asOf, part) => {
        const { facts } = told(history);
        const known = facts.slice(0, 1 + Math.floor(part * (facts.length - 1)));
        const knownAt = known.at(-1)?.metadata.recordedAt ?? EVERYTHING;
        const then = facts.filter((fact) => fact.metadata.recordedAt <= knownAt);
        expect(asked(facts, asOf, knownAt)).toEqual(asked(then, asOf, EVERYTHING));
      }),
      { numRuns: 150 },
    );
  });

  it('on the day of the last fact are the ledgers of the account', () => {
    fc.assert(
      fc.property(aHistory, (history) => {
        const story = told(history);
        expect(asked(story.facts, lastDayOf('2026-06'), EVERYTHING)).toEqual(story.opened().ledgers);
      }),
      { numRuns: 50 },
    );
  });

  it('where every fact was recorded on its day are those that the account had that evening', () => {
    const inTime = aHistory.map((history) =>
      history.map((month) => ({ ...month, payments: month.payments.map((one) => ({ ...one, daysLate: 0 })) })),
    );
    fc.assert(
      fc.property(inTime, aDay, (history, asOf) => {
        const { facts } = told(history);
        expect(asked(facts, asOf, EVERYTHING)).toEqual(asked(facts, asOf, `${asOf}T23:59:59.999Z`));
      }),
      { numRuns: 50 },
    );
  });
});

it('an account that begins without debts has empty ledgers on its first day', () => {
  const story = new AccountStory().opens();
  expect(asked(story.facts, firstDayOf('2026-03'), EVERYTHING)).toEqual({
    main: EMPTY_LEDGER,
    capital_repair: EMPTY_LEDGER,
  });
  expect(story.closes(MARCH).closes(APRIL).close('2026-04').payees[0]?.closingKopecks).toBe(1_810_00);
});

describe('a payment of the next month that comes while the close is late', () => {
  const late = (): AccountStory => new AccountStory().opens(FEBRUARY).pays('p1', '2026-03-12', 100_00);
  /** The debts after the same payments where nothing was late. */
  const paid = (...payments: [string, string, number][]): Ledgers => {
    const story = new AccountStory(aBook(), '2026-04').opens(FEBRUARY);
    for (const [paymentId, on, amountKopecks] of [
      ['p1', '2026-03-12', 100_00] as [string, string, number],
      ...payments,
    ]) {
      story.pays(paymentId, on, amountKopecks);
    }
    return story.opened().ledgers;
  };

  it('counts from its day on, before the close and after it', () => {
    const told = late().pays('p2', '2026-04-02', 200_00);
    expect(asked(told.facts, '2026-04-01', EVERYTHING)).toEqual(paid());
    expect(asked(told.facts, '2026-04-02', EVERYTHING)).toEqual(paid(['p2', '2026-04-02', 200_00]));
    const atTheClose = eveningOf('2026-04-05');
    told.closes(MARCH, atTheClose);
    // As it was known before the close, with March not charged yet.
    const before = eveningOf('2026-04-04');
    expect(asked(told.facts, '2026-04-01', before)).toEqual(paid());
    expect(asked(told.facts, '2026-04-02', before)).toEqual(paid(['p2', '2026-04-02', 200_00]));
    // As it is known since: March was closed on its last day, and the payment came after it.
    const inTime = late().closes(MARCH);
    expect(asked(told.facts, '2026-03-31', EVERYTHING)).toEqual(inTime.opened().ledgers);
    expect(asked(told.facts, '2026-04-01', EVERYTHING)).toEqual(inTime.opened().ledgers);
    expect(asked(told.facts, '2026-04-02', EVERYTHING)).toEqual(
      inTime.pays('p2', '2026-04-02', 200_00).opened().ledgers,
    );
  });

  it('and its recall both count on their days', () => {
    const told = late().pays('p2', '2026-04-02', 200_00).recalls('p2', '2026-04-04', 200_00);
    expect(asked(told.facts, '2026-04-03', EVERYTHING)).toEqual(paid(['p2', '2026-04-02', 200_00]));
    expect(asked(told.facts, '2026-04-04', EVERYTHING)).toEqual(paid());
    told.closes(MARCH, eveningOf('2026-04-05'));
    const inTime = late().closes(MARCH);
    expect(asked(told.facts, '2026-04-04', EVERYTHING)).toEqual(inTime.opened().ledgers);
  });

  it('or a recall of an earlier one that comes so, counts on its day', () => {
    const told = late().recalls('p1', '2026-04-03', 100_00);
    expect(asked(told.facts, '2026-04-02', EVERYTHING)).toEqual(paid());
    expect(asked(told.facts, '2026-04-03', EVERYTHING)).toEqual(FEBRUARY);
  });
});

describe('a recall of a payment that was settled long ago and left the working ledger', () => {
  const line: DebtLine = {
    period: '2024-01',
    dueOn: '2024-02-12',
    opening: false,
    principalKopecks: 800_00,
    openingPenaltyKopecks: 0,
    postedPenaltyKopecks: 0,
    principalPaid: [{ moneyId: 'payment:old', amountKopecks: 800_00, on: '2024-02-10' }],
    penaltyPaid: [],
    billed: { upkeep: 800_00 },
  };
  const money: Money = {
    moneyId: 'payment:old',
    paymentId: 'old',
    receivedOn: '2024-02-10',
    reservedFor: null,
    restKopecks: 0,
    freed: [],
  };
  const restored = { lines: [line], money: [money] };
  const recall = (reversedOn: string): ReversePaymentCredit => ({
    kind: 'ReversePaymentCredit',
    account: '0045120001',
    paymentId: 'old',
    payee: 'main',
    amountKopecks: 800_00,
    reversedOn,
    reason: 'bank error',
    restored,
  });
  const reopened: Ledgers = {
    ...FEBRUARY,
    main: { lines: [{ ...line, principalPaid: [] }, ...FEBRUARY.main.lines], money: [] },
  };

  it('owes the line again from its day on, whatever else the event carries', () => {
    const told = new AccountStory().opens(FEBRUARY).states(recall('2026-03-14'), eveningOf('2026-03-14'));
    const reversed = told.facts.at(-1);
    expect(reversed?.type).toBe('PaymentCreditReversed');
    expect(asked(told.facts, '2026-03-13', EVERYTHING)).toEqual(FEBRUARY);
    expect(asked(told.facts, '2026-03-14', EVERYTHING)).toEqual(reopened);
    expect(factOf(reversed?.data as PaymentCreditReversed['data'])).toEqual({
      kind: 'reversal',
      payee: 'main',
      paymentId: 'old',
      amountKopecks: 800_00,
      effectiveOn: '2026-03-14',
      namedPeriod: null,
      restored: [
        { kind: 'line_restored', line },
        { kind: 'money_restored', money },
      ],
    });
  });

  it('does so too where it waits for the next month', () => {
    const told = new AccountStory().opens(FEBRUARY).states(recall('2026-04-02'), eveningOf('2026-04-02'));
    expect(told.facts.at(-1)?.type).toBe('PaymentReversalHeld');
    expect(asked(told.facts, '2026-04-01', EVERYTHING)).toEqual(FEBRUARY);
    expect(asked(told.facts, '2026-04-02', EVERYTHING)).toEqual(reopened);
  });

  it('of a payment that is nowhere changes nothing', () => {
    const fact: BackdatedFact = {
      kind: 'reversal',
      payee: 'main',
      paymentId: 'nowhere',
      amountKopecks: 1,
      effectiveOn: '2026-03-01',
      namedPeriod: null,
      restored: [],
    };
    const { facts } = new AccountStory().opens(FEBRUARY);
    expect(ledgersAsOf(facts, [fact], { asOf: '2026-03-05', knownAt: EVERYTHING }, rules)).toEqual(FEBRUARY);
  });
});
