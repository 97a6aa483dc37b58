import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Consumer, ConsumerConfig, ConsumerRunConfig, EachBatchPayload } from 'kafkajs';
import { EventStore, MemoryEventStore, NO_STREAM, StorageError } from '#libs/event-store';
import { integrationMessage, newEvent } from '#libs/testing';
import { KafkaConnection, kafkaMessageOf } from './kafka.connection';
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
  const runs: ConsumerRunConfig[] = [];
  const moved: object[] = [];
  const errors: unknown[] = [];
  const handled: unknown[] = [];
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
    const run = async (how?: ConsumerRunConfig) => void runs.push(how ?? {});
    const commitOffsets = async (offsets: readonly object[]) => void moved.push(...offsets);
    return { ...group, on, connect: nothing, subscribe: nothing, run, commitOffsets, disconnect: nothing };
  });
  const server = new KafkaServer({
    consumer: Symbol('kvitok.billing'),
    connection,
    state: new MemoryConsumerState(),
    events,
    translations: [],
    follow: true,
    now: () => '2026-05-10T08:00:00.000Z',
    onError: (error) => errors.push(error),
    onReadingLog: (upTo, head) => told.push({ upTo, head }),
    onLogRead: (read) => told.push({ read }),
  });
  const happens = (what: Happens) => {
    // A client that crashed begins again by itself here.
    for (const { event, listener } of listeners) {
      if (event === `consumer.${what}`) listener({ payload: { restart: true } });
    }
  };
  server.addHandler('payments.payment-received.v1', async (data) => handled.push(data), true);
  server.listen(() => undefined);
  const given = (payload: EachBatchPayload) => runs[0]?.eachBatch?.(payload);
  return { server, asked, told, looks, happens, connection, given, handled, moved, errors };
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

describe('a partition that has lost messages', () => {
  const lost = new StorageError('damaged', 'Messages of payments.v1/3 are gone');

  /** A batch of one message, and how often its partition was left alone and taken up again. */
  function batchOf(partition: number, offset: string, payment: string) {
    const contract = 'payments.payment-received.v1';
    const message = kafkaMessageOf(integrationMessage(payment, 'A1', { contract, data: { payment } }));
    const seen = { paused: 0, resumed: 0, resolved: [] as string[] };
    const payload = {
      batch: { topic: 'payments.v1', partition, messages: [{ offset, value: Buffer.from(message.value) }] },
      resolveOffset: (done: string) => void seen.resolved.push(done),
      heartbeat: async () => undefined,
      isRunning: () => true,
      isStale: () => false,
      pause: () => {
        seen.paused += 1;
        return () => void (seen.resumed += 1);
      },
    };
    return { seen, payload: payload as unknown as EachBatchPayload };
  }

  it('is left alone and looked at again, told each time, while the others of its group go on', async () => {
    const { server, connection, given, handled, moved, errors } = serverOver(new MemoryEventStore());
    const asked: unknown[] = [];
    let isLost = true;
    jest.spyOn(connection, 'placesOf').mockImplementation(async (group, topics, only) => {
      asked.push([group, topics, only]);
      // What is asked of more than its own partition meets the lost one.
      if (isLost && (only === undefined || only === 3)) throw lost;
      return [];
    });
    await server.joined();

    const first = batchOf(3, '7', 'p7');
    await given(first.payload);
    expect(first.seen).toEqual({ paused: 1, resumed: 0, resolved: [] });
    expect([handled, moved, errors]).toEqual([[], [], [lost]]);

    const other = batchOf(1, '0', 'p0');
    await given(other.payload);
    expect(other.seen).toEqual({ paused: 0, resumed: 0, resolved: ['0'] });
    expect(handled).toEqual([{ payment: 'p0' }]);
    expect(moved).toEqual([{ topic: 'payments.v1', partition: 1, offset: '1' }]);
    expect(asked).toEqual([
      ['kvitok.billing', ['payments.v1'], 3],
      ['kvitok.billing', ['payments.v1'], 1],
    ]);

    await setTimeout(1_200);
    expect(first.seen.resumed).toBe(1);
    await given(first.payload);
    expect(first.seen).toEqual({ paused: 2, resumed: 1, resolved: [] });
    expect(errors).toEqual([lost, lost]);

    isLost = false;
    await given(first.payload);
    expect(first.seen.resolved).toEqual(['7']);
    expect(handled).toEqual([{ payment: 'p0' }, { payment: 'p7' }]);
    await server.close();
  });
});
