import { randomUUID } from 'node:crypto';
import { MemoryEventStore, NO_STREAM, StorageError } from '#libs/event-store';
import { InProcessServer, MemoryConsumerState } from '#libs/messaging';
import { KafkaRelay, KafkaServer } from '#libs/messaging/kafka';
import { MongoConsumerState } from '#libs/messaging/mongo';
import { Projection } from '#libs/read-models';
import { MongoReadModelStore } from '#libs/read-models/mongo';
import { asEventHandler, newEvent } from '#libs/testing';
import { Door } from './door';
import { connectionTo, Engine, openKafka, openMongo } from './engines';
import { until } from './until';

const CONTRACT = 'metering.reading-accepted.v1';
const COUNTS: Projection<{ count: number }> = {
  name: 'testing.away',
  version: 1,
  handles: [],
  keysOf: () => [],
  evolve: (document) => document,
  columns: {},
  columnsOf: () => ({}),
  indexes: [],
};

let mongo: Engine<string>;
let kafka: Engine<readonly string[]>;
let door: Door;
let url: string;

beforeAll(async () => {
  [mongo, kafka] = await Promise.all([openMongo(), openKafka()]);
  const { hostname, port } = new URL(mongo.address);
  if (!['127.0.0.1', 'localhost'].includes(hostname))
    throw new Error('This suite shuts a door before a MongoDB of this machine');
  door = await Door.before(Number(port === '' ? 27017 : port));
  url = `mongodb://127.0.0.1:${door.port}/kvitok_${randomUUID().slice(0, 8)}?directConnection=true`;
}, 120_000);

afterAll(async () => {
  await door.remove();
  await Promise.all([mongo.release(), kafka.release()]);
});

it('nothing is parked and everything is delivered when MongoDB goes away in the middle and comes back', async () => {
  const state = await MongoConsumerState.open(url);
  const models = await MongoReadModelStore.open({ url });
  const generation = await models.open(COUNTS);
  await models.write(generation, COUNTS, [{ key: 'A', document: { count: 1 }, position: 1, columns: {} }], 0, 1);
  const events = new MemoryEventStore();
  const handled: string[] = [];
  const errors: unknown[] = [];
  const parked: string[] = [];
  // A reaction asks a read model before it does its work, as most do.
  const handler = asEventHandler(async (data) => {
    const { fact } = data as { fact: string };
    if (fact === 'A2' && errors.length === 0) door.shut();
    await models.get(COUNTS, 'A');
    handled.push(fact);
  });
  const server = new InProcessServer({
    consumer: Symbol('kvitok.testing-away'),
    state,
    events,
    translations: [
      {
        service: 'metering',
        handles: ['ReadingAccepted'],
        translate: ({ data }) => ({ contract: CONTRACT, key: (data as { account: string }).account, data }),
      },
    ],
    now: () => '2026-11-27T04:00:00.000Z',
    follow: true,
    pollMs: 50,
    onError: (error) => void errors.push(error),
    onParked: ({ messageId }) => void parked.push(messageId),
  });
  server.addHandler(CONTRACT, handler, true);
  server.listen(() => undefined);
  for (const [index, fact] of ['A1', 'A2', 'B1', 'A3'].entries()) {
    const event = newEvent(`away-${index}`, { account: fact.slice(0, 1), fact });
    await events.append({ stream: `away-${index}`, expectedRevision: NO_STREAM, events: [event] });
  }
  await until(() => errors.length > 0);
  expect(errors[0]).toBeInstanceOf(StorageError);
  await expect(state.checkpoint('x')).rejects.toMatchObject({ name: 'StorageError', isPassing: true });
  await expect(models.find(COUNTS, {})).rejects.toMatchObject({ name: 'StorageError', isPassing: true });
  door.open();
  await until(() => handled.includes('A3'));
  await server.close();
  expect(parked).toEqual([]);
  expect(await state.parkedKeys()).toEqual([]);
  // What was handled when the store went away could not be marked and may have come again; nothing comes before its turn.
  expect([...new Set(handled)]).toEqual(['A1', 'A2', 'B1', 'A3']);
  await models.close();
  await state.close();
}, 120_000);

it('the same of a group over Kafka, which another process joins while MongoDB is away', async () => {
  const service = `away-${process.pid}`;
  const contract = `${service}.reading-accepted.v1`;
  const events = new MemoryEventStore();
  const translations = [
    {
      service,
      handles: ['ReadingAccepted'],
      translate: ({ data }: { data: object }) => ({ contract, key: (data as { account: string }).account, data }),
    },
  ];
  const connection = () => connectionTo(kafka);
  const handled: string[] = [];
  const parked: string[] = [];
  const member = async () => {
    const state = await MongoConsumerState.open(url);
    const errors: unknown[] = [];
    const server = new KafkaServer({
      ...{ consumer: Symbol(`kvitok.${service}`), connection: connection(), state, events, translations },
      now: () => '2026-11-27T04:00:00.000Z',
      follow: true,
      // So seldom that every error is one of messages in hand.
      lookMs: 3_600_000,
      onError: (error) => void errors.push(error),
      onParked: ({ messageId }) => void parked.push(messageId),
    });
    const handler = asEventHandler(async (data) => void handled.push((data as { fact: string }).fact));
    server.addHandler(contract, handler, true);
    return { server, state, errors };
  };
  // Its place is kept where nothing goes away: messages come whether MongoDB is there or not.
  const place = new MemoryConsumerState();
  const relay = new KafkaRelay({ service, connection: connection(), events, translations, state: place });
  let facts = 0;
  const tell = async (...told: readonly string[]) => {
    for (const fact of told) {
      const event = newEvent(`${service}-${(facts += 1)}`, { account: fact.slice(0, 1), fact });
      await events.append({ stream: `${service}-${facts}`, expectedRevision: NO_STREAM, events: [event] });
    }
    await relay.drain();
  };
  // Both have found the store at their start; the second joins when it has gone.
  const [first, second] = [await member(), await member()];
  first.server.listen(() => undefined);
  await first.server.joined();
  await tell('A1', 'B1');
  await until(async () => handled.length === 2 && (await first.server.lag()) === 0);
  door.shut();
  await tell('A2', 'B2', 'A3');
  await until(() => first.errors.length > 0);
  second.server.listen(() => undefined);
  // What the first has in hand is given to the second, because the first does not hear that it is to be shared out.
  await until(() => second.errors.length > 0);
  for (const error of [...first.errors, ...second.errors]) {
    expect(error).toMatchObject({ name: 'StorageError', isPassing: true });
  }
  await tell('B3', 'A4');
  expect(handled).toHaveLength(2);
  door.open();
  await until(async () => new Set(handled).size === 7 && (await second.server.lag()) === 0);
  await first.server.close();
  await second.server.close();
  await relay.close();
  expect(parked).toEqual([]);
  expect(await second.state.parkedKeys()).toEqual([]);
  // Both may have handled the same, which is recognised by the ids of commands; nothing comes before its turn.
  for (const account of ['A', 'B']) {
    const order = [...new Set(handled)].filter((fact) => fact.startsWith(account));
    expect(order).toEqual(account === 'A' ? ['A1', 'A2', 'A3', 'A4'] : ['B1', 'B2', 'B3']);
  }
  await first.state.close();
  await second.state.close();
}, 240_000);
