import fc from 'fast-check';
import { addDays, addMonths, CivilDate, periodOf, periodsBetween } from '#libs/kernel';
import { Rational } from '#libs/money';
import { Absence, Correction, Dossier, Reading } from '../dossier';
import { aBook } from './book-builder';
import { aCorrection, aDossier, aMeter, anAbsence, aReading, residentsFrom } from './dossier-builder';

/** Any account: whatever its meters, readings, corrections and absences in these months. */
export const FIRST = '2026-03';
export const LAST = '2026-09';
export const PERIODS = periodsBetween(FIRST, LAST);
/** Its company, with tariffs that change. */
export const book = aBook({
  firstPeriod: FIRST,
  lastPeriod: LAST,
  tariffs: {
    'cold_water||': ['2000-01-01 44.86', '2026-06-01 49.35'],
    'sewage||': ['2000-01-01 33.15', '2026-07-01 35.9'],
    'hot_water|heat|': ['2000-01-01 2350.4', '2026-05-01 2512.7'],
  },
});

/** A month of a meter: was it read, on which day, how late was the reading received, how much was used, was it misread. */
export const aMonth = fc.record({
  isRead: fc.boolean(),
  day: fc.integer({ min: 1, max: 28 }),
  receivedAfterDays: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 50 })),
  // A month uses more than two corrections can take away: an importer refuses a value below the one before.
  thousandths: fc.integer({ min: 6_000, max: 15_000 }),
  correction: fc.option(
    fc.record({
      afterDays: fc.integer({ min: 0, max: 70 }),
      thousandths: fc.integer({ min: -3_000, max: 3_000 }),
      toldAfterMonths: fc.constantFrom(0, 0, 1, 2),
    }),
    { freq: 3, nil: null },
  ),
});
export type Month = typeof aMonth extends fc.Arbitrary<infer Value> ? Value : never;

/** Thousandths of a cubic metre as an exact text. */
export const liters = (thousandths: number): string => Rational.of(thousandths, 1000).toText();

/** Readings of one register month by month, from 1000 on. */
export function readingsOf(meterId: string, months: readonly Month[], registers: number): Reading[] {
  let total = 1_000_000;
  const values = (thousandths: number) =>
    Array.from({ length: registers }, (_, index) => liters(thousandths * (index + 1))).join(' ');
  return months.flatMap((month, index) => {
    total += month.thousandths;
    if (!month.isRead) return [];
    const takenOn = `${PERIODS[index] as string}-${String(month.day).padStart(2, '0')}`;
    const receivedOn = addDays(takenOn, month.receivedAfterDays);
    const corrected = month.correction && correctionOf(month.correction, receivedOn, values, total);
    return [aReading(meterId, takenOn, values(total), receivedOn, corrected ? [corrected] : [])];
  });
}

/** Some are told months after they were made, when their own month is closed. */
function correctionOf(
  { afterDays, thousandths, toldAfterMonths }: NonNullable<Month['correction']>,
  receivedOn: CivilDate,
  values: (thousandths: number) => string,
  total: number,
): Correction {
  const correctedOn = addDays(receivedOn, afterDays);
  const recordedIn = toldAfterMonths === 0 ? undefined : addMonths(periodOf(correctedOn), toldAfterMonths);
  return aCorrection(correctedOn, values(total + thousandths), recordedIn);
}

const aMetered = (meterId: string, utility: string, registers: number) =>
  fc
    .record({
      kind: fc.constantFrom('meter', 'meter', 'meter', 'possible', 'impossible'),
      months: fc.array(aMonth, { minLength: PERIODS.length, maxLength: PERIODS.length }),
      verifiedUntil: fc.constantFrom('2030-01-01', '2030-01-01', '2026-05-17'),
      history: fc.array(fc.integer({ min: 0, max: 9_000 }), { maxLength: 7 }),
    })
    .map(({ kind, months, verifiedUntil, history }) => {
      const start = Array.from({ length: registers }, (_, index) => String(1000 * (index + 1)));
      const meter = aMeter(meterId, { utility, verifiedUntil, startValues: start.map(() => '0') });
      const startReading = aReading(meterId, '2026-02-20', start.join(' '));
      const volumes = history.map((volume) => Array.from({ length: registers }, () => liters(volume)).join(' '));
      return {
        utility,
        meterPossible: kind !== 'impossible',
        meters: kind === 'meter' ? [meter] : [],
        readings: kind === 'meter' ? [startReading, ...readingsOf(meterId, months, registers)] : [],
        history: volumes,
      };
    });

const someAbsences: fc.Arbitrary<Absence[]> = fc
  .array(
    fc.record({
      away: fc.integer({ min: 2, max: 20 }),
      persons: fc.integer({ min: 1, max: 4 }),
      later: fc.integer({ min: -20, max: 40 }),
    }),
    { maxLength: 3 },
  )
  .map((rows) =>
    rows.map(({ away, persons, later }, index) => {
      const leftOn = `${PERIODS[index * 2] as string}-09`;
      const returnedOn = addDays(leftOn, away);
      return anAbsence(leftOn, returnedOn, { persons, appliedOn: addDays(returnedOn, later) });
    }),
  );

export const anyDossier: fc.Arbitrary<Dossier> = fc
  .record({
    cold: aMetered('M1', 'cold_water', 1),
    hot: aMetered('W1', 'hot_water', 1),
    light: aMetered('E1', 'electricity', 2),
    absences: someAbsences,
    sewageFrom: fc.constantFrom('2015-06-01', '2026-04-01', '2026-05-20'),
    sewageTo: fc.constantFrom(null, '2026-07-01'),
    closedOn: fc.constantFrom(null, null, '2026-08-11'),
    movedIn: fc.constantFrom('2026-04-10', '2026-06-01'),
  })
  .map(({ cold, hot, light, absences, sewageFrom, sewageTo, closedOn, movedIn }) => {
    const metered = [cold, hot, light];
    return aDossier({
      connected: {
        ...Object.fromEntries(metered.map(({ utility, meterPossible }) => [utility, { meterPossible }])),
        sewage: { from: sewageFrom, to: sewageTo },
        waste: {},
        waste_by_persons: {},
        upkeep: {},
        heating: {},
      },
      meters: metered.flatMap(({ meters }) => meters),
      readings: metered.flatMap(({ readings }) => readings),
      history: Object.fromEntries(metered.map(({ utility, history }) => [utility, history])),
      residents: [residentsFrom('2015-06-01', 2), residentsFrom(movedIn, 0, 3)],
      absences,
      closedOn,
    });
  });
