import { setTimeout as sleep } from 'node:timers/promises';
import { MongoBlobStore } from '#libs/blob-store/mongo';
import { CodeRows } from '#libs/code-vault';
import { MongoCodeRows } from '#libs/code-vault/mongo';
import { isStorageError } from '#libs/event-store';
import { MongoExpiringRecords } from '#libs/expiring-records/mongo';
import { MongoAddressError, MongoConnection } from '#libs/mongo';
import { PersonErasedError } from '#libs/person-vault';
import { openMongoPersonVault } from '#libs/person-vault/mongo';
import { codeVaultOver, raiseCount } from '#libs/testing';
import { Engine, openMongo } from './engines';
import { Fate, HeldLink } from './held-link';
import { LocalMongo } from './local-mongo';
import { MongoDatabases } from './mongo-databases';

const KEY = { version: 'first', key: Buffer.alloc(32, 7) };
const ID = 'a1b2c3d4e5f6a7b8';
const BYTES = Buffer.from(Array.from({ length: 95 }, (_, index) => index));
const CODES = [1, 2, 3].map((index) => ({
  account: `001${index}`,
  codeId: `code-${index}`,
  code: `482109357716${index}`,
}));
const PEOPLE = [1, 2, 3].map((index) => ({ personId: `p-${index}`, fields: { lastName: `Кузнецова-${index}` } }));
const COMMANDS_MAX = 50;
/** A call over a dead line shall fail soon; how soon is of no weight here. */
const SELECTION_MS = 1_500;
/** For a server that may just be starting on a busy machine. */
const STARTED_WITHIN_MS = 10_000;

let mongo: Engine<string> & { local: LocalMongo | null };
let link: HeldLink;
const databases = new MongoDatabases(() => mongo.address);

type Database = Awaited<ReturnType<MongoDatabases['open']>>;
const blobsOf = (database: Database) => MongoBlobStore.open({ database, chunkBytes: 10, chunksPerBulk: 4 });
const codesOf = (database: Database) => MongoCodeRows.open({ database, rowsPerBulk: 2 });
const personsOf = (database: Database) => openMongoPersonVault({ database, personsPerBulk: 2 }, [KEY]);

beforeAll(async () => {
  mongo = await openMongo();
  link = await HeldLink.to(Number(new URL(mongo.address).port));
}, 120_000);
afterEach(() => databases.closeAll());
afterAll(async () => {
  await link.close();
  await mongo.release();
});

interface Story<Port> {
  /** The port over a database. */
  open(database: Database): Port | Promise<Port>;
  /** What is there before. */
  before?(port: Port): Promise<unknown>;
  act(port: Port): Promise<unknown>;
  /** What holds however far the act came. */
  always(port: Port, database: Database): Promise<void>;
  /** What holds when it was done again. */
  after(port: Port, database: Database): Promise<void>;
}

/** Loses the line at each command of an act in turn, and does the act again over a whole one. */
async function cutEverywhere<Port>(fate: Fate, story: Story<Port>): Promise<number> {
  for (let at = 1; at <= COMMANDS_MAX; at += 1) {
    const name = databases.newName();
    const database = await databases.open(name);
    const straight = await story.open(database);
    await story.before?.(straight);
    const held = await story.open(await databases.open(name, link.url, SELECTION_MS));
    link.holdUp((number) => (number === at ? fate : 'passes'));
    const error: unknown = await story.act(held).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    const commands = link.mend();
    expect(error === null || isStorageError(error)).toBe(true);
    await story.always(straight, database);
    await story.act(straight);
    await story.after(straight, database);
    await databases.closeAll();
    if (commands < at) return at - 1;
    expect(isStorageError(error)).toBe(true);
  }
  throw new Error('The act has no end');
}

