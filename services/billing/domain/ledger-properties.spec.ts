import fc from 'fast-check';
import { addMonths, lastDayOf, later, periodsBetween } from '#libs/kernel';
import { Kopecks, sumKopecks } from '#libs/money';
import { OpeningDebt, penaltyOfLine } from './close-ledger.policy';
import { EMPTY_LEDGER, LedgerDraft, openPostedPenalty, openPrincipal, PayeeLedger, unspent } from './ledger';
import { Payee } from './reference-book';
import { aBook } from './testing/book-builder';
import { billed, LedgerStory, recalculated } from './testing/ledger-story';

/** What holds for every ledger, whatever is charged, recalculated, paid, named and recalled. */
const PERIODS = periodsBetween('2026-03', '2026-12');
const RUNS = { numRuns: 25 };
const book = aBook({ keyRates: ['2024-01-01 16', '2026-06-22 8.25', '2026-09-14 9.1'] });

const amount = fc.integer({ min: 1, max: 180_000 });
const aMonth = fc.record({
  upkeep: fc.option(fc.integer({ min: 0, max: 200_000 }), { freq: 6, nil: null }),
  water: fc.option(fc.integer({ min: 0, max: 90_000 }), { nil: null }),
  recalculations: fc.array(
    fc.record({
      monthsBack: fc.integer({ min: 0, max: 4 }),
      amountKopecks: fc.integer({ min: -150_000, max: 60_000 }),
    }),
    { maxLength: 3 },
  ),
  payments: fc.array(
    fc.record({
      day: fc.integer({ min: 1, max: 28 }),
      amountKopecks: amount,
      named: fc.option(fc.integer({ min: -3, max: 2 }), { nil: null }),
      /** How many months after the month in which it was paid it is told. */
      monthsLate: fc.constantFrom(0, 0, 0, 1, 3),
    }),
    { maxLength: 2 },
  ),
  recalled: fc.option(fc.nat({ max: 9 }), { freq: 3, nil: null }),
});
const anOpening: fc.Arbitrary<OpeningDebt> = fc.record({
  period: fc.constantFrom('2022-11', '2023-04', '2025-11', '2026-01', '2026-02'),
  kind: fc.constantFrom('principal', 'principal', 'penalty', 'advance'),
  amountKopecks: amount,
});
const aHistory = fc.record({
  payee: fc.constantFrom<Payee>('main', 'capital_repair'),
  opening: fc.array(anOpening, { maxLength: 5 }),
  months: fc.array(aMonth, { minLength: PERIODS.length, maxLength: PERIODS.length }),
});
type History = typeof aHistory extends fc.Arbitrary<infer Value> ? Value : never;

interface Observer {
  opened?(story: LedgerStory): void;
  moved?(story: LedgerStory): void;
  closed?(story: LedgerStory, month: ClosedMonth): void;
}

interface ClosedMonth {
  readonly period: string;
  readonly openingKopecks: Kopecks;
  readonly chargedKopecks: Kopecks;
  readonly recalculatedKopecks: Kopecks;
  readonly penaltyKopecks: Kopecks;
  readonly closingKopecks: Kopecks;
  /** Received less recalled in the month. */
  readonly paymentsKopecks: Kopecks;
}

/** Plays a history day by day. */
function play({ payee, opening, months }: History, observer: Observer): void {
  const story = new LedgerStory(book, payee).opens(...opening);
  observer.opened?.(story);
  const amounts = new Map<string, Kopecks>();
  let openingKopecks = story.balanceKopecks();
  months.forEach((month, index) => {
    const period = PERIODS[index] as string;
    let paymentsKopecks = 0;
    for (const payment of [...month.payments].sort((left, right) => left.day - right.day)) {
      const paymentId = `p${String(amounts.size + 1).padStart(2, '0')}`;
      const paidIn = later(addMonths(period, -payment.monthsLate), PERIODS[0] as string);
      const named = payment.named === null ? null : addMonths(paidIn, payment.named);
      amounts.set(paymentId, payment.amountKopecks);
      paymentsKopecks += payment.amountKopecks;
      story.pays(paymentId, `${paidIn}-${String(payment.day).padStart(2, '0')}`, payment.amountKopecks, named);
      observer.moved?.(story);
    }
    const recalled = month.recalled === null ? undefined : [...amounts.keys()][month.recalled];
    if (recalled !== undefined) {
      paymentsKopecks -= amounts.get(recalled) ?? 0;
      amounts.set(recalled, 0);
      story.recalls(recalled);
      observer.moved?.(story);
    }
    const charges = [
      ...(month.upkeep === null ? [] : [billed('upkeep', month.upkeep)]),
      ...(month.water === null ? [] : [billed('cold_water', month.water)]),
    ];
    const recalculations = month.recalculations.map((one) =>
      recalculated(addMonths(period, -one.monthsBack), 'upkeep', one.amountKopecks),
    );
    const close = story.close(period, charges, recalculations);
    observer.moved?.(story);
    observer.closed?.(story, { ...close, period, openingKopecks, paymentsKopecks });
    openingKopecks = close.closingKopecks;
  });
}

