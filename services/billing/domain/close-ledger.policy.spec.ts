import { RejectedError } from '#libs/kernel';
import { debtPartsOf, openLedger, penaltyOfLine, penaltyToPost } from './close-ledger.policy';
import { ledgerRules } from './ledger-rules.policy';
import { aBook } from './testing/book-builder';
import { billed, LedgerStory, recalculated } from './testing/ledger-story';

/**
 * Due dates: January 2026 on 10 February, February on 16 March, March on 15 April, April on 15 May, May on 15 June,
 * June on 15 July, July on 17 August; the rate is 9.5 %. 1000.00 of March bear 16 days on 31 May, 46 on 30 June,
 * 60 at 1/300 and 17 at 1/130 on 31 July.
 */
const penaltyOf = (story: LedgerStory, period: string) => story.line(period).postedPenaltyKopecks;

describe('the charges of a closed period', () => {
  it('become one debt line, due by the rule of its month', () => {
    const story = new LedgerStory();
    const close = story.close('2026-03', [billed('upkeep', 100_000), billed('waste', 25_568), billed('upkeep', 30)]);
    expect(story.line('2026-03')).toEqual({
      period: '2026-03',
      dueOn: '2026-04-15',
      opening: false,
      principalKopecks: 125_598,
      openingPenaltyKopecks: 0,
      postedPenaltyKopecks: 0,
      principalPaid: [],
      penaltyPaid: [],
      billed: { upkeep: 100_030, waste: 25_568 },
    });
    expect(close).toMatchObject({
      chargedKopecks: 125_598,
      recalculatedKopecks: 0,
      penaltyKopecks: 0,
      closingKopecks: 125_598,
    });
  });

  it('make a line of zero where all of them are zero, and none where there are none', () => {
    expect(new LedgerStory().closes('2026-03', 0).line('2026-03').principalKopecks).toBe(0);
    expect(new LedgerStory().closes('2026-03', null).ledger.lines).toEqual([]);
  });
});

