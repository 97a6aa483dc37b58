import fc from 'fast-check';
import { addDays, lastDayOf, periodsBetween } from '#libs/kernel';
import { Rational, roundToKopecks } from '#libs/money';
import { calculateCharges } from './calculate-charges.policy';
import { Calculation, ChargeLine, RecalculationLine } from './calculation';
import { Absence, Dossier, Meter, Reading } from './dossier';
import { aBook } from './testing/book-builder';
import { ChargedMonths, chargeMonths, withClosedPeriod } from './testing/charged-months';
import { aCorrection, aDossier, aMeter, anAbsence, aReading, residentsFrom } from './testing/dossier-builder';
import { formulaValue } from './testing/formula-value';

/** What holds for every account, whatever its meters, readings, corrections and absences. */
const FIRST = '2026-03';
const LAST = '2026-09';
const PERIODS = periodsBetween(FIRST, LAST);
const RUNS = { numRuns: 15 };
const book = aBook({
  firstPeriod: FIRST,
  lastPeriod: LAST,
  tariffs: {
    'cold_water||': ['2000-01-01 44.86', '2026-06-01 49.35'],
    'sewage||': ['2000-01-01 33.15', '2026-07-01 35.9'],
    'hot_water|heat|': ['2000-01-01 2350.4', '2026-05-01 2512.7'],
  },
});

/** A month of a meter: was it read, on which day, how late was the reading received, how much was used, was it misread. */
const aMonth = fc.record({
  isRead: fc.boolean(),
  day: fc.integer({ min: 1, max: 28 }),
  receivedAfterDays: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 50 })),
  // A month uses more than two corrections can take away: an importer refuses a value below the one before.
  thousandths: fc.integer({ min: 6_000, max: 15_000 }),
  correction: fc.option(
    fc.record({ afterDays: fc.integer({ min: 0, max: 70 }), thousandths: fc.integer({ min: -3_000, max: 3_000 }) }),
    { freq: 3, nil: null },
  ),
});
type Month = typeof aMonth extends fc.Arbitrary<infer Value> ? Value : never;

const liters = (thousandths: number): string => Rational.of(thousandths, 1000).toText();

