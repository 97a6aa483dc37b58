import { monthOfReading, windowOn } from './reading-window.policy';

const WINDOW = { windowFromDay: 15, windowToDay: 25 };

describe('the month that a reading belongs to', () => {
  it.each([
    ['the last day of the window', '2026-02-25', '2026-02'],
    ['the day after the window: it is carried', '2026-02-26', '2026-03'],
    ['a day before the window opens: it counts for its month', '2026-02-01', '2026-02'],
    ['the end of a year: it is carried into the next', '2026-12-31', '2027-01'],
  ])('received on %s', (_what, receivedOn, month) => {
    expect(monthOfReading(receivedOn, WINDOW, null)).toBe(month);
  });

  it('is never after the last billed month when it was received while the account was open', () => {
    // Closed on 1 May: April is billed last.
    expect(monthOfReading('2026-04-28', WINDOW, '2026-05-01')).toBe('2026-04');
    expect(monthOfReading('2026-05-01', WINDOW, '2026-05-01')).toBe('2026-04');
    expect(monthOfReading('2026-03-28', WINDOW, '2026-05-01')).toBe('2026-04');
    expect(monthOfReading('2026-05-28', WINDOW, '2026-05-29')).toBe('2026-05');
  });

  it('is the ordinary one when it was received after the account was closed', () => {
    expect(monthOfReading('2026-05-02', WINDOW, '2026-05-01')).toBe('2026-05');
  });
});

describe('the window', () => {
  it.each([
    ['2026-02-14', 'before'],
    ['2026-02-15', 'open'],
    ['2026-02-25', 'open'],
    ['2026-02-26', 'after'],
  ])('on %s is %s', (day, state) => {
    expect(windowOn(day, WINDOW)).toBe(state);
  });
});
