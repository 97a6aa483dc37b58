import { RejectedError } from '#libs/kernel';
import { ageLedger } from './aging.policy';
import { ledgerRules } from './ledger-rules.policy';
import { aBook } from './testing/book-builder';
import { billed, LedgerStory, recalculated } from './testing/ledger-story';
import { aDebtLine } from './testing/slip-builder';

/** 1000.00 of March 2026 are due on 15 April; on 20 May they have borne 5 days: 1000 × 9.5 % × 5/300 = 1.58333. */
describe('a debt aged to a day', () => {
  it('is open principal and the penalty accrued to that day, of which closes have posted a part', () => {
    const story = new LedgerStory().closes('2026-03', 100_000).closes('2026-04', null);
    const aged = story.aged('2026-05-20');
    expect(aged).toEqual({
      payee: 'main',
      lines: [
        {
          period: '2026-03',
          dueDate: '2026-04-15',
          principalKopecks: 100_000,
          penaltyKopecks: 158,
          penaltyPostedKopecks: 0,
          timeBarred: false,
          byUtility: [{ utility: 'upkeep', principalKopecks: 100_000 }],
        },
      ],
      principalKopecks: 100_000,
      penaltyKopecks: 158,
      advanceKopecks: 0,
    });
    story.closes('2026-05', null);
    // 31 May posted 5.07; on 20 June 36 days: 11.40.
    expect(story.aged('2026-06-20').lines[0]).toMatchObject({ penaltyKopecks: 1_140, penaltyPostedKopecks: 507 });
  });

  it('bears penalty through an earlier day where the rules end there', () => {
    const story = new LedgerStory().closes('2026-03', 100_000).closes('2026-04', null);
    story.pays('p1', '2026-06-05', 40_000);
    // On 20 May 1000.00 were open for 5 days that bear, as above; of today are 600.00.
    expect(story.aged('2026-06-20', '2026-05-20').lines).toMatchObject([
      { principalKopecks: 60_000, penaltyKopecks: 158, penaltyPostedKopecks: 0 },
    ]);
  });

  it('is less what was paid, of penalty too', () => {
    const story = new LedgerStory().closes('2026-03', 100_000).closes('2026-04', null).closes('2026-05', null);
    story.pays('p1', '2026-06-05', 100_200);
    // Paid on day 51: 21 days = 6.65 accrued, 5.07 posted, 2.00 paid.
    expect(story.aged('2026-06-20').lines).toMatchObject([
      { principalKopecks: 0, penaltyKopecks: 465, penaltyPostedKopecks: 307, byUtility: [] },
    ]);
  });

  it('is shown where only penalty has accrued that no close has posted yet', () => {
    // Paid on 20 May, day 35: 5 days = 1.58.
    const story = new LedgerStory()
      .closes('2026-03', 100_000)
      .closes('2026-04', null)
      .pays('p1', '2026-05-20', 100_000);
    expect(story.aged('2026-05-25').lines).toMatchObject([
      { period: '2026-03', principalKopecks: 0, penaltyKopecks: 158, penaltyPostedKopecks: 0 },
    ]);
  });

  it('shows penalty brought forward beside what has accrued since', () => {
    const story = new LedgerStory().opens(
      { period: '2025-12', kind: 'principal', amountKopecks: 100_000 },
      { period: '2025-12', kind: 'penalty', amountKopecks: 500 },
    );
    // 1–10 March: 10 days = 3.1667.
    expect(story.aged('2026-03-10').lines).toMatchObject([
      { period: '2025-12', penaltyKopecks: 817, penaltyPostedKopecks: 500, byUtility: [] },
    ]);
  });

  it('bears the penalty of its payee', () => {
    const age = (payee: 'main' | 'capital_repair') => {
      const story = new LedgerStory(aBook(), payee).closes('2026-03', 100_000);
      return story.aged('2026-07-31');
    };
    // 60/300 + 17/130 against 77/300.
    expect(age('main')).toMatchObject({ payee: 'main', penaltyKopecks: 3_142 });
    expect(age('capital_repair')).toMatchObject({ payee: 'capital_repair', penaltyKopecks: 2_438 });
  });

  it('is left out where nothing of it is open', () => {
    const story = new LedgerStory().closes('2026-03', 100_000).closes('2026-04', 50_000);
    story.pays('p1', '2026-05-05', 100_000);
    expect(story.aged('2026-05-20').lines.map((line) => line.period)).toEqual(['2026-04']);
  });

  it('is shown where only its penalty is open, or only posted penalty that will be taken back', () => {
    const story = new LedgerStory().opens({ period: '2025-12', kind: 'penalty', amountKopecks: 500 });
    expect(story.aged('2026-03-10').lines.map((line) => line.period)).toEqual(['2025-12']);
    // 5.07 were posted on 31 May; in June a payment of 20 April arrives, with which nothing has accrued.
    const early = new LedgerStory().closes('2026-03', 100_000).closes('2026-04', null).closes('2026-05', null);
    early.pays('p2', '2026-04-20', 100_000);
    expect(early.aged('2026-06-05').lines).toMatchObject([
      { principalKopecks: 0, penaltyKopecks: 0, penaltyPostedKopecks: 507 },
    ]);
  });

  it('is flagged where its limitation has run out that day, never left out', () => {
    const story = new LedgerStory().opens({ period: '2023-04', kind: 'principal', amountKopecks: 100_000 });
    expect(story.aged('2026-05-10').lines[0]?.timeBarred).toBe(false);
    expect(story.aged('2026-05-11').lines[0]?.timeBarred).toBe(true);
    expect(story.aged('2026-05-11').principalKopecks).toBe(100_000);
  });

  it('is refused on a day when nothing is decided about the cap', () => {
    const story = new LedgerStory(aBook({ settings: { penalty_cap_percent: ['2025-01-01 9.5', '2026-05-20 end'] } }));
    expect(story.aged('2026-05-19').lines).toEqual([]);
    expect(() => story.aged('2026-05-20')).toThrow(RejectedError);
  });
});

