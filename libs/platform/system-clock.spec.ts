import { civilDateAt, civilTimeAt, instantOf, isInstant, knownAtInstant, SettableClock } from './system-clock';

const SAMARA = 'Europe/Samara';

describe('the company’s day', () => {
  it('begins four hours before that of UTC in Samara', () => {
    expect(civilDateAt(new Date('2026-03-31T19:59:59.999Z'), SAMARA)).toBe('2026-03-31');
    expect(civilDateAt(new Date('2026-03-31T20:00:00.000Z'), SAMARA)).toBe('2026-04-01');
    expect(civilTimeAt(new Date('2026-03-31T20:30:00.000Z'), SAMARA)).toBe('00:30');
  });

  it('becomes an instant by the rules of the zone, also where clocks are changed', () => {
    expect(instantOf('2026-04-01', '00:30:00', SAMARA)).toBe('2026-03-31T20:30:00.000Z');
    expect(instantOf('2026-07-01', '12:00:00', 'Europe/Berlin')).toBe('2026-07-01T10:00:00.000Z');
    expect(instantOf('2026-01-01', '12:00:00', 'Europe/Berlin')).toBe('2026-01-01T11:00:00.000Z');
  });

  it('becomes an instant in any year that a date can name', () => {
    // Before zones were agreed on, Samara counted by its sun: 3 h 20 min 20 s ahead.
    expect(instantOf('0043-03-02', '12:00:00', SAMARA)).toBe('0043-03-02T08:39:40.000Z');
    expect(instantOf('9999-12-31', '12:00:00', SAMARA)).toBe('9999-12-31T08:00:00.000Z');
  });

  it('is where a clock is set to', () => {
    const clock = new SettableClock('2026-01-01T00:00:00.000Z', '2026-01-01');
    expect(clock.dayOf('2026-03-31T20:00:00.000Z')).toBe('2026-03-31');
    clock.set('2026-02-28', '23:30:00', SAMARA);
    expect([clock.now(), clock.today()]).toEqual(['2026-02-28T19:30:00.000Z', '2026-02-28']);
  });
});

describe('what was known', () => {
  it('by a day is what was recorded until its last millisecond in the company’s zone', () => {
    expect(knownAtInstant('2026-03-31', SAMARA)).toBe('2026-03-31T19:59:59.999Z');
    expect(knownAtInstant('2024-02-29', SAMARA)).toBe('2024-02-29T19:59:59.999Z');
  });

  it('by an instant is told in UTC, so that texts compare as times', () => {
    expect(knownAtInstant('2026-03-31T12:00:00+04:00', SAMARA)).toBe('2026-03-31T08:00:00.000Z');
    expect(knownAtInstant('2026-03-31T12:00Z', SAMARA)).toBe('2026-03-31T12:00:00.000Z');
  });

  it.each([
    '2026-02-30T00:00:00Z',
    '2026-03-31T24:00:00Z',
    '2026-03-31T12:00:00',
    '2026-03-31T12:00:00+99:00',
    'now',
    '',
  ])('is not told by "%s"', (text) => {
    expect(isInstant(text)).toBe(false);
    expect(() => knownAtInstant(text, SAMARA)).toThrow(RangeError);
  });
});
