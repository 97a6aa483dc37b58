import { MongoExpiringRecords } from '#libs/expiring-records/mongo';
import { SharedTurns } from '#libs/platform';
import { MongoLeaseHolders } from '../../libs/platform/stack/mongo.lease-holders';
import { Engine, openMongo } from './engines';
import { MongoDatabases } from './mongo-databases';

const CLOCK = { now: () => '2026-05-10T08:00:00.000Z' };
const MANY = 12;

let mongo: Engine<string>;
const databases = new MongoDatabases(() => mongo.address);

beforeAll(async () => {
  mongo = await openMongo();
}, 120_000);
afterEach(() => databases.closeAll());
afterAll(() => mongo.release());

type Database = Awaited<ReturnType<MongoDatabases['open']>>;

/** A process of its own host. */
async function processOver(database: Database) {
  const records = await MongoExpiringRecords.open({ database });
  const holders = await MongoLeaseHolders.open({ database });
  return {
    turns: new SharedTurns({ name: 'nights', records, holders, clock: CLOCK, looksEveryMilliseconds: 5 }),
    holders,
  };
}

describe('turns of processes of many hosts', () => {
  it('that bear nothing beside them are had one after another, and every one is had', async () => {
    const name = databases.newName();
    const processes = await Promise.all(
      Array.from({ length: MANY }, async () => processOver(await databases.open(name))),
    );
    let working = 0;
    const most = { atOnce: 0 };
    const work = async () => {
      working += 1;
      most.atOnce = Math.max(most.atOnce, working);
      await new Promise((resolve) => setTimeout(resolve, 5));
      working -= 1;
    };
    const done = await Promise.all(processes.map(({ turns }) => turns.within('alone', work).then(() => true)));
    expect([done.length, most.atOnce]).toEqual([MANY, 1]);
    await Promise.all(processes.map(({ holders }) => holders.close()));
  });

  it('are given up by a process that has taken its leave', async () => {
    const name = databases.newName();
    const [one, other] = [await processOver(await databases.open(name)), await processOver(await databases.open(name))];
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    let isHeld: () => Promise<boolean> = async () => false;
    const begun = new Promise<void>((resolve) => {
      void one.turns.within('alone', async (turn) => {
        isHeld = () => turn.isHeld();
        resolve();
        await ended;
      });
    });
    await begun;
    expect(await isHeld()).toBe(true);
    await one.holders.close();
    expect(await other.turns.within('together', isHeld)).toBe(false);
    end();
    await other.holders.close();
  });
});
