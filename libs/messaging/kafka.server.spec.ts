import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Consumer, ConsumerConfig } from 'kafkajs';
import { EventStore, MemoryEventStore, NO_STREAM, StorageError } from '#libs/event-store';
import { newEvent } from '#libs/testing';
import { KafkaConnection } from './kafka.connection';
import { KafkaServer } from './kafka.server';
import { MemoryConsumerState } from './memory.consumer-state';

type Happens = 'group_join' | 'crash' | 'disconnect' | 'stop';

/** A server whose broker is no part of the test, and the clients that it has asked for. */
function serverOver(events: EventStore, membersOf: () => Promise<number> = () => Promise.resolve(0)) {
  const connection = new KafkaConnection({ brokers: ['127.0.0.1:1'], clientId: 'test', partitions: 1, replicas: 1 });
  jest.spyOn(connection, 'makeTopics').mockResolvedValue(undefined);
  jest.spyOn(connection, 'lookAtTopics').mockResolvedValue(undefined);
  const looks = jest.spyOn(connection, 'membersOf').mockImplementation(membersOf);
  const told: unknown[] = [];
  const listeners: { event: string; listener: (told: object) => void }[] = [];
  const asked: ConsumerConfig[] = [];
  const consumer = connection.client.consumer.bind(connection.client);
  jest.spyOn(connection.client, 'consumer').mockImplementation((config) => {
    if (config) asked.push(config);
    const group = consumer(config);
    const on = ((event: string, listener: (told: object) => void) => {
      // A broker tells of nothing here but what the test says.
      listeners.push({ event, listener });
      return () => undefined;
    }) as Consumer['on'];
    const nothing = async () => undefined;
    return { ...group, on, connect: nothing, subscribe: nothing, run: nothing };
  });
  const server = new KafkaServer({
    consumer: Symbol('kvitok.billing'),
    connection,
    state: new MemoryConsumerState(),
    events,
    translations: [],
    follow: true,
    now: () => '2026-05-10T08:00:00.000Z',
    onReadingLog: (upTo, head) => told.push({ upTo, head }),
    onLogRead: (read) => told.push({ read }),
  });
  const happens = (what: Happens) => {
    // A client that crashed begins again by itself here.
    for (const { event, listener } of listeners) {
      if (event === `consumer.${what}`) listener({ payload: { restart: true } });
    }
  };
  server.addHandler('payments.payment-received.v1', async () => undefined, true);
  server.listen(() => undefined);
  return { server, asked, told, looks, happens };
}

/** A store that does not know all streams before it is let. */
function newcomer(): EventStore & { learn(): void } {
  const store: EventStore = new MemoryEventStore();
  const learnt = new AbortController();
  const isLearnt = () => learnt.signal.aborted;
  return Object.assign(store, {
    async knowAllStreams(givenUp: AbortSignal): Promise<void> {
      if (!isLearnt()) await once(AbortSignal.any([learnt.signal, givenUp]), 'abort');
    },
    eventsBehind: async () => (isLearnt() ? 0 : null),
    knownLog: async () => ({ upTo: isLearnt() ? await store.head() : 0, eventsRead: isLearnt() ? 12_345 : 0 }),
    learn: () => learnt.abort(),
  });
}

it('lets a client that crashed begin again, but not once the process is told to stop', async () => {
  const { server, asked } = serverOver(new MemoryEventStore());
  await server.joined();
  const mayBeginAgain = () => asked[0]?.retry?.restartOnFailure?.(new Error('The broker went away'));
  expect(await mayBeginAgain()).toBe(true);
  await server.close();
  expect(await mayBeginAgain()).toBe(false);
});

it('takes no messages before the store knows what was done in any stream', async () => {
  const store = newcomer();
  const { server, asked } = serverOver(store);
  await setTimeout(50);
  expect(asked).toHaveLength(0);
  store.learn();
  await server.joined();
  expect(asked).toHaveLength(1);
  await server.close();
});

it('ends where it is told to while the store does not know yet', async () => {
  const { server, asked } = serverOver(newcomer());
  await setTimeout(50);
  await server.close();
  expect(asked).toHaveLength(0);
});

it('says that it reads the log before it takes messages, and when it has read it, with the events', async () => {
  const store = newcomer();
  await store.append({ stream: 's-1', expectedRevision: NO_STREAM, events: [newEvent('e1'), newEvent('e2')] });
  const { server, told } = serverOver(store);
  await setTimeout(50);
  expect(told).toEqual([{ upTo: 0, head: 2 }]);
  store.learn();
  await server.joined();
  expect(told).toEqual([{ upTo: 0, head: 2 }, { read: 12_345 }]);
  await server.close();
});

it('says nothing of a log that it knows, nor that it has read one where it was told to end', async () => {
  const known = serverOver(new MemoryEventStore());
  await known.server.joined();
  expect(known.told).toEqual([]);
  await known.server.close();
  const left = serverOver(newcomer());
  await setTimeout(50);
  await left.server.close();
  expect(left.told).toEqual([{ upTo: 0, head: 0 }]);
});

it('takes messages from when the group has let it in until it is out of it', async () => {
  const { server, happens } = serverOver(new MemoryEventStore());
  await server.joined();
  expect(server.takesMessages()).toBe(false);
  for (const out of ['crash', 'disconnect', 'stop'] as const) {
    happens('group_join');
    expect(server.takesMessages()).toBe(true);
    happens(out);
    expect(server.takesMessages()).toBe(false);
  }
  await server.close();
});

describe('a process that does not know the log yet', () => {
  it('is starting while others take the messages, until it takes them; what becomes of it later changes nothing', async () => {
    const store = newcomer();
    const { server, happens } = serverOver(store, async () => 2);
    await setTimeout(50);
    expect(await server.isStarting()).toBe(true);
    store.learn();
    await server.joined();
    expect(await server.isStarting()).toBe(true);
    happens('group_join');
    expect(await server.isStarting()).toBe(false);
    happens('crash');
    expect(await server.isStarting()).toBe(false);
    await server.close();
  });

  it('has started where nobody takes them, since nobody would do what people ask of the service meanwhile', async () => {
    const { server } = serverOver(newcomer(), async () => 0);
    expect(await server.isStarting()).toBe(false);
    await server.close();
  });

  it('has started where no broker can say whether others take them', async () => {
    const away = () => Promise.reject(new StorageError('io', 'No broker answers'));
    const { server } = serverOver(newcomer(), away);
    expect(await server.isStarting()).toBe(false);
    await server.close();
  });

  it('asks the broker once for all who ask at the same time', async () => {
    const { server, looks } = serverOver(newcomer(), async () => 1);
    expect(await Promise.all([server.isStarting(), server.isStarting()])).toEqual([true, true]);
    expect(looks).toHaveBeenCalledTimes(1);
    expect(await server.isStarting()).toBe(true);
    expect(looks).toHaveBeenCalledTimes(2);
    await server.close();
  });
});
