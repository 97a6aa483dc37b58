import { KafkaJSProtocolError } from 'kafkajs';
import { MemoryEventStore, NO_STREAM } from '#libs/event-store';
import { newEvent } from '#libs/testing';
import { KafkaConnection } from './kafka.connection';
import { KafkaRelay } from './kafka.relay';
import { MemoryConsumerState } from './memory.consumer-state';

interface Sent {
  readonly key: string;
  readonly value: string;
}

/** A broker with one partition for each key, each of which takes so many bytes at once. */
function brokerThatTakes(bytes: number) {
  const broker = { takes: bytes, log: new Map<string, string[]>(), calls: 0, connection: null as unknown };
  const send = ({ messages }: { messages: readonly Sent[] }) => {
    broker.calls += 1;
    let isRefused = false;
    for (const key of new Set(messages.map((message) => message.key))) {
      const ofKey = messages.filter((message) => message.key === key).map(({ value }) => value);
      if (ofKey.reduce((sum, value) => sum + Buffer.byteLength(value), 0) > broker.takes) isRefused = true;
      else broker.log.set(key, [...(broker.log.get(key) ?? []), ...ofKey.map(factOf)]);
    }
    return isRefused ? Promise.reject(tooLarge()) : Promise.resolve([]);
  };
  const producer = { connect: () => Promise.resolve(), disconnect: () => Promise.resolve(), send };
  broker.connection = { makeTopics: () => Promise.resolve(), client: { producer: () => producer } };
  return broker as typeof broker & { connection: KafkaConnection };
}

function factOf(value: string): string {
  return (JSON.parse(value) as { data: { fact: string } }).data.fact;
}

function tooLarge(): KafkaJSProtocolError {
  const fields = { type: 'MESSAGE_TOO_LARGE', code: 10, retriable: false };
  return new KafkaJSProtocolError(Object.assign(new Error('too large'), fields));
}

async function storyOf(broker: { connection: KafkaConnection }, facts: readonly [account: string, fact: string][]) {
  const events = new MemoryEventStore();
  const state = new MemoryConsumerState();
  for (const [index, [account, fact]] of facts.entries()) {
    const event = newEvent(`fact-${index}`, { account, fact });
    await events.append({ stream: `testing_fact-${index}`, expectedRevision: NO_STREAM, events: [event] });
  }
  const translate = ({ data }: { data: object }) => ({
    contract: 'testing.reading-accepted.v1',
    key: (data as { account: string }).account,
    data,
  });
  const translations = [{ service: 'testing', handles: ['ReadingAccepted'], translate }];
  const relay = new KafkaRelay({ service: 'testing', connection: broker.connection, events, state, translations });
  return { relay, events, placeOf: () => state.checkpoint('kvitok.testing.relay') };
}

it('a batch that no broker takes at once is sent in parts, and every account keeps its order', async () => {
  const facts = Array.from({ length: 100 }, (_, index) => [index % 3 === 0 ? 'B' : 'A', `fact ${index}`] as const);
  const broker = brokerThatTakes(5_000);
  const { relay, events, placeOf } = await storyOf(
    broker,
    facts.map(([account, fact]) => [account, fact]),
  );
  await relay.drain();
  for (const account of ['A', 'B']) {
    const told = facts.filter(([key]) => key === account).map(([, fact]) => fact);
    // What is sent again is recognised by its id; first copies stand in the order of the log.
    expect([...new Set(broker.log.get(account))]).toEqual(told);
  }
  expect(await placeOf()).toBe(await events.head());
});

it('a single message that no broker takes is named with its position and what to set; what is before it is sent once', async () => {
  const broker = brokerThatTakes(1_000);
  const { relay, events, placeOf } = await storyOf(broker, [
    ['A', 'A1'],
    ['A', 'A2'],
    ['A', 'x'.repeat(2_000)],
    ['B', 'B1'],
    ['A', 'A3'],
  ]);
  const refused = {
    name: 'StorageError',
    fault: 'refused',
    isPassing: false,
    message: expect.stringMatching(/position 3: set max\.message\.bytes of the topic testing\.v1/) as unknown,
  };
  await expect(relay.drain()).rejects.toMatchObject(refused);
  expect(await placeOf()).toBe(2);
  const before = [...broker.log].map(([key, told]) => [key, told.length]);
  for (let again = 0; again < 5; again += 1) await expect(relay.drain()).rejects.toMatchObject(refused);
  // Tried again it is tried alone: the topic does not grow meanwhile.
  expect([...broker.log].map(([key, told]) => [key, told.length])).toEqual(before);
  broker.takes = 10_000;
  await relay.drain();
  expect([...new Set(broker.log.get('A'))]).toEqual(['A1', 'A2', 'x'.repeat(2_000), 'A3']);
  expect(await placeOf()).toBe(await events.head());
});

it('a broker that takes everything is asked once for a batch', async () => {
  const broker = brokerThatTakes(Infinity);
  const facts = Array.from({ length: 50 }, (_, index) => ['A', `fact ${index}`] as [string, string]);
  const { relay } = await storyOf(broker, facts);
  await relay.drain();
  expect(broker.calls).toBe(1);
});
