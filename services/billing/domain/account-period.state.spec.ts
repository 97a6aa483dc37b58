import fc from 'fast-check';
import { addMonths, fold, lastDayOf, periodsBetween } from '#libs/kernel';
import { Kopecks, sumKopecks } from '#libs/money';
import { accountPeriodDecider } from './account-period.decider';
import { AccountPeriodEvent } from './account-period.events';
import { applyMovements, evolveAccountPeriod } from './account-period.state';
import { balanceOf, EMPTY_LEDGER, Ledgers } from './ledger';
import { Payee, PAYEES } from './reference-book';
import { aCalculation, AccountStory, PeriodFact } from './testing/account-story';
import { aBook } from './testing/book-builder';
import { billed, LedgerStory, recalculated } from './testing/ledger-story';

const PERIODS = periodsBetween('2026-03', '2026-10');
const RUNS = { numRuns: 25 };
const book = aBook({ keyRates: ['2024-01-01 16', '2026-06-22 8.25'] });

const amount = fc.integer({ min: 1, max: 150_000 });
const aPayee = fc.constantFrom<Payee>('main', 'capital_repair');
const aMonth = fc.record({
  upkeep: fc.integer({ min: 0, max: 200_000 }),
  capitalRepair: fc.integer({ min: 0, max: 80_000 }),
  recalculations: fc.array(
    fc.record({ monthsBack: fc.integer({ min: 1, max: 4 }), amountKopecks: fc.integer({ min: -90_000, max: 40_000 }) }),
    { maxLength: 2 },
  ),
  payments: fc.array(
    fc.record({
      payee: aPayee,
      amountKopecks: amount,
      named: fc.option(fc.integer({ min: -2, max: 2 }), { nil: null }),
    }),
    { maxLength: 3 },
  ),
  recalled: fc.option(fc.nat({ max: 7 }), { nil: null }),
  calculatedBefore: fc.boolean(),
});
const aHistory = fc.record({
  opening: fc.array(
    fc.record({
      period: fc.constantFrom('2022-11', '2025-12', '2026-02'),
      kind: fc.constantFrom('principal' as const, 'penalty' as const, 'advance' as const),
      amountKopecks: amount,
    }),
    { maxLength: 3 },
  ),
  months: fc.array(aMonth, { minLength: PERIODS.length, maxLength: PERIODS.length }),
});
type History = typeof aHistory extends fc.Arbitrary<infer Value> ? Value : never;

interface Played {
  readonly story: AccountStory;
  /** The ledgers that the policies computed, at the end of each period. */
  readonly live: ReadonlyMap<string, Ledgers>;
}

/** Plays a history twice: through the decider into events, and through the policies alone. */
function play({ opening, months }: History): Played {
  const policies = { main: new LedgerStory(book), capital_repair: new LedgerStory(book, 'capital_repair') };
  policies.main.opens(...opening);
  const story = new AccountStory(book).opens({ main: policies.main.ledger, capital_repair: EMPTY_LEDGER });
  const live = new Map<string, Ledgers>();
  let lastPayment = 0;
  const paid: { paymentId: string; payee: Payee; amountKopecks: Kopecks }[] = [];
  months.forEach((month, index) => {
    const period = PERIODS[index] as string;
    for (const { payee, amountKopecks, named } of month.payments) {
      lastPayment += 1;
      const paymentId = `p${String(lastPayment).padStart(2, '0')}`;
      const namedPeriod = named === null ? null : addMonths(period, named);
      paid.push({ paymentId, payee, amountKopecks });
      policies[payee].pays(paymentId, `${period}-14`, amountKopecks, namedPeriod);
      story.pays(paymentId, `${period}-14`, amountKopecks, { payee, ...(namedPeriod && { namedPeriod }) });
    }
    const [recalled] = month.recalled === null ? [] : paid.splice(month.recalled, 1);
    if (recalled) {
      policies[recalled.payee].recalls(recalled.paymentId);
      story.recalls(recalled.paymentId, `${period}-20`, recalled.amountKopecks, recalled);
    }
    const main = [billed('upkeep', month.upkeep)];
    const capitalRepair = [{ ...billed('capital_repair', month.capitalRepair), payee: 'capital_repair' as const }];
    const recalculations = month.recalculations.map((one) =>
      recalculated(addMonths(period, -one.monthsBack), 'upkeep', one.amountKopecks),
    );
    const calculation = aCalculation([...main, ...capitalRepair], recalculations);
    if (month.calculatedBefore) story.calculates(calculation, `${lastDayOf(period)}T02:00:00.000Z`);
    policies.main.close(period, main, recalculations);
    policies.capital_repair.close(period, capitalRepair);
    story.closes(calculation);
    live.set(period, { main: policies.main.ledger, capital_repair: policies.capital_repair.ledger });
  });
  return { story, live };
}

