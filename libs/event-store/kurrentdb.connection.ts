import { setTimeout as sleep } from 'node:timers/promises';
import type {
  AllStreamSubscription,
  AppendResult,
  EventData,
  KurrentDBClient,
  Position,
  ReadPosition,
} from '@kurrent/kurrentdb-client';
import { isPassing, isWrongVersion, kurrentErrorOf } from './kurrentdb.errors';
import { NO_STREAM } from './event-store.port';
import { StorageError } from './storage-error';

/** How long the server may be silent before a call is given up. */
export const ANSWERS_WITHIN_MS = 10_000;
/** How often a call is made at most, and the pause before the second time; it doubles. */
export const ATTEMPTS_MAX = 4;
export const FIRST_PAUSE_MS = 100;
/** Clients that failed are left behind at most so often: each costs a connection of its own. */
const RENEWED_AFTER_MS = 1_000;
/** A filter looks at so many events before it tells how far it is. */
const SEARCH_WINDOW = 1_000;

export interface KurrentLimits {
  readonly answersWithinMs?: number | undefined;
}

/** The filter of the events of this store, on the server. */
export type KurrentFilter =
  | { readonly filterOn: 'streamName'; readonly prefixes: string[] }
  | { readonly filterOn: 'eventType'; readonly prefixes: string[] };

/** The connection of a process to KurrentDB: deadlines, repeated reads, and a new client where the old one has failed. */
export class KurrentConnection {
  private client: KurrentDBClient;
  private renewedAt = 0;
  private isWarm = false;
  private isClosed = false;

  private constructor(
    private readonly makeClient: () => KurrentDBClient,
    private readonly answersWithinMs: number,
  ) {
    this.client = makeClient();
  }

  /** @param url `kurrentdb://…`. Connects with the first call. Throws StorageError when the address is none. */
  static async open(url: string, limits: KurrentLimits = {}): Promise<KurrentConnection> {
    // Loaded where it is used: it brings a native library, which a process with another store does not need.
    const { KurrentDBClient: Client } = await import('@kurrent/kurrentdb-client');
    const makeClient = () => {
      try {
        return Client.connectionString(url);
      } catch (cause) {
        // The address holds a password: what the client says about it is not repeated.
        throw new StorageError('refused', 'The address of KurrentDB is none; it looks like kurrentdb://host:2113', {
          cause,
        });
      }
    };
    return new KurrentConnection(makeClient, limits.answersWithinMs ?? ANSWERS_WITHIN_MS);
  }

  /** What a read tells, repeated while the server is away; the error of the last time as StorageError. */
  async read<Item>(work: (client: KurrentDBClient) => AsyncIterable<Item>): Promise<Item[]> {
    for (let attempt = 1; ; attempt += 1) {
      const { client } = this;
      try {
        return await this.collect(work(client));
      } catch (error) {
        // Nothing was written to a stream that is not there.
        if ((error as { type?: unknown } | null)?.type === 'stream-not-found') return [];
        const failure = this.failed(client, error);
        if (attempt >= ATTEMPTS_MAX || !isPassing(failure) || this.isClosed) throw failure;
        await this.pause(attempt);
      }
    }
  }

  /** True when appends that are begun one after another reach the server in this order: the call for them is there. */
  get keepsOrder(): boolean {
    return this.isWarm;
  }

  /** One attempt. Throws the client's WrongExpectedVersionError as it is; after a StorageError it may have been written. */
  async append(stream: string, events: EventData[], expectedRevision: number): Promise<AppendResult> {
    const { client } = this;
    const streamState = expectedRevision === NO_STREAM ? 'no_stream' : BigInt(expectedRevision);
    try {
      const options = { streamState, requiresLeader: true, deadline: this.answersWithinMs } as const;
      const result = await this.inTime(client.appendToStream(stream, events, options));
      this.isWarm = client === this.client;
      return result;
    } catch (error) {
      if (isWrongVersion(error)) throw error;
      this.isWarm = false;
      throw this.failed(client, error);
    }
  }

  subscribe(
    fromPosition: ReadPosition,
    filter: KurrentFilter,
    checkpointReached: (position: Position) => void,
  ): AllStreamSubscription {
    const told = async (_: unknown, position: Position) => checkpointReached(position);
    const whole = { ...filter, checkpointInterval: 1, maxSearchWindow: SEARCH_WINDOW, checkpointReached: told };
    return this.client.subscribeToAll({ fromPosition, filter: whole });
  }

  /** Waits before the next attempt. */
  pause(attempt: number): Promise<void> {
    return sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1));
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.client.dispose();
  }

  /** The error as one of the port. A client keeps some failures in mind, so that the next call gets another client. */
  private failed(client: KurrentDBClient, error: unknown): Error {
    const failure = kurrentErrorOf(error);
    const now = performance.now();
    if (!this.isClosed && isPassing(failure) && client === this.client && now - this.renewedAt > RENEWED_AFTER_MS) {
      this.renewedAt = now;
      this.client = this.makeClient();
      void client.dispose().catch(() => undefined);
    }
    return failure;
  }

  /** All items; given up when nothing comes for too long. */
  private async collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
    const found: Item[] = [];
    const late = this.lateness();
    const reading = (async () => {
      for await (const item of items) {
        found.push(item);
        late.timer.refresh();
      }
    })();
    try {
      await Promise.race([reading, late.rejection]);
      return found;
    } finally {
      clearTimeout(late.timer);
      reading.catch(() => undefined);
    }
  }

  private async inTime<Answer>(work: Promise<Answer>): Promise<Answer> {
    const late = this.lateness();
    try {
      return await Promise.race([work, late.rejection]);
    } finally {
      clearTimeout(late.timer);
      work.catch(() => undefined);
    }
  }

  private lateness(): { readonly timer: NodeJS.Timeout; readonly rejection: Promise<never> } {
    let timer: NodeJS.Timeout | undefined;
    const rejection = new Promise<never>((_, reject) => {
      const message = `KurrentDB has said nothing for ${this.answersWithinMs} ms; the call may be repeated`;
      timer = setTimeout(() => reject(new StorageError('busy', message)), this.answersWithinMs);
    });
    rejection.catch(() => undefined);
    return { timer: timer as unknown as NodeJS.Timeout, rejection };
  }
}
