import { randomUUID } from 'node:crypto';
import { mongo } from 'mongoose';
import { isOnlyTakenKeys, MongoKeyMarks, withStorageErrors } from '#libs/mongo';
import { CodePage, CodeRow, CodeVaultError, KeptCode } from './code-rows.port';
import { MarkedCodeRows } from './marked-code-rows';

export interface MongoCodeRowsOptions {
  readonly database: mongo.Db;
  /** How many rows go to the server at once. */
  readonly rowsPerBulk?: number;
}

const CODES = 'code_vault_codes';
const SETS = 'code_vault_sets';
const KEY_MARKS = 'code_vault_key_marks';
const ROWS_PER_BULK = 500;

interface StoredRow {
  /** The id of the code. */
  readonly _id: string;
  readonly account: string;
  readonly putAt: string;
  readonly hashed: string;
  readonly keyVersion: string;
  readonly wrappedKey: mongo.Binary;
  readonly sealed: mongo.Binary;
  /** The rows that were put at once; null for a row that was put alone. */
  readonly set: string | null;
}

/** Written after all rows of a set: without it none of them is there. */
interface CompleteSet {
  readonly _id: string;
}

/** Rows in MongoDB. Many that are put at once are there when the note of their set is, which is one write. */
export class MongoCodeRows implements MarkedCodeRows {
  readonly keyMarks: MongoKeyMarks;
  private readonly codes: mongo.Collection<StoredRow>;
  private readonly sets: mongo.Collection<CompleteSet>;
  private readonly rowsPerBulk: number;

  private constructor({ database, rowsPerBulk = ROWS_PER_BULK }: MongoCodeRowsOptions) {
    this.codes = database.collection<StoredRow>(CODES);
    this.sets = database.collection<CompleteSet>(SETS);
    this.rowsPerBulk = rowsPerBulk;
    this.keyMarks = new MongoKeyMarks(database, KEY_MARKS, asVaultErrors);
  }

  /** Makes the indexes where they are not. Throws StorageError and CodeVaultError. */
  static async open(options: MongoCodeRowsOptions): Promise<MongoCodeRows> {
    const opened = new MongoCodeRows(options);
    await asVaultErrors(async () => {
      await opened.codes.createIndex({ account: 1, putAt: -1 });
      await opened.codes.createIndex({ putAt: 1 });
      await opened.codes.createIndex({ set: 1 });
    });
    return opened;
  }

  async add(rows: readonly CodeRow[]): Promise<void> {
    if (rows.length === 0) return;
    await asVaultErrors(async () => {
      const ids = rows.map(({ codeId }) => codeId);
      for (const part of this.inParts(ids)) {
        if ((await this.codes.findOne({ _id: { $in: part } })) !== null) throw taken();
      }
      const set = rows.length === 1 ? null : randomUUID();
      await this.insert(rows.map((row) => storedRowOf(row, set)));
      if (set !== null) await this.sets.insertOne({ _id: set });
    });
  }

  async read(codeIds: readonly string[]): Promise<readonly CodeRow[]> {
    return asVaultErrors(async () => {
      const rows: StoredRow[] = [];
      for (const part of this.inParts([...new Set(codeIds)])) {
        rows.push(...(await this.codes.find({ _id: { $in: part } }).toArray()));
      }
      return (await this.whole(rows)).map(codeRowOf);
    });
  }

  async newestOf(account: string): Promise<CodeRow | null> {
    return asVaultErrors(async () => {
      const rows = await this.codes.find({ account }).sort({ putAt: -1, _id: -1 }).toArray();
      const [newest] = await this.whole(rows);
      return newest === undefined ? null : codeRowOf(newest);
    });
  }

  async remove(codeIds: readonly string[]): Promise<void> {
    await asVaultErrors(async () => {
      for (const part of this.inParts([...new Set(codeIds)])) {
        const sets = setsOf(await this.codes.find({ _id: { $in: part } }).toArray());
        await this.codes.deleteMany({ _id: { $in: part } });
        for (const set of sets) await this.forgetEmpty(set);
      }
    });
  }

  /** Those of a set that was never finished too: nobody refers to them, and whoever looks for such removes them. */
  async putBefore(instant: string, { after, limit }: CodePage): Promise<readonly KeptCode[]> {
    // To this server a limit of 0 means all.
    if (limit === 0) return [];
    return asVaultErrors(async () => {
      const found = this.codes
        .find({ _id: { $gt: after ?? '' }, putAt: { $lt: instant } })
        .project<Pick<StoredRow, '_id' | 'account'>>({ account: 1 })
        .sort({ _id: 1 })
        .limit(limit);
      return (await found.toArray()).map(({ _id: codeId, account }) => ({ codeId, account }));
    });
  }

  async newestSealed(): Promise<CodeRow | null> {
    return asVaultErrors(async () => {
      // A chosen secret has no sealed copy and no version of a key.
      const row = await this.codes.findOne({ keyVersion: { $ne: '' } }, { sort: { putAt: -1 } });
      return row === null ? null : codeRowOf(row);
    });
  }

  async close(): Promise<void> {
    // The connection is the process's.
  }

  /** Takes back what it has put where a key is taken: somebody was faster, or the rows have one id twice. */
  private async insert(rows: readonly StoredRow[]): Promise<void> {
    try {
      for (const part of this.inParts(rows)) await this.codes.insertMany(part, { ordered: true });
    } catch (error) {
      if (!isOnlyTakenKeys(error)) throw error;
      const set = rows[0]?.set ?? null;
      if (set !== null) await this.codes.deleteMany({ set });
      throw taken();
    }
  }

  /** Without the rows of sets that are not finished. */
  private async whole(rows: readonly StoredRow[]): Promise<StoredRow[]> {
    const complete = new Set<string>();
    for (const part of this.inParts(setsOf(rows))) {
      for (const { _id } of await this.sets.find({ _id: { $in: part } }).toArray()) complete.add(_id);
    }
    return rows.filter(({ set }) => set === null || complete.has(set));
  }

  private async forgetEmpty(set: string): Promise<void> {
    if ((await this.codes.findOne({ set })) === null) await this.sets.deleteOne({ _id: set });
  }

  private inParts<One>(all: readonly One[]): One[][] {
    const parts: One[][] = [];
    for (let first = 0; first < all.length; first += this.rowsPerBulk) {
      parts.push(all.slice(first, first + this.rowsPerBulk));
    }
    return parts;
  }
}

function setsOf(rows: readonly StoredRow[]): string[] {
  return [...new Set(rows.flatMap(({ set }) => set ?? []))];
}

function storedRowOf({ codeId, wrappedKey, sealed, ...rest }: CodeRow, set: string | null): StoredRow {
  return { _id: codeId, ...rest, wrappedKey: new mongo.Binary(wrappedKey), sealed: new mongo.Binary(sealed), set };
}

function codeRowOf({ _id: codeId, account, putAt, hashed, keyVersion, wrappedKey, sealed }: StoredRow): CodeRow {
  const bytes = (binary: mongo.Binary) => Buffer.from(binary.value());
  return { codeId, account, putAt, hashed, keyVersion, wrappedKey: bytes(wrappedKey), sealed: bytes(sealed) };
}

function taken(): CodeVaultError {
  return new CodeVaultError('A code is in the vault already');
}

function asVaultErrors<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  return withStorageErrors(
    work,
    (cause) => new CodeVaultError('The vault of codes cannot be read or written', { cause }),
  );
}