describe('recalculations', () => {
  const withDebts = () => new LedgerStory().closes('2026-03', 100_000).closes('2026-04', 100_000);

  it('of the period itself go into its line, of either sign', () => {
    const lines = [recalculated('2026-05', 'waste', -3_000), recalculated('2026-05', 'waste', 1_000)];
    const story = withDebts().closes('2026-05', 50_000, ...lines);
    expect(story.line('2026-05')).toMatchObject({
      principalKopecks: 48_000,
      billed: { upkeep: 50_000, waste: -2_000 },
    });
  });

  it('that add to an earlier month go into the line of this period', () => {
    const story = withDebts().closes('2026-05', 50_000, recalculated('2026-03', 'waste', 4_000));
    expect(story.line('2026-05')).toMatchObject({ principalKopecks: 54_000, billed: { upkeep: 50_000, waste: 4_000 } });
    expect(story.line('2026-03').principalKopecks).toBe(100_000);
  });

  it('that take from an earlier month lower its line from the beginning', () => {
    const lines = [recalculated('2026-03', 'upkeep', -4_000), recalculated('2026-03', 'waste', -1_000)];
    const story = new LedgerStory().closes('2026-03', 100_000).closes('2026-04', 100_000);
    const close = story.close('2026-05', [billed('upkeep', 50_000)], lines);
    expect(story.line('2026-03')).toMatchObject({
      principalKopecks: 95_000,
      billed: { upkeep: 96_000, waste: -1_000 },
    });
    expect(story.line('2026-05').principalKopecks).toBe(50_000);
    expect(close).toMatchObject({ chargedKopecks: 50_000, recalculatedKopecks: -5_000 });
    // Penalty of March from its beginning on 950.00: 950 × 9.5 % × 16/300 = 4.81333.
    expect(close.penaltyKopecks).toBe(481);
    expect(close.closingKopecks).toBe(95_000 + 100_000 + 50_000 + 481);
  });

  it('are netted for each month of origin', () => {
    // March −100 + 40 = −60 lowers March; April −100 + 130 = +30 goes into May.
    const story = withDebts().closes(
      '2026-05',
      50_000,
      recalculated('2026-04', 'upkeep', -10_000),
      recalculated('2026-03', 'upkeep', -10_000),
      recalculated('2026-03', 'waste', 4_000),
      recalculated('2026-04', 'upkeep', 13_000),
    );
    expect(story.debts()).toEqual(['2026-03: 940.00 + penalty 4.76', '2026-04: 1000.00', '2026-05: 530.00']);
    expect(story.line('2026-03').billed).toEqual({ upkeep: 90_000, waste: 4_000 });
  });

  it('that net to zero go into this period, and make a line of zero where nothing else was posted', () => {
    const story = withDebts().closes(
      '2026-05',
      null,
      recalculated('2026-03', 'upkeep', -10_000),
      recalculated('2026-03', 'waste', 10_000),
    );
    expect(story.line('2026-05')).toMatchObject({ principalKopecks: 0, billed: { upkeep: -10_000, waste: 10_000 } });
    expect(story.line('2026-03').principalKopecks).toBe(100_000);
  });

  it('that only lower earlier months make no line', () => {
    const story = withDebts().closes('2026-05', null, recalculated('2026-03', 'upkeep', -10_000));
    expect(story.ledger.lines.map((line) => line.period)).toEqual(['2026-03', '2026-04']);
  });

  it('that take from a month without a line go into this period', () => {
    const story = new LedgerStory()
      .closes('2026-03', null)
      .closes('2026-04', 50_000, recalculated('2026-03', 'upkeep', -10_000));
    expect(story.debts()).toEqual(['2026-04: 400.00']);
  });

  it('that make this period fall below zero become an advance of today, without a line', () => {
    const story = new LedgerStory().closes('2026-03', 100_000);
    story.closes('2026-04', 10_000, recalculated('2026-04', 'upkeep', -30_000));
    expect(story.ledger.lines.map((line) => line.period)).toEqual(['2026-03']);
    expect(story.principalPaid('2026-03')).toEqual(['advance:2026-04-30:001 200.00 on 2026-04-30']);
  });

  it('that exceed the principal of a month free all its money and leave the rest as an advance of today', () => {
    // March 1000.00, paid 700.00; −1200.00: 700.00 of p1 and 200.00 of today are left.
    const story = new LedgerStory().closes('2026-03', 100_000).pays('p1', '2026-04-05', 70_000);
    story.closes('2026-04', null, recalculated('2026-03', 'upkeep', -120_000));
    expect(story.line('2026-03')).toMatchObject({ principalKopecks: 0, principalPaid: [] });
    expect(story.ledger.money).toMatchObject([
      { moneyId: 'payment:p1', restKopecks: 0, freed: [{ amountKopecks: 70_000, on: '2026-04-05' }] },
      { moneyId: 'advance:2026-04-30:001', paymentId: null, receivedOn: '2026-04-30', restKopecks: 20_000 },
    ]);
    expect(story.balanceKopecks()).toBe(-90_000);
  });

  it('take exactly the whole principal without an advance', () => {
    const story = new LedgerStory().closes('2026-03', 100_000);
    story.closes('2026-04', null, recalculated('2026-03', 'upkeep', -100_000));
    expect(story.ledger.money).toEqual([]);
    expect(story.balanceKopecks()).toBe(0);
  });

  it('of several months may leave several advances of one day', () => {
    const story = withDebts().closes(
      '2026-05',
      null,
      recalculated('2026-04', 'upkeep', -100_200),
      recalculated('2026-03', 'upkeep', -100_100),
    );
    expect(story.ledger.money.map((money) => `${money.moneyId} ${money.restKopecks}`)).toEqual([
      'advance:2026-05-31:001 100',
      'advance:2026-05-31:002 200',
    ]);
  });
});

