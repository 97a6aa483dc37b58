import { AppendOutcome } from './event-store.port';
import { StorageError } from './storage-error';
import { PreparedAppend } from './stored-event';

/** Appends that wait to be sent; beyond this the store is overloaded and says so. */
const WAITING_APPENDS_LIMIT = 20_000;
/** Appends that are sent together at most. */
const APPENDS_TOGETHER = 2_000;

interface Caller {
  readonly appends: readonly PreparedAppend[];
  readonly resolve: (outcomes: readonly AppendOutcome[]) => void;
  readonly reject: (error: unknown) => void;
}

type Write = (appends: readonly PreparedAppend[]) => Promise<readonly PromiseSettledResult<AppendOutcome>[]>;

/** Callers that come while a batch is under way share the next one, and with it one look at what others have written. */
export class AppendQueue {
  private readonly waiting: Caller[] = [];
  private waitingAppends = 0;
  private working: Promise<void> | null = null;

  constructor(private readonly write: Write) {}

  add(appends: readonly PreparedAppend[]): Promise<readonly AppendOutcome[]> {
    if (this.waitingAppends > 0 && this.waitingAppends + appends.length > WAITING_APPENDS_LIMIT) {
      return Promise.reject(new StorageError('overloaded', `${this.waitingAppends} appends wait to be sent`));
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ appends, resolve, reject });
      this.waitingAppends += appends.length;
      this.working ??= this.work();
    });
  }

  /** Resolves when nothing waits. */
  async idle(): Promise<void> {
    while (this.working !== null) await this.working;
  }

  private async work(): Promise<void> {
    // Callers of the same turn of the event loop go together.
    await Promise.resolve();
    while (this.waiting.length > 0) await this.writeOnce(this.takeCallers());
    this.working = null;
  }

  private async writeOnce(callers: readonly Caller[]): Promise<void> {
    let results: readonly PromiseSettledResult<AppendOutcome>[];
    try {
      results = await this.write(callers.flatMap(({ appends }) => appends));
    } catch (error) {
      for (const { reject } of callers) reject(error);
      return;
    }
    let first = 0;
    for (const { appends, resolve, reject } of callers) {
      const own = results.slice(first, first + appends.length);
      first += appends.length;
      const failed = own.find((result) => result.status === 'rejected');
      if (failed !== undefined) reject(failed.reason);
      else resolve(own.map((result) => (result as PromiseFulfilledResult<AppendOutcome>).value));
    }
  }

  private takeCallers(): readonly Caller[] {
    let count = 0;
    let appends = 0;
    for (const caller of this.waiting) {
      if (count > 0 && appends + caller.appends.length > APPENDS_TOGETHER) break;
      count += 1;
      appends += caller.appends.length;
    }
    this.waitingAppends -= appends;
    return this.waiting.splice(0, count);
  }
}
