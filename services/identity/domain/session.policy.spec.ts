import { isTimeToTouch, sessionEndsAt } from './session.policy';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('a session', () => {
  it('ends 30 minutes after it was used last', () => {
    expect(sessionEndsAt(0, 0)).toBe(30 * MINUTE);
    expect(sessionEndsAt(0, 3 * HOUR)).toBe(3 * HOUR + 30 * MINUTE);
  });

  it('ends 12 hours after the sign-in, however often it is used', () => {
    expect(sessionEndsAt(HOUR, 12 * HOUR + 59 * MINUTE)).toBe(13 * HOUR);
  });

  it('is written down as used once a minute at most', () => {
    expect(isTimeToTouch(0, MINUTE - 1)).toBe(false);
    expect(isTimeToTouch(0, MINUTE)).toBe(true);
  });
});