/** Readings of one register month by month, from 1000 on. */
function readingsOf(meterId: string, months: readonly Month[], registers: number): Reading[] {
  let total = 1_000_000;
  const values = (thousandths: number) =>
    Array.from({ length: registers }, (_, index) => liters(thousandths * (index + 1))).join(' ');
  return months.flatMap((month, index) => {
    total += month.thousandths;
    if (!month.isRead) return [];
    const takenOn = `${PERIODS[index] as string}-${String(month.day).padStart(2, '0')}`;
    const receivedOn = addDays(takenOn, month.receivedAfterDays);
    const { correction } = month;
    const corrected =
      correction && aCorrection(addDays(receivedOn, correction.afterDays), values(total + correction.thousandths));
    return [aReading(meterId, takenOn, values(total), receivedOn, corrected ? [corrected] : [])];
  });
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

const anyDossier: fc.Arbitrary<Dossier> = fc
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

function calculations(months: ChargedMonths): Calculation[] {
  return PERIODS.map((period) => months.calculation(period));
}

function linesOf({ charges, recalculations }: Calculation): readonly (ChargeLine | RecalculationLine)[] {
  return [...charges, ...recalculations];
}

describe('every line', () => {
  it('is explained by a formula that computes its exact amount, rounded once', () => {
    fc.assert(
      fc.property(anyDossier, (dossier) => {
        const lines = calculations(chargeMonths(dossier, book, LAST)).flatMap(linesOf);
        const computed = lines.map((line) => `${line.formula} = ${formulaValue(line.formula).toText()}`);
        expect(computed).toEqual(lines.map((line) => `${line.formula} = ${line.exact}`));
        const rounded = lines.map((line) => roundToKopecks(Rational.parse(line.exact)));
        expect(lines.map((line) => line.amountKopecks)).toEqual(rounded);
      }),
      RUNS,
    );
  });
});

describe('a charge', () => {
  it('is never below zero, and only the raising coefficient makes an excess', () => {
    fc.assert(
      fc.property(anyDossier, (dossier) => {
        const charges = calculations(chargeMonths(dossier, book, LAST)).flatMap((calculation) => calculation.charges);
        const wrong = charges.filter(
          (line) =>
            Rational.parse(line.quantity).isNegative() ||
            line.excessKopecks < 0 ||
            (line.excessKopecks !== 0 && line.coefficient === null),
        );
        expect(wrong).toEqual([]);
      }),
      RUNS,
    );
  });
});

describe('a calculation', () => {
  it('does not depend on the order in which independent facts stand in the dossier', () => {
    const shuffled = anyDossier.chain((dossier) =>
      fc
        .record({
          meters: fc.shuffledSubarray([...dossier.meters], { minLength: dossier.meters.length }),
          readings: fc.shuffledSubarray([...dossier.readings], { minLength: dossier.readings.length }),
          absences: fc.shuffledSubarray([...dossier.absences], { minLength: dossier.absences.length }),
          connections: fc
            .shuffledSubarray(Object.entries(dossier.connections), {
              minLength: Object.keys(dossier.connections).length,
            })
            .map((entries) => Object.fromEntries(entries)),
        })
        .map((order) => [dossier, { ...dossier, ...order }] as const),
    );
    fc.assert(
      fc.property(shuffled, ([dossier, other]) => {
        expect(calculations(chargeMonths(other, book, LAST))).toEqual(calculations(chargeMonths(dossier, book, LAST)));
      }),
      RUNS,
    );
  });

  it('looks only at facts of its month or earlier', () => {
    fc.assert(
      fc.property(anyDossier, (dossier) => {
        let known: Dossier = dossier;
        for (const period of PERIODS) {
          const calculation = calculateCharges(known, book, period);
          expect(calculateCharges(knownBy(lastDayOf(period), known), book, period)).toEqual(calculation);
          known = withClosedPeriod(known, calculation);
        }
      }),
      RUNS,
    );
  });
});

/** The dossier as it stood that evening. */
function knownBy(day: string, dossier: Dossier): Dossier {
  return {
    ...dossier,
    readings: dossier.readings
      .filter((reading) => reading.receivedOn <= day)
      .map((reading) => ({ ...reading, corrections: reading.corrections.filter((one) => one.correctedOn <= day) })),
    absences: dossier.absences.filter((absence) => absence.appliedOn <= day),
  };
}

describe('what a meter counted', () => {
  /** Cold water with a reading on time in the last month, which closes whatever is open; corrections known by then. */
  const measured = fc
    .record({
      months: fc.array(aMonth, { minLength: PERIODS.length - 1, maxLength: PERIODS.length - 1 }),
      lastThousandths: fc.integer({ min: 3_000, max: 20_000 }),
      history: fc.array(fc.integer({ min: 0, max: 9_000 }), { maxLength: 7 }),
    })
    .map(({ months, lastThousandths, history }) => {
      const last: Month = {
        isRead: true,
        day: 20,
        receivedAfterDays: 0,
        thousandths: lastThousandths,
        correction: null,
      };
      const meter: Meter = aMeter('M1', { startValues: ['0'] });
      const readings = [aReading('M1', '2026-02-20', '1000'), ...readingsOf('M1', [...months, last], 1)];
      const dossier = aDossier({
        connected: { cold_water: {}, sewage: {} },
        meters: [meter],
        readings,
        history: { cold_water: history.map(liters) },
      });
      const total = months.reduce((sum, month) => sum + month.thousandths, lastThousandths);
      return { dossier, total: Rational.of(total, 1000) };
    });

  const billed = (lines: readonly (ChargeLine | RecalculationLine)[], utility: string): Rational =>
    Rational.sum(lines.filter((line) => line.utility === utility).map((line) => Rational.parse(line.quantity)));

  it('is in the end what was charged, estimates and recalculations together, and sewage follows', () => {
    fc.assert(
      fc.property(measured, ({ dossier, total }) => {
        const lines = calculations(chargeMonths(dossier, book, LAST)).flatMap(linesOf);
        expect(billed(lines, 'cold_water').toText()).toBe(total.toText());
        expect(billed(lines, 'sewage').toText()).toBe(total.toText());
      }),
      RUNS,
    );
  });
});
