import { Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs';
import { createMemoryLog, createUpcasting, MemoryEventStore, NO_STREAM } from '#libs/event-store';
import { createProjector, MemoryReadModelStore, Projection } from '#libs/read-models';
import { asEventHandler, newEvent } from '#libs/testing';
import { Announcements, KnownContracts, wordsOfTranslations } from './announcements';
import { InProcessServer } from './in-process.server';
import { inProcessTransport } from './in-process.transport';
import { KafkaConnection, kafkaMessageOf } from './kafka.connection';
import { KafkaRelay, newerTypesOf } from './kafka.relay';
import { KafkaServer } from './kafka.server';
import { MemoryConsumerState } from './memory.consumer-state';
import { IntegrationMessage, RelayTranslation } from './messaging.port';
import { Relays } from './relay';

const READ = 'testing.reading-accepted.v1';
const SEALED = 'testing.meter-sealed.v1';
const BILLING = 'kvitok.billing';
const NOW = '2026-05-10T08:00:00.000Z';
const FOR_NEWER = { code: 'EVENT_STORE_UNAVAILABLE', fault: 'newer' };

function translationOf(type: string, contract: string): RelayTranslation {
  return { service: 'testing', handles: [type], translate: ({ data }) => ({ contract, key: 'A', data }) };
}

const OLD = [translationOf('ReadingAccepted', READ)];
const NEW = [...OLD, translationOf('MeterSealed', SEALED)];

/** One log and one state, which programs of two releases share. */
function ground() {
  const log = createMemoryLog();
  const events = new MemoryEventStore({ log });
  const state = new MemoryConsumerState();
  let facts = 0;
  const record = async (type: string) => {
    facts += 1;
    const event = newEvent(`fact-${facts}`, { fact: `${type} ${facts}` }, type);
    await events.append({ stream: `testing_fact-${facts}`, expectedRevision: NO_STREAM, events: [event] });
  };
  return { log, events, state, record };
}

function factOf({ data }: { readonly data: object }): string {
  return (data as { fact: string }).fact;
}

describe('what a relay publishes', () => {
  function story() {
    const { events, state, record } = ground();
    const sent: string[] = [];
    const send = async ({ messages }: { messages: readonly { value: string }[] }) => {
      for (const { value } of messages) sent.push(factOf(JSON.parse(value) as IntegrationMessage));
    };
    const producer = { connect: async () => undefined, disconnect: async () => undefined, send };
    const connection = { makeTopics: async () => undefined, client: { producer: () => producer } } as never;
    const relay = (translations: readonly RelayTranslation[]) =>
      new KafkaRelay({ service: 'testing', connection, events, state, translations });
    const place = () => state.checkpoint('kvitok.testing.relay');
    return { old: relay(OLD), young: relay(NEW), relay, record, sent, place, events };
  }

  it('is not passed by where a newer program has said that it publishes it: that one goes on from there', async () => {
    const { old, young, record, sent, place } = story();
    await old.announce();
    await young.announce();
    for (const type of ['ReadingAccepted', 'Private', 'MeterSealed', 'ReadingAccepted']) await record(type);
    await expect(old.drain()).rejects.toMatchObject(FOR_NEWER);
    // Everything before it is published, and the place stands in front of it.
    expect([sent, await place()]).toEqual([['ReadingAccepted 1'], 1]);
    await expect(old.drain()).rejects.toThrow('kvitok.testing.relay leaves the event MeterSealed at position 3');
    await young.drain();
    expect(sent).toEqual(['ReadingAccepted 1', 'MeterSealed 3', 'ReadingAccepted 4']);
    await old.drain();
  });

  it('is not passed by where the newer program has announced while a page was read', async () => {
    const { old, young, record, sent, events } = story();
    await record('ReadingAccepted');
    const readAll = events.readAll.bind(events);
    jest.spyOn(events, 'readAll').mockImplementationOnce(async (options) => {
      await young.announce();
      await record('MeterSealed');
      return readAll(options);
    });
    await expect(old.drain()).rejects.toMatchObject(FOR_NEWER);
    await young.drain();
    expect(sent).toEqual(['ReadingAccepted 1', 'MeterSealed 2']);
  });

  it('goes on without the newer program, as after a rollback, until there is such an event', async () => {
    const { old, young, record, sent, place } = story();
    await young.announce();
    for (const type of ['ReadingAccepted', 'Private', 'ReadingAccepted', 'Private']) await record(type);
    await old.drain();
    expect([sent, await place()]).toEqual([['ReadingAccepted 1', 'ReadingAccepted 3'], 4]);
  });

  it('is not passed by where the newer program makes a second message of a known event', async () => {
    const { old, relay, record, sent } = story();
    await relay([...OLD, translationOf('ReadingAccepted', SEALED)]).announce();
    await record('ReadingAccepted');
    await expect(old.drain()).rejects.toMatchObject(FOR_NEWER);
    expect(sent).toEqual([]);
    expect(wordsOfTranslations([...OLD, ...OLD, ...NEW])).toEqual([
      ...['ReadingAccepted', 'ReadingAccepted#2', 'ReadingAccepted#3', 'MeterSealed'],
    ]);
  });
});

describe('what the newer program has parked', () => {
  const parkedBy = async (newer: readonly RelayTranslation[], contract: string) => {
    const { events, state, record } = ground();
    const server = (translations: readonly RelayTranslation[], ...contracts: string[]) => {
      const one = new InProcessServer({
        consumer: Symbol(BILLING),
        ...{ events, state, translations, now: () => NOW, pause: async () => undefined },
      });
      const fail = () => Promise.reject(new Error('broken'));
      for (const handled of contracts) one.addHandler(handled, asEventHandler(fail), true);
      return one;
    };
    await inProcessTransport({ events, state, translations: newer }).announce();
    await record('MeterSealed');
    await server(newer, contract).drain();
    expect(await state.parkedKeys()).toHaveLength(1);
    return { server, state };
  };

  it('is not taken off by an older one that makes no such message', async () => {
    const { server, state } = await parkedBy(NEW, SEALED);
    // The older one knows the contract, and not of what event it is told.
    for (const contract of [SEALED, READ])
      await expect(server(OLD, contract).retryParked('A')).rejects.toMatchObject(FOR_NEWER);
    expect(await state.parkedKeys()).toMatchObject([{ key: 'A', waiting: 1 }]);
    // The newer one tries it, and it stays with its own fault.
    expect(await server(NEW, SEALED).retryParked('A')).toBe(0);
    expect(await state.parkedKeys()).toMatchObject([{ error: 'broken' }]);
  });

  it('is not taken off by an older one that makes one message fewer of its event', async () => {
    const one = [translationOf('MeterSealed', READ)];
    const { server, state } = await parkedBy([...one, translationOf('MeterSealed', SEALED)], SEALED);
    await expect(server(one, SEALED, READ).retryParked('A')).rejects.toMatchObject(FOR_NEWER);
    expect(await state.parkedKeys()).toHaveLength(1);
  });

  it('is taken off by a later one that tells of it no more on purpose', async () => {
    const { server, state } = await parkedBy(NEW, SEALED);
    const silent: RelayTranslation = { service: 'testing', handles: ['MeterSealed'], translate: () => null };
    expect(await server([...OLD, silent], SEALED).retryParked('A')).toBe(1);
    expect(await state.parkedKeys()).toEqual([]);
  });
});

it('what is parked is asked of the relays of the service that publishes it', async () => {
  const state = new MemoryConsumerState();
  await state.announce('kvitok.testing.relay', ['ReadingAccepted', 'ReadingAccepted#2', 'MeterSealed']);
  await state.announce('kvitok.other.relay', ['OtherFact', 'PrivateFact']);
  const all = [...OLD, { ...translationOf('OtherFact', 'other.fact.v1'), service: 'other' }];
  expect([...(await newerTypesOf({ contract: SEALED }, all, state))].sort()).toEqual([
    'MeterSealed',
    'ReadingAccepted',
  ]);
  expect([...(await newerTypesOf({ contract: 'other.fact.v1' }, all, state))]).toEqual(['PrivateFact']);
});

describe('what a consumer hears where the log is the bus', () => {
  it('is left to the newer program: an event that only it translates, a contract that only it handles', async () => {
    const { events, state, record } = ground();
    const heard: string[] = [];
    const server = (translations: readonly RelayTranslation[], ...contracts: string[]) => {
      const one = new InProcessServer({ consumer: Symbol(BILLING), events, state, translations, now: () => NOW });
      const note = async (data: object) => void heard.push(factOf({ data }));
      for (const contract of contracts) one.addHandler(contract, asEventHandler(note), true);
      return one;
    };
    await inProcessTransport({ events, state, translations: NEW }).announce();
    const young = server(NEW, READ, SEALED);
    await young.drain();
    for (const type of ['ReadingAccepted', 'MeterSealed', 'ReadingAccepted']) await record(type);
    await expect(server(OLD, READ).drain()).rejects.toMatchObject(FOR_NEWER);
    await expect(server(NEW, READ).drain()).rejects.toThrow(`${BILLING} leaves «${SEALED}»`);
    expect([heard, await state.checkpoint(BILLING)]).toEqual([['ReadingAccepted 1'], 1]);
    await young.drain();
    expect(heard).toEqual(['ReadingAccepted 1', 'MeterSealed 2', 'ReadingAccepted 3']);
  });
});

describe('what a group hears over Kafka', () => {
  /** A member of the group as it is given a batch; the brokers are no part of the test. */
  async function member(state: MemoryConsumerState, contracts: readonly string[]) {
    const connection = new KafkaConnection({ brokers: ['127.0.0.1:1'], clientId: 'test', partitions: 1, replicas: 1 });
    jest.spyOn(connection, 'makeTopics').mockResolvedValue(undefined);
    jest.spyOn(connection, 'lookAtTopics').mockResolvedValue(undefined);
    jest.spyOn(connection, 'placesOf').mockResolvedValue([]);
    let eachBatch: (payload: EachBatchPayload) => Promise<void> = async () => undefined;
    const committed: string[] = [];
    const nothing = async () => undefined;
    jest.spyOn(connection.client, 'consumer').mockReturnValue({
      ...{ connect: nothing, subscribe: nothing, disconnect: nothing, on: () => nothing, events: {} },
      run: async (config: { eachBatch: typeof eachBatch }) => void (eachBatch = config.eachBatch),
      commitOffsets: async ([place]: { offset: string }[]) => void committed.push(place?.offset ?? ''),
    } as unknown as Consumer);
    const [heard, told, paused]: [string[], unknown[], unknown[]] = [[], [], []];
    const server = new KafkaServer({
      ...{ connection, state, translations: [], events: new MemoryEventStore(), follow: true },
      consumer: Symbol(BILLING),
      now: () => NOW,
      onError: (error) => told.push(error),
    });
    const note = async (data: object) => void heard.push(factOf({ data }));
    for (const contract of contracts) server.addHandler(contract, asEventHandler(note), true);
    server.listen(() => undefined);
    await server.joined();
    const take = (messages: readonly KafkaMessage[]) =>
      eachBatch({
        batch: { topic: 'testing.v1', partition: 0, messages },
        ...{ resolveOffset: () => undefined, heartbeat: nothing, isRunning: () => true, isStale: () => false },
        pause: () => (paused.push('testing.v1'), () => undefined),
      } as unknown as EachBatchPayload);
    return { take, heard, told, paused, committed, close: () => server.close() };
  }

  async function batchOf(...contracts: string[]): Promise<KafkaMessage[]> {
    const { events, record } = ground();
    for (const contract of contracts) await record(contract);
    const { events: recorded } = await events.readAll({ after: 0, limit: 100 });
    const relays = new Relays(contracts.map((contract) => translationOf(contract, contract)));
    const messages = recorded.flatMap((event) => relays.messagesOf(event).slice(0, 1)).map(kafkaMessageOf);
    return messages.map(({ value }, at) => ({ offset: String(at), value: Buffer.from(value) }) as KafkaMessage);
  }

  it.each([
    ['a contract that a newer member handles', SEALED, true],
    ['a later version of a contract, whether or not anybody has announced it', 'testing.reading-accepted.v2', false],
  ])('is left to the newer program: %s', async (_, contract, isAnnounced) => {
    const state = new MemoryConsumerState();
    const old = await member(state, [READ]);
    const young = isAnnounced ? await member(state, [READ, contract]) : null;
    const batch = await batchOf(READ, contract, 'testing.of-others.v1');
    await old.take(batch);
    expect([old.heard, old.committed, old.paused]).toEqual([[`${READ} 1`], [], ['testing.v1']]);
    expect(old.told).toEqual([expect.objectContaining(FOR_NEWER)]);
    const newer = young ?? (await member(state, [READ, contract]));
    await newer.take(batch);
    // The first was handled by the old one and is recognised.
    expect([newer.heard, newer.committed]).toEqual([[`${contract} 2`], ['3']]);
    for (const one of [old, newer]) await one.close();
  });

  it('does not wait for what nobody of the group handles, nor for what a release took away on purpose', async () => {
    const state = new MemoryConsumerState();
    const young = await member(state, [READ]);
    await young.take(await batchOf('testing.of-others.v1', READ));
    expect([young.heard, young.committed]).toEqual([[`${READ} 2`], ['2']]);
    await young.close();
    await state.announce(BILLING, [SEALED]);
    const newerAmong = (retired: { name: string; word: string }[]) =>
      new KnownContracts(new Announcements({ name: BILLING, state, retired })).newerAmong(new Set([SEALED]), [READ]);
    expect([...(await newerAmong([]))]).toEqual([SEALED]);
    expect([...(await newerAmong([{ name: BILLING, word: SEALED }]))]).toEqual([]);
    expect([...(await newerAmong([{ name: 'kvitok.payments', word: SEALED }]))]).toEqual([SEALED]);
  });
});

it('an event of a type that the program does not know parks no message whose handler meets it: the delivery waits', async () => {
  const { log, state } = ground();
  const events = new MemoryEventStore({ log, upcasting: createUpcasting([], ['ReadingAccepted']) });
  const young = new MemoryEventStore({ log });
  const stream = 'testing_fact-1';
  const facts = ['ReadingAccepted', 'SomethingOfTheNextRelease'].map((type) => newEvent(type, { fact: type }, type));
  await young.append({ stream, expectedRevision: NO_STREAM, events: facts });
  const server = new InProcessServer({
    consumer: Symbol(BILLING),
    ...{ events, state, translations: OLD, now: () => NOW, pause: async () => undefined },
  });
  const reads = async () => void (await events.readStream(stream));
  server.addHandler(READ, asEventHandler(reads), true);
  await expect(server.drain()).rejects.toMatchObject(FOR_NEWER);
  expect([await state.parkedKeys(), await state.checkpoint(BILLING)]).toEqual([[], 0]);
});

describe('an event of a version above the newest known', () => {
  const lift = { type: 'ReadingAccepted', fromVersion: 1, upcast: (data: object) => data };

  it('fails the call of an old program, and its projector waits with no mark on what it shares', async () => {
    const { log, events: old } = ground();
    const young = new MemoryEventStore({ log, upcasting: createUpcasting([lift]) });
    const event = { ...newEvent('fact', { fact: 'of a later form' }), version: 2 };
    await young.append({ stream: 'testing_fact', expectedRevision: NO_STREAM, events: [event] });
    await expect(old.readStream('testing_fact')).rejects.toMatchObject(FOR_NEWER);
    const store = new MemoryReadModelStore();
    const facts: Projection<{ readonly seen: number }> = {
      ...{ name: 'testing.facts', version: 1, handles: ['ReadingAccepted'], columns: {}, indexes: [] },
      keysOf: () => ['all'],
      evolve: (known) => ({ seen: (known?.seen ?? 0) + 1 }),
      columnsOf: () => ({}),
    };
    const projector = (events: MemoryEventStore) => createProjector({ events, store, projections: [facts] });
    await expect(projector(old).catchUp()).rejects.toMatchObject(FOR_NEWER);
    expect(await projector(old).lag()).toMatchObject([{ state: expect.not.stringMatching('failed') }]);
    await projector(young).catchUp();
    expect(await projector(young).lag()).toMatchObject([{ state: 'live', behind: 0 }]);
  });
});
