import { CivilDate } from '#libs/kernel';
import { recorded } from '#libs/testing';
import { accountPeriodStream } from './account-period.commands';
import { accountPeriodDecider } from './account-period.decider';
import { PaymentCredited } from './account-period.events';
import { allocatePayment, LedgerWork } from './allocation.policy';
import { ledgersAsOf } from './debt-as-of.policy';
import { LedgerDraft, PayeeLedger } from './ledger';
import { AccountStory, aCalculation, eveningOf, ledgersWith, PeriodFact } from './testing/account-story';

const EVERYTHING = '9999-12-31T23:59:59.999Z';
const LATE = { recordedAt: eveningOf('2026-03-28') };

/** 300.00 of January and 500.00 of February are owed when March begins. */
function begun(): AccountStory {
  const story = new AccountStory();
  return story.opens(
    ledgersWith(
      story.rules,
      { period: '2026-01', kind: 'principal', amountKopecks: 300_00 },
      { period: '2026-02', kind: 'principal', amountKopecks: 500_00 },
    ),
  );
}

/** By month, whose money of which day was put on the principal; then what of each payment is left. */
function told({ lines, money }: PayeeLedger): string {
  const paid = lines.map(({ period, principalPaid }) => {
    const parts = principalPaid.map(({ moneyId, amountKopecks, on }) => `${nameOf(moneyId)} ${amountKopecks} on ${on}`);
    return `${period}: ${parts.sort().join(', ')}`;
  });
  return [...paid, ...money.map(({ moneyId, restKopecks }) => `${nameOf(moneyId)} has ${restKopecks}`)].join('; ');
}

const nameOf = (moneyId: string) => moneyId.replace('payment:', '');
const mainOf = (story: AccountStory) => story.opened().ledgers.main;
const march = (story: AccountStory) => story.stream('2026-03');

function asOf(facts: readonly PeriodFact[], day: CivilDate, knownAt = EVERYTHING): PayeeLedger | undefined {
  return ledgersAsOf(facts, [], { asOf: day, knownAt }, new AccountStory().rules)?.main;
}

describe('a payment that is told after one of a later day', () => {
  // The one of the 5th pays January and 100.00 of February, the one of the 10th the rest of it; 200.00 are left.
  const RIGHT =
    '2026-01: a 30000 on 2026-03-05; 2026-02: a 10000 on 2026-03-05, b 40000 on 2026-03-10; a has 0; b has 20000';
  const inOrder = () => begun().pays('a', '2026-03-05', 400_00).pays('b', '2026-03-10', 600_00);
  const late = () => begun().pays('b', '2026-03-10', 600_00).pays('a', '2026-03-05', 400_00, LATE);

  it('stands where its day has it', () => {
    expect(told(mainOf(inOrder()))).toBe(RIGHT);
    expect(told(mainOf(late()))).toBe(RIGHT);
    expect(mainOf(late())).toEqual(mainOf(inOrder()));
  });

  it('of the same day stands by its id', () => {
    const story = begun().pays('b', '2026-03-10', 600_00).pays('a', '2026-03-10', 400_00);
    // a pays January and 100.00 of February, as b would have to wait for it.
    expect(told(mainOf(story))).toContain('2026-02: a 10000 on 2026-03-10, b 40000 on 2026-03-10');
    expect(mainOf(story)).toEqual(mainOf(begun().pays('a', '2026-03-10', 400_00).pays('b', '2026-03-10', 600_00)));
  });

  it('moves nothing where it is the last, and nothing of the other payee', () => {
    const moves = (story: AccountStory) => {
      const last = march(story).at(-1);
      return last?.type === 'PaymentCredited' ? last.data.movements.map(({ kind }) => kind) : [];
    };
    expect(moves(inOrder())).toEqual(['money_received', 'allocated']);
    const other = begun()
      .pays('b', '2026-03-10', 600_00, { payee: 'capital_repair' })
      .pays('a', '2026-03-05', 400_00, LATE);
    expect(moves(other)).toEqual(['money_received', 'allocated', 'allocated']);
  });

  it('gives the debt of each day as if it had been there, and as known before it as if it were not', () => {
    for (const day of ['2026-03-04', '2026-03-05', '2026-03-09', '2026-03-10', '2026-03-31']) {
      expect(asOf(march(late()), day)).toEqual(asOf(march(inOrder()), day));
      const before = asOf(march(late()), day, eveningOf('2026-03-27'));
      expect(before).toEqual(asOf(march(begun().pays('b', '2026-03-10', 600_00)), day));
    }
  });

  it('closes the month with the same penalty', () => {
    const [a, b] = [
      ['a', '2026-03-25', 400_00],
      ['b', '2026-03-28', 600_00],
    ] as const;
    // January was due on 10 February, as months before March 2026 were, and is paid on the 25th of March, day 43 of the delay: 13 days
    // from the 31st on, 300.00 × 9.5 % × 13/300 = 1.235. Paid on the 28th it would be 16 days, 1.52.
    for (const story of [
      begun()
        .pays(...a)
        .pays(...b),
      begun()
        .pays(...b)
        .pays(...a),
    ]) {
      const [main] = story.closes(aCalculation()).close('2026-03').payees;
      expect(main).toMatchObject({ payee: 'main', penaltyKopecks: 124, paymentsKopecks: 1_000_00 });
    }
  });

  it('is right in every order of recording, with named months too', () => {
    const payments = [
      ['p1', '2026-03-02', 100_00, undefined],
      ['p2', '2026-03-04', 350_00, '2026-02'],
      ['p3', '2026-03-04', 200_00, undefined],
      ['p4', '2026-03-20', 400_00, '2026-03'],
      ['p5', '2026-03-21', 250_00, undefined],
    ] as const;
    const ledgerOf = (order: readonly (typeof payments)[number][]) =>
      mainOf(
        order.reduce(
          (story, [id, day, amount, namedPeriod]) =>
            story.pays(id, day, amount, { ...LATE, ...(namedPeriod === undefined ? {} : { namedPeriod }) }),
          begun(),
        ),
      );
    // p1: January 100. p2: February 350. p3: January 200. p4 waits for March. p5: February 150, and 100.00 are left.
    expect(told(ledgerOf(payments))).toBe(
      '2026-01: p1 10000 on 2026-03-02, p3 20000 on 2026-03-04; ' +
        '2026-02: p2 35000 on 2026-03-04, p5 15000 on 2026-03-21; ' +
        'p1 has 0; p2 has 0; p3 has 0; p4 has 40000; p5 has 10000',
    );
    const right = sorted(ledgerOf(payments));
    const orders = permutations(payments);
    expect(orders).toHaveLength(120);
    for (const order of orders) expect(sorted(ledgerOf(order))).toEqual(right);
  });
});