describe.each<Fate>(['never arrives', 'its answer is lost'])('where a command %s', (fate) => {
  it('a blob is whole or not there', async () => {
    const cuts = await cutEverywhere(fate, {
      open: blobsOf,
      act: (blobs) => blobs.put(ID, BYTES),
      async always(blobs) {
        const kept = await blobs.get(ID);
        expect(kept === null || kept.equals(BYTES)).toBe(true);
      },
      async after(blobs, database) {
        expect(await blobs.get(ID)).toEqual(BYTES);
        // What the line has left is swept when surely nobody goes on with it; what is kept is not.
        const later = Date.now() + 48 * 60 * 60_000;
        await MongoBlobStore.open({ database, now: () => later });
        expect(await database.collection('blob_chunks').countDocuments({})).toBe(10);
        expect(await database.collection('blob_unfinished').countDocuments({})).toBe(0);
        expect(await blobs.get(ID)).toEqual(BYTES);
      },
    });
    expect(cuts).toBeGreaterThan(5);
  });

  it('a blob is removed to its last byte, at the second time at the latest', async () => {
    await cutEverywhere(fate, {
      open: blobsOf,
      before: (blobs) => blobs.put(ID, BYTES),
      act: (blobs) => blobs.remove(ID),
      async always(blobs) {
        const kept = await blobs.get(ID);
        expect(kept === null || kept.equals(BYTES)).toBe(true);
      },
      async after(blobs, database) {
        expect(await blobs.get(ID)).toBeNull();
        const later = Date.now() + 48 * 60 * 60_000;
        await MongoBlobStore.open({ database, now: () => later });
        expect(await database.collection('blob_chunks').countDocuments({})).toBe(0);
      },
    });
  });

  it('codes that are put at once are all there or none', async () => {
    // Each time under ids of its own, as codes are made.
    let round = 0;
    const roundsOf = async (rows: CodeRows) => {
      const counts: number[] = [];
      for (let one = 1; one <= round; one += 1) {
        counts.push((await rows.read(CODES.map(({ codeId }) => `${codeId}-${one}`))).length);
      }
      return counts;
    };
    const cuts = await cutEverywhere(fate, {
      open: async (database) => codesOf(database),
      act(rows) {
        round += 1;
        return codeVaultOver(rows).prints.put(CODES.map((one) => ({ ...one, codeId: `${one.codeId}-${round}` })));
      },
      async always(rows) {
        for (const count of await roundsOf(rows)) expect([0, 3]).toContain(count);
      },
      async after(rows, database) {
        expect((await roundsOf(rows)).at(-1)).toBe(3);
        const kept = await rows.putBefore('2027-01-01', { after: null, limit: 1_000 });
        // Those that were never finished are named too, so that whoever looks for strays removes them.
        await rows.remove(kept.map(({ codeId }) => codeId));
        expect(await database.collection('code_vault_codes').countDocuments({})).toBe(0);
        expect(await database.collection('code_vault_sets').countDocuments({})).toBeLessThanOrEqual(1);
        round = 0;
      },
    });
    expect(cuts).toBeGreaterThan(5);
  });

  it('each person is kept whole, and all are when it is done again', async () => {
    await cutEverywhere(fate, {
      open: personsOf,
      before: (vault) => vault.put('p-2', { lastName: 'Ли' }),
      act: (vault) => vault.putMany(PEOPLE),
      async always(vault) {
        const people = await vault.getMany(['p-1', 'p-2', 'p-3']);
        for (const { personId, fields } of PEOPLE) {
          const known = people.get(personId);
          const former = personId === 'p-2' ? { lastName: 'Ли' } : undefined;
          expect([fields, former]).toContainEqual(known);
        }
      },
      async after(vault) {
        const people = await vault.getMany(PEOPLE.map(({ personId }) => personId));
        for (const { personId, fields } of PEOPLE) expect(people.get(personId)).toEqual(fields);
      },
    });
  });

  it('a person is erased when it is said so', async () => {
    await cutEverywhere(fate, {
      open: personsOf,
      before: (vault) => vault.putMany(PEOPLE),
      act: (vault) => vault.erase('p-2'),
      async always(vault) {
        expect((await vault.getMany(['p-1', 'p-3'])).size).toBe(2);
      },
      async after(vault, database) {
        expect(await vault.get('p-2')).toBeNull();
        expect(await personDocument(database, 'p-2')).toEqual({ _id: 'p-2', status: 'erased' });
      },
    });
  });

  it('a count is what it was or one more, and a group is removed', async () => {
    await cutEverywhere(fate, {
      open: (database) => MongoExpiringRecords.open({ database }),
      before: (records) => raiseCount(records, 'a'),
      act: (records) => raiseCount(records, 'a'),
      async always(records) {
        const kept = await records.get<{ count: number }>('counts', 'a', '2026-10-01T08:00:00.000Z');
        expect([1, 2]).toContain(kept?.document.count);
      },
      async after(records) {
        const kept = await records.get<{ count: number }>('counts', 'a', '2026-10-01T08:00:00.000Z');
        expect([2, 3]).toContain(kept?.document.count);
      },
    });
  });
});

