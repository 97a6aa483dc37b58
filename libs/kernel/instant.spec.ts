import fc from 'fast-check';
import { millisecondsBetween } from './instant';

it('tells the time between two instants, over midnight and over the end of February too', () => {
  expect(millisecondsBetween('2026-03-26T08:00:05.250Z', '2026-03-26T08:00:20.000Z')).toBe(14_750);
  expect(millisecondsBetween('2026-03-26T23:59:59.999Z', '2026-03-27T00:00:00.000Z')).toBe(1);
  expect(millisecondsBetween('2028-02-28T12:00:00.000Z', '2028-03-01T12:00:00.000Z')).toBe(2 * 86_400_000);
});

it('is as the calendar of the machine has it', () => {
  const instant = fc.integer({ min: Date.parse('1970-01-01'), max: Date.parse('2399-12-31') });
  fc.assert(
    fc.property(instant, instant, (one, other) => {
      expect(millisecondsBetween(new Date(one).toISOString(), new Date(other).toISOString())).toBe(other - one);
    }),
  );
});

it('refuses what no clock tells', () => {
  expect(() => millisecondsBetween('2026-03-26', '2026-03-27T00:00:00.000Z')).toThrow(RangeError);
});
