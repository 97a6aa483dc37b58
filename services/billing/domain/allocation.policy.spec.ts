import { moneyIdOf } from './allocation.policy';
import { Movement } from './ledger';
import { aBook } from './testing/book-builder';
import { LedgerStory, recalculated } from './testing/ledger-story';

/**
 * Due dates: March 2026 on 15 April, April on 15 May, May on 15 June; the rate is 9.5 %. A line of 1000.00 of March
 * has 16 penalty days on 31 May: 1000 × 9.5 % × 16/300 = 5.07.
 */
const twoDebts = () => new LedgerStory().closes('2026-03', 100_000).closes('2026-04', 100_000);

describe('a payment', () => {
  it('goes to the oldest debt first', () => {
    const story = twoDebts().pays('p1', '2026-05-05', 150_000);
    expect(story.principalPaid('2026-03')).toEqual(['p1 1000.00 on 2026-05-05']);
    expect(story.principalPaid('2026-04')).toEqual(['p1 500.00 on 2026-05-05']);
    expect(story.debts()).toEqual(['2026-04: 500.00']);
  });

  it('goes to the named month first, its surplus to the oldest debt', () => {
    const story = twoDebts().pays('p1', '2026-05-05', 120_000, '2026-04');
    expect(story.principalPaid('2026-04')).toEqual(['p1 1000.00 on 2026-05-05']);
    expect(story.principalPaid('2026-03')).toEqual(['p1 200.00 on 2026-05-05']);
  });

  it('that names a month which is already paid goes to the oldest debt', () => {
    const story = twoDebts().pays('p1', '2026-05-05', 100_000, '2026-04').pays('p2', '2026-05-06', 30_000, '2026-04');
    expect(story.principalPaid('2026-03')).toEqual(['p2 300.00 on 2026-05-06']);
  });

  it('that names an earlier month without a line has no preference', () => {
    const story = twoDebts().pays('p1', '2026-05-05', 30_000, '2025-11');
    expect(story.principalPaid('2026-03')).toEqual(['p1 300.00 on 2026-05-05']);
    expect(story.money('p1').reservedFor).toBeNull();
  });

  it('goes to the principal of all months before any penalty', () => {
    const story = twoDebts().closes('2026-05', 100_000);
    expect(story.debts()).toEqual(['2026-03: 1000.00 + penalty 5.07', '2026-04: 1000.00', '2026-05: 1000.00']);
    story.pays('p1', '2026-06-05', 300_000);
    expect(story.debts()).toEqual(['2026-03: 0.00 + penalty 5.07']);
    story.pays('p2', '2026-06-06', 600);
    expect(story.penaltyPaid('2026-03')).toEqual(['p2 5.07 on 2026-06-06']);
    expect(story.advanceKopecks()).toBe(93);
  });

  it('goes to penalty oldest first, a named month in its turn', () => {
    const opens = () =>
      new LedgerStory().opens(
        { period: '2025-11', kind: 'penalty', amountKopecks: 1_000 },
        { period: '2025-12', kind: 'penalty', amountKopecks: 2_000 },
      );
    expect(opens().pays('p1', '2026-03-05', 1_500).debts()).toEqual(['2025-12: 0.00 + penalty 15.00']);
    expect(opens().pays('p1', '2026-03-05', 1_500, '2025-12').debts()).toEqual(['2025-12: 0.00 + penalty 15.00']);
  });

  it('stays an advance where nothing is owed', () => {
    const story = new LedgerStory().pays('p1', '2026-03-05', 50_000);
    expect(story.advanceKopecks()).toBe(50_000);
    expect(story.balanceKopecks()).toBe(-50_000);
    expect(story.movements).toEqual([
      {
        kind: 'money_received',
        moneyId: 'payment:p1',
        paymentId: 'p1',
        on: '2026-03-05',
        amountKopecks: 50_000,
        reservedFor: null,
      },
    ]);
    expect(moneyIdOf('p1')).toBe('payment:p1');
  });

  it('leaves a settled month out', () => {
    const story = twoDebts().pays('p1', '2026-05-05', 100_000).pays('p2', '2026-05-06', 100_000);
    expect(story.movements.filter((movement) => movement.kind === 'allocated')).toEqual([
      {
        kind: 'allocated',
        moneyId: 'payment:p1',
        period: '2026-03',
        part: 'principal',
        amountKopecks: 100_000,
        on: '2026-05-05',
        freed: false,
      },
      {
        kind: 'allocated',
        moneyId: 'payment:p2',
        period: '2026-04',
        part: 'principal',
        amountKopecks: 100_000,
        on: '2026-05-06',
        freed: false,
      },
    ]);
  });
});

