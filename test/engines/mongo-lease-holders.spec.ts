import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChild } from '../../libs/event-store/testing/child-process';
import { MongoLeaseHolders } from '../../libs/platform/stack/mongo.lease-holders';
import { Door } from './door';
import { Engine, openMongo } from './engines';
import { MongoDatabases } from './mongo-databases';

const LOOKS_EVERY_MS = 20;
/** A call over a dead line shall fail soon. */
const SELECTION_MS = 200;
const HOUR_MS = 60 * 60_000;

let mongo: Engine<string>;
const databases = new MongoDatabases(() => mongo.address);
const folder = mkdtempSync(join(tmpdir(), 'mongo-holders-'));

beforeAll(async () => {
  mongo = await openMongo();
}, 120_000);
afterEach(() => databases.closeAll());
afterAll(async () => {
  await mongo.release();
  rmSync(folder, { recursive: true, force: true });
});

type Database = Awaited<ReturnType<MongoDatabases['open']>>;

/** As if a worker had said nothing for an hour. */
async function silence(database: Database, holder: string): Promise<void> {
  const beatAt = new Date(Date.now() - HOUR_MS);
  await database.collection('workers').updateOne({ _id: holder as never }, { $set: { beatAt } });
}

const never = { beatsEveryMs: HOUR_MS };
/** Whoever looks has to have reached the server for so long. */
const soon = { beatsEveryMs: LOOKS_EVERY_MS, goneAfterMs: 4_000 };

/** Waits until a worker is taken for gone. */
async function gone(one: MongoLeaseHolders, holder: string): Promise<void> {
  while (!(await one.isGone(holder))) await sleep(LOOKS_EVERY_MS);
}

describe('workers of many hosts', () => {
  it('know each other from the first moment, and by their silence after', async () => {
    const database = await databases.open();
    const [one, other] = [
      await MongoLeaseHolders.open({ database, ...soon }),
      await MongoLeaseHolders.open({ database, ...never }),
    ];
    expect(one.self).not.toBe(other.self);
    expect([await one.isGone(other.self), await one.isGone(one.self)]).toEqual([false, false]);
    await silence(database, other.self);
    // Who has just come has not reached the server for so long: it may have been away until now.
    expect(await one.isGone(other.self)).toBe(false);
    await gone(one, other.self);
    expect(await other.isGone(other.self)).toBe(false);
    await one.close();
    await other.close();
  });

  it('are not taken for gone when the server was away: nobody could speak', async () => {
    const door = await Door.before(Number(new URL(mongo.address).port));
    const name = databases.newName();
    const database = await databases.open(
      `${name}?directConnection=true`,
      `mongodb://127.0.0.1:${door.port}`,
      SELECTION_MS,
    );
    const one = await MongoLeaseHolders.open({ database, ...soon });
    const other = await MongoLeaseHolders.open({ database: await databases.open(name), ...never });
    // It is in reach for long enough to tell silence from life.
    await silence(database, other.self);
    await gone(one, other.self);
    await database.collection('workers').updateOne({ _id: other.self as never }, { $currentDate: { beatAt: true } });
    expect(await one.isGone(other.self)).toBe(false);
    door.shut();
    await sleep(soon.goneAfterMs * 2);
    door.open();
    let isGone: boolean | null = null;
    while (isGone === null) isGone = await one.isGone(other.self).catch(() => null);
    expect(isGone).toBe(false);
    // Who goes on being silent is gone.
    await gone(one, other.self);
    await one.close();
    await other.close();
    await door.remove();
  });

  it('are gone when they have taken their leave, or were never there', async () => {
    const database = await databases.open();
    const one = await MongoLeaseHolders.open({ database, ...never });
    const other = await MongoLeaseHolders.open({ database, beatsEveryMs: 1 });
    await other.close();
    await other.close();
    expect([await one.isGone(other.self), await one.isGone('host-a/1/nobody')]).toEqual([true, true]);
    await one.close();
  });

  it('leave no trace behind for longer than a day', async () => {
    const database = await databases.open();
    const beatAt = new Date(Date.now() - 25 * HOUR_MS);
    await database.collection('workers').insertOne({ _id: 'host-a/1/old' as never, beatAt });
    const one = await MongoLeaseHolders.open({ database, ...never });
    expect(await database.collection('workers').countDocuments({})).toBe(1);
    await one.close();
  });

  it('of a process say that they are there for as long as it runs, and not after it was killed', async () => {
    const name = databases.newName();
    const database = await databases.open(name);
    const program = `
      const { MongoConnection } = require('#libs/mongo');
      const { MongoLeaseHolders } = require(${JSON.stringify(join(__dirname, '../../libs/platform/stack/mongo.lease-holders.ts'))});
      MongoConnection.open({ url: process.argv[2] })
        .then(({ database }) => MongoLeaseHolders.open({ database, beatsEveryMs: ${LOOKS_EVERY_MS} }))
        .then(({ self }) => { console.log(self); setInterval(() => undefined, 1_000); });
    `;
    const child = startChild(folder, program, `${mongo.address}/${name}`);
    while (!child.output().includes('\n')) await sleep(LOOKS_EVERY_MS);
    const holder = child.output().trim();
    const one = await MongoLeaseHolders.open({ database, ...soon });
    for (
      const until = performance.now() + soon.goneAfterMs * 1.5;
      performance.now() < until;
      await sleep(LOOKS_EVERY_MS)
    ) {
      expect(await one.isGone(holder)).toBe(false);
    }
    child.process.kill('SIGKILL');
    await child.ended;
    await gone(one, holder);
    await one.close();
  });
});
