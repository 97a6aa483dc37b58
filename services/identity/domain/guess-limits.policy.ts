/**
 * How often a code may be guessed (ASVS 6.3.1): per login, per address, and over the whole house. Instants are
 * milliseconds since 1970. An attempt is charged before its code is looked at and given back when the code was right, so
 * that a hundred attempts at one moment count as a hundred.
 */
const MINUTE_MILLISECONDS = 60_000;

/** Wrong codes in a row after which sign-in waits, and how long. */
const FREE_FAILURES = 4;
const WAITS_MINUTES: readonly number[] = [1, 5, 15, 60];
/** After so many wrong codes in a row only another code opens the cabinet. */
export const FAILURES_IN_A_ROW_MAX = 100;

/** Wrong codes in a row for one login, from one known device or from all strangers together. */
export interface GuessCount {
  readonly failuresInARow: number;
  readonly lockedUntil: number;
}

export type GuessAttempt =
  | {
      readonly kind: 'allowed';
      readonly count: GuessCount;
      /** How long sign-in waits if this attempt fails; 0 where it does not, null where it is over. */
      readonly minutesIfWrong: number | null;
    }
  | { readonly kind: 'locked'; readonly minutes: number }
  | { readonly kind: 'closed' };

/** Five attempts are free, then sign-in waits 1, 5, 15 and each time 60 minutes; the hundredth failure closes it. */
export function takeGuess(count: GuessCount | null, now: number): GuessAttempt {
  const { failuresInARow, lockedUntil } = count ?? { failuresInARow: 0, lockedUntil: 0 };
  if (failuresInARow >= FAILURES_IN_A_ROW_MAX) return { kind: 'closed' };
  if (lockedUntil > now) return { kind: 'locked', minutes: minutesUntil(lockedUntil, now) };
  const failures = failuresInARow + 1;
  const minutes = waitAfter(failures);
  const until = now + minutes * MINUTE_MILLISECONDS;
  return {
    kind: 'allowed',
    count: { failuresInARow: failures, lockedUntil: until },
    minutesIfWrong: failures >= FAILURES_IN_A_ROW_MAX ? null : minutes,
  };
}

function waitAfter(failures: number): number {
  const waits = failures - FREE_FAILURES - 1;
  return waits < 0 ? 0 : (WAITS_MINUTES[Math.min(waits, WAITS_MINUTES.length - 1)] as number);
}

/** Wrong codes that came from one address. */
const ADDRESS_FAILURES_MAX = 20;
const ADDRESS_WINDOW_MINUTES = 10;
/** The wait doubles each time, up to a day. */
const ADDRESS_WAIT_MINUTES_MAX = 24 * 60;

export interface AddressCount {
  readonly failures: number;
  readonly windowEndsAt: number;
  readonly blockedUntil: number;
  /** How often the address was blocked lately. */
  readonly blocks: number;
}

export type AddressAttempt =
  | { readonly kind: 'allowed'; readonly count: AddressCount }
  | { readonly kind: 'blocked'; readonly count: AddressCount; readonly minutes: number };

const FRESH_ADDRESS: AddressCount = { failures: 0, windowEndsAt: 0, blockedUntil: 0, blocks: 0 };

/** Twenty failures in ten minutes; then the address waits 10 minutes, the next time 20, 40 and so on. */
export function takeFromAddress(known: AddressCount | null, now: number): AddressAttempt {
  const count = known ?? FRESH_ADDRESS;
  if (count.blockedUntil > now) return { kind: 'blocked', count, minutes: minutesUntil(count.blockedUntil, now) };
  const inWindow = count.windowEndsAt > now;
  if (inWindow && count.failures >= ADDRESS_FAILURES_MAX) {
    const minutes = Math.min(ADDRESS_WINDOW_MINUTES * 2 ** count.blocks, ADDRESS_WAIT_MINUTES_MAX);
    const blockedUntil = now + minutes * MINUTE_MILLISECONDS;
    return {
      kind: 'blocked',
      count: { failures: 0, windowEndsAt: 0, blockedUntil, blocks: count.blocks + 1 },
      minutes,
    };
  }
  const windowEndsAt = inWindow ? count.windowEndsAt : now + ADDRESS_WINDOW_MINUTES * MINUTE_MILLISECONDS;
  return { kind: 'allowed', count: { ...count, failures: (inWindow ? count.failures : 0) + 1, windowEndsAt } };
}

/** The code was right: the attempt does not count. */
export function giveBackToAddress(count: AddressCount): AddressCount {
  return { ...count, failures: Math.max(0, count.failures - 1) };
}

/** A spray tries a few codes on many logins, so that no login sees much of it. */
const SPRAY_WINDOW_MINUTES = 5;
/** So many logins with a wrong code within the window are no coincidence any more. */
export const SPRAYED_LOGINS_MAX = 30;

export interface SprayWatch {
  readonly windowEndsAt: number;
  readonly failures: number;
  /** Keys of the logins that were tried in vain, up to the number that raises the alarm. */
  readonly logins: readonly string[];
  readonly alarmed: boolean;
}

/** Notes a wrong code for a login. The alarm is raised once in a window. */
export function watchForSpray(
  known: SprayWatch | null,
  loginKey: string,
  now: number,
): { readonly watch: SprayWatch; readonly alarm: boolean } {
  const begun =
    known !== null && known.windowEndsAt > now
      ? known
      : { windowEndsAt: now + SPRAY_WINDOW_MINUTES * MINUTE_MILLISECONDS, failures: 0, logins: [], alarmed: false };
  const isNew = begun.logins.length < SPRAYED_LOGINS_MAX && !begun.logins.includes(loginKey);
  const logins = isNew ? [...begun.logins, loginKey] : begun.logins;
  const alarm = !begun.alarmed && logins.length >= SPRAYED_LOGINS_MAX;
  const watch = { ...begun, failures: begun.failures + 1, logins, alarmed: begun.alarmed || alarm };
  return { watch, alarm };
}

/** So many within a window, counted from the first; for requests that are not guesses. */
export interface WindowCount {
  readonly count: number;
  readonly windowEndsAt: number;
}

export function takeInWindow(
  known: WindowCount | null,
  now: number,
  limit: { readonly max: number; readonly minutes: number },
): { readonly count: WindowCount; readonly isAllowed: boolean; readonly isFirstBeyond: boolean } {
  const begun =
    known !== null && known.windowEndsAt > now
      ? known
      : { count: 0, windowEndsAt: now + limit.minutes * MINUTE_MILLISECONDS };
  const count = begun.count + 1;
  return {
    count: { ...begun, count },
    isAllowed: count <= limit.max,
    isFirstBeyond: count === limit.max + 1,
  };
}

function minutesUntil(instant: number, now: number): number {
  return Math.ceil((instant - now) / MINUTE_MILLISECONDS);
}