describe('a time-barred debt', () => {
  // January 2023 was due on 10 February 2023; it is barred from 11 February 2026. April 2023 from 11 May 2026.
  const opens = () =>
    new LedgerStory().opens(
      { period: '2023-01', kind: 'principal', amountKopecks: 10_000 },
      { period: '2023-01', kind: 'penalty', amountKopecks: 2_000 },
      { period: '2023-04', kind: 'principal', amountKopecks: 20_000 },
      { period: '2023-04', kind: 'penalty', amountKopecks: 3_000 },
    );

  it('is skipped, principal and penalty', () => {
    const story = opens().pays('p1', '2026-03-05', 100_000);
    expect(story.debts()).toEqual(['2023-01: 100.00 + penalty 20.00']);
    expect(story.advanceKopecks()).toBe(100_000 - 20_000 - 3_000);
  });

  it('is judged on the day of the allocation', () => {
    expect(opens().pays('p1', '2026-05-10', 5_000).debts()[1]).toBe('2023-04: 150.00 + penalty 30.00');
    expect(opens().pays('p1', '2026-05-11', 5_000).advanceKopecks()).toBe(5_000);
  });

  it('is paid where the payer names it: its principal first, its penalty in its turn', () => {
    const story = opens().pays('p1', '2026-03-05', 31_000, '2023-01');
    expect(story.principalPaid('2023-01')).toEqual(['p1 100.00 on 2026-03-05']);
    expect(story.principalPaid('2023-04')).toEqual(['p1 200.00 on 2026-03-05']);
    expect(story.penaltyPaid('2023-01')).toEqual(['p1 10.00 on 2026-03-05']);
    expect(story.penaltyPaid('2023-04')).toEqual([]);
  });

  it('is not paid by what is left of such a payment later', () => {
    // The name is honoured on the day of receipt only: the rest of 10 May is an advance when April is barred too.
    const story = new LedgerStory().opens({ period: '2023-01', kind: 'principal', amountKopecks: 10_000 });
    story.pays('p1', '2026-03-05', 5_000).closes('2026-03', null);
    expect(story.debts()).toEqual(['2023-01: 100.00 + penalty 2.27']); // 100 × 9.5 % × 31/130 = 2.2653…
    expect(story.advanceKopecks()).toBe(5_000);
  });
});

describe('a payment that names a month to come', () => {
  it('is kept whole for its close and used for no other month before', () => {
    const story = new LedgerStory().closes('2026-03', 100_000).pays('p1', '2026-04-05', 50_000, '2026-05');
    expect(story.money('p1').reservedFor).toBe('2026-05');
    story.closes('2026-04', 100_000);
    expect(story.debts()).toEqual(['2026-03: 1000.00', '2026-04: 1000.00']);
    expect(story.advanceKopecks()).toBe(50_000);
  });

  it('meets the line of that month first, dated its close; the rest is an ordinary advance from then on', () => {
    const story = new LedgerStory()
      .closes('2026-03', 100_000)
      .pays('p1', '2026-04-05', 50_000, '2026-04')
      .closes('2026-04', 30_000);
    expect(story.principalPaid('2026-04')).toEqual(['p1 300.00 on 2026-04-30']);
    expect(story.principalPaid('2026-03')).toEqual(['p1 200.00 on 2026-04-30']);
    expect(story.money('p1').reservedFor).toBeNull();
  });

  it('may name its own month, which has no line before its close', () => {
    const story = new LedgerStory().opens({ period: '2026-02', kind: 'principal', amountKopecks: 10_000 });
    story.pays('p1', '2026-03-05', 5_000, '2026-03');
    expect(story.debts()).toEqual(['2026-02: 100.00']);
    expect(story.closes('2026-03', 4_000).debts()).toEqual(['2026-02: 90.00']);
  });

  it('that never gets a line becomes an ordinary advance at that close', () => {
    const story = new LedgerStory().closes('2026-03', 100_000).pays('p1', '2026-04-05', 50_000, '2026-04');
    story.closes('2026-04', null);
    expect(story.principalPaid('2026-03')).toEqual(['p1 500.00 on 2026-04-30']);
  });

  it('meets its line in the order of receipt, then of payment ids, before other advances', () => {
    const story = new LedgerStory()
      .pays('p9', '2026-03-01', 5_000)
      .pays('p3', '2026-03-06', 4_000, '2026-03')
      .pays('p2', '2026-03-06', 4_000, '2026-03')
      .pays('p4', '2026-03-05', 4_000, '2026-03')
      .closes('2026-03', 10_000);
    expect(story.principalPaid('2026-03')).toEqual([
      'p4 40.00 on 2026-03-31',
      'p2 40.00 on 2026-03-31',
      'p3 20.00 on 2026-03-31',
    ]);
    expect(story.money('p9').restKopecks).toBe(5_000);
  });

  it('pays only principal of its line at first, penalty as any advance', () => {
    const story = new LedgerStory().opens({ period: '2026-02', kind: 'penalty', amountKopecks: 500 });
    story.pays('p1', '2026-03-05', 2_000, '2026-03').closes('2026-03', 1_000);
    expect(story.penaltyPaid('2026-02')).toEqual(['p1 5.00 on 2026-03-31']);
    expect(story.advanceKopecks()).toBe(500);
  });
});

