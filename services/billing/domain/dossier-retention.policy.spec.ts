import fc from 'fast-check';
import { forgetSettled, needsWholeHistory } from './dossier-retention.policy';
import { Correction, Dossier } from './dossier';
import { anyDossier, book, PERIODS } from './testing/any-dossier';
import { aBook } from './testing/book-builder';
import { withClosedPeriod } from './testing/charged-months';
import { aCorrection, aDossier, aMeter, anAbsence, aReading } from './testing/dossier-builder';
import { calculateCharges } from './calculate-charges.policy';
import { addMonths } from '#libs/kernel';
import { knownFrom } from './reading-correction.policy';
import { RETENTION } from './retention';

const BOOK = aBook();
const FIRST = BOOK.firstPeriod;

/** Months of readings from the month before the first period on, each charged and closed. */
function chargedFor(months: number): Dossier {
  const periods = Array.from({ length: months }, (_, month) => addMonths(FIRST, month));
  const readings = [addMonths(FIRST, -1), ...periods].map((period, place) =>
    aReading('M1', `${period}-20`, String(100 + place * 5)),
  );
  let dossier = aDossier({
    connected: { cold_water: {} },
    meters: [aMeter('M1', { utility: 'cold_water', verifiedUntil: '2099-01-01' })],
    readings,
  });
  for (const period of periods) dossier = withClosedPeriod(dossier, calculateCharges(dossier, BOOK, period), period);
  return dossier;
}

const lastOf = (months: number) => addMonths(FIRST, months - 1);

test('nothing is forgotten in the months that stay at hand', () => {
  const dossier = chargedFor(RETENTION.months);
  expect(forgetSettled(dossier, lastOf(RETENTION.months))).toBe(dossier);
});

test('old months that neither a gap nor an average needs are forgotten, with the readings nothing stands on', () => {
  const months = RETENTION.averageMonths + 6;
  const dossier = chargedFor(months);
  const kept = forgetSettled(dossier, lastOf(months));
  // Averages keep 24 volumes at hand, one a month.
  expect(kept.records['cold_water']).toHaveLength(RETENTION.averageMonths);
  expect(kept.records['cold_water']?.at(-1)).toEqual(dossier.records['cold_water']?.at(-1));
  // Each kept record stands on its reading and the one before: one more than there are records.
  expect(kept.readings).toHaveLength(RETENTION.averageMonths + 1);
  expect(kept.forgottenUpTo).toBe(addMonths(lastOf(months), -RETENTION.months));
});

test('the next month is charged the same with what was kept as with everything', () => {
  const months = RETENTION.averageMonths + 6;
  const whole = chargedFor(months);
  const kept = forgetSettled(whole, lastOf(months));
  const next = addMonths(lastOf(months), 1);
  expect(calculateCharges(kept, BOOK, next)).toEqual(calculateCharges(whole, BOOK, next));
});

test('a dossier that has forgotten nothing never needs the whole history', () => {
  const dossier = aDossier({ absences: [anAbsence('2020-01-01', '2020-02-01')] });
  expect(needsWholeHistory(dossier, '2026-03', 6)).toBe(false);
});

test('a correction of an old reading, an old absence and a long average need the whole history', () => {
  const base = { ...aDossier(), forgottenUpTo: '2026-01' };
  expect(needsWholeHistory(base, '2027-03', 6)).toBe(false);
  expect(needsWholeHistory(base, '2027-03', RETENTION.averageMonths + 1)).toBe(true);
  const away = anAbsence('2025-12-10', '2026-01-05', { appliedOn: '2027-03-02' });
  expect(needsWholeHistory({ ...base, absences: [away] }, '2027-03', 6)).toBe(true);
  const reading = { ...aReading('M1', '2025-12-20', '100'), corrections: [aCorrection('2027-03-04', '101')] };
  expect(needsWholeHistory({ ...base, readings: [reading] }, '2027-03', 6)).toBe(true);
  expect(needsWholeHistory({ ...base, readings: [reading] }, '2027-04', 6)).toBe(false);
  const toldLate = { ...reading, corrections: [aCorrection('2027-03-04', '101', '2027-04')] };
  expect(needsWholeHistory({ ...base, readings: [toldLate] }, '2027-04', 6)).toBe(true);
  expect(needsWholeHistory({ ...base, readings: [toldLate] }, '2027-05', 6)).toBe(false);
});

test('an old reading stays while a later month will be the first to know of its correction', () => {
  const months = RETENTION.averageMonths + 6;
  const last = lastOf(months);
  const dossier = chargedFor(months);
  const [first] = dossier.readings;
  const kept = (corrections: Correction[]) => {
    const readings = dossier.readings.map((one) => (one === first ? { ...one, corrections } : one));
    return forgetSettled({ ...dossier, readings }, last).readings.some(({ takenOn }) => takenOn === first?.takenOn);
  };
  expect(kept([aCorrection(`${addMonths(last, 1)}-02`, '101')])).toBe(true);
  expect(kept([aCorrection(`${last}-02`, '101', addMonths(last, 1))])).toBe(true);
  expect(kept([aCorrection(`${last}-02`, '101')])).toBe(false);
});

describe('an account that forgets at every close all that it may', () => {
  const { months, averageMonths } = RETENTION;
  beforeAll(() => Object.assign(RETENTION, { months: 1, averageMonths: 6 }));
  afterAll(() => Object.assign(RETENTION, { months, averageMonths }));

  /** A reading that was forgotten and is corrected in the month: the dossier that is kept asks for the whole history. */
  const isAsked = (whole: Dossier, kept: Dossier, period: string) =>
    whole.readings.some(
      ({ meterId, takenOn, corrections }) =>
        corrections.some((correction) => knownFrom(correction) === period) &&
        !kept.readings.some((one) => one.meterId === meterId && one.takenOn === takenOn),
    );

  test('is charged in every month as one that remembers everything, but for the months in which it asks the log', () => {
    let compared = 0;
    let forgotten = 0;
    fc.assert(
      fc.property(anyDossier, (dossier) => {
        let whole = dossier;
        let kept = dossier;
        for (const period of PERIODS) {
          const calculation = calculateCharges(whole, book, period);
          const asks = needsWholeHistory(kept, period, 6) || isAsked(whole, kept, period);
          if (!asks) {
            expect(calculateCharges(kept, book, period)).toEqual(calculation);
            compared += 1;
          }
          whole = withClosedPeriod(whole, calculation, period);
          kept = forgetSettled(withClosedPeriod(kept, calculation, period), period);
          if (kept.forgottenUpTo !== null) forgotten += 1;
        }
        expect(kept.readings.length).toBeLessThanOrEqual(whole.readings.length);
      }),
      { numRuns: 60 },
    );
    // Both happened, over and over: a property that compares nothing, or forgets nothing, says nothing.
    expect(compared).toBeGreaterThan(100);
    expect(forgotten).toBeGreaterThan(100);
  });
});
