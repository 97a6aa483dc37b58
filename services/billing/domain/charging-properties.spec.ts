import fc from 'fast-check';
import { lastDayOf, periodOf } from '#libs/kernel';
import { Rational, roundToKopecks } from '#libs/money';
import { calculateCharges } from './calculate-charges.policy';
import { Calculation, ChargeLine, RecalculationLine } from './calculation';
import { Correction, Dossier, Meter } from './dossier';
import { knownFrom } from './reading-correction.policy';
import { aMonth, anyDossier, book, LAST, liters, Month, PERIODS, readingsOf } from './testing/any-dossier';
import { ChargedMonths, chargeMonths, withClosedPeriod } from './testing/charged-months';
import { aDossier, aMeter, aReading } from './testing/dossier-builder';
import { formulaValue } from './testing/formula-value';

const RUNS = { numRuns: 15 };

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
          known = withClosedPeriod(known, calculation, period);
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
      .map((reading) => ({ ...reading, corrections: reading.corrections.filter((one) => isTold(one, day)) })),
    absences: dossier.absences.filter((absence) => absence.appliedOn <= day),
  };
}

function isTold(correction: Correction, day: string): boolean {
  return correction.correctedOn <= day && knownFrom(correction) <= periodOf(day);
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
