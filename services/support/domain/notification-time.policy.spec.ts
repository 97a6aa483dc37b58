import { isNews, isQuiet, pauseMinutes } from './notification-time.policy';

describe('quiet hours', () => {
  it.each([
    ['20:59', false],
    ['21:00', true],
    ['23:59', true],
    ['00:00', true],
    ['08:59', true],
    ['09:00', false],
    ['12:00', false],
  ])('at %s: %s', (time, quiet) => {
    expect(isQuiet(time)).toBe(quiet);
  });
});

describe('news', () => {
  const since = { verifiedOn: '2026-03-01', turnedOnOn: null };

  it.each([
    ['of the day on which the contact was verified', '2026-03-01', '2026-03-01', true],
    ['of the day before it', '2026-02-28', '2026-03-01', false],
    ['of three days ago', '2026-03-10', '2026-03-13', true],
    ['of four days ago', '2026-03-10', '2026-03-14', false],
  ])('%s', (_what, happenedOn, today, isTold) => {
    expect(isNews(happenedOn, today, since)).toBe(isTold);
  });

  it('from before the kind was turned on again stays untold', () => {
    expect(isNews('2026-03-09', '2026-03-10', { ...since, turnedOnOn: '2026-03-10' })).toBe(false);
    expect(isNews('2026-03-10', '2026-03-10', { ...since, turnedOnOn: '2026-03-10' })).toBe(true);
  });
});

describe('the pause before the next attempt', () => {
  it('doubles up to half a day', () => {
    expect([1, 2, 3, 7, 8, 9, 30].map(pauseMinutes)).toEqual([5, 10, 20, 320, 640, 720, 720]);
  });
});
