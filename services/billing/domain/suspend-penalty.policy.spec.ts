import { LedgerStory } from './testing/ledger-story';
import { suspensionMovements } from './suspend-penalty.policy';

/** April's 5000.00 are owed in July. */
function owing(): LedgerStory {
  return new LedgerStory().closes('2026-04', 5000_00).closes('2026-05', null).closes('2026-06', null);
}

describe('movements that hold back the penalty of months', () => {
  it('are no movement where the lines have them, or are settled and gone', () => {
    const story = owing().suspends('2026-07-01');
    const told = { agreementId: 'a-1', from: '2026-07-01', until: null };
    expect(suspensionMovements(story.ledger, ['2026-01', '2026-04'], told)).toEqual([]);
    expect(suspensionMovements(story.ledger, ['2026-01', '2026-04'], { ...told, until: '2026-07-09' })).toEqual([
      { kind: 'penalty_suspended', period: '2026-04', ...told, until: '2026-07-09' },
    ]);
  });
});