describe('a payment that is told after the close of the month that it names', () => {
  it('is an ordinary advance where that month has no line: it ends the debts that came since before they bear penalty', () => {
    const story = new LedgerStory().closes('2026-03', null).closes('2026-04', 100_000);
    story.pays('p1', '2026-03-20', 100_000, '2026-03');
    expect(story.money('p1').reservedFor).toBeNull();
    expect(story.principalPaid('2026-04')).toEqual(['p1 1000.00 on 2026-03-31']);
    for (const period of ['2026-05', '2026-06', '2026-07']) story.closes(period, null);
    expect(story.line('2026-04').postedPenaltyKopecks).toBe(0);
    expect(story.balanceKopecks()).toBe(0);
  });

  it.each(['in time', 'late'])('pays older debts as of that close and no earlier day, told %s', (told) => {
    // Paid on 20 May for May, which has no charges: March's debt ends on 31 May with its 16 days, not with 5.
    const story = new LedgerStory().closes('2026-03', 100_000).closes('2026-04', null);
    const pays = () => story.pays('p1', '2026-05-20', 100_000, '2026-05');
    if (told === 'in time') pays();
    story.closes('2026-05', null);
    if (told === 'late') pays();
    expect(story.principalPaid('2026-03')).toEqual(['p1 1000.00 on 2026-05-31']);
    expect(story.closes('2026-06', null).debts()).toEqual(['2026-03: 0.00 + penalty 5.07']);
  });

  it.each(['in time', 'late'])(
    'pays the line of that month first, then the oldest debt, as of that close, told %s',
    (told) => {
      const story = new LedgerStory().closes('2026-03', 100_000);
      const pays = () => story.pays('p1', '2026-04-05', 50_000, '2026-04');
      if (told === 'in time') pays();
      story.closes('2026-04', 30_000);
      if (told === 'late') pays();
      expect(story.principalPaid('2026-04')).toEqual(['p1 300.00 on 2026-04-30']);
      expect(story.principalPaid('2026-03')).toEqual(['p1 200.00 on 2026-04-30']);
    },
  );

  it('is spent as of its own day where it names a month before that', () => {
    const story = new LedgerStory().closes('2026-03', 100_000).closes('2026-04', null);
    story.pays('p1', '2026-04-20', 30_000, '2026-03').pays('p2', '2026-04-21', 30_000, '2026-02');
    expect(story.principalPaid('2026-03')).toEqual(['p1 300.00 on 2026-04-20', 'p2 300.00 on 2026-04-21']);
  });

  it('is kept where another month than its own is closed only', () => {
    const story = new LedgerStory().closes('2026-03', 100_000).pays('p1', '2026-03-20', 30_000, '2026-04');
    expect(story.money('p1').reservedFor).toBe('2026-04');
    expect(story.debts()).toEqual(['2026-03: 1000.00']);
    expect(story.closes('2026-04', 20_000).debts()).toEqual(['2026-03: 900.00']);
  });

  it('vanishes with all that it paid when it is recalled, and the debt bears the penalty of all its days', () => {
    const story = new LedgerStory().closes('2026-03', null).closes('2026-04', 100_000);
    story.pays('p1', '2026-03-20', 100_000, '2026-03').closes('2026-05', null).recalls('p1').closes('2026-06', null);
    // Due on 15 May; on 30 June 46 days, of which 16 from the 31st on.
    expect(story.debts()).toEqual(['2026-04: 1000.00 + penalty 5.07']);
  });
});