function personDocument(database: Database, personId: string) {
  return database.collection('person_vault_people').findOne({ _id: personId as never });
}

/** Does something over another line just before each command of an act in turn. */
async function meanwhileEverywhere(
  act: (held: Database, name: string) => Promise<unknown>,
  meanwhile: (straight: Database) => Promise<unknown>,
  then: (straight: Database, error: unknown) => Promise<void>,
): Promise<number> {
  for (let at = 1; at <= COMMANDS_MAX; at += 1) {
    const name = databases.newName();
    const straight = await databases.open(name);
    const held = await databases.open(name, link.url);
    link.holdUp(async (number): Promise<Fate> => {
      if (number === at) await meanwhile(straight);
      return 'passes';
    });
    const error: unknown = await act(held, name).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    const commands = link.mend();
    if (commands < at) return at - 1;
    await then(straight, error);
    await databases.closeAll();
  }
  throw new Error('The act has no end');
}

describe('a person who is erased while something is kept of her', () => {
  const isErased = async (straight: Database, error: unknown) => {
    expect(error === null || error instanceof PersonErasedError).toBe(true);
    expect(await personDocument(straight, 'p-2')).toEqual({ _id: 'p-2', status: 'erased' });
    expect(await personsOf(straight).get('p-2')).toBeNull();
  };

  it('is erased, wherever the erasing falls', async () => {
    const erase = (straight: Database) => personsOf(straight).erase('p-2');
    const put = (held: Database) => personsOf(held).putMany(PEOPLE);
    expect(await meanwhileEverywhere(put, erase, isErased)).toBeGreaterThan(3);
    const seal = (held: Database) => personsOf(held).seal('p-2', 'message:1', 'Прошу пересчитать');
    expect(await meanwhileEverywhere(seal, erase, isErased)).toBeGreaterThan(1);
  });

  it('is erased though she is changed at the same moment, wherever the erasing falls', async () => {
    const erase = (straight: Database) => personsOf(straight).erase('p-2');
    const change = (held: Database) => personsOf(held).change('p-2', (fields) => ({ ...fields, lastName: 'Ли' }));
    expect(await meanwhileEverywhere(change, erase, isErased)).toBeGreaterThan(3);
  });

  it('is erased though she is added at the same moment', async () => {
    const add = (straight: Database) => personsOf(straight).put('p-2', { lastName: 'Ли' });
    const erase = (held: Database) => personsOf(held).erase('p-2');
    await meanwhileEverywhere(erase, add, isErased);
  });
});

it('no change of a record is lost, wherever another one falls', async () => {
  const raise = async (database: Database) => raiseCount(await MongoExpiringRecords.open({ database }), 'a');
  await meanwhileEverywhere(raise, raise, async (straight, error) => {
    expect(error).toBeNull();
    const records = await MongoExpiringRecords.open({ database: straight });
    const kept = await records.get<{ count: number }>('counts', 'a', '2026-10-01T08:00:00.000Z');
    expect(kept?.document.count).toBe(2);
  });
});

