import { LedgerStory } from './testing/ledger-story';
import { withSuspension } from './penalty-suspension.policy';

/** April's 5000.00 were due on 15 May 2026; nothing was paid. On 30 June, day 46, 16 days bear 1/300 of 9.5 %: 25.33. */
function owing(): LedgerStory {
  return new LedgerStory().closes('2026-04', 5000_00).closes('2026-05', null).closes('2026-06', null);
}

describe('penalty while an agreement to pay by parts is kept', () => {
  it('is not charged from its first day on', () => {
    const story = owing().suspends('2026-07-01');
    expect(story.close('2026-07', []).penaltyKopecks).toBe(0);
    expect(story.aged('2026-08-20').penaltyKopecks).toBe(25_33);
    // A part that is paid meanwhile bears the sixteen days that were before, at the rate of its own day.
    story.pays('p1', '2026-08-10', 2500_00);
    expect(story.aged('2026-08-20').penaltyKopecks).toBe(25_33);
  });

  it('counts anew after its last day, by how long the debt is overdue: the days between bear nothing', () => {
    const story = owing().suspends('2026-07-01').closes('2026-07', null).suspends('2026-07-01', '2026-08-10');
    // 11 to 31 August are days 88 to 108: 5000 × 9.5 % × ((16 + 3) / 300 + 18 / 130) = 95.85 in all, 70.52 of it new.
    expect(story.close('2026-08', []).penaltyKopecks).toBe(70_52);
  });

  it('that was charged before the agreement was told goes back', () => {
    const story = owing().closes('2026-07', null);
    // 47 days: 74.42; without those from 21 July (day 67) on there are 36: 57.00.
    expect(story.suspends('2026-07-21').close('2026-08', []).penaltyKopecks).toBe(57_00 - 74_42);
  });

  it('is charged for every day again where the agreement ends before it begins', () => {
    const story = owing().suspends('2026-07-01').suspends('2026-07-01', '2026-06-30');
    expect(story.line('2026-04').suspended).toEqual([]);
    expect(story.close('2026-07', []).penaltyKopecks).toBe(49_09);
  });

  it('is the same by the day of the debt and to the fund of capital repair, which has no 1/130', () => {
    const story = new LedgerStory(undefined, 'capital_repair').closes('2026-04', 5000_00);
    story.suspends('2026-07-01').suspends('2026-07-01', '2026-08-10');
    // Days 31 to 46 and 88 to 108: 5000 × 9.5 % × 37 / 300.
    expect(story.aged('2026-08-31').penaltyKopecks).toBe(58_58);
  });
});

describe('the days of an agreement on a line', () => {
  const [first, second] = [
    { agreementId: 'a-1', from: '2026-07-01', until: '2026-07-31' },
    { agreementId: 'a-2', from: '2026-08-10', until: null },
  ] as const;

  it('stand beside those of others in their order', () => {
    expect(withSuspension([first], second)).toEqual([first, second]);
    expect(withSuspension([first, second], { ...first, until: '2026-08-01' })).toEqual([
      { ...first, until: '2026-08-01' },
      second,
    ]);
  });
});