describe('the sums of an aged account', () => {
  it('are principal, penalty and advances, reserved and freed money too', () => {
    const story = new LedgerStory().closes('2026-03', 100_000).closes('2026-04', 40_000).closes('2026-05', null);
    story.pays('p1', '2026-06-05', 7_000, '2026-09');
    const aged = story.aged('2026-06-30');
    // March 46 days: 14.57; April (due 15 May) 16 days of 400.00: 2.02667 → 2.03.
    expect(aged).toMatchObject({ principalKopecks: 140_000, penaltyKopecks: 1_660, advanceKopecks: 7_000 });
    expect(aged.lines.map((line) => line.penaltyKopecks)).toEqual([1_457, 203]);
    const freed = new LedgerStory().closes('2026-03', 100_000).pays('p1', '2026-04-05', 100_000);
    freed.closes('2026-04', null, recalculated('2026-03', 'upkeep', -30_000));
    expect(freed.aged('2026-04-30').advanceKopecks).toBe(30_000);
  });

  it('are the balance on the last day of a closed period', () => {
    const story = new LedgerStory()
      .closes('2026-03', 100_000)
      .closes('2026-04', 40_000)
      .pays('p1', '2026-05-20', 30_000, '2026-08');
    story.closes('2026-05', 20_000);
    const aged = story.aged('2026-05-31');
    expect(aged.principalKopecks + aged.penaltyKopecks - aged.advanceKopecks).toBe(story.balanceKopecks());
  });
});

describe('open principal by utility', () => {
  const split = (story: LedgerStory, on = '2026-04-10') =>
    story.aged(on).lines[0]?.byUtility.map((part) => `${part.utility} ${part.principalKopecks}`);

  it('is split in proportion to what was billed, spare kopecks to the largest remainders', () => {
    const story = new LedgerStory();
    const charges = [billed('upkeep', 123_445), billed('hot_water', 83_303), billed('cold_water', 23_552)];
    story.close('2026-03', charges);
    story.pays('p1', '2026-04-05', 230_300 - 100_000);
    // 1000.00 of 2303.00: 102.2666, 361.7152, 536.0182; the two spare kopecks to upkeep (.82) and cold water (.66).
    expect(split(story)).toEqual(['cold_water 10227', 'hot_water 36171', 'upkeep 53602']);
  });

  it('gives ties to the earlier utility in print order', () => {
    const story = new LedgerStory(aBook({ utilities: { lift: { kind: 'area' } } }));
    story.close('2026-03', [billed('lift', 50_000), billed('upkeep', 50_000)]);
    story.pays('p1', '2026-04-05', 99_999);
    expect(split(story)).toEqual(['upkeep 1']);
    const first = new LedgerStory(aBook({ utilities: { lift: { kind: 'area', order: -1 } } }));
    first.close('2026-03', [billed('upkeep', 50_000), billed('lift', 50_000)]);
    first.pays('p1', '2026-04-05', 99_997);
    expect(split(first)).toEqual(['lift 2', 'upkeep 1']);
  });

  it('counts recalculations that went into the line, and leaves out utilities at or below zero', () => {
    const story = new LedgerStory();
    const charges = [billed('cold_water', 30_000), billed('upkeep', 60_000), billed('waste', 5_000)];
    story.close('2026-03', charges, [
      recalculated('2026-03', 'waste', -5_000),
      recalculated('2026-03', 'heating', -10_000),
    ]);
    story.closes('2026-04', null, recalculated('2026-03', 'upkeep', -30_000));
    // 800.00 − 300.00 = 500.00 over cold water 300.00 and upkeep 300.00.
    expect(split(story, '2026-04-30')).toEqual(['cold_water 25000', 'upkeep 25000']);
  });

  it('is empty where nothing was billed above zero', () => {
    const story = new LedgerStory().opens({ period: '2025-12', kind: 'principal', amountKopecks: 100_000 });
    expect(split(story, '2026-03-10')).toEqual([]);
  });
});

it('a debt by utility names orders for additional services too, below what the company charges', () => {
  const billedInto = { 'order:o-2': 20_000, 'order:o-1': 60_000, upkeep: 100_000, 'order:o-3': -5_000 };
  const line = { ...aDebtLine('2026-03', '2026-04-15', 90_000), billed: billedInto };
  const day = { on: '2026-04-06', penaltyThrough: '2026-04-06' };
  const aged = ageLedger('main', { lines: [line], money: [] }, day, ledgerRules(aBook()), ['upkeep']);
  // 900.00 are open of 1800.00 billed above zero.
  expect(aged.lines[0]?.byUtility).toEqual([
    { utility: 'upkeep', principalKopecks: 50_000 },
    { utility: 'order:o-1', principalKopecks: 30_000 },
    { utility: 'order:o-2', principalKopecks: 10_000 },
  ]);
});