it('no change of a person is lost, wherever another one falls, alone or among many', async () => {
  const noted = (name: string) => (fields: Readonly<Record<string, string>> | null) => ({ ...fields, [name]: 'да' });
  const other = (straight: Database) => personsOf(straight).change('p-2', noted('other'));
  const both = async (straight: Database, error: unknown) => {
    expect(error).toBeNull();
    expect(await personsOf(straight).get('p-2')).toEqual({ own: 'да', other: 'да' });
  };
  expect(await meanwhileEverywhere((held) => personsOf(held).change('p-2', noted('own')), other, both)).toBe(4);
  const many = (held: Database) =>
    personsOf(held).changeMany(['p-1', 'p-2', 'p-3'], (_, fields) => noted('own')(fields));
  expect(await meanwhileEverywhere(many, other, both)).toBeGreaterThan(4);
});

it('of two blobs that are put under one id at once, one is kept whole', async () => {
  const put = async (database: Database, bytes: Buffer) => {
    const outcome = (await blobsOf(database)).put(ID, bytes);
    return outcome.then(
      () => 'kept',
      (error: unknown) => (error as { code?: unknown }).code,
    );
  };
  const outcomes: unknown[] = [];
  const noted = async (database: Database, bytes: Buffer) => outcomes.push(await put(database, bytes));
  await meanwhileEverywhere(
    (held) => noted(held, BYTES),
    (straight) => noted(straight, Buffer.from('other')),
    async (straight, error) => {
      expect(error).toBeNull();
      // The outcome over the other line comes first.
      const [other, held] = outcomes.splice(0);
      expect([other, held]).toContain('kept');
      expect([other, held]).toContain('BLOB_EXISTS');
      const kept = await (await blobsOf(straight)).get(ID);
      expect(kept).toEqual(held === 'kept' ? BYTES : Buffer.from('other'));
      expect(await straight.collection('blob_chunks').countDocuments({})).toBe(held === 'kept' ? 10 : 1);
    },
  );
});

describe('the connection', () => {
  it('to a server that is away is a StorageError, and an address that is none says so without its password', async () => {
    link.holdUp(() => 'never arrives');
    const closed = MongoConnection.open({ url: 'mongodb://127.0.0.1:1/kvitok', serverSelectionMs: SELECTION_MS });
    await expect(closed).rejects.toMatchObject({ name: 'StorageError', fault: 'busy' });
    const wrong = MongoConnection.open({ url: 'mongo://kvitok:s3cret@127.0.0.1/kvitok' });
    await expect(wrong).rejects.toBeInstanceOf(MongoAddressError);
    await expect(wrong).rejects.not.toMatchObject({ message: expect.stringContaining('s3cret') as string });
    link.mend();
  });

  it('that was closed is a StorageError', async () => {
    const database = await databases.open();
    const vault = personsOf(database);
    await databases.closeAll();
    await expect(vault.get('p-1')).rejects.toMatchObject({ name: 'StorageError', fault: 'closed' });
  });

  it('goes on when a server that was killed is there again', async () => {
    const own = await LocalMongo.start();
    try {
      const database = await databases.open(databases.newName(), own.url, STARTED_WITHIN_MS);
      const records = await MongoExpiringRecords.open({ database });
      // Each goes on until it fails, which it does when the server is killed in the middle.
      const untilItFails = async (key: string): Promise<unknown> => {
        for (;;) {
          try {
            await raiseCount(records, key);
          } catch (error) {
            return error;
          }
        }
      };
      const work = Array.from({ length: 20 }, (_, index) => untilItFails(`key-${index}`));
      await own.kill();
      const failures = await Promise.all(work);
      expect(failures.filter((error) => !isStorageError(error))).toEqual([]);
      await own.startAgain();
      while ((await raiseCount(records, 'new').catch(() => null)) === null) await sleep(50);
      // The server that stands in for MongoDB keeps everything in memory: what counts is that it is used again.
      expect(await raiseCount(records, 'new')).toBe(2);
    } finally {
      await databases.closeAll();
      await own.remove();
    }
  });
});