describe('the penalty of a close', () => {
  it('is the rounded total of each line less what it posted before', () => {
    const story = new LedgerStory().closes('2026-03', 100_000);
    const posted = ['2026-04', '2026-05', '2026-06', '2026-07'].map((period) => story.close(period, []).penaltyKopecks);
    // Totals: 0; 5.0667 → 5.07; 14.5667 → 14.57; 19 + 12.4231 = 31.4231 → 31.42.
    expect(posted).toEqual([0, 507, 1_457 - 507, 3_142 - 1_457]);
    expect(penaltyOf(story, '2026-03')).toBe(3_142);
    expect(story.balanceKopecks()).toBe(103_142);
  });

  it('counts a paid part to the day it was paid, the rest to the close', () => {
    // 400.00 paid on day 51 (5 June): 21 days; 600.00 to 30 June: 46 days: 2.66 + 8.74 = 11.40.
    const story = new LedgerStory().closes('2026-03', 100_000).closes('2026-04', null).closes('2026-05', null);
    story.pays('p1', '2026-06-05', 40_000).closes('2026-06', null);
    expect(penaltyOf(story, '2026-03')).toBe(1_140);
  });

  it('of a debt paid within thirty days is none', () => {
    const story = new LedgerStory()
      .closes('2026-03', 100_000)
      .closes('2026-04', null)
      .pays('p1', '2026-05-15', 100_000);
    expect(story.close('2026-05', []).penaltyKopecks).toBe(0);
    // On the 31st day it is one day: 1000 × 9.5 % / 300 = 0.31667.
    const late = new LedgerStory().closes('2026-03', 100_000).closes('2026-04', null).pays('p1', '2026-05-16', 100_000);
    expect(late.close('2026-05', []).penaltyKopecks).toBe(32);
  });

  it('is rounded once for a line, not for each part of it', () => {
    // Twice 333.33 on day 31 and the rest to 31 May: 2 × 0.1055545 + 333.34 × 9.5 % × 16/300 = 0.211109 + 1.688922 = 1.900032.
    const story = new LedgerStory().closes('2026-03', 100_000).closes('2026-04', null);
    story.pays('p1', '2026-05-16', 33_333).pays('p2', '2026-05-16', 33_333).closes('2026-05', null);
    expect(penaltyOf(story, '2026-03')).toBe(190);
  });

  it('is not borne by penalty', () => {
    // Each line alone: 1000.00 of March and 1000.00 of April (due 15 May) on 30 June: 46 and 16 days.
    const story = new LedgerStory().closes('2026-03', 100_000).closes('2026-04', 100_000).closes('2026-05', null);
    expect(story.close('2026-06', []).penaltyKopecks).toBe(1_457 - 507 + 507);
  });

  it('re-rates the whole open part when the rate changes', () => {
    // 8.25 % from 22 June: 1000 × 8.25 % × 46/300 = 12.65; 5.07 were posted.
    const book = aBook({ keyRates: ['2024-01-01 16', '2026-06-22 8.25'] });
    const story = new LedgerStory(book).closes('2026-03', 100_000).closes('2026-04', null).closes('2026-05', null);
    expect(story.close('2026-06', []).penaltyKopecks).toBe(1_265 - 507);
  });

  it('keeps the rate of the day of payment for what was paid', () => {
    // Paid on 5 June at 9.5 %: 21 days = 6.65; the lower rate from 22 June changes nothing.
    const book = aBook({ keyRates: ['2024-01-01 16', '2026-06-22 8.25'] });
    const story = new LedgerStory(book).closes('2026-03', 100_000).closes('2026-04', null).closes('2026-05', null);
    story.pays('p1', '2026-06-05', 100_000).closes('2026-06', null);
    expect(penaltyOf(story, '2026-03')).toBe(665);
  });

  it('of capital repair never goes to 1/130', () => {
    // 31 July: 77 days at 1/300: 24.38333.
    const story = new LedgerStory(aBook(), 'capital_repair').closes('2026-03', 100_000);
    for (const period of ['2026-04', '2026-05', '2026-06', '2026-07']) story.closes(period, null);
    expect(penaltyOf(story, '2026-03')).toBe(2_438);
  });

  it('becomes smaller where the debt turns out smaller', () => {
    // 5000.00: 25.33 on 31 May. In June the debt is 1000.00 from its beginning: 14.57.
    const story = new LedgerStory().closes('2026-03', 500_000).closes('2026-04', null).closes('2026-05', null);
    expect(penaltyOf(story, '2026-03')).toBe(2_533);
    const close = story.close('2026-06', [], [recalculated('2026-03', 'upkeep', -400_000)]);
    expect(close.penaltyKopecks).toBe(1_457 - 2_533);
    expect(story.debts()).toEqual(['2026-03: 1000.00 + penalty 14.57']);
  });

  it('is what a line has to post on any day, and by parts', () => {
    const story = new LedgerStory().closes('2026-03', 100_000).closes('2026-04', null).closes('2026-05', null);
    const line = story.line('2026-03');
    const on = (day: string) => [
      penaltyOfLine(line, 'main', day, story.rules),
      penaltyToPost(line, 'main', day, story.rules),
    ];
    expect(on('2026-05-15')).toEqual([0, -507]);
    expect(on('2026-05-16')).toEqual([32, -475]);
    expect(on('2026-06-30')).toEqual([1_457, 950]);
    story.pays('p1', '2026-06-05', 40_000);
    expect(debtPartsOf(story.line('2026-03'), '2026-06-30')).toEqual([
      { amountKopecks: 40_000, end: '2026-06-05' },
      { amountKopecks: 60_000, end: '2026-06-30' },
    ]);
    // To a day before the payment, that part too ends on the day.
    expect(debtPartsOf(story.line('2026-03'), '2026-06-04')).toEqual([
      { amountKopecks: 40_000, end: '2026-06-04' },
      { amountKopecks: 60_000, end: '2026-06-04' },
    ]);
  });
});

