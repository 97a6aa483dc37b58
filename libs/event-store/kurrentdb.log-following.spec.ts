import { EventEmitter } from 'node:events';
import type { AllStreamResolvedEvent, ResolvedEvent } from '@kurrent/kurrentdb-client';
import { KurrentConnection } from './kurrentdb.connection';
import { KurrentLogFollowing } from './kurrentdb.log-following';
import { KurrentNames, notedEventOf, positionOf } from './kurrentdb.mapping';
import { KurrentPage, KurrentReading } from './kurrentdb.reading';
import { SqliteEventIds } from './sqlite.event-ids';

const names = new KurrentNames('test.');

/** A log of so many events, each in a stream of its own, at every tenth place. */
function logOf(name: string, events: number): AllStreamResolvedEvent[] {
  return Array.from({ length: events }, (_, index) => writtenTo(name, `${name}-${index + 1}`, (index + 1) * 10));
}

function writtenTo(log: string, eventId: string, position: number): AllStreamResolvedEvent {
  const event = {
    streamId: `test.s-${eventId}`,
    id: `${eventId} written to ${log}`,
    revision: 0n,
    position: { commit: BigInt(position), prepare: BigInt(position) },
    metadata: { eventId, hash: 'any', about: {} },
  };
  return { event } as unknown as AllStreamResolvedEvent;
}

/** Logs of which one at a time stands behind the address; a page that was asked for comes when the test says so. */
class Address {
  beforePage: () => Promise<void> = async () => undefined;
  readonly pagesAfter: number[] = [];

  constructor(public log: readonly AllStreamResolvedEvent[]) {}

  readonly reading = {
    names,
    head: async () => this.lastPosition,
    streamPage: async (stream: string) => {
      const found = this.log.filter(({ event }) => event?.streamId === names.of(stream));
      return found as unknown as ResolvedEvent[];
    },
    page: async (after: number, limit: number): Promise<KurrentPage> => {
      const behind = this.log.filter((resolved) => positionOf(resolved) > after);
      const events = behind.slice(0, limit);
      this.pagesAfter.push(after);
      await this.beforePage();
      const last = events.at(-1);
      return { events, seenTo: last === undefined ? after : positionOf(last), isLast: behind.length <= limit };
    },
  } as unknown as KurrentReading;

  private get lastPosition(): number {
    const last = this.log.at(-1);
    return last === undefined ? 0 : positionOf(last);
  }
}

/** A subscription that tells what the test hands it, and whether it goes on. */
class Subscription extends EventEmitter {
  isOver = false;

  async unsubscribe(): Promise<void> {
    this.isOver = true;
  }
}

function followingOf(address: Address) {
  const subscription = new Subscription();
  const ids = new SqliteEventIds(':memory:', 'test');
  const others: string[] = [];
  const [seen, subscribedFrom]: [number[], unknown[]] = [[], []];
  const subscribe = (from: unknown) => {
    subscribedFrom.push(from);
    return subscription;
  };
  const following = new KurrentLogFollowing({
    connection: { subscribe } as unknown as KurrentConnection,
    reading: address.reading,
    ids,
    onSeen: (position) => void seen.push(position),
    onOtherLog: () => void others.push('another log'),
  });
  return { ids, following, others, subscription, seen, subscribedFrom };
}

/** A process that knows ten events of a log, with a further one in it. */
async function begun() {
  const address = new Address(logOf('old', 10));
  const process = followingOf(address);
  await process.following.recognise();
  await process.following.sync();
  address.log = logOf('old', 11);
  return { address, ...process };
}

const known = (ids: SqliteEventIds, log: string, events: number) =>
  logOf(log, events).filter((resolved) => ids.find(notedEventOf(resolved, names).eventId) !== null).length;

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 1));
}

