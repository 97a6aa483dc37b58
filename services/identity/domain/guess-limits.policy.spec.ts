import {
  AddressCount,
  FAILURES_IN_A_ROW_MAX,
  giveBackToAddress,
  GuessCount,
  SPRAYED_LOGINS_MAX,
  SprayWatch,
  takeFromAddress,
  takeGuess,
  takeInWindow,
  watchForSpray,
  WindowCount,
} from './guess-limits.policy';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Tries every second for so long; answers when an attempt was allowed. */
function guessEverySecond(milliseconds: number): number[] {
  let count: GuessCount | null = null;
  const allowedAt: number[] = [];
  for (let now = 0; now < milliseconds; now += 1_000) {
    const attempt = takeGuess(count, now);
    if (attempt.kind !== 'allowed') continue;
    allowedAt.push(now);
    count = attempt.count;
  }
  return allowedAt;
}

describe('guessing the code of one login', () => {
  it('is free five times, then waits 1, 5, 15 and each time 60 minutes', () => {
    const allowedAt = guessEverySecond(4 * HOUR);
    const waits = allowedAt.slice(1).map((instant, index) => (instant - (allowedAt[index] as number)) / MINUTE);
    expect(waits.slice(0, 4)).toEqual([1, 1, 1, 1].map(() => 1 / 60));
    expect(waits.slice(4)).toEqual([1, 5, 15, 60, 60, 60]);
  });

  it('gets at most ten attempts in any hour', () => {
    const allowedAt = guessEverySecond(24 * HOUR);
    const inHourFrom = (start: number) => allowedAt.filter((at) => at >= start && at < start + HOUR).length;
    expect(Math.max(...allowedAt.map(inHourFrom))).toBeLessThanOrEqual(10);
  });

  it('says how long is left, in whole minutes', () => {
    expect(takeGuess({ failuresInARow: 6, lockedUntil: 5 * MINUTE }, 1)).toEqual({ kind: 'locked', minutes: 5 });
    expect(takeGuess({ failuresInARow: 6, lockedUntil: 5 * MINUTE }, 5 * MINUTE - 1)).toEqual({
      kind: 'locked',
      minutes: 1,
    });
    expect(takeGuess({ failuresInARow: 6, lockedUntil: 5 * MINUTE }, 5 * MINUTE).kind).toBe('allowed');
  });

  it('is over with the hundredth failure in a row', () => {
    const last = takeGuess({ failuresInARow: FAILURES_IN_A_ROW_MAX - 1, lockedUntil: 0 }, 0);
    expect(last).toMatchObject({ kind: 'allowed', minutesIfWrong: null });
    expect(takeGuess({ failuresInARow: 100, lockedUntil: 0 }, 10 ** 12)).toEqual({ kind: 'closed' });
  });
});

describe('guessing from one address', () => {
  const after = (failures: number, start: AddressCount | null = null, now = 0) => {
    let count = start;
    for (let index = 0; index < failures; index += 1) {
      const attempt = takeFromAddress(count, now);
      expect(attempt.kind).toBe('allowed');
      count = attempt.count;
    }
    return count;
  };

  it('is stopped after twenty failures in ten minutes, each time for twice as long', () => {
    let now = 0;
    let count: AddressCount | null = null;
    const waits: number[] = [];
    for (let round = 0; round < 9; round += 1) {
      count = after(20, count, now);
      const stopped = takeFromAddress(count, now);
      if (stopped.kind !== 'blocked') throw new Error('not stopped');
      waits.push(stopped.minutes);
      expect(takeFromAddress(stopped.count, now + MINUTE)).toMatchObject({ kind: 'blocked' });
      count = stopped.count;
      now += stopped.minutes * MINUTE;
    }
    expect(waits).toEqual([10, 20, 40, 80, 160, 320, 640, 1280, 1440]);
  });

  it('begins anew when ten minutes have gone by', () => {
    expect(takeFromAddress(after(20), 10 * MINUTE)).toMatchObject({ kind: 'allowed', count: { failures: 1 } });
  });

  it('does not count right codes: a house behind one address signs in all day', () => {
    let count: AddressCount | null = null;
    for (let index = 0; index < 100; index += 1) {
      const attempt = takeFromAddress(count, 0);
      expect(attempt.kind).toBe('allowed');
      count = giveBackToAddress(attempt.count);
    }
    expect(count?.failures).toBe(0);
  });
});

describe('a spray over many logins', () => {
  const spray = (logins: readonly string[], start: SprayWatch | null = null, now = 0) => {
    let watch = start;
    const alarms: number[] = [];
    logins.forEach((login, index) => {
      const noted = watchForSpray(watch, login, now);
      watch = noted.watch;
      if (noted.alarm) alarms.push(index);
    });
    return { watch, alarms };
  };
  const different = (count: number) => Array.from({ length: count }, (_, index) => `login-${index}`);

  it('is noticed with the thirtieth login within five minutes, once', () => {
    expect(spray(different(100)).alarms).toEqual([SPRAYED_LOGINS_MAX - 1]);
    expect(spray(different(29)).alarms).toEqual([]);
  });

  it('is none where one login is tried often', () => {
    expect(spray(Array.from({ length: 500 }, () => 'login-1')).alarms).toEqual([]);
  });

  it('is counted anew in the next five minutes', () => {
    const { watch } = spray(different(29));
    expect(spray(different(29), watch, 5 * MINUTE).alarms).toEqual([]);
    expect(spray(different(30), watch, 5 * MINUTE).alarms).toEqual([29]);
  });
});

describe('so many requests in a window', () => {
  it('are allowed, and the first beyond them is told', () => {
    let count: WindowCount | null = null;
    const seen: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      const taken = takeInWindow(count, 0, { max: 3, minutes: 60 });
      count = taken.count;
      seen.push(`${taken.isAllowed ? 'allowed' : 'refused'}${taken.isFirstBeyond ? ' first' : ''}`);
    }
    expect(seen).toEqual(['allowed', 'allowed', 'allowed', 'refused first', 'refused']);
    expect(takeInWindow(count, HOUR, { max: 3, minutes: 60 }).isAllowed).toBe(true);
  });
});