describe('money that an earlier version kept for a month which was closed already', () => {
  const kept = (paymentId: string, amountKopecks: number): Movement => ({
    kind: 'money_received',
    moneyId: moneyIdOf(paymentId),
    paymentId,
    on: '2026-03-20',
    amountKopecks,
    reservedFor: '2026-03',
  });

  it('is spent by the next close as of the close that it has missed, and the penalty of the meantime is taken back', () => {
    const story = new LedgerStory().closes('2026-03', null).closes('2026-04', 100_000).closes('2026-05', null);
    story.closes('2026-06', null).closes('2026-07', null).closes('2026-08', null);
    // April was due on 15 May; on 31 August 108 days: 1000 × 9.5 % × (60/300 + 18/130) = 32.1538…
    expect(story.debts()).toEqual(['2026-04: 1000.00 + penalty 32.15']);
    story.moves(kept('p1', 100_000));
    expect(story.close('2026-09', [])).toMatchObject({ penaltyKopecks: -32_15, closingKopecks: 0 });
    expect(story.principalPaid('2026-04')).toEqual(['p1 1000.00 on 2026-03-31']);
    expect(story.money('p1')).toMatchObject({ reservedFor: null, restKopecks: 0 });
  });

  it('comes after money that is kept for the month of this close, and its rest is an ordinary advance', () => {
    const story = new LedgerStory().closes('2026-03', null).closes('2026-04', 70_000);
    story.moves(kept('p1', 100_000)).pays('p2', '2026-05-05', 60_000, '2026-05').closes('2026-05', 80_000);
    expect(story.principalPaid('2026-04')).toEqual(['p1 700.00 on 2026-03-31']);
    expect(story.principalPaid('2026-05')).toEqual(['p2 600.00 on 2026-05-31', 'p1 200.00 on 2026-03-31']);
    expect(story.advanceKopecks()).toBe(100_00);
    expect(story.closes('2026-06', 10_000).principalPaid('2026-06')).toEqual(['p1 100.00 on 2026-06-30']);
  });

  it('pays no barred debt', () => {
    // April 2023, due on 10 May 2023, is barred from 11 May 2026; on 31 March it was not: the payment was there then.
    const story = new LedgerStory().opens(
      { period: '2023-01', kind: 'principal', amountKopecks: 10_000 },
      { period: '2023-04', kind: 'principal', amountKopecks: 20_000 },
    );
    story.closes('2026-03', null).closes('2026-04', null).moves(kept('p1', 100_000)).closes('2026-05', null);
    expect(story.principalPaid('2023-01')).toEqual([]);
    expect(story.principalPaid('2023-04')).toEqual(['p1 200.00 on 2026-03-31']);
  });

  it('vanishes whole when it is recalled before', () => {
    const story = new LedgerStory().closes('2026-03', null).closes('2026-04', 100_000).moves(kept('p1', 100_000));
    story.recalls('p1').closes('2026-05', null);
    expect(story.debts()).toEqual(['2026-04: 1000.00']);
    expect(story.ledger.money).toEqual([]);
  });
});