describe('a log that is exchanged for another one', () => {
  it('is read from its beginning, whatever page of the old one comes after it was recognised', async () => {
    const { address, ids, following, others } = await begun();
    address.beforePage = async () => {
      address.beforePage = async () => undefined;
      address.log = logOf('new', 50);
      await following.recognise();
    };
    expect(await following.isNear()).toBe(true);
    expect([known(ids, 'new', 50), known(ids, 'old', 11), ids.place]).toEqual([50, 0, 500]);
    expect(others).toHaveLength(1);
  });

  it('is read from its beginning where a page of it comes before anybody has recognised it', async () => {
    const { address, ids, following, others } = await begun();
    address.log = logOf('new', 50);
    expect(await following.isNear()).toBe(true);
    expect([known(ids, 'new', 50), known(ids, 'old', 11), ids.place]).toEqual([50, 0, 500]);
    expect(others).toHaveLength(1);
    // And by whoever recognises it then it is known.
    await following.recognise();
    expect([known(ids, 'new', 50), others]).toEqual([50, ['another log']]);
  });

  it('is told from the old one although this process has written to it meanwhile', async () => {
    const { address, ids, following, others } = await begun();
    const own = writtenTo('new', 'own', 510);
    address.log = [...logOf('new', 50), own];
    ids.note([notedEventOf(own, names)]);
    await following.recognise();
    expect(others).toHaveLength(1);
    await following.sync();
    expect([known(ids, 'new', 50), known(ids, 'old', 11), ids.find('own')?.position]).toEqual([50, 0, 510]);
  });

  it('hears no more from a subscription that has told of the old one', async () => {
    const { address, ids, following, subscription } = await begun();
    following.start();
    await until(() => subscription.listenerCount('data') > 0);
    address.log = logOf('new', 50);
    await following.sync();
    const late = writtenTo('old', 'late', 700);
    subscription.emit('data', late);
    expect([ids.find('late'), ids.place, subscription.isOver]).toEqual([null, 500, true]);
    await following.close();
  });

  it('is no other one where it only goes on', async () => {
    const { address, ids, following, others } = await begun();
    address.log = logOf('old', 60);
    expect(await following.isNear()).toBe(true);
    await following.recognise();
    expect([known(ids, 'old', 60), ids.place, others]).toEqual([60, 600, []]);
  });
});

describe('a process far behind', () => {
  it('reads what is there by pages, tells of it, and subscribes to what comes', async () => {
    const address = new Address(logOf('old', 4_500));
    const { ids, following, subscription, seen, subscribedFrom } = followingOf(address);
    following.start();
    await until(() => subscription.listenerCount('data') > 0);
    expect(address.pagesAfter).toEqual([0, 20_000, 40_000]);
    expect([seen, subscribedFrom]).toEqual([[20_000, 40_000, 45_000], [{ commit: 45_000n, prepare: 45_000n }]]);
    subscription.emit('data', writtenTo('old', 'later', 45_010));
    expect([known(ids, 'old', 4_500), ids.find('later')?.position, seen.at(-1)]).toEqual([4_500, 45_010, 45_010]);
    await following.close();
  });

  it('reads no page twice for whoever must know all of it meanwhile', async () => {
    const address = new Address(logOf('old', 4_500));
    const { following, subscription } = followingOf(address);
    following.start();
    await Promise.all([following.sync(), following.sync()]);
    await until(() => subscription.listenerCount('data') > 0);
    expect(address.pagesAfter).toEqual([0, 20_000, 40_000]);
    await following.close();
  });

  it('goes on by pages where they broke off', async () => {
    const address = new Address(logOf('old', 4_500));
    const { ids, following, subscription } = followingOf(address);
    address.beforePage = async () => {
      if (address.pagesAfter.length === 2) throw new Error('the connection is cut');
    };
    following.start();
    await until(() => subscription.listenerCount('data') > 0);
    expect([address.pagesAfter, known(ids, 'old', 4_500)]).toEqual([[0, 20_000, 20_000, 40_000], 4_500]);
    await following.close();
  });
});
