import { KafkaJSProtocolError } from 'kafkajs';
import { MemoryEventStore, NO_STREAM } from '#libs/event-store';
import { newEvent } from '#libs/testing';
import { KafkaConnection } from './kafka.connection';
import { KafkaRelay } from './kafka.relay';
import { MemoryConsumerState } from './memory.consumer-state';
import { LOOKS_EVERY_MS, TURN_HELD_MS } from './relay-turn';

const PLACE = 'kvitok.testing.relay';

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
  let now = 0;
  const copy = (over = broker) =>
    new KafkaRelay({
      ...{ service: 'testing', connection: over.connection, events, state, translations },
      pollMs: 1,
      elapsed: () => now,
    });
  return {
    ...{ relay: copy(), copy, events, state },
    placeOf: () => state.checkpoint(PLACE),
    letTimeGoOn: (milliseconds: number) => (now += milliseconds),
    async tell(fact: string) {
      const event = newEvent(`told-${fact}`, { account: 'A', fact });
      await events.append({ stream: `testing_told-${fact}`, expectedRevision: NO_STREAM, events: [event] });
    },
  };
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

describe('of several copies', () => {
  const turnsOfTheLoop = () => new Promise((resolve) => setTimeout(resolve, 20));

  async function toldBy(broker: { log: Map<string, string[]> }, facts: number): Promise<readonly string[]> {
    while ((broker.log.get('A')?.length ?? 0) < facts) await turnsOfTheLoop();
    // What others say of the same comes now if ever.
    await turnsOfTheLoop();
    return broker.log.get('A') ?? [];
  }

  it('one publishes, and each message stands in the topic once', async () => {
    const broker = brokerThatTakes(Infinity);
    const { copy, tell, letTimeGoOn } = await storyOf(broker, []);
    const copies = Array.from({ length: 12 }, () => copy());
    for (const one of copies) one.start();
    const facts = Array.from({ length: 40 }, (_, index) => `fact ${index}`);
    for (const fact of facts) {
      await tell(fact);
      letTimeGoOn(LOOKS_EVERY_MS / 2);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(await toldBy(broker, facts.length)).toEqual(facts);
    for (const one of copies) await one.close();
  });

  it('another goes on at once where one closes', async () => {
    const broker = brokerThatTakes(Infinity);
    const { copy, tell, letTimeGoOn, state } = await storyOf(broker, []);
    const [first, second] = [copy(), copy()];
    first.start();
    await tell('A1');
    await toldBy(broker, 1);
    second.start();
    await first.close();
    expect(await state.turn(PLACE)).toBeNull();
    letTimeGoOn(LOOKS_EVERY_MS);
    await tell('A2');
    expect(await toldBy(broker, 2)).toEqual(['A1', 'A2']);
    await second.close();
  });

  it('another goes on where one is gone without a word, and not before', async () => {
    const broker = brokerThatTakes(Infinity);
    const { copy, tell, letTimeGoOn, state } = await storyOf(broker, []);
    await state.passTurn(PLACE, null, { holder: 'gone', beat: 7 });
    const second = copy();
    second.start();
    await tell('A1');
    await turnsOfTheLoop();
    let silent = 0;
    for (; !broker.log.has('A'); silent += LOOKS_EVERY_MS) {
      letTimeGoOn(LOOKS_EVERY_MS);
      await turnsOfTheLoop();
    }
    expect(silent).toBeGreaterThanOrEqual(TURN_HELD_MS);
    expect(silent).toBeLessThanOrEqual(TURN_HELD_MS + 2 * LOOKS_EVERY_MS);
    await second.close();
  });

  it('one that is asked to publishes whosever turn it is, and takes none', async () => {
    const broker = brokerThatTakes(Infinity);
    const { copy, tell, state, events, placeOf } = await storyOf(broker, []);
    const turn = { holder: 'another', beat: 7 };
    await state.passTurn(PLACE, null, turn);
    const [following, asked] = [copy(), copy()];
    following.start();
    await tell('A1');
    await asked.drain();
    expect(await toldBy(broker, 1)).toEqual(['A1']);
    await tell('A2');
    await following.drain();
    expect(await toldBy(broker, 2)).toEqual(['A1', 'A2']);
    expect(await placeOf()).toBe(await events.head());
    expect(await state.turn(PLACE)).toEqual(turn);
    await asked.close();
    await following.close();
    expect(await state.turn(PLACE)).toEqual(turn);
  });

  it('another goes on where one can read the log and reaches no broker', async () => {
    const broker = brokerThatTakes(Infinity);
    const cut = brokerThatTakes(0);
    const { copy, tell, letTimeGoOn, state } = await storyOf(broker, []);
    const first = copy(cut);
    const second = copy();
    first.start();
    while ((await state.turn(PLACE)) === null) await turnsOfTheLoop();
    second.start();
    await tell('A1');
    while (cut.calls === 0) await turnsOfTheLoop();
    letTimeGoOn(LOOKS_EVERY_MS);
    expect(await toldBy(broker, 1)).toEqual(['A1']);
    await first.close();
    await second.close();
  });

  it('one whose store is away when it closes says so and closes', async () => {
    const broker = brokerThatTakes(Infinity);
    const { copy, tell, state } = await storyOf(broker, []);
    const one = copy();
    one.start();
    await tell('A1');
    await toldBy(broker, 1);
    jest.spyOn(state, 'passTurn').mockRejectedValueOnce(new Error('away'));
    await one.close();
    expect(await state.turn(PLACE)).not.toBeNull();
  });
});
