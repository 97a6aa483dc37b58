import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { mongo } from 'mongoose';
import { StorageError } from '#libs/event-store';
import { isTakenKey, withStorageErrors } from '#libs/mongo';
import { Change, ExpiringRecords, ExpiringRecordsError, KeptRecord } from './expiring-records.port';

export interface MongoExpiringRecordsOptions {
  readonly database: mongo.Db;
  /** How often a change is decided anew because somebody else was faster, before it fails. */
  readonly attemptsMax?: number;
}

const COLLECTION = 'expiring_records';
/** Of several who change one record at once, one succeeds at each attempt: so many processes at least get through. */
const ATTEMPTS_MAX = 40;
/** Before another attempt a process waits up to so long for each that has failed, by chance: they meet less often then. */
const PAUSE_MS = 3;
const PAUSE_MS_MAX = 60;

interface StoredRecord {
  /** Collection and key. */
  readonly _id: string;
  readonly collection: string;
  readonly key: string;
  readonly owner: string | null;
  readonly document: string;
  readonly expiresAt: string;
  /** Another one with every write, and never one again: by it a change knows that nobody was faster. */
  readonly version: string;
}

/**
 * Records in MongoDB. A change replaces the very version that it was decided on; where that is gone, it is decided
 * again. What has expired is deleted by `sweep` alone: the server knows its own time only, and a process may keep another day.
 */
export class MongoExpiringRecords implements ExpiringRecords {
  private readonly records: mongo.Collection<StoredRecord>;
  private readonly attemptsMax: number;
  private readonly turns = new Map<string, Promise<unknown>>();

  private constructor({ database, attemptsMax = ATTEMPTS_MAX }: MongoExpiringRecordsOptions) {
    this.records = database.collection<StoredRecord>(COLLECTION);
    this.attemptsMax = attemptsMax;
  }

  /** Makes the indexes where they are not. Throws StorageError and ExpiringRecordsError. */
  static async open(options: MongoExpiringRecordsOptions): Promise<MongoExpiringRecords> {
    const opened = new MongoExpiringRecords(options);
    await asRecordsErrors(async () => {
      await opened.records.createIndex({ collection: 1, owner: 1, key: 1 });
      await opened.records.createIndex({ collection: 1, key: 1 });
      await opened.records.createIndex({ expiresAt: 1 });
    });
    return opened;
  }

  async get<Document extends object>(collection: string, key: string, now: string) {
    const stored = await asRecordsErrors(() => this.records.findOne({ _id: idOf(collection, key) }));
    return stored === null || stored.expiresAt <= now ? null : recordOf<Document>(stored);
  }

  async ofGroup<Document extends object>(collection: string, group: string, now: string) {
    return this.select<Document>({ collection, owner: group, expiresAt: { $gt: now } });
  }

  async all<Document extends object>(collection: string, now: string, limit: number) {
    // To this server a limit of 0 means all.
    return limit === 0 ? [] : this.select<Document>({ collection, expiresAt: { $gt: now } }, limit);
  }

  async change<Document extends object, Answer>(
    place: { readonly collection: string; readonly key: string; readonly now: string },
    decide: (current: Document | null) => { readonly change: Change<Document>; readonly answer: Answer },
  ): Promise<Answer> {
    // Within one process changes of a record wait for each other: attempts are for those of other processes.
    return this.inTurn(idOf(place.collection, place.key), async () => {
      for (let attempt = 0; attempt < this.attemptsMax; attempt += 1) {
        if (attempt > 0) await sleep(randomInt(Math.min(attempt * PAUSE_MS, PAUSE_MS_MAX) + 1));
        const tried = await asRecordsErrors(() => this.attempt(place, decide));
        if (tried !== null) return tried.answer;
      }
      throw new StorageError('busy', `A record was changed by others ${String(this.attemptsMax)} times in a row`);
    });
  }

  async remove(collection: string, key: string): Promise<void> {
    await asRecordsErrors(() => this.records.deleteOne({ _id: idOf(collection, key) }));
  }

  async removeGroup(collection: string, group: string): Promise<void> {
    await asRecordsErrors(() => this.records.deleteMany({ collection, owner: group }));
  }

  async sweep(now: string): Promise<number> {
    const swept = await asRecordsErrors(() => this.records.deleteMany({ expiresAt: { $lte: now } }));
    return swept.deletedCount;
  }

  async close(): Promise<void> {
    // The connection is the process's.
  }

  /** @returns null where somebody else has changed the record since it was read. */
  private async attempt<Document extends object, Answer>(
    { collection, key, now }: { readonly collection: string; readonly key: string; readonly now: string },
    decide: (current: Document | null) => { readonly change: Change<Document>; readonly answer: Answer },
  ): Promise<{ readonly answer: Answer } | null> {
    const _id = idOf(collection, key);
    const stored = await this.records.findOne({ _id });
    const current = stored === null || stored.expiresAt <= now ? null : stored;
    const { change, answer } = decide(current === null ? null : (JSON.parse(current.document) as Document));
    if (change.kind === 'leave') return { answer };
    if (change.kind === 'remove') {
      const isGone =
        stored === null || (await this.records.deleteOne({ _id, version: stored.version })).deletedCount === 1;
      return isGone ? { answer } : null;
    }
    const owner = change.group === undefined ? (current?.owner ?? null) : change.group;
    const document = JSON.stringify(change.document);
    const next = { _id, collection, key, owner, document, expiresAt: change.expiresAt, version: randomUUID() };
    return (await this.replace(stored, next)) ? { answer } : null;
  }

  private async replace(stored: StoredRecord | null, next: StoredRecord): Promise<boolean> {
    if (stored !== null) {
      const replaced = await this.records.replaceOne({ _id: next._id, version: stored.version }, next);
      return replaced.matchedCount === 1;
    }
    try {
      await this.records.insertOne(next);
      return true;
    } catch (error) {
      if (isTakenKey(error)) return false;
      throw error;
    }
  }

  private async select<Document extends object>(filter: mongo.Filter<StoredRecord>, limit?: number) {
    const found = this.records.find(filter).sort({ key: 1 });
    const stored = await asRecordsErrors(() => (limit === undefined ? found : found.limit(limit)).toArray());
    return stored.map((one) => recordOf<Document>(one));
  }

  private async inTurn<Answer>(_id: string, work: () => Promise<Answer>): Promise<Answer> {
    const turn = (this.turns.get(_id) ?? Promise.resolve()).then(work);
    const ended = turn.then(ignore, ignore);
    this.turns.set(_id, ended);
    try {
      return await turn;
    } finally {
      if (this.turns.get(_id) === ended) this.turns.delete(_id);
    }
  }
}

function ignore(): void {}

function idOf(collection: string, key: string): string {
  return JSON.stringify([collection, key]);
}

function recordOf<Document extends object>({ key, owner, document, expiresAt }: StoredRecord): KeptRecord<Document> {
  return { key, group: owner, document: JSON.parse(document) as Document, expiresAt };
}

function asRecordsErrors<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  return withStorageErrors(
    work,
    (cause) => new ExpiringRecordsError('The records cannot be read or written', { cause }),
  );
}
