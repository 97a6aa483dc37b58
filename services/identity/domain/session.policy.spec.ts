import { isTimeToTouch, RESIDENT_IDLE_MINUTES, sessionEndsAt, STAFF_IDLE_MINUTES } from './session.policy';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('a session', () => {
  it('ends 30 minutes after it was used last, one of the office after 15', () => {
    expect(sessionEndsAt(0, 0, RESIDENT_IDLE_MINUTES)).toBe(30 * MINUTE);
    expect(sessionEndsAt(0, 3 * HOUR, RESIDENT_IDLE_MINUTES)).toBe(3 * HOUR + 30 * MINUTE);
    expect(sessionEndsAt(0, 0, STAFF_IDLE_MINUTES)).toBe(15 * MINUTE);
  });

  it('ends 12 hours after the sign-in, however often it is used', () => {
    for (const idle of [RESIDENT_IDLE_MINUTES, STAFF_IDLE_MINUTES]) {
      expect(sessionEndsAt(HOUR, 12 * HOUR + 59 * MINUTE, idle)).toBe(13 * HOUR);
    }
  });

  it('is written down as used once a minute at most', () => {
    expect(isTimeToTouch(0, MINUTE - 1)).toBe(false);
    expect(isTimeToTouch(0, MINUTE)).toBe(true);
  });
});
