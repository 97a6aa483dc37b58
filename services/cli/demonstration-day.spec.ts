import { SettingsError } from '#libs/platform';
import { beginningOn, laterThanAsked } from './demonstration-day';

describe('the day that the demonstration is asked for', () => {
  it('begins on its evening', () => {
    // Samara is four hours ahead of Greenwich: 20:00 there is 16:00 here.
    expect(new Date(beginningOn('2026-10-31').beginsAt).toISOString()).toBe('2026-10-31T16:00:00.000Z');
    expect(new Date(beginningOn('2026-12-31').beginsAt).toISOString()).toBe('2026-12-31T16:00:00.000Z');
  });

  it.each(['2026-10-14', '2026-02-31', 'tomorrow', '2027-01-01', '2027-06-01'])('is not %s', (day) => {
    expect(() => beginningOn(day)).toThrow(SettingsError);
    expect(() => beginningOn(day)).toThrow('from 2026-10-15 to 2026-12-31');
  });

  it('is told of where the folder has gone on beyond it, with the way to begin anew', () => {
    const said = laterThanAsked('2026-10-31', '2026-11-07', 'data/demo') ?? '';
    expect(said).toContain('goes on with 2026-11-07');
    expect(said).toContain('delete data/demo');
    expect(laterThanAsked('2026-10-31', '2026-10-31', 'data/demo')).toBeNull();
  });
});
