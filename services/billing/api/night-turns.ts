import { Inject, Injectable, OnModuleDestroy } from '@nestjs/common';
import { canonicalJson } from '#libs/event-store';
import { ExpiringRecords } from '#libs/expiring-records';
import { Clock, RejectedError, Rejection } from '#libs/kernel';
import {
  ACCESS_RECORDS,
  CLOCK,
  HeldTurn,
  LEASE_HOLDERS,
  LeaseHolders,
  SharedTurns,
  TurnKind,
  unlessGivenUp,
} from '#libs/platform';
import { AskedNight, NIGHT_WORK, NightOutcome, NightWork } from './nights';

/** Requests that are remembered by their key; a forgotten one is done again, which changes nothing. */
const REMEMBERED_REQUESTS = 1_000;

interface Remembered {
  readonly input: string;
  readonly outcome: Promise<NightOutcome>;
}

/**
 * Lets one night work at a time in this process: two at once would take each other's leases. Nights of several processes go
 * on together, kept apart by the leases of houses; what bears no night beside it is done while none goes on anywhere.
 */
@Injectable()
export class NightTurns implements OnModuleDestroy {
  private last: Promise<unknown> = Promise.resolve();
  private readonly remembered = new Map<string, Remembered>();
  private readonly ofProcesses: SharedTurns;
  private readonly ending = new AbortController();

  constructor(
    @Inject(NIGHT_WORK) private readonly work: NightWork,
    @Inject(ACCESS_RECORDS) records: ExpiringRecords,
    @Inject(LEASE_HOLDERS) holders: LeaseHolders,
    @Inject(CLOCK) clock: Clock,
  ) {
    this.ofProcesses = new SharedTurns({ name: 'nights', records, holders, clock });
  }

  /** Whoever waits for its turn gives it up, and whoever has one leaves off at the next page of its work: it is waited for. */
  async onModuleDestroy(): Promise<void> {
    this.ending.abort();
    await this.last;
  }

  /**
   * Does a night after those that were asked for before, and after `begin`, which is asked in its turn: it may have come late.
   * When the process ends, or `signal` says so, it begins no more, or leaves off at its next page: TurnGivenUpError. Throws
   * TurnLostError, and what `begin` throws.
   */
  run(night: AskedNight, signal?: AbortSignal, begin?: () => Promise<void>): Promise<NightOutcome> {
    const work = async (turn: HeldTurn) => {
      await begin?.();
      return night.account === undefined ? this.work.all({ ...night, turn }) : this.work.one({ ...night, turn });
    };
    return this.together(work, signal);
  }

  /** Does other work of a night’s kind after what was asked for before here; other processes may be at nights meanwhile. */
  together<Done>(work: (turn: HeldTurn) => Promise<Done>, signal?: AbortSignal): Promise<Done> {
    return this.inTurn('together', work, signal);
  }

  /** Does work that bears no night beside it, in whatever process, when those that go on are over. */
  alone<Done>(work: (turn: HeldTurn) => Promise<Done>, signal?: AbortSignal): Promise<Done> {
    return this.inTurn('alone', work, signal);
  }

  private inTurn<Done>(
    kind: TurnKind,
    work: (turn: HeldTurn) => Promise<Done>,
    signal: AbortSignal | undefined,
  ): Promise<Done> {
    const end = this.ending.signal;
    const until = signal === undefined ? end : AbortSignal.any([end, signal]);
    const before = this.last;
    const outcome = unlessGivenUp(before, until).then(() => this.ofProcesses.within(kind, work, until));
    // Who has given up leaves those behind it waiting for the one before.
    this.last = Promise.allSettled([before, outcome]);
    return outcome;
  }

  /**
   * The same request under the same key is answered with the same outcome. The night itself converges, so that a
   * request repeated after a restart adds no event either.
   * Throws RejectedError COMMAND_ID_REUSED for a key that was used with another request.
   */
  runOnce(key: string, night: AskedNight): Promise<NightOutcome> {
    const input = canonicalJson(night);
    const known = this.remembered.get(key);
    if (known !== undefined) {
      if (known.input !== input) throw new RejectedError(new Rejection('COMMAND_ID_REUSED', { commandId: key }));
      return known.outcome;
    }
    const outcome = this.run(night);
    this.remember(key, { input, outcome });
    return outcome;
  }

  private remember(key: string, request: Remembered): void {
    const oldest = this.remembered.keys().next();
    if (this.remembered.size >= REMEMBERED_REQUESTS && oldest.done !== true) this.remembered.delete(oldest.value);
    this.remembered.set(key, request);
    // A night that failed may be asked for again under its key.
    request.outcome.catch(() => this.remembered.delete(key));
  }
}