describe('penalty paid in excess', () => {
  it('returns to its payment, the allocation made last first, keeping its date', () => {
    // 25.33 posted on 31 May; p1 pays 10.00 of it, p2 the rest on 8 June.
    const story = new LedgerStory().closes('2026-03', 500_000).closes('2026-04', null).closes('2026-05', null);
    story.pays('p1', '2026-06-05', 501_000).pays('p2', '2026-06-08', 1_533);
    expect(story.penaltyPaid('2026-03')).toEqual(['p1 10.00 on 2026-06-05', 'p2 15.33 on 2026-06-08']);
    // Down to 1000.00 paid on 5 June: 21 days = 6.65. Of 25.33 paid 18.68 return: all of p2, 3.35 of p1.
    story.closes('2026-06', null, recalculated('2026-03', 'upkeep', -400_000));
    expect(penaltyOf(story, '2026-03')).toBe(665);
    expect(story.penaltyPaid('2026-03')).toEqual(['p1 6.65 on 2026-06-05']);
    expect(story.money('p2').freed).toEqual([{ amountKopecks: 1_533, on: '2026-06-08' }]);
    expect(story.money('p1').freed).toEqual([{ amountKopecks: 400_335, on: '2026-06-05' }]);
    expect(story.movements.slice(-2)).toEqual([
      {
        kind: 'freed',
        moneyId: 'payment:p2',
        period: '2026-03',
        part: 'penalty',
        amountKopecks: 1_533,
        on: '2026-06-08',
      },
      {
        kind: 'freed',
        moneyId: 'payment:p1',
        period: '2026-03',
        part: 'penalty',
        amountKopecks: 335,
        on: '2026-06-05',
      },
    ]);
  });

  it('does not come from an advance of this close: advances meet penalty only after it was posted', () => {
    // p2 was reserved for June, which gets no line. 25.33 stand posted; March falls to 1000.00 paid on 5 June, 6.65.
    const story = new LedgerStory().closes('2026-03', 500_000).closes('2026-04', null);
    story.pays('p2', '2026-05-10', 3_000, '2026-06').closes('2026-05', null).pays('p1', '2026-06-05', 500_000);
    story.closes('2026-06', null, recalculated('2026-03', 'upkeep', -400_000));
    expect(story.penaltyPaid('2026-03')).toEqual(['p2 6.65 on 2026-06-30']);
    expect(story.money('p2')).toMatchObject({ restKopecks: 2_335, freed: [] });
  });

  it('pays other debts with its date, until no line posts penalty', () => {
    const story = new LedgerStory().closes('2026-03', 500_000).closes('2026-04', null).closes('2026-05', null);
    story.pays('p1', '2026-06-05', 502_533).closes('2026-06', 500_000).closes('2026-07', null);
    // Penalty of March was 33.25 for 21 days of 5000.00; 25.33 of it paid.
    expect(story.debts()).toEqual(['2026-03: 0.00 + penalty 7.92', '2026-06: 5000.00']);
    const close = story.close('2026-08', [], [recalculated('2026-03', 'upkeep', -400_000)]);
    // March falls to 1000.00: 6.65, that is −26.60, and 18.68 return. June (due 15 July) has 17 days on 31 August and
    // got 4000.00 of 5 June: 1000 × 9.5 % × 17/300 = 5.38; the 18.68 of 5 June make it 981.32: 5.28, that is −0.10.
    expect(close.penaltyKopecks).toBe(-2_660 + 538 - 10);
    expect(story.principalPaid('2026-06')).toEqual(['p1 4000.00 on 2026-06-05', 'p1 18.68 on 2026-06-05']);
    expect(story.movements.filter((movement) => movement.kind === 'penalty_posted').slice(-3)).toEqual([
      { kind: 'penalty_posted', period: '2026-03', amountKopecks: -2_660 },
      { kind: 'penalty_posted', period: '2026-06', amountKopecks: 538 },
      { kind: 'penalty_posted', period: '2026-06', amountKopecks: -10 },
    ]);
    expect(story.debts()).toEqual(['2026-06: 981.32 + penalty 5.28']);
  });
});