describe('advances at a close', () => {
  it('are used by day, on one day money without a payment first, then by payment id', () => {
    const story = new LedgerStory()
      .pays('p3', '2026-03-30', 1_000)
      .pays('p1', '2026-03-31', 2_000)
      .pays('p2', '2026-03-31', 2_000);
    // An advance without a payment, of 31 March: a recalculation below zero.
    story.closes('2026-03', null, recalculated('2026-03', 'upkeep', -2_000)).pays('p0', '2026-04-01', 2_000);
    story.closes('2026-04', 6_000);
    expect(story.principalPaid('2026-04')).toEqual([
      'p3 10.00 on 2026-04-30',
      'advance:2026-03-31:001 20.00 on 2026-04-30',
      'p1 20.00 on 2026-04-30',
      'p2 10.00 on 2026-04-30',
    ]);
  });

  it('skip barred debts', () => {
    const story = new LedgerStory().opens({ period: '2023-01', kind: 'principal', amountKopecks: 10_000 });
    story.pays('p1', '2026-03-05', 5_000).closes('2026-03', 2_000);
    expect(story.principalPaid('2023-01')).toEqual([]);
    expect(story.principalPaid('2026-03')).toEqual(['p1 20.00 on 2026-03-31']);
    expect(story.advanceKopecks()).toBe(3_000);
  });

  it('pay principal before the penalty of this close is posted, then penalty', () => {
    // On 31 May March's 1000.00 has borne 5.07; the advance of 2010.00 first settles March and May.
    const story = new LedgerStory()
      .closes('2026-03', 100_000)
      .pays('p1', '2026-05-01', 300_000, '2026-05')
      .closes('2026-04', null)
      .closes('2026-05', 100_000);
    expect(story.principalPaid('2026-05')).toEqual(['p1 1000.00 on 2026-05-31']);
    expect(story.principalPaid('2026-03')).toEqual(['p1 1000.00 on 2026-05-31']);
    expect(story.penaltyPaid('2026-03')).toEqual(['p1 5.07 on 2026-05-31']);
    expect(story.advanceKopecks()).toBe(99_493);
  });
});

describe('a recalled payment', () => {
  it('vanishes with all that was made of it, also later from its advance; nothing else is allocated anew', () => {
    const story = new LedgerStory()
      .closes('2026-03', 100_000)
      .pays('p1', '2026-04-05', 150_000)
      .pays('p2', '2026-04-06', 30_000)
      .closes('2026-04', 60_000);
    expect(story.principalPaid('2026-04')).toEqual(['p1 500.00 on 2026-04-30', 'p2 100.00 on 2026-04-30']);
    story.recalls('p1');
    expect(story.debts()).toEqual(['2026-03: 1000.00', '2026-04: 500.00']);
    expect(story.money('p2').restKopecks).toBe(20_000);
    expect(story.balanceKopecks()).toBe(160_000 - 30_000);
  });

  it('bears penalty at the next close as if it had never been; advances of others cover the debt there', () => {
    const story = new LedgerStory()
      .closes('2026-03', 100_000)
      .pays('p1', '2026-04-05', 100_000)
      .pays('p2', '2026-04-06', 40_000);
    story.closes('2026-04', null).recalls('p1').closes('2026-05', null);
    expect(story.principalPaid('2026-03')).toEqual(['p2 400.00 on 2026-05-31']);
    // All 1000.00 were open to 31 May: 16 days.
    expect(story.debts()).toEqual(['2026-03: 600.00 + penalty 5.07']);
  });

  it('vanishes with what was freed of it', () => {
    const story = new LedgerStory().closes('2026-03', 100_000).pays('p1', '2026-04-05', 100_000);
    story.closes('2026-04', null, recalculated('2026-03', 'upkeep', -30_000)).recalls('p1');
    expect(story.advanceKopecks()).toBe(0);
    expect(story.debts()).toEqual(['2026-03: 700.00']);
  });

  it('vanishes whole while it is reserved', () => {
    const story = new LedgerStory().pays('p1', '2026-03-05', 5_000, '2026-06').recalls('p1').closes('2026-03', 1_000);
    expect(story.balanceKopecks()).toBe(1_000);
    expect(story.ledger.money).toEqual([]);
  });
});

