import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigResourceTypes } from 'kafkajs';
import { MemoryEventStore, NO_STREAM } from '#libs/event-store';
import { ConsumerPlaces, MemoryConsumerState, MessageHandlerFunction } from '#libs/messaging';
import {
  contractAhead,
  KafkaConnection,
  kafkaMessageOf,
  KafkaRelay,
  KafkaServer,
  relayName,
  topicOf,
  topicOfContract,
} from '#libs/messaging/kafka';
import { asEventHandler, integrationMessage, newEvent, transportContract } from '#libs/testing';
import { connectionTo, Engine, openKafka, stoppable } from './engines';
import { LocalKafka } from './local-kafka';
import { until } from './until';

let kafka: Engine<readonly string[]> & { local: LocalKafka | null };

beforeAll(async () => {
  kafka = await openKafka();
}, 120_000);

afterAll(() => kafka.release());

function connection(onLog?: (level: string, text: string) => void): KafkaConnection {
  return connectionTo(kafka, onLog);
}

transportContract('of Kafka', async (ground) => {
  const services = [...new Set(ground.translations.map(({ service }) => service))];
  const relays = services.map((service) => {
    const translations = ground.translations.filter((one) => one.service === service);
    return new KafkaRelay({ ...ground, service, translations, connection: connection() });
  });
  const servers = new Set<KafkaServer>();
  const lag = async () => {
    let sum = 0;
    for (const server of servers) sum += await server.lag();
    return sum;
  };
  return {
    async open(consumer, handlers) {
      const server = new KafkaServer({ ...ground, consumer: Symbol(consumer), connection: connection(), follow: true });
      for (const [contract, handler] of handlers) server.addHandler(contract, asEventHandler(handler), true);
      server.listen(() => undefined);
      await server.joined();
      servers.add(server);
      return {
        retryParked: (key) => server.retryParked(key),
        skipFirstParked: (key) => server.skipFirstParked(key),
        close() {
          servers.delete(server);
          return server.close();
        },
      };
    },
    async settle() {
      for (let head = -1; head !== (await ground.events.head());) {
        head = await ground.events.head();
        for (const relay of relays) await relay.drain();
        await until(async () => (await lag()) === 0);
      }
    },
    async close() {
      for (const relay of relays) await relay.close();
      for (const server of servers) await server.close();
    },
  };
});

/** A service of a test alone that publishes, and a consumer of it. */
function storyOf(name: string) {
  const suffix = `${name}-${process.pid}`;
  const contract = `${suffix}.reading-accepted.v1`;
  const state = new MemoryConsumerState();
  const events = new MemoryEventStore();
  const handled: string[] = [];
  const handler: MessageHandlerFunction = (data) => void handled.push((data as { fact: string }).fact);
  const translations = [
    {
      service: suffix,
      handles: ['ReadingAccepted'],
      translate: ({ data }: { data: object }) => ({ contract, key: (data as { account: string }).account, data }),
    },
  ];
  const now = () => '2026-10-25T09:15:00.000Z';
  const places = new ConsumerPlaces(state);
  const server = (onError: (error: unknown) => void = () => undefined, over = connection()) => {
    const one = new KafkaServer({
      onError,
      follow: true,
      places,
      // So seldom that only whoever waits can have made it look.
      lookMs: 3_600_000,
      consumer: Symbol(`kvitok.${suffix}`),
      connection: over,
      state,
      events,
      translations,
      now,
      pause: async () => undefined,
    });
    one.addHandler(contract, async (data, context) => handler(data, context as never), true);
    return one;
  };
  const relay = (placeIn = state) =>
    new KafkaRelay({ service: suffix, connection: connection(), events, state: placeIn, translations, pollMs: 20 });
  let facts = 0;
  const append = async (account: string, fact: string) => {
    const event = newEvent(`${suffix}-${(facts += 1)}`, { account, fact });
    await events.append({ stream: `testing_fact-${facts}`, expectedRevision: NO_STREAM, events: [event] });
  };
  const message = (account: string, fact: string) =>
    integrationMessage(`${suffix}-${fact}`, account, { contract, data: { account, fact } });
  return { service: suffix, contract, events, state, places, handled, server, relay, append, message };
}

