import { EarlierRecalculation, reliefsBefore, standingOf } from './earlier-recalculations.policy';

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

it('a relief of the same line and month that stands is told of, whatever its percentage; no other is', () => {
  const relief = {
    kind: 'relief',
    utility: 'upkeep',
    component: null,
    period: '2026-03',
    percent: '50',
    limit: null,
  } as const;
  const line = { amountKopecks: -330_00 } as EarlierRecalculation['lines'][number];
  const recorded = { ...one({ ...relief, percent: '25' }), lines: [line] };
  const earlier = {
    'relief-1': recorded,
    'taken-back': one(relief, true),
    'of-april': one({ ...relief, period: '2026-04' }),
    'of-another': one({ ...relief, utility: 'cold_water' }),
    year: one(year),
  };
  expect(reliefsBefore(relief, earlier)).toEqual([
    { recalculationId: 'relief-1', recordedOn: '2026-11-03', amountKopecks: -330_00 },
  ]);
  expect(reliefsBefore(year, earlier)).toEqual([]);
});
