import { AppendOutcome } from './event-store.port';
import { StorageError } from './storage-error';
import { PreparedAppend } from './stored-event';

/** Appends that wait for a commit; beyond this the store is overloaded and says so. */
const WAITING_APPENDS_LIMIT = 20_000;
/** A commit takes callers until it holds this many appends; the next callers wait for the next commit. */
const APPENDS_PER_COMMIT = 2_000;

interface Caller {
  readonly appends: readonly PreparedAppend[];
  readonly resolve: (outcomes: readonly AppendOutcome[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Callers of one turn of the event loop share one durable commit: a serial append costs one flush of the disk,
 * and so do sixty-four concurrent ones. A caller is answered after the commit and is never split between two.
 */
export class GroupCommit {
  private readonly waiting: Caller[] = [];
  private waitingAppends = 0;
  private isScheduled = false;

  /** `commit` writes all or, throwing, nothing; its outcomes stand in the order of the appends. */
  constructor(private readonly commit: (appends: readonly PreparedAppend[]) => readonly AppendOutcome[]) {}

  add(appends: readonly PreparedAppend[]): Promise<readonly AppendOutcome[]> {
    if (this.waitingAppends > 0 && this.waitingAppends + appends.length > WAITING_APPENDS_LIMIT) {
      return Promise.reject(new StorageError('overloaded', `${this.waitingAppends} appends wait for a commit`));
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ appends, resolve, reject });
      this.waitingAppends += appends.length;
      this.schedule();
    });
  }

  /** Commits everything that waits, now. */
  flushAll(): void {
    while (this.waiting.length > 0) this.flushOnce();
  }

  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      this.flushOnce();
      if (this.waiting.length > 0) this.schedule();
    });
  }

  private flushOnce(): void {
    const callers = this.takeCallers();
    if (callers.length === 0) return;
    const appends = callers.length === 1 ? (callers[0] as Caller).appends : callers.flatMap((caller) => caller.appends);
    let outcomes: readonly AppendOutcome[];
    try {
      outcomes = this.commit(appends);
    } catch (error) {
      for (const caller of callers) caller.reject(error);
      return;
    }
    if (callers.length === 1) {
      (callers[0] as Caller).resolve(outcomes);
      return;
    }
    let first = 0;
    for (const caller of callers) {
      caller.resolve(outcomes.slice(first, first + caller.appends.length));
      first += caller.appends.length;
    }
  }

  private takeCallers(): readonly Caller[] {
    let count = 0;
    let appends = 0;
    for (const caller of this.waiting) {
      if (count > 0 && appends + caller.appends.length > APPENDS_PER_COMMIT) break;
      count += 1;
      appends += caller.appends.length;
    }
    this.waitingAppends -= appends;
    return this.waiting.splice(0, count);
  }
}