const always = (observer: () => Observer): void => {
  fc.assert(
    fc.property(aHistory, (history) => play(history, observer())),
    RUNS,
  );
};

describe('a ledger', () => {
  it('closes with opening + charged + recalculated + penalty − payments', () => {
    always(() => ({
      closed: (_story, month) => {
        const { openingKopecks, chargedKopecks, recalculatedKopecks, penaltyKopecks, paymentsKopecks } = month;
        const expected = openingKopecks + chargedKopecks + recalculatedKopecks + penaltyKopecks - paymentsKopecks;
        expect(month.closingKopecks).toBe(expected);
      },
    }));
  });

  it('never puts more on a debt than is owed, nor more of a payment than was paid', () => {
    always(() => ({
      moved: ({ ledger }) => {
        const debts = ledger.lines.flatMap((line) => [
          line.principalKopecks,
          openPrincipal(line),
          openPostedPenalty(line),
        ]);
        const money = ledger.money.flatMap(({ restKopecks, freed }) => [restKopecks, ...freed.map(amountOf)]);
        expect(Math.min(0, ...debts, ...money)).toBe(0);
      },
    }));
  });

  it('loses no money: what was received is on lines or unspent, for each payment', () => {
    always(() => ({
      closed: ({ whole: ledger, movements }) => {
        const held = ledger.money.map(({ moneyId }) => `${moneyId}: ${heldOf(ledger, moneyId)}`);
        const received = movements.flatMap((movement) =>
          movement.kind === 'money_received' ? [`${movement.moneyId}: ${movement.amountKopecks}`] : [],
        );
        const brought = ledger.money.filter(({ receivedOn }) => receivedOn === '2026-02-28').length;
        expect(held.filter((one) => received.includes(one))).toHaveLength(held.length - brought);
      },
    }));
  });

  it('keeps every allocation above zero, and freed money in order of its dates, one sum for each', () => {
    always(() => ({
      moved: ({ ledger }) => {
        const allocations = ledger.lines.flatMap((line) => [...line.principalPaid, ...line.penaltyPaid]);
        expect(allocations.filter((allocation) => allocation.amountKopecks <= 0)).toEqual([]);
        const dates = ledger.money.map(({ freed }) => freed.map((one) => one.on));
        expect(dates).toEqual(dates.map((days) => [...new Set(days)].sort()));
      },
    }));
  });

  it('has posted of each line at every close the rounded penalty of the day, no more and no less', () => {
    always(() => ({
      closed: ({ ledger, rules, payee }, { period }) => {
        const totals = ledger.lines.map((line) => penaltyOfLine(line, payee, lastDayOf(period), rules));
        expect(ledger.lines.map((line) => line.postedPenaltyKopecks)).toEqual(totals);
      },
    }));
  });

  it('aged on the last day of a closed month is its balance, split by utility without a rest', () => {
    always(() => ({
      closed: (story, { period, closingKopecks }) => {
        const aged = story.aged(lastDayOf(period));
        expect(aged.principalKopecks + aged.penaltyKopecks - aged.advanceKopecks).toBe(closingKopecks);
        const split = aged.lines.filter((line) => line.byUtility.length > 0);
        const parts = split.map((line) => sumKopecks(line.byUtility.map((part) => part.principalKopecks)));
        expect(parts).toEqual(split.map((line) => line.principalKopecks));
      },
    }));
  });

  it('is what its movements fold to', () => {
    let start: PayeeLedger = EMPTY_LEDGER;
    always(() => ({
      opened: ({ ledger }) => {
        start = ledger;
      },
      closed: ({ ledger, movements }, { period }) => {
        if (period !== PERIODS.at(-1)) return;
        const draft = new LedgerDraft(start);
        for (const movement of movements) draft.apply(movement);
        expect(draft.ledger()).toEqual(ledger);
      },
    }));
  });

  it('keeps money for no month whose close is past', () => {
    always(() => ({
      closed: ({ ledger }, { period }) => {
        expect(ledger.money.filter(({ reservedFor }) => reservedFor !== null && reservedFor <= period)).toEqual([]);
      },
    }));
  });

  it('keeps no ordinary advance beside a debt that it could pay', () => {
    always(() => ({
      closed: ({ ledger, rules }, { period }) => {
        const advances = ledger.money.filter((money) => money.reservedFor === null && unspent(money) > 0);
        const payable = ledger.lines.filter(
          (line) => !rules.isBarred(line, lastDayOf(period)) && openPrincipal(line) + openPostedPenalty(line) > 0,
        );
        expect(Math.min(advances.length, payable.length)).toBe(0);
      },
    }));
  });
});

const amountOf = (money: { amountKopecks: Kopecks }): Kopecks => money.amountKopecks;

/** What of a payment is on lines and unspent. */
function heldOf(ledger: PayeeLedger, moneyId: string): Kopecks {
  const unspentOf = ledger.money.filter((money) => money.moneyId === moneyId).map(unspent);
  const onLines = ledger.lines
    .flatMap((line) => [...line.principalPaid, ...line.penaltyPaid])
    .filter((allocation) => allocation.moneyId === moneyId)
    .map(amountOf);
  return sumKopecks([...onLines, ...unspentOf]);
}
