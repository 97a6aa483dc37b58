import { RecalculationReason } from '../../domain/calculation';
import { RecalculationGrounds } from '../../domain/recalculation';
import { aChargeLine } from '../../domain/testing/charged-period';
import { recalculated } from '../../domain/testing/ledger-story';
import { differencesOf } from './replay-differences';
import { HistoryEvent, ReplayedMonth } from './replayed-account';

/** April charged 400.00 of water and corrected March by −80.00; charged anew it is 300.00 and −60.00. */
const APRIL = {
  period: '2026-04',
  recorded: {
    calculation: {
      account: 'A1',
      charges: [aChargeLine('cold_water', 400_00)],
      recalculations: [recalculated('2026-03', 'cold_water', -80_00)],
    },
    eventId: 'april',
  },
  calculation: {
    charges: [aChargeLine('cold_water', 300_00)],
    recalculations: [recalculated('2026-03', 'cold_water', -60_00)],
  },
  recordedFigures: [],
  figures: [],
} as unknown as ReplayedMonth;

function recorded(
  kind: RecalculationGrounds['kind'],
  recalculationId: string,
  line: { readonly ofPeriod?: string; readonly amountKopecks?: number } = {},
  grounds: object = {},
): HistoryEvent {
  const { ofPeriod = '2026-04', amountKopecks = -100_00 } = line;
  const lines = [{ ...recalculated(ofPeriod, 'cold_water', amountKopecks), reason: kind as RecalculationReason }];
  return {
    type: 'RecalculationRecorded',
    data: { recalculationId, grounds: { kind, ...grounds }, lines },
  } as unknown as HistoryEvent;
}

function found(...history: readonly HistoryEvent[]) {
  const { lines, toPost, corrects } = differencesOf([APRIL], history);
  return {
    lines: lines.map(({ reason, differenceKopecks, cause }) => [reason, differenceKopecks, cause]),
    toPost: toPost.map(({ ofPeriod, amountKopecks }) => [ofPeriod, amountKopecks]),
    corrects: corrects.map(({ period }) => period),
  };
}

const OF_THE_CHARGE = [null, -100_00, 'rules'];
const OF_THE_READING = ['reading_correction', 20_00, 'rules'];

it('a month that comes to something else is posted, all its lines together', () => {
  expect(found()).toEqual({
    lines: [OF_THE_CHARGE, OF_THE_READING],
    toPost: [['2026-04', -80_00]],
    corrects: ['2026-04'],
  });
});

it.each([
  ['provider_error', {}],
  ['tampering', {}],
  ['heating_year', { utility: 'cold_water', year: '2026' }],
] as const)('what %s says is right of a month is shown and left', (kind, grounds) => {
  expect(found(recorded(kind, 'act-17', {}, grounds))).toEqual({
    lines: [OF_THE_CHARGE, OF_THE_READING, [kind, 100_00, 'put_right'], [kind, -20_00, 'put_right']],
    toPost: [],
    corrects: [],
  });
});

it('what a later month corrects of such a month is left, and the later month is posted', () => {
  expect(found(recorded('provider_error', 'error-01', { ofPeriod: '2026-03' }))).toEqual({
    lines: [OF_THE_READING, ['provider_error', -20_00, 'put_right'], [null, -100_00, 'rules']],
    toPost: [['2026-04', -100_00]],
    corrects: ['2026-04'],
  });
});

it('what an earlier replay has put right of such a month is found no more', () => {
  const replay = recorded('replay', 'replay-01', { amountKopecks: -80_00 });
  expect(found(replay).toPost).toEqual([]);
  const unchanged = { ...APRIL, calculation: { ...APRIL.calculation, ...APRIL.recorded.calculation } };
  expect(differencesOf([unchanged], [replay]).toPost).toMatchObject([{ amountKopecks: 80_00 }]);
  expect(differencesOf([unchanged], [replay, recorded('provider_error', 'error-01')])).toMatchObject({
    lines: [],
    toPost: [],
  });
});

it('what was taken back, and what lowers a fee that is right, leaves the month to the replay', () => {
  const back = recorded('reversal', 'back-01', {}, { of: 'error-01' });
  expect(found(recorded('provider_error', 'error-01'), back).toPost).toEqual([['2026-04', -80_00]]);
  expect(found(recorded('interruption', 'act-17')).toPost).toEqual([['2026-04', -80_00]]);
  const ofAnother = recorded('heating_year', 'year-01', {}, { utility: 'heating', year: '2026' });
  expect(found(ofAnother).toPost).toEqual([['2026-04', -80_00]]);
});