describe('debts brought forward', () => {
  it('are lines of their own periods, with penalty that the old system posted', () => {
    const story = new LedgerStory().opens(
      { period: '2025-12', kind: 'principal', amountKopecks: 100_000 },
      { period: '2025-11', kind: 'penalty', amountKopecks: 700 },
      { period: '2025-12', kind: 'penalty', amountKopecks: 300 },
      { period: '2025-12', kind: 'principal', amountKopecks: 50_000 },
      { period: '2025-12', kind: 'penalty', amountKopecks: 30 },
    );
    expect(story.ledger.lines).toMatchObject([
      { period: '2025-11', dueOn: '2025-12-10', opening: true, principalKopecks: 0, openingPenaltyKopecks: 700 },
      { period: '2025-12', dueOn: '2026-01-12', opening: true, principalKopecks: 150_000, openingPenaltyKopecks: 330 },
    ]);
    expect(story.ledger.lines[1]).toMatchObject({
      postedPenaltyKopecks: 0,
      principalPaid: [],
      penaltyPaid: [],
      billed: {},
    });
    expect(story.balanceKopecks()).toBe(151_030);
  });

  it('bear our penalty only from the first day of the first period', () => {
    // Due 12 January; 1–31 March are days 48–78: 31 days: 1000 × 9.5 % × 31/300 = 9.81667.
    const story = new LedgerStory().opens({ period: '2025-12', kind: 'principal', amountKopecks: 100_000 });
    expect(story.close('2026-03', []).penaltyKopecks).toBe(982);
  });

  it('bear it on top of what the old system posted', () => {
    const story = new LedgerStory().opens(
      { period: '2025-12', kind: 'principal', amountKopecks: 100_000 },
      { period: '2025-12', kind: 'penalty', amountKopecks: 500 },
    );
    story.closes('2026-03', null);
    expect(story.debts()).toEqual(['2025-12: 1000.00 + penalty 14.82']);
  });

  it('bear it also where they are barred', () => {
    // January 2023: all days are late ones: 1000 × 9.5 % × 31/130 = 22.65385.
    const story = new LedgerStory().opens({ period: '2023-01', kind: 'principal', amountKopecks: 100_000 });
    expect(story.close('2026-03', []).penaltyKopecks).toBe(2_265);
  });

  it('meet an advance on the day before, like a payment', () => {
    const story = new LedgerStory().opens(
      { period: '2026-01', kind: 'advance', amountKopecks: 120_500 },
      { period: '2025-12', kind: 'principal', amountKopecks: 100_000 },
      { period: '2025-12', kind: 'penalty', amountKopecks: 400 },
      { period: '2026-01', kind: 'principal', amountKopecks: 20_000 },
    );
    expect(story.principalPaid('2025-12')).toEqual(['advance:2026-02-28:001 1000.00 on 2026-02-28']);
    expect(story.principalPaid('2026-01')).toEqual(['advance:2026-02-28:001 200.00 on 2026-02-28']);
    expect(story.penaltyPaid('2025-12')).toEqual(['advance:2026-02-28:001 4.00 on 2026-02-28']);
    expect(story.ledger.money).toEqual([
      {
        moneyId: 'advance:2026-02-28:001',
        paymentId: null,
        receivedOn: '2026-02-28',
        reservedFor: null,
        restKopecks: 100,
        freed: [],
      },
    ]);
    // What was paid on 28 February bears no day of ours.
    expect(story.close('2026-03', []).penaltyKopecks).toBe(0);
  });

  it('meet several advances in order of their labels', () => {
    const story = new LedgerStory().opens(
      { period: '2026-01', kind: 'advance', amountKopecks: 300 },
      { period: '2026-02', kind: 'advance', amountKopecks: 500 },
      { period: '2025-11', kind: 'advance', amountKopecks: 200 },
      { period: '2025-12', kind: 'principal', amountKopecks: 600 },
    );
    expect(story.principalPaid('2025-12')).toEqual([
      'advance:2026-02-28:001 2.00 on 2026-02-28',
      'advance:2026-02-28:002 3.00 on 2026-02-28',
      'advance:2026-02-28:003 1.00 on 2026-02-28',
    ]);
  });

  it('do not meet an advance where they are barred', () => {
    const story = new LedgerStory().opens(
      { period: '2022-01', kind: 'principal', amountKopecks: 400 },
      { period: '2026-02', kind: 'advance', amountKopecks: 300 },
    );
    expect(story.balanceKopecks()).toBe(100);
    expect(story.advanceKopecks()).toBe(300);
  });

  it('do not change the list they came in, and may be none', () => {
    const debts = Object.freeze([
      { period: '2026-02', kind: 'advance' as const, amountKopecks: 300 },
      { period: '2026-01', kind: 'advance' as const, amountKopecks: 200 },
    ]);
    expect(openLedger(debts, ledgerRules(aBook())).money).toHaveLength(2);
    expect(openLedger([], ledgerRules(aBook()))).toEqual({ lines: [], money: [] });
  });
});

describe('a close that lacks a rule', () => {
  it('is refused on a day when nothing is decided about the cap, even where nothing is owed', () => {
    const story = new LedgerStory(aBook({ settings: { penalty_cap_percent: ['2025-01-01 9.5', '2026-04-01 end'] } }));
    story.closes('2026-03', 100_000);
    expect(() => story.close('2026-04', [])).toThrow(
      'BILLING_NO_RULE_IN_FORCE {"rule":"penalty_cap_percent","on":"2026-04-30"}',
    );
  });

  it('is refused where penalty is due and no key rate is in force', () => {
    const story = new LedgerStory(aBook({ keyRates: ['2026-06-01 16'] }))
      .closes('2026-03', 100_000)
      .closes('2026-04', null);
    expect(() => story.close('2026-05', [])).toThrow(RejectedError);
  });
});
