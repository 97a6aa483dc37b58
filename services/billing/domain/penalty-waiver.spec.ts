import { LedgerStory, recalculated } from './testing/ledger-story';

/** April's 5000.00 were due on 15 May 2026; nothing was paid. On 30 June, day 46, 16 days bear 1/300 of 9.5 %: 25.33. */
function owing(): LedgerStory {
  return new LedgerStory().closes('2026-04', 5000_00).closes('2026-05', null).closes('2026-06', null);
}

describe('penalty that is given up', () => {
  it('is owed no more and comes back on no later close', () => {
    const story = owing();
    expect(story.debts()).toEqual(['2026-04: 5000.00 + penalty 25.33']);
    // Day 77: 5000 × 9.5 % × 47 / 300 = 74.42 in all, 49.09 of it new.
    const july = story.close('2026-07', [], [], { '2026-04': 20_00 });
    expect(july.penaltyKopecks).toBe(49_09 - 20_00);
    expect(story.debts()).toEqual(['2026-04: 5000.00 + penalty 54.42']);
    expect(july.closingKopecks).toBe(5054_42);
    // Day 108: 5000 × 9.5 % × (60 / 300 + 18 / 130) = 160.77 in all, 86.35 of it new.
    expect(story.close('2026-08', []).penaltyKopecks).toBe(86_35);
    expect(story.debts()).toEqual(['2026-04: 5000.00 + penalty 140.77']);
  });

  it('is no more than was posted and is not paid', () => {
    const story = owing();
    expect(story.close('2026-07', [], [], { '2026-04': 100_00 }).penaltyKopecks).toBe(49_09 - 25_33);
    const paid = owing().pays('p1', '2026-07-01', 5010_00);
    // 10.00 of the 25.33 were paid; by 1 July, day 47, 17 days bear 26.92 in all, 1.59 of it new.
    expect(paid.close('2026-07', [], [], { '2026-04': 100_00 }).penaltyKopecks).toBe(1_59 - 15_33);
    expect(paid.debts()).toEqual(['2026-04: 0.00 + penalty 1.59']);
  });

  it('of a month without penalty is nothing', () => {
    expect(owing().close('2026-07', [], [], { '2026-05': 100_00, '2026-01': 1_00 }).penaltyKopecks).toBe(49_09);
  });

  it('turns out to have been less where the penalty itself goes down: nobody is given what there was not', () => {
    const story = owing();
    story.close('2026-07', [], [], { '2026-04': 25_33 });
    const august = story.close('2026-08', [], [recalculated('2026-04', 'upkeep', -5000_00)]);
    // All 74.42 go; 25.33 of them had been given up already.
    expect(august.penaltyKopecks).toBe(-49_09);
    expect(story.debts()).toEqual([]);
    expect(august.closingKopecks).toBe(0);
  });

  it('is left out of the penalty of every day in an ageing', () => {
    const story = owing();
    story.close('2026-07', [], [], { '2026-04': 20_00 });
    expect(story.aged('2026-07-31').penaltyKopecks).toBe(54_42);
    // Day 78: 5000 × 9.5 % × 48 / 300 = 76.00
    expect(story.aged('2026-08-01').penaltyKopecks).toBe(56_00);
  });
});