async function listening(server: KafkaServer): Promise<KafkaServer> {
  server.listen(() => undefined);
  await server.joined();
  return server;
}

describe('Kafka', () => {
  it('gives a message that was published twice to a handler once', async () => {
    const { service, server, handled, message } = storyOf('twice');
    const one = await listening(server());
    const producer = connection().client.producer();
    await producer.connect();
    const first = [message('A', 'A1'), message('A', 'A2')].map(kafkaMessageOf);
    await producer.send({ topic: topicOf(service), messages: first });
    await producer.send({ topic: topicOf(service), messages: [...first, kafkaMessageOf(message('A', 'A3'))] });
    await producer.disconnect();
    await until(async () => (await one.lag()) === 0);
    await one.close();
    expect(handled).toEqual(['A1', 'A2', 'A3']);
  });

  it('tells those who wait for a group when it has dealt with what they have done, and keeps how far it is', async () => {
    const { service, server, relay, append, handled, events, state, places } = storyOf('waited-for');
    const [one, publisher] = [await listening(server()), relay()];
    publisher.start();
    const consumer = `kvitok.${service}`;
    for (const fact of ['A1', 'A2', 'A3']) {
      await append('A', fact);
      const head = await events.head();
      const waiters = Array.from({ length: 20 }, () => places.reaches(consumer, head, { withinMilliseconds: 60_000 }));
      expect(new Set(await Promise.all(waiters))).toEqual(new Set([true]));
      expect(handled.at(-1)).toBe(fact);
      expect(await state.checkpoint(consumer)).toBe(head);
    }
    await publisher.close();
    await one.close();
    expect(handled).toEqual(['A1', 'A2', 'A3']);
  });

  it('keeps what nobody can read for a person, and the account waits behind it', async () => {
    const { service, contract, server, handled, message, state } = storyOf('unreadable');
    const one = await listening(server());
    const producer = connection().client.producer();
    await producer.connect();
    const broken = { key: 'A', value: `{"contract":"${contract}","messageId":` };
    const [before, behind, other] = [message('A', 'A1'), message('A', 'A2'), message('B', 'B1')].map(kafkaMessageOf);
    await producer.send({
      topic: topicOf(service),
      messages: [before, broken, behind, other].flatMap((one) => one ?? []),
    });
    await producer.disconnect();
    await until(async () => (await one.lag()) === 0);
    await one.close();
    expect(handled.sort()).toEqual(['A1', 'B1']);
    const [parked] = await state.parkedKeys();
    expect(parked).toMatchObject({ key: 'A', contract, waiting: 2 });
    expect(parked?.error).toMatch(/^The message at unreadable-\d+\.v1\/\d\/1 cannot be read$/);
  });

  it('passes over what no handler is for, and reads a message whose contract does not stand first', async () => {
    const { service, server, handled, message, state } = storyOf('foreign');
    const one = await listening(server());
    const producer = connection().client.producer();
    await producer.connect();
    const { contract, ...rest } = message('A', 'A1');
    const foreign = { ...message('A', 'A0'), contract: `${service}.of-no-concern.v1` };
    const messages = [kafkaMessageOf(foreign), { key: 'A', value: JSON.stringify({ ...rest, contract }) }];
    await producer.send({ topic: topicOf(service), messages });
    await producer.disconnect();
    await until(async () => (await one.lag()) === 0);
    await one.close();
    expect(handled).toEqual(['A1']);
    expect(await state.parkedKeys()).toEqual([]);
  });

  it('tells the contract of a message that stands first in it, and of no other', () => {
    const { value } = kafkaMessageOf(storyOf('ahead').message('A', 'A1'));
    expect(contractAhead(Buffer.from(value))).toMatch(/^ahead-\d+\./);
    for (const other of ['', '{', '{"contract":"', '{"messageId":"1","contract":"a.b.v1"}']) {
      expect(contractAhead(Buffer.from(other))).toBeNull();
    }
  });

  it('handles nothing while messages are gone that the group has not dealt with, until it is brought to its place', async () => {
    const { service, server, relay, append, handled, state } = storyOf('gone');
    const consumer = `kvitok.${service}`;
    const first = await listening(server());
    const telling = relay();
    await append('A', 'A1');
    await telling.drain();
    await until(async () => handled.length === 1 && (await first.lag()) === 0);
    await first.close();
    await append('A', 'A2');
    await append('A', 'A3');
    await telling.drain();
    await telling.close();
    const admin = connection().client.admin();
    await admin.connect();
    const topic = topicOf(service);
    const ends = await admin.fetchTopicOffsets(topic);
    const { partition } = ends.find(({ high }) => Number(high) === 3) ?? { partition: -1 };
    await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: '2' }] });
    const errors: unknown[] = [];
    const second = await listening(server((error) => void errors.push(error)));
    await until(() => errors.length > 1);
    expect(errors.at(-1)).toMatchObject({ name: 'StorageError', fault: 'damaged' });
    await second.close();
    expect(handled).toEqual(['A1']);
    expect(await state.checkpoint(consumer)).toBeLessThan(3);
    // As the runbook says: the group behind all that is left, the relay back to where the group's own place in the log is.
    await admin.setOffsets({ groupId: consumer, topic, partitions: [{ partition, offset: '3' }] });
    await admin.disconnect();
    const back = new MemoryConsumerState();
    await back.saveCheckpoint(relayName(service), await state.checkpoint(consumer));
    const tellingAgain = relay(back);
    await tellingAgain.drain();
    await tellingAgain.close();
    const third = await listening(server());
    await until(() => handled.length === 3);
    await until(async () => (await third.lag()) === 0);
    await third.close();
    // In the order of the log, and what had been handled before not once more.
    expect(handled).toEqual(['A1', 'A2', 'A3']);
  }, 120_000);

  it('a batch above what the broker takes at once arrives in parts, and one message above it is named with its position', async () => {
    const { service, server, relay, append, handled, events, state } = storyOf('too-large');
    const one = await listening(server());
    const telling = relay();
    // One account lies in one partition; the broker takes 1 MiB of a partition at once.
    const facts = Array.from({ length: 30 }, (_, index) => `${index} ${'x'.repeat(100_000)}`);
    for (const fact of facts) await append('A', fact);
    await telling.drain();
    await until(() => handled.length >= facts.length);
    expect(handled).toEqual(facts);
    await append('A', 'y'.repeat(2_000_000));
    const position = await events.head();
    const refused = { name: 'StorageError', fault: 'refused' };
    await expect(telling.drain()).rejects.toMatchObject(refused);
    await expect(telling.drain()).rejects.toThrow(
      `position ${position}: set max.message.bytes of the topic ${service}.v1`,
    );
    expect(await state.checkpoint(`kvitok.${service}.relay`)).toBeLessThan(position);
    const admin = connection().client.admin();
    await admin.connect();
    const configEntries = [{ name: 'max.message.bytes', value: '3000000' }];
    await admin.alterConfigs({
      validateOnly: false,
      resources: [{ type: ConfigResourceTypes.TOPIC, name: topicOf(service), configEntries }],
    });
    await admin.disconnect();
    await until(() =>
      telling.drain().then(
        () => true,
        () => false,
      ),
    );
    await until(() => handled.length > facts.length);
    await telling.close();
    await one.close();
    expect(handled.at(-1)).toHaveLength(2_000_000);
  }, 120_000);

  it('tells that a topic of other hands keeps messages for an hour, in other partitions, and works all the same', async () => {
    const { service, server, relay, append, handled } = storyOf('made-by-others');
    const topic = topicOf(service);
    const admin = connection().client.admin();
    await admin.connect();
    const configEntries = [{ name: 'retention.ms', value: '3600000' }];
    await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: 3, configEntries }] });
    await admin.disconnect();
    const told: string[] = [];
    const over = connection((_level, text) => void (text.startsWith('The topic') && told.push(text)));
    const one = await listening(server(undefined, over));
    const telling = relay();
    await append('A', 'A1');
    await telling.drain();
    await until(() => handled.length === 1 && one.topicFaults() !== null);
    expect(one.topicFaults()).toBe(2);
    const whatToDo = 'see the runbook, «A topic is set otherwise»';
    expect(told).toEqual([
      `The topic ${topic} has partitions 3 where 4 is wanted by KVITOK_KAFKA_PARTITIONS: ${whatToDo}`,
      `The topic ${topic} has retention.ms 3600000 where -1 is wanted: ${whatToDo}`,
    ]);
    await telling.close();
    await one.close();
  });

  it('lets a process count as started that knows the log, or that is the first of its group, and no other meanwhile', async () => {
    const { server, events } = storyOf('started');
    const [first, second] = [server(), server()];
    expect([first.takesMessages(), await first.isStarting()]).toEqual([null, false]);
    await listening(first);
    await until(() => first.takesMessages() === true);
    const learns = new AbortController();
    jest.spyOn(events, 'knowAllStreams').mockImplementation(() => once(learns.signal, 'abort').then(() => undefined));
    second.listen(() => undefined);
    expect([second.takesMessages(), await second.isStarting()]).toEqual([false, true]);
    learns.abort();
    await second.joined();
    await until(async () => !(await second.isStarting()));
    expect([first.takesMessages(), second.takesMessages()]).toEqual([true, true]);
    await first.close();
    await second.close();
    expect([first.takesMessages(), second.takesMessages()]).toEqual([false, false]);
    // All are gone: whoever comes next is waited for by nobody.
    jest.spyOn(events, 'knowAllStreams').mockImplementation((givenUp) => once(givenUp, 'abort').then(() => undefined));
    const next = server();
    next.listen(() => undefined);
    expect([next.takesMessages(), await next.isStarting()]).toEqual([false, false]);
    await next.close();
  });

  it('tells nothing of a topic that it has made itself', async () => {
    const told: string[] = [];
    const one = await listening(
      storyOf('own').server(
        undefined,
        connection((_level, text) => void told.push(text)),
      ),
    );
    await until(() => one.topicFaults() !== null);
    await one.close();
    expect(one.topicFaults()).toBe(0);
    expect(told.filter((text) => text.startsWith('The topic') || text.startsWith('Whether'))).toEqual([]);
  });

  it('tells the topic of a contract', () => {
    expect(topicOfContract('metering.reading-accepted.v1')).toBe(topicOf('metering'));
  });

  it('a client that gives up for good is followed by another one, and what it had in hand is handled', async () => {
    const { state, server, relay, append, handled } = storyOf('given-up');
    const one = await listening(server());
    const telling = relay();
    telling.start();
    await append('A', 'A1');
    await until(() => handled.length === 1);
    // The client asks nobody whether to begin again after an error that bears this mark; those of a lost membership do.
    const failing = jest.spyOn(state, 'lookUp').mockRejectedValueOnce(Object.assign(new Error(), { retriable: false }));
    await append('A', 'A2');
    await append('B', 'B1');
    await until(() => handled.length === 3);
    await until(async () => (await one.lag()) === 0);
    await telling.close();
    await one.close();
    expect(failing).toHaveBeenCalled();
    expect(handled.filter((fact) => fact.startsWith('A'))).toEqual(['A1', 'A2']);
  }, 120_000);

  it('a broker that is stopped and started again loses nothing and repeats nothing that has had its effect', async () => {
    const local = stoppable(kafka.local, kafka.what);
    if (local === null) return expect(kafka.what).toMatch(/^Kafka at /);
    const { server, relay, append, handled } = storyOf('stopped');
    const one = await listening(server());
    const telling = relay();
    telling.start();
    await append('A', 'A1');
    await until(() => handled.length === 1);
    await local.stop('SIGKILL');
    await append('A', 'A2');
    await append('B', 'B1');
    await sleep(2_000);
    expect(handled).toEqual(['A1']);
    await local.startAgain();
    await append('A', 'A3');
    await until(() => handled.length >= 4);
    await until(async () => (await one.lag()) === 0);
    await telling.close();
    await one.close();
    expect(handled.filter((fact) => fact.startsWith('A'))).toEqual(['A1', 'A2', 'A3']);
    expect(handled).toHaveLength(4);
  }, 180_000);
});
