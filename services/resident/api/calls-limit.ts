import { RejectedError, Rejection } from '#libs/kernel';

export interface CallsLimitOptions {
  /** How many calls of one caller are answered within a window. */
  readonly calls: number;
  readonly windowMilliseconds: number;
  /** How many callers are remembered; beyond that the oldest windows are forgotten first. */
  readonly callersMax: number;
}

/** Checking slips: a person has one slip in the hand; whoever guesses codes is slowed to nothing. */
export const SLIP_CHECK_LIMIT: CallsLimitOptions = { calls: 10, windowMilliseconds: 60_000, callersMax: 10_000 };

interface Window {
  readonly startedAt: number;
  calls: number;
}

/** Limits how often each caller is answered. It holds for one process: it slows guessing down, it guards no secret. */
export class CallsLimit {
  /** In the order in which windows began. */
  private readonly windows = new Map<string, Window>();

  constructor(private readonly options: CallsLimitOptions) {}

  /** Throws RejectedError CABINET_TOO_MANY_CALLS. @param now milliseconds of a clock that never goes back */
  take(caller: string, now: number): void {
    const { calls, windowMilliseconds } = this.options;
    const known = this.windows.get(caller);
    if (known === undefined || now - known.startedAt >= windowMilliseconds) {
      this.windows.delete(caller);
      this.windows.set(caller, { startedAt: now, calls: 1 });
      this.forgetOldest(now);
      return;
    }
    if (known.calls >= calls) {
      const waitSeconds = Math.ceil((known.startedAt + windowMilliseconds - now) / 1_000);
      throw new RejectedError(new Rejection('CABINET_TOO_MANY_CALLS', { waitSeconds }));
    }
    known.calls += 1;
  }

  private forgetOldest(now: number): void {
    for (const [caller, { startedAt }] of this.windows) {
      const isOver = now - startedAt >= this.options.windowMilliseconds;
      if (!isOver && this.windows.size <= this.options.callersMax) return;
      this.windows.delete(caller);
    }
  }
}
