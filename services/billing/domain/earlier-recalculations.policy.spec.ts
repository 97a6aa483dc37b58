import { EarlierRecalculation, standingOf } from './earlier-recalculations.policy';

const one = (grounds: EarlierRecalculation['grounds'], reversed = false): EarlierRecalculation => ({
  grounds,
  reversed,
  lines: [],
  recordedOn: '2026-11-03',
  approvalId: null,
});
const year = { kind: 'heating_year', utility: 'heating', year: '2025' } as const;

it('a recalculation stands unless it was taken back; what took it back stands for nothing either', () => {
  const standing = one({ ...year, year: '2024' });
  const back = one({ kind: 'reversal', of: 'act-17' });
  expect(standingOf({ 'act-17': one(year, true), 'back-17': back, 'act-18': standing })).toEqual([standing]);
});
