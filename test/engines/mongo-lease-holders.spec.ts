import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChild } from '../../libs/event-store/testing/child-process';
import { MongoLeaseHolders } from '../../libs/platform/stack/mongo.lease-holders';
import { Engine, openMongo } from './engines';
import { MongoDatabases } from './mongo-databases';

const LOOKS_EVERY_MS = 20;
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

describe('workers of many hosts', () => {
  it('know each other from the first moment, and by their silence after', async () => {
    const database = await databases.open();
    const [one, other] = [
      await MongoLeaseHolders.open({ database, ...never }),
      await MongoLeaseHolders.open({ database, ...never }),
    ];
    expect(one.self).not.toBe(other.self);
    expect([await one.isGone(other.self), await one.isGone(one.self)]).toEqual([false, false]);
    await silence(database, other.self);
    expect([await one.isGone(other.self), await other.isGone(other.self)]).toEqual([true, false]);
    await one.close();
    await other.close();
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
    const one = await MongoLeaseHolders.open({ database, ...never });
    expect(await one.isGone(holder)).toBe(false);
    await silence(database, holder);
    // It speaks again by itself.
    while (await one.isGone(holder)) await sleep(LOOKS_EVERY_MS);
    child.process.kill('SIGKILL');
    await child.ended;
    await silence(database, holder);
    await sleep(LOOKS_EVERY_MS * 5);
    expect(await one.isGone(holder)).toBe(true);
    await one.close();
  });
});
