import { AgreementState } from './instalment.decider';
import { equalParts } from './instalment.policy';
import { EMPTY_LEDGER } from './ledger';
import { slipInstalments } from './slip-instalments.policy';
import { LedgerStory } from './testing/ledger-story';

const AGREEMENT: AgreementState = {
  status: 'running',
  agreedOn: '2026-05-04',
  keptParts: 0,
  penaltyFrom: null,
  missedOn: null,
  terms: {
    payee: 'main',
    months: [{ period: '2026-03', amountKopecks: 900_00 }],
    parts: equalParts(900_00, 3, '2026-05-20'),
    graceDays: 5,
  },
};
const saidOf = (story: LedgerStory, agreement = AGREEMENT) =>
  slipInstalments([agreement], { main: story.ledger, capital_repair: EMPTY_LEDGER }, '2026-05-31');

describe('a slip of an account that pays by parts', () => {
  const owing = () => new LedgerStory().closes('2026-03', 900_00);

  it('says what is left, what is next and what is not to be paid yet', () => {
    expect(saidOf(owing().pays('p1', '2026-05-18', 350_00))).toEqual([
      {
        payee: 'main',
        lastDueOn: '2026-07-20',
        percent: '0',
        leftKopecks: 550_00,
        leftParts: 2,
        nextDueOn: '2026-06-20',
        nextKopecks: 250_00,
        notDueKopecks: 300_00,
      },
    ]);
  });

  it('says nothing of one that has ended, or of which nothing is left', () => {
    expect(saidOf(owing(), { ...AGREEMENT, status: 'broken' })).toEqual([]);
    expect(saidOf(owing().pays('p1', '2026-05-18', 900_00))).toEqual([]);
  });
});
