import fc from 'fast-check';
import { addDays } from '#libs/kernel';
import { Rational } from '#libs/money';
import { DatedValue } from './reference-book';
import {
  chargeByDaysOfMonth,
  chargeGrowthByControlReadings,
  chargeGrowthByDays,
  tariffStretches,
} from './tariff-change.policy';

const row = (from: string, value: string): DatedValue => ({ from, value, eventId: `tariff ${from}` });
const reading = (takenOn: string, value: string) => ({ takenOn, value: Rational.parse(value) });
const q = (text: string) => Rational.parse(text);

const WATER = [row('2026-01-01', '44.86'), row('2026-10-01', '49.35')];
const DIGITS = 5;

describe('the tariffs of a run of days', () => {
  it('begins with the tariff in force and changes on the day a row begins', () => {
    const stretches = tariffStretches(WATER, '2026-09-21', '2026-10-22');
    expect(stretches.map(({ first, last, days }) => [first, last, days])).toEqual([
      ['2026-09-21', '2026-09-30', 10],
      ['2026-10-01', '2026-10-22', 22],
    ]);
  });

  it('knows no tariff before the first row', () => {
    expect(() => tariffStretches(WATER, '2025-12-31', '2026-01-02')).toThrow('BILLING_NO_RULE_IN_FORCE');
  });
});

describe('a month charged by norm or area with a tariff that changes inside it', () => {
  it('weighs the tariffs by calendar days and rounds once', () => {
    // 54.2 × 0.091 / 12 m³; 9 days at 622.07, 21 days at 790.10: 304.025329…
    const quantity = q('54.2').times(q('0.091')).dividedBy(q('12'));
    const rows = [row('2025-01-01', '622.07'), row('2025-11-10', '790.10')];
    expect(chargeByDaysOfMonth(quantity, rows, '2025-11').amountKopecks).toBe(30403);
  });

  it('takes the days of a short month as they are', () => {
    // 5.2 × (40 × 14 + 50 × 14) / 28 = 234
    const rows = [row('2026-01-01', '40'), row('2026-02-15', '50')];
    const charge = chargeByDaysOfMonth(q('5.2'), rows, '2026-02');
    expect(charge.amountKopecks).toBe(23400);
    expect(charge.formula).toBe('5.2 * (40 * 14 + 50 * 14) / 28');
  });

  it('is the plain charge where nothing changes', () => {
    expect(chargeByDaysOfMonth(q('3'), WATER, '2026-05').amountKopecks).toBe(13458);
  });
});

describe('readings that straddle a change of the tariff', () => {
  it('split the growth by days; the day of the first reading does not count, that of the second does', () => {
    // 8 m³ over 32 days: 2.5 m³ at 44.86 = 112.15, 5.5 m³ at 49.35 = 271.425
    const charge = chargeGrowthByDays(reading('2026-09-20', '152'), reading('2026-10-22', '160'), DIGITS, WATER);
    expect(charge.parts.map((part) => part.amountKopecks)).toEqual([11215, 27143]);
    expect(charge.amountKopecks).toBe(38358);
    expect(charge.parts.map((part) => part.formula)).toEqual(['8 * 10 / 32 * 44.86', '8 * 22 / 32 * 49.35']);
  });

  it('split by a control reading taken on the eve of the change', () => {
    // 2.1 × 44.86 = 94.206; 5.9 × 49.35 = 291.165
    const readings = [reading('2026-09-20', '152'), reading('2026-09-30', '154.1'), reading('2026-10-22', '160')];
    const charge = chargeGrowthByControlReadings(readings, DIGITS, WATER);
    expect(charge.parts.map((part) => part.amountKopecks)).toEqual([9421, 29117]);
    expect(charge.amountKopecks).toBe(38538);
  });

  it('split by a control reading taken on the very day of the change', () => {
    const readings = [reading('2026-09-20', '152'), reading('2026-10-01', '154.1'), reading('2026-10-22', '160')];
    expect(chargeGrowthByControlReadings(readings, DIGITS, WATER).parts.map((part) => part.amountKopecks)).toEqual([
      9421, 29117,
    ]);
  });

  it('are divided on the eve where readings were taken on both days', () => {
    const readings = [
      reading('2026-09-20', '152'),
      reading('2026-09-30', '154.1'),
      reading('2026-10-01', '154.3'),
      reading('2026-10-22', '160'),
    ];
    const { parts } = chargeGrowthByControlReadings(readings, DIGITS, WATER);
    expect(parts.map((part) => part.amountKopecks)).toEqual([9421, 29117]);
  });

  it('reach a tariff that began on the day of the second one', () => {
    const charge = chargeGrowthByDays(reading('2026-09-29', '10'), reading('2026-10-01', '12'), DIGITS, WATER);
    expect(charge.parts.map((part) => part.amountKopecks)).toEqual([4486, 4935]);
  });

  it('give one line for a tariff however many readings were taken under it', () => {
    const readings = [
      reading('2026-09-20', '152'),
      reading('2026-09-30', '154.1'),
      reading('2026-10-10', '157'),
      reading('2026-10-22', '160'),
    ];
    const charge = chargeGrowthByControlReadings(readings, DIGITS, WATER);
    expect(charge.parts.map((part) => part.amountKopecks)).toEqual([9421, 29117]);
    expect(charge.parts[1]?.formula).toBe('(2.9 + 3) * 49.35');
  });

  it('are split by days between the neighbours where no reading was taken at the change', () => {
    // 4.2 m³ over 21 days, 11 of them in August: 2.2 × 40 = 88.00, 2 × 50 = 100.00
    const rows = [row('2026-01-01', '40'), row('2026-09-01', '50')];
    const readings = [reading('2026-08-20', '10'), reading('2026-09-10', '14.2')];
    expect(chargeGrowthByControlReadings(readings, DIGITS, rows).parts.map((part) => part.amountKopecks)).toEqual([
      8800, 10000,
    ]);
  });

  it('go over the greatest number of the register', () => {
    const charge = chargeGrowthByDays(reading('2026-05-01', '99997'), reading('2026-06-01', '4'), DIGITS, WATER);
    expect(charge.parts.map((part) => part.quantity.toText())).toEqual(['7']);
  });

  it('are refused when they are not of later and later days', () => {
    const [one, other] = [reading('2026-09-20', '152'), reading('2026-09-20', '153')];
    expect(() => chargeGrowthByDays(one, other, DIGITS, WATER)).toThrow(RangeError);
    expect(() => chargeGrowthByControlReadings([one], DIGITS, WATER)).toThrow(RangeError);
  });

  it('lose nothing: the parts add up to the growth', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 }),
        fc.array(fc.integer({ min: 0, max: 9_000 }), { minLength: 6, maxLength: 6 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 200 }), { maxLength: 5 }),
        (gaps, growths, changes) => {
          let day = '2026-01-01';
          let value = 0;
          const readings = [reading(day, '0')];
          for (const [index, gap] of gaps.entries()) {
            day = addDays(day, gap);
            value += growths[index] as number;
            readings.push({ takenOn: day, value: Rational.of(value, 1000) });
          }
          const rows = [row('2026-01-01', '40')];
          for (const change of [...changes].sort((a, b) => a - b)) {
            rows.push(row(addDays('2026-01-01', change), String(40 + change)));
          }
          const { parts } = chargeGrowthByControlReadings(readings, DIGITS, rows);
          const total = Rational.sum(parts.map((part) => part.quantity));
          expect(total.equals(Rational.of(value, 1000))).toBe(true);
        },
      ),
    );
  });
});