describe('a payment that is told after a recall of a later day', () => {
  it('comes while the recalled one stood: the recall re-allocates nothing else', () => {
    const story = begun()
      .pays('x', '2026-03-02', 300_00)
      .recalls('x', '2026-03-20', 300_00)
      .pays('late', '2026-03-10', 400_00, LATE);
    // x had paid January on the 2nd; so the late one paid February, and January is open again since the 20th.
    expect(told(mainOf(story))).toBe('2026-01: ; 2026-02: late 40000 on 2026-03-10; late has 0');
    const there = begun().pays('x', '2026-03-02', 300_00).pays('late', '2026-03-10', 400_00);
    expect(mainOf(story)).toEqual(mainOf(there.recalls('x', '2026-03-20', 300_00)));
    for (const day of ['2026-03-02', '2026-03-10', '2026-03-19', '2026-03-20'])
      expect(asOf(march(story), day)).toEqual(asOf(march(there), day));
  });

  it('keeps the rest of a payment that was given back in part where it was', () => {
    const rest = (story: AccountStory) =>
      story.recalls('p', '2026-03-20', 500_00).states(
        {
          kind: 'CreditPayment',
          ...{ account: story.account, rules: story.rules, paymentId: 'a-rest', payee: 'main', namedPeriod: null },
          ...{ amountKopecks: 400_00, refundedKopecks: 100_00, receivedOn: '2026-03-02' },
        },
        eveningOf('2026-03-20'),
      );
    const paid = () => begun().pays('p', '2026-03-02', 500_00).pays('q', '2026-03-03', 100_00);
    // p: January 300, February 200; q: February 100. The rest of p takes January and 100.00 of February; q stays.
    expect(told(mainOf(rest(paid())))).toBe(
      '2026-01: a-rest 30000 on 2026-03-02; 2026-02: a-rest 10000 on 2026-03-02, q 10000 on 2026-03-03; a-rest has 0; q has 0',
    );
    // In front of all: 100.00 on January; p then 200 and 300, q 100 on February; the rest of p 200 and 200.
    const story = rest(paid()).pays('late', '2026-03-01', 100_00, LATE);
    expect(told(mainOf(story))).toBe(
      '2026-01: a-rest 20000 on 2026-03-02, late 10000 on 2026-03-01; ' +
        '2026-02: a-rest 20000 on 2026-03-02, q 10000 on 2026-03-03; late has 0; a-rest has 0; q has 0',
    );
    expect(mainOf(story)).toEqual(
      mainOf(
        rest(
          begun().pays('late', '2026-03-01', 100_00).pays('p', '2026-03-02', 500_00).pays('q', '2026-03-03', 100_00),
        ),
      ),
    );
  });
});

it('a log in which an earlier release has put a payment behind one of a later day is told as it was closed', () => {
  const story = begun().pays('b', '2026-03-10', 600_00);
  const work = new LedgerWork(new LedgerDraft(mainOf(story)));
  const payment = { paymentId: 'a', receivedOn: '2026-03-05', amountKopecks: 400_00, namedPeriod: null };
  allocatePayment(work, payment, { openPeriod: '2026-03', isBarred: story.rules.isBarred });
  const data: PaymentCredited['data'] = {
    ...{ account: story.account, period: '2026-03', payee: 'main', paymentId: 'a', amountKopecks: 400_00 },
    ...{ effectiveOn: '2026-03-05', namedPeriod: null, movements: work.movements },
  };
  const place = { stream: accountPeriodStream(story.account, '2026-03'), position: 3, revision: 2 };
  const event = recorded('PaymentCredited', data, { ...place, metadata: LATE }) as PeriodFact;
  const state = accountPeriodDecider.evolve(story.state, event);
  if (state.status !== 'open') throw new Error('The period is open');
  expect(told(state.ledgers.main)).toContain('2026-01: b 30000 on 2026-03-10');
  expect(asOf([...march(story), event], '2026-03-31')).toEqual(state.ledgers.main);
});

function permutations<One>(all: readonly One[]): One[][] {
  if (all.length <= 1) return [[...all]];
  return all.flatMap((one, index) =>
    permutations([...all.slice(0, index), ...all.slice(index + 1)]).map((rest) => [one, ...rest]),
  );
}

/** Allocations of a line by their money: in what order they were put there says nothing. */
function sorted({ lines, money }: PayeeLedger): PayeeLedger {
  return {
    money,
    lines: lines.map((line) => ({
      ...line,
      principalPaid: [...line.principalPaid].sort((left, right) => (left.moneyId < right.moneyId ? -1 : 1)),
    })),
  };
}
