import { randomUUID } from 'node:crypto';
import { MemoryEventStore, NO_STREAM, StorageError } from '#libs/event-store';
import { InProcessServer } from '#libs/messaging';
import { MongoConsumerState } from '#libs/messaging/mongo';
import { Projection } from '#libs/read-models';
import { MongoReadModelStore } from '#libs/read-models/mongo';
import { asEventHandler, newEvent } from '#libs/testing';
import { Door } from './door';
import { Engine, openMongo } from './engines';
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
let door: Door;
let url: string;

beforeAll(async () => {
  mongo = await openMongo();
  const { hostname, port } = new URL(mongo.address);
  if (!['127.0.0.1', 'localhost'].includes(hostname))
    throw new Error('This suite shuts a door before a MongoDB of this machine');
  door = await Door.before(Number(port === '' ? 27017 : port));
  url = `mongodb://127.0.0.1:${door.port}/kvitok_${randomUUID().slice(0, 8)}?directConnection=true`;
}, 120_000);

afterAll(async () => {
  await door.remove();
  await mongo.release();
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