/** Events as a store gives them back. */
function asStored(facts: readonly PeriodFact[]): AccountPeriodEvent[] {
  return JSON.parse(JSON.stringify(facts)) as AccountPeriodEvent[];
}

const always = (check: (played: Played) => void): void => {
  fc.assert(
    fc.property(aHistory, (history) => check(play(history))),
    RUNS,
  );
};

describe('the state of a period', () => {
  it('replayed from stored events holds the ledgers that the policies computed live', () => {
    always(({ story, live }) => {
      for (const period of PERIODS) {
        const replayed = fold(accountPeriodDecider, asStored(story.stream(period)));
        expect(replayed).toMatchObject({ status: 'closed', period });
        expect(replayed.status === 'not_opened' ? null : replayed.ledgers).toEqual(live.get(period));
      }
    });
  });

  it('is what the next period opens with, so that a replay may begin at any period', () => {
    always(({ story, live }) => {
      for (const period of PERIODS.slice(1)) {
        const [opened] = asStored(story.stream(period));
        expect(opened).toMatchObject({
          type: 'PeriodOpened',
          data: { carriedFrom: addMonths(period, -1), ledgers: live.get(addMonths(period, -1)) },
        });
      }
    });
  });

  it('replayed over all periods by movements alone gives the last ledgers', () => {
    always(({ story, live }) => {
      const [first, ...rest] = asStored(story.facts);
      const ledgers: Record<Payee, Ledgers[Payee]> = {
        ...(first?.data as { ledgers: Ledgers }).ledgers,
      };
      for (const event of rest) {
        if (event.type === 'PaymentCredited' || event.type === 'PaymentCreditReversed') {
          ledgers[event.data.payee] = applyMovements(ledgers[event.data.payee], event.data.movements);
        } else if (event.type === 'PeriodClosed') {
          for (const payee of PAYEES) {
            ledgers[payee] = applyMovements(ledgers[payee], event.data.movements[payee] ?? []);
          }
        }
      }
      expect(ledgers).toEqual(live.get('2026-10'));
    });
  });
});

describe('the figures of a close', () => {
  it('satisfy closing = opening + charged + recalculated + penalty − payments, to each payee', () => {
    always(({ story }) => {
      for (const figures of PERIODS.flatMap((period) => story.close(period).payees)) {
        const { openingKopecks, chargedKopecks, recalculatedKopecks, penaltyKopecks, paymentsKopecks } = figures;
        const expected = openingKopecks + chargedKopecks + recalculatedKopecks + penaltyKopecks - paymentsKopecks;
        expect(figures.closingKopecks).toBe(expected);
      }
    });
  });

  it('are the balance of the ledgers, and the opening of the next period', () => {
    always(({ story, live }) => {
      for (const period of PERIODS) {
        const ledgers = live.get(period) as Ledgers;
        expect(story.close(period).payees.map(({ payee, closingKopecks }) => [payee, closingKopecks])).toEqual(
          PAYEES.map((payee) => [payee, balanceOf(ledgers[payee])]),
        );
      }
      const closing = PERIODS.map((period) => story.close(period).payees.map((one) => one.closingKopecks));
      const openings = PERIODS.map((period) => story.close(period).payees.map((one) => one.openingKopecks));
      expect(openings.slice(1)).toEqual(closing.slice(0, -1));
    });
  });

  it('hold the penalty that its movements post', () => {
    always(({ story }) => {
      for (const { payees, movements } of PERIODS.map((period) => story.close(period))) {
        for (const { payee, penaltyKopecks } of payees) {
          const posted = (movements[payee] ?? []).filter((movement) => movement.kind === 'penalty_posted');
          expect(sumKopecks(posted.map((movement) => movement.amountKopecks))).toBe(penaltyKopecks);
        }
      }
    });
  });
});

describe('folding an event', () => {
  const story = new AccountStory(book).opens().pays('p1', '2026-03-14', 100_00);
  const [opened, credited] = asStored(story.facts) as [AccountPeriodEvent, AccountPeriodEvent];

  it('before the period is opened changes nothing', () => {
    expect(evolveAccountPeriod({ status: 'not_opened' }, credited)).toEqual({ status: 'not_opened' });
  });

  it('sums the payments of the period, and those that were recalled go', () => {
    const state = fold(accountPeriodDecider, [opened, credited]);
    expect(state).toMatchObject({ paymentsKopecks: { main: 100_00, capital_repair: 0 } });
    story.recalls('p1', '2026-03-15', 100_00);
    expect(fold(accountPeriodDecider, asStored(story.facts))).toMatchObject({
      paymentsKopecks: { main: 0, capital_repair: 0 },
    });
  });

  it('leaves a ledger without movements as it is', () => {
    expect(applyMovements(EMPTY_LEDGER, [])).toBe(EMPTY_LEDGER);
  });
});