describe('freed money', () => {
  const paidTwice = () =>
    new LedgerStory()
      .closes('2026-03', 100_000)
      .pays('p1', '2026-04-10', 60_000)
      .closes('2026-04', null)
      .pays('p2', '2026-05-20', 40_000);

  it('returns from the allocation made last first, and goes to other debts with the date it had', () => {
    // The line of March shrinks by 500.00: all 400.00 of p2 (20 May) and 100.00 of p1 (10 April) come back.
    const story = paidTwice().closes('2026-05', 100_000, recalculated('2026-03', 'upkeep', -50_000));
    expect(story.principalPaid('2026-03')).toEqual(['p1 500.00 on 2026-04-10']);
    expect(story.principalPaid('2026-05')).toEqual(['p1 100.00 on 2026-04-10', 'p2 400.00 on 2026-05-20']);
    expect(story.movements.filter((movement) => movement.kind === 'freed')).toEqual([
      {
        kind: 'freed',
        moneyId: 'payment:p2',
        period: '2026-03',
        part: 'principal',
        amountKopecks: 40_000,
        on: '2026-05-20',
      },
      {
        kind: 'freed',
        moneyId: 'payment:p1',
        period: '2026-03',
        part: 'principal',
        amountKopecks: 10_000,
        on: '2026-04-10',
      },
    ]);
  });

  it('stays an advance with its date until a debt comes', () => {
    const story = paidTwice().closes('2026-05', null, recalculated('2026-03', 'upkeep', -50_000));
    expect(story.advanceKopecks()).toBe(50_000);
    story.closes('2026-06', 30_000);
    expect(story.principalPaid('2026-06')).toEqual(['p1 100.00 on 2026-04-10', 'p2 200.00 on 2026-05-20']);
    expect(story.money('p2').freed).toEqual([{ amountKopecks: 20_000, on: '2026-05-20' }]);
  });

  it('of one payment goes earliest date first, before the rest of the payment', () => {
    // p1 pays March on 31 March, April on 30 April; 500.00 are left. Both lines shrink by 300.00.
    const story = new LedgerStory()
      .pays('p1', '2026-03-20', 250_000)
      .closes('2026-03', 100_000)
      .closes('2026-04', 100_000);
    const shrink = [recalculated('2026-04', 'upkeep', -30_000), recalculated('2026-03', 'upkeep', -30_000)];
    story.closes('2026-05', 80_000, ...shrink);
    expect(story.principalPaid('2026-05')).toEqual([
      'p1 300.00 on 2026-03-31',
      'p1 300.00 on 2026-04-30',
      'p1 200.00 on 2026-05-31',
    ]);
    expect(story.money('p1')).toMatchObject({ restKopecks: 30_000, freed: [] });
    expect(story.movements.filter((movement) => movement.kind === 'allocated').slice(2)).toMatchObject([
      { freed: true, on: '2026-03-31' },
      { freed: true, on: '2026-04-30' },
      { freed: false, on: '2026-05-31' },
    ]);
  });

  it('is moved only as far as a debt needs it', () => {
    // 300.00 of 31 March and 300.00 of 30 April are free; a line of exactly 300.00 takes the first alone.
    const story = new LedgerStory()
      .pays('p1', '2026-03-20', 200_000)
      .closes('2026-03', 100_000)
      .closes('2026-04', 100_000);
    const shrink = [recalculated('2026-04', 'upkeep', -30_000), recalculated('2026-03', 'upkeep', -30_000)];
    story.closes('2026-05', 30_000, ...shrink);
    expect(story.principalPaid('2026-05')).toEqual(['p1 300.00 on 2026-03-31']);
    expect(story.money('p1').freed).toEqual([{ amountKopecks: 30_000, on: '2026-04-30' }]);
  });

  it('may end a debt before it bears penalty', () => {
    // April's 400.00, due 15 May, would have borne 15 days on 30 June; paid with money of 20 May it bears none.
    const story = new LedgerStory().closes('2026-03', 100_000).closes('2026-04', 40_000);
    story.pays('p2', '2026-05-20', 100_000, '2026-03');
    story.closes('2026-05', null).closes('2026-06', null, recalculated('2026-03', 'upkeep', -40_000));
    expect(story.principalPaid('2026-04')).toEqual(['p2 400.00 on 2026-05-20']);
    expect(story.line('2026-04').postedPenaltyKopecks).toBe(0);
  });

  it('is judged by the day of the allocation where a debt is barred, not by the date it had', () => {
    // April 2023 is barred from 11 May 2026; money of 10 April freed on 31 May does not pay it.
    const story = new LedgerStory(aBook()).opens({ period: '2023-04', kind: 'principal', amountKopecks: 10_000 });
    story.closes('2026-03', 100_000).pays('p1', '2026-04-10', 100_000, '2026-03').closes('2026-04', null);
    story.closes('2026-05', null, recalculated('2026-03', 'upkeep', -20_000));
    expect(story.principalPaid('2023-04')).toEqual([]);
    expect(story.advanceKopecks()).toBe(20_000);
  });
});
