import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { ConsumerConfig } from 'kafkajs';
import { EventStore, MemoryEventStore } from '#libs/event-store';
import { KafkaConnection } from './kafka.connection';
import { KafkaServer } from './kafka.server';
import { MemoryConsumerState } from './memory.consumer-state';

/** A server whose broker is no part of the test, and the clients that it has asked for. */
function serverOver(events: EventStore) {
  const connection = new KafkaConnection({ brokers: ['127.0.0.1:1'], clientId: 'test', partitions: 1, replicas: 1 });
  jest.spyOn(connection, 'makeTopics').mockResolvedValue(undefined);
  jest.spyOn(connection, 'lookAtTopics').mockResolvedValue(undefined);
  const asked: ConsumerConfig[] = [];
  const consumer = connection.client.consumer.bind(connection.client);
  jest.spyOn(connection.client, 'consumer').mockImplementation((config) => {
    if (config) asked.push(config);
    const group = consumer(config);
    return { ...group, connect: async () => undefined, subscribe: async () => undefined, run: async () => undefined };
  });
  const server = new KafkaServer({
    consumer: Symbol('kvitok.billing'),
    connection,
    state: new MemoryConsumerState(),
    events,
    translations: [],
    follow: true,
    now: () => '2026-05-10T08:00:00.000Z',
  });
  server.addHandler('payments.payment-received.v1', async () => undefined, true);
  server.listen(() => undefined);
  return { server, asked };
}

/** A store that does not know all streams before it is let. */
class NewcomerEventStore extends MemoryEventStore {
  private readonly learnt = new AbortController();

  override async knowAllStreams(givenUp: AbortSignal): Promise<void> {
    await once(AbortSignal.any([this.learnt.signal, givenUp]), 'abort');
  }

  learn(): void {
    this.learnt.abort();
  }
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
  const store = new NewcomerEventStore();
  const { server, asked } = serverOver(store);
  await setTimeout(50);
  expect(asked).toHaveLength(0);
  store.learn();
  await server.joined();
  expect(asked).toHaveLength(1);
  await server.close();
});

it('ends where it is told to while the store does not know yet', async () => {
  const { server, asked } = serverOver(new NewcomerEventStore());
  await setTimeout(50);
  await server.close();
  expect(asked).toHaveLength(0);
});
