import { Inject, Injectable, Logger } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { Change, ExpiringRecords } from '#libs/expiring-records';
import { Clock, RejectedError, Rejection } from '#libs/kernel';
import { ACCESS_RECORDS, CLOCK } from '#libs/platform';
import {
  AddressCount,
  giveBackToAddress,
  GuessCount,
  SprayWatch,
  takeFromAddress,
  takeGuess,
  takeInWindow,
  watchForSpray,
  WindowCount,
} from '../../domain/guess-limits.policy';

/** Who is guessing: all strangers together, or one device that has signed in before. */
export interface Guesser {
  readonly login: string;
  /** The key of a known device; null for a stranger. */
  readonly deviceKey: string | null;
}

export interface TakenGuess {
  readonly failuresInARow: number;
  /** How long sign-in waits if it was wrong; null: for good. */
  readonly minutesIfWrong: number | null;
}

const DAY_MILLISECONDS = 24 * 60 * 60_000;
/** A row of failures is forgotten after so long without one. */
const GUESSES_KEPT_DAYS = 90;
const GUESSES = 'guesses';
const ADDRESSES = 'addresses';
const WATCH = 'watch';
const WINDOWS = 'windows';

/**
 * Counts attempts so that they outlive a restart and are shared by processes. Counters and not events: a stranger would
 * otherwise write into the log as often as he likes.
 */
@Injectable()
export class Guesses {
  private readonly logger = new Logger('Identity');

  constructor(
    @Inject(ACCESS_RECORDS) private readonly records: ExpiringRecords,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Charges an attempt to its address. Throws RejectedError IDENTITY_ADDRESS_BLOCKED. */
  async takeFromAddress(address: string): Promise<void> {
    const { now, millis } = this.moment();
    const minutes = await this.records.change<AddressCount, number>(
      { collection: ADDRESSES, key: addressKey(address), now },
      (current) => {
        const attempt = takeFromAddress(current, millis);
        return {
          change: keep(attempt.count, Math.max(attempt.count.blockedUntil, millis) + DAY_MILLISECONDS),
          answer: attempt.kind === 'blocked' ? attempt.minutes : 0,
        };
      },
    );
    if (minutes > 0) throw new RejectedError(new Rejection('IDENTITY_ADDRESS_BLOCKED', { minutes }));
  }

  async giveBackToAddress(address: string): Promise<void> {
    const { now, millis } = this.moment();
    await this.records.change<AddressCount, null>(
      { collection: ADDRESSES, key: addressKey(address), now },
      (current) => ({
        change: current === null ? { kind: 'leave' } : keep(giveBackToAddress(current), millis + DAY_MILLISECONDS),
        answer: null,
      }),
    );
  }

  /** Charges an attempt to its login. Throws RejectedError IDENTITY_SIGN_IN_LOCKED, IDENTITY_SIGN_IN_CLOSED. */
  async take(guesser: Guesser): Promise<TakenGuess> {
    const { now, millis } = this.moment();
    const attempt = await this.records.change<GuessCount, ReturnType<typeof takeGuess>>(
      { collection: GUESSES, key: guesserKey(guesser), now },
      (current) => {
        const answer = takeGuess(current, millis);
        if (answer.kind !== 'allowed') return { change: { kind: 'leave' }, answer };
        const change = keep(answer.count, millis + GUESSES_KEPT_DAYS * DAY_MILLISECONDS, guesser.login);
        return { change, answer };
      },
    );
    if (attempt.kind === 'allowed') {
      return { failuresInARow: attempt.count.failuresInARow, minutesIfWrong: attempt.minutesIfWrong };
    }
    if (attempt.kind === 'closed') throw new RejectedError(new Rejection('IDENTITY_SIGN_IN_CLOSED'));
    throw new RejectedError(new Rejection('IDENTITY_SIGN_IN_LOCKED', { minutes: attempt.minutes }));
  }

  /** The code was right: the row of failures is over. */
  async forget(guesser: Guesser): Promise<void> {
    await this.records.remove(GUESSES, guesserKey(guesser));
  }

  /** Another code is in force: nobody has guessed at it yet. */
  async forgetAllOf(login: string): Promise<void> {
    await this.records.removeGroup(GUESSES, login);
  }

  /** Notes a wrong code. The watch where it was this one that raised the alarm, once in a window; null otherwise. */
  async noteFailure(login: string): Promise<SprayWatch | null> {
    const { now, millis } = this.moment();
    const noted = await this.records.change<SprayWatch, ReturnType<typeof watchForSpray>>(
      { collection: WATCH, key: 'spray', now },
      (current) => {
        const answer = watchForSpray(current, shortHash(login), millis);
        return { change: keep(answer.watch, answer.watch.windowEndsAt), answer };
      },
    );
    if (!noted.alarm) return null;
    this.logger.warn({ failures: noted.watch.failures }, 'Codes of many logins are being guessed');
    return noted.watch;
  }

  /** So many of something in a window; counted under a name and a key that nobody can read back. */
  async takeInWindow(name: string, key: string, limit: { readonly max: number; readonly minutes: number }) {
    const { now, millis } = this.moment();
    return this.records.change<WindowCount, ReturnType<typeof takeInWindow>>(
      { collection: WINDOWS, key: `${name}:${shortHash(key)}`, now },
      (current) => {
        const answer = takeInWindow(current, millis, limit);
        return { change: keep(answer.count, answer.count.windowEndsAt), answer };
      },
    );
  }

  private moment(): { readonly now: string; readonly millis: number } {
    const now = this.clock.now();
    return { now, millis: Date.parse(now) };
  }
}

function keep<Document extends object>(document: Document, expiresAt: number, group?: string): Change<Document> {
  const expires = { expiresAt: new Date(expiresAt).toISOString() };
  return { kind: 'keep', document, ...expires, ...(group === undefined ? {} : { group }) };
}

function guesserKey({ login, deviceKey }: Guesser): string {
  return deviceKey === null ? `stranger:${login}` : `device:${deviceKey}`;
}

/** Of IPv6 the network that a household is given counts as one: it has more addresses than there are codes. */
export function addressKey(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  return shortHash(isIPv6(plain) ? networkOf(plain) : plain);
}

function networkOf(address: string): string {
  const [head = '', tail] = address.toLowerCase().split('::');
  const [left, right] = [head, tail ?? ''].map((part) => (part === '' ? [] : part.split(':'))) as [string[], string[]];
  const zeros = tail === undefined ? [] : Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...zeros, ...right]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}

/** Addresses are personal data and logins half a key: the records hold neither. */
function shortHash(text: string): string {
  return createHash('sha256').update(`kvitok ${text}`, 'utf8').digest('base64url').slice(0, 22);
}
