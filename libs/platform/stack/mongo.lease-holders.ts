import { mongo } from 'mongoose';
import { StorageError } from '#libs/event-store';
import { withStorageErrors } from '#libs/mongo';
import { LeaseHolders, newWorkerName } from '../lease-holders';
import { ServerReach } from './server-reach';

const WORKERS = 'workers';
/** How often a worker says that it is there. */
const BEATS_EVERY_MS = 5_000;
/** A worker that has said nothing for so long is gone: five beats may be lost before. */
const GONE_AFTER_MS = 30_000;
/** A server that gave no answer for so large a part of that time was away: whoever is silent could not speak. */
const AWAY_AFTER = 0.5;
/** Beats of workers that nobody asks for any more. */
const FORGOTTEN_AFTER_MS = 24 * 60 * 60_000;

export interface MongoLeaseHoldersOptions {
  readonly database: mongo.Db;
  readonly beatsEveryMs?: number;
  readonly goneAfterMs?: number;
  /** A beat that could not be written; the next one is due all the same. */
  onError?(error: unknown): void;
}

interface Worker {
  readonly _id: string;
  /** By the clock of the server, which is the only one that all hosts share. */
  readonly beatAt: Date;
}

/**
 * Workers of many hosts: each says every few seconds that it is there, and is gone when it was silent for longer than a
 * limit, or has taken its leave. The server's clock is the only one that counts: those of the hosts may differ. Only such
 * time counts as silence in which the server was in reach: when it comes back from an outage, nobody has spoken for as long.
 */
export class MongoLeaseHolders implements LeaseHolders {
  readonly self = newWorkerName();
  private readonly workers: mongo.Collection<Worker>;
  private readonly goneAfterMs: number;
  private readonly reach: ServerReach;
  private timer: NodeJS.Timeout | null = null;
  private beating: Promise<void> = Promise.resolve();

  private constructor(options: MongoLeaseHoldersOptions) {
    this.workers = options.database.collection<Worker>(WORKERS);
    this.goneAfterMs = options.goneAfterMs ?? GONE_AFTER_MS;
    this.reach = new ServerReach(this.goneAfterMs * AWAY_AFTER);
  }

  /** Says that this worker is there before it takes anything, and goes on saying so. Throws StorageError. */
  static async open(options: MongoLeaseHoldersOptions): Promise<MongoLeaseHolders> {
    const holders = new MongoLeaseHolders(options);
    await holders.beat();
    await asStorageErrors(() => holders.workers.deleteMany(silentFor(FORGOTTEN_AFTER_MS)));
    const beat = () => {
      holders.beating = holders.beat().catch((error: unknown) => options.onError?.(error));
    };
    // A process that has nothing else to do may end.
    holders.timer = setInterval(beat, options.beatsEveryMs ?? BEATS_EVERY_MS).unref();
    return holders;
  }

  async isGone(holder: string): Promise<boolean> {
    if (holder === this.self) return false;
    const heard = await asStorageErrors(() => this.workers.findOne({ _id: holder, ...heardWithin(this.goneAfterMs) }));
    this.reach.answered();
    if (heard !== null) return false;
    if (this.reach.milliseconds >= this.goneAfterMs) return true;
    // Who has taken its leave is gone, whatever the server was.
    return (await asStorageErrors(() => this.workers.findOne({ _id: holder }))) === null;
  }

  /** Takes its leave: whatever this worker holds is free at once. May be called again. */
  async close(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    // A beat that is under way would say that the worker is there after it has gone.
    await this.beating;
    // Where the server is away, the silence says it too.
    await asStorageErrors(() => this.workers.deleteOne({ _id: this.self })).catch(() => undefined);
  }

  private async beat(): Promise<void> {
    await asStorageErrors(() =>
      this.workers.updateOne({ _id: this.self }, { $currentDate: { beatAt: true } }, { upsert: true }),
    );
    this.reach.answered();
  }
}

function heardWithin(milliseconds: number): mongo.Filter<Worker> {
  return { $expr: { $gt: ['$beatAt', { $subtract: ['$$NOW', milliseconds] }] } };
}

function silentFor(milliseconds: number): mongo.Filter<Worker> {
  return { $expr: { $lte: ['$beatAt', { $subtract: ['$$NOW', milliseconds] }] } };
}

function asStorageErrors<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  return withStorageErrors(work, (cause) => new StorageError('io', 'The workers cannot be read or written', { cause }));
}
