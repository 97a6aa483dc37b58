import { setTimeout as sleep } from 'node:timers/promises';
import { EventStore } from './event-store.port';

export interface LogFollowerOptions {
  readonly events: Pick<EventStore, 'onAppended'>;
  readonly pollMs?: number;
  /**
   * Goes from wherever it stands to the head of the log. It looks at the signal between two pieces of its work, and
   * what it has done by then is kept. Never called twice at the same time.
   */
  goToHead(signal: AbortSignal): Promise<void>;
  /** The work was rejected while following; it is tried again, unless it was stopped. */
  onError?(error: unknown): void;
}

/** How often the log is looked at for what other processes have appended. */
const POLL_MS = 200;
/** How long to wait before following the log again after a store or a broker has failed. */
const RETRY_MS = 1_000;

/** Keeps some work at the head of the log: at once when this process appends, soon after others have, and after a failure. */
export class LogFollower {
  private queue: Promise<unknown> = Promise.resolve();
  private stopping = new AbortController();
  private following: Promise<void> | null = null;
  private woken = false;
  private wake: () => void = () => undefined;

  constructor(private readonly options: LogFollowerOptions) {}

  /** Ends when the following does; null while nothing follows. */
  get signal(): AbortSignal | null {
    return this.following === null ? null : this.stopping.signal;
  }

  /** Follows the log until `close`. */
  start(): void {
    this.following ??= this.follow(this.stopping.signal);
  }

  /** Stops following, when the piece of work in hand is done. It may be started again. */
  async close(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.following;
    await this.queue;
    this.following = null;
    this.stopping = new AbortController();
  }

  /** Goes to the head of the log once; rejects with what the work throws. */
  drain(): Promise<void> {
    const work = this.queue.then(() => this.options.goToHead(this.stopping.signal));
    this.queue = work.catch(() => undefined);
    return work;
  }

  /** There is something to do besides what the log tells, or sooner than it is looked at. */
  signalWork(): void {
    this.woken = true;
    this.wake();
  }

  private async follow(signal: AbortSignal): Promise<void> {
    const stopListening = this.options.events.onAppended(() => this.signalWork());
    try {
      while (!signal.aborted) {
        this.woken = false;
        await this.followOnce(signal);
        if (!signal.aborted && !this.woken) await this.sleepUntilWoken();
      }
    } finally {
      stopListening();
    }
  }

  private async followOnce(signal: AbortSignal): Promise<void> {
    try {
      await this.drain();
    } catch (error) {
      this.options.onError?.(error);
      await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async sleepUntilWoken(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.options.pollMs ?? POLL_MS);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
