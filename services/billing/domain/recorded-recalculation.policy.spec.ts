import { RecordedRecalculation } from './recalculation';
import { recalculationsAfterClose, recordedLines } from './recorded-recalculation.policy';
import { recalculated } from './testing/ledger-story';

const LINE = recalculated('2026-03', 'cold_water', -27_49);
const WAIVER = { recalculationId: 'w', payee: 'main', ofPeriod: '2026-03', amountKopecks: 5_00, eventId: 'e' } as const;
const recorded = (recalculationId: string, recordedOn: string, more: Partial<RecordedRecalculation> = {}) => ({
  recalculationId,
  recordedOn,
  lines: [LINE],
  waivers: [],
  ...more,
});

it('a period posts what was recorded by its last day', () => {
  const recalculations = [recorded('r-1', '2026-04-30'), recorded('r-2', '2026-05-01')];
  expect(recordedLines({ recalculations }, '2026-04')).toEqual({ recalculations: [LINE], recalculationIds: ['r-1'] });
  expect(recordedLines({ recalculations }, '2026-03')).toEqual({ recalculations: [] });
});

it('a waiver of penalty is no line', () => {
  const recalculations = [recorded('w', '2026-04-30', { lines: [], waivers: [WAIVER] })];
  expect(recordedLines({ recalculations }, '2026-04')).toEqual({
    recalculations: [],
    recalculationIds: ['w'],
    waivers: [WAIVER],
  });
});

it('the close that posted some leaves the others waiting', () => {
  const recalculations = [recorded('r-1', '2026-04-30'), recorded('r-2', '2026-05-01')];
  expect(recalculationsAfterClose(recalculations, { recalculationIds: ['r-1'] })).toEqual([recalculations[1]]);
  expect(recalculationsAfterClose(recalculations, {})).toBe(recalculations);
});
