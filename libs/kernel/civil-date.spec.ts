import fc from 'fast-check';
import {
  addDays,
  addMonths,
  addYears,
  dateOfDayNumber,
  dayNumber,
  dayOfMonth,
  dayOfWeek,
  daysBetween,
  daysInPeriod,
  earlier,
  firstDayOf,
  isBillingPeriod,
  isCivilDate,
  isLeapYear,
  lastDayOf,
  later,
  nextPeriod,
  periodOf,
  periodsBetween,
  previousPeriod,
} from './civil-date';

const DAY_MILLISECONDS = 86_400_000;
/** The platform's calendar in UTC is the reference. */
const referenceDate = (days: number): string => new Date(days * DAY_MILLISECONDS).toISOString().slice(0, 10);
const firstReferenceDay = Date.parse('1600-01-01T00:00:00Z') / DAY_MILLISECONDS;
const lastReferenceDay = Date.parse('2399-12-31T00:00:00Z') / DAY_MILLISECONDS;
const anyDay = fc.integer({ min: firstReferenceDay, max: lastReferenceDay });

describe('a civil date', () => {
  it('is a day of the calendar written YYYY-MM-DD', () => {
    for (const date of ['2026-03-15', '0001-01-01', '9999-12-31', '2024-02-29', '2000-02-29']) {
      expect(isCivilDate(date)).toBe(true);
    }
  });

  it.each([
    ['2026-02-29', 'a leap day of a common year'],
    ['1900-02-29', 'a leap day of a century that is no leap year'],
    ['2026-04-31', 'a 31st of April'],
    ['2026-06-31', 'a 31st of June'],
    ['2026-09-31', 'a 31st of September'],
    ['2026-11-31', 'a 31st of November'],
    ['2026-01-32', 'a 32nd'],
    ['2026-01-00', 'day zero'],
    ['2026-00-10', 'month zero'],
    ['2026-13-10', 'month thirteen'],
    ['0000-01-01', 'year zero'],
    ['2026-3-15', 'a month of one digit'],
    ['26-03-15', 'a year of two digits'],
    ['2026-03-15T00:00', 'a time of day'],
    [' 2026-03-15', 'a space before'],
    ['2026-03', 'a period'],
    ['', 'nothing'],
  ])('is not %s: %s', (text) => {
    expect(isCivilDate(text)).toBe(false);
  });

  it('has the last day of every month', () => {
    const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    lengths.forEach((days, index) => {
      const period = `2026-${String(index + 1).padStart(2, '0')}`;
      expect(daysInPeriod(period)).toBe(days);
      expect(lastDayOf(period)).toBe(`${period}-${days}`);
      expect(isCivilDate(`${period}-${days}`)).toBe(true);
    });
    expect(lastDayOf('2024-02')).toBe('2024-02-29');
  });

  it('knows leap years: every fourth, of the centuries every fourth', () => {
    expect([2023, 2024, 2100, 1900, 2000, 2400].map(isLeapYear)).toEqual([false, true, false, false, true, true]);
  });

  it('counts days as the calendar of the platform does, over eight centuries', () => {
    fc.assert(
      fc.property(anyDay, (days) => {
        const date = referenceDate(days);
        expect(dayNumber(date)).toBe(days);
        expect(dateOfDayNumber(days)).toBe(date);
        expect(dayOfWeek(date)).toBe(new Date(days * DAY_MILLISECONDS).getUTCDay());
        expect(isCivilDate(date)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('counts days right at the ends of years, leap days and centuries', () => {
    for (const year of [1600, 1700, 1899, 1900, 1999, 2000, 2023, 2024, 2100, 2399]) {
      for (const day of ['01-01', '02-28', '03-01', '12-31']) {
        const date = `${year}-${day}`;
        expect(dayNumber(date)).toBe(Date.parse(`${date}T00:00:00Z`) / DAY_MILLISECONDS);
        expect(dateOfDayNumber(dayNumber(date))).toBe(date);
      }
    }
    expect(dayNumber('1970-01-01')).toBe(0);
    expect(dateOfDayNumber(dayNumber('0001-01-01'))).toBe('0001-01-01');
  });

  it('moves by days forward and back, over months and years', () => {
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -100_000, max: 100_000 }), (days, shift) => {
        expect(addDays(referenceDate(days), shift)).toBe(referenceDate(days + shift));
        expect(daysBetween(referenceDate(days), referenceDate(days + shift))).toBe(shift);
      }),
    );
  });

  it('moves by years; 29 February becomes 1 March where that year has none', () => {
    expect(addYears('2023-05-10', 3)).toBe('2026-05-10');
    expect(addYears('2024-02-29', 3)).toBe('2027-03-01');
    expect(addYears('2024-02-29', 4)).toBe('2028-02-29');
    expect(addYears('0007-05-10', 3)).toBe('0010-05-10');
  });

  it('belongs to its month and stands on its day in it', () => {
    expect(periodOf('2026-03-09')).toBe('2026-03');
    expect(dayOfMonth('2026-03-09')).toBe(9);
    expect(dayOfMonth('2026-03-31')).toBe(31);
  });
});

describe('a billing period', () => {
  it('is a month written YYYY-MM', () => {
    expect(['2026-01', '2026-12', '0001-01'].map(isBillingPeriod)).toEqual([true, true, true]);
  });

  it.each(['2026-00', '2026-13', '0000-05', '2026-1', '2026-011', '2026-01-01', 'x2026-01', ''])(
    'is not "%s"',
    (text) => {
      expect(isBillingPeriod(text)).toBe(false);
    },
  );

  it('begins on the first and has neighbours', () => {
    expect(firstDayOf('2026-03')).toBe('2026-03-01');
    expect(nextPeriod('2026-12')).toBe('2027-01');
    expect(previousPeriod('2026-01')).toBe('2025-12');
    expect(nextPeriod('2026-01')).toBe('2026-02');
    expect(previousPeriod('2026-12')).toBe('2026-11');
    expect(addMonths('2026-11', 14)).toBe('2028-01');
    expect(addMonths('0999-12', 1)).toBe('1000-01');
    expect(addMonths('0009-12', 1)).toBe('0010-01');
  });

  it('is reached by counting months one after another', () => {
    expect(periodsBetween('2025-11', '2026-02')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
    expect(periodsBetween('2026-02', '2026-02')).toEqual(['2026-02']);
    expect(periodsBetween('2026-03', '2026-02')).toEqual([]);
    expect(periodsBetween('9999-11', '9999-12')).toEqual(['9999-11', '9999-12']);
  });
});

describe('of two dates or periods', () => {
  it('one is earlier and one is later', () => {
    expect(earlier('2026-03-01', '2026-02-28')).toBe('2026-02-28');
    expect(earlier('2026-02-28', '2026-03-01')).toBe('2026-02-28');
    expect(later('2026-03', '2026-04')).toBe('2026-04');
    expect(later('2026-04', '2026-03')).toBe('2026-04');
  });
});
