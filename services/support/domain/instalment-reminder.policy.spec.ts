import { partsToRemind } from './instalment-reminder.policy';
import { SupportedInstalments } from './supported-account.state';

const AGREEMENT: SupportedInstalments = {
  payee: 'main',
  agreedOn: '2026-03-10',
  parts: [
    { dueOn: '2026-04-10', amountKopecks: 700 },
    { dueOn: '2026-05-10', amountKopecks: 200 },
    { dueOn: '2026-06-10', amountKopecks: 100 },
  ],
  leftKopecks: 1_000,
  state: 'running',
};

describe('a part that is due soon', () => {
  it.each([
    ['2026-04-04', []],
    ['2026-04-05', [1]],
    ['2026-04-06', [1]],
    ['2026-04-07', [1]],
    ['2026-04-08', []],
    ['2026-05-05', [2]],
    ['2026-06-07', [3]],
  ])('is reminded of from five to three days before: %s', (date, parts) => {
    expect(partsToRemind(AGREEMENT, date).map(({ part }) => part)).toEqual(parts);
  });

  it('is not reminded of once the agreement has ended', () => {
    for (const state of ['broken', 'fulfilled', 'withdrawn'] as const) {
      expect(partsToRemind({ ...AGREEMENT, state }, '2026-04-05')).toEqual([]);
    }
  });

  // 300 are left when the first part was paid alone.
  it.each([
    ['asks for the part as agreed', 300, 200],
    ['asks for the rest of it of who has paid ahead', 250, 150],
    ['asks for one kopeck, too', 101, 1],
    ['is nothing for who has paid it ahead', 100, null],
    ['is nothing for who has paid more than that ahead', 30, null],
    ['asks for no more than the part while the one before it is not known to be paid', 1_000, 200],
  ])('%s', (_what, leftKopecks, asked) => {
    const told = asked === null ? [] : [{ part: 2, dueOn: '2026-05-10', amountKopecks: asked }];
    expect(partsToRemind({ ...AGREEMENT, leftKopecks }, '2026-05-05')).toEqual(told);
  });

  it('may stand beside another that is due a day later', () => {
    const parts = [
      { dueOn: '2026-04-10', amountKopecks: 700 },
      { dueOn: '2026-04-11', amountKopecks: 300 },
    ];
    expect(partsToRemind({ ...AGREEMENT, parts }, '2026-04-06').map(({ part }) => part)).toEqual([1, 2]);
  });
});
