import fc from 'fast-check';
import { isCivilDate } from '#libs/kernel';
import { MOMENT_FORM } from './fields';

const digits = (value: number, length: number) => String(value).padStart(length, '0');

it('documents exactly the days of the calendar: no 29 February of a year that has none', () => {
  const day = fc.tuple(
    fc.integer({ min: 0, max: 9_999 }),
    fc.integer({ min: 0, max: 13 }),
    fc.integer({ min: 0, max: 32 }),
  );
  const leap = fc.tuple(fc.integer({ min: 0, max: 9_999 }), fc.constant(2), fc.integer({ min: 28, max: 30 }));
  const form = new RegExp(MOMENT_FORM);
  fc.assert(
    fc.property(fc.oneof(day, leap), ([year, month, of]) => {
      const text = `${digits(year, 4)}-${digits(month, 2)}-${digits(of, 2)}`;
      expect([text, form.test(text)]).toEqual([text, isCivilDate(text)]);
    }),
    { numRuns: 5_000 },
  );
  for (const [text, is] of [
    ['2024-02-29', true],
    ['2000-02-29', true],
    ['1900-02-29', false],
    ['6070-02-29', false],
    ['0000-02-29', false],
  ] as const) {
    expect([text, form.test(text)]).toEqual([text, is]);
  }
});
