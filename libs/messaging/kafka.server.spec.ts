import { ConsumerConfig } from 'kafkajs';
import { MemoryEventStore } from '#libs/event-store';
import { KafkaConnection } from './kafka.connection';
import { KafkaServer } from './kafka.server';
import { MemoryConsumerState } from './memory.consumer-state';

it('lets a client that crashed begin again, but not once the process is told to stop', async () => {
  const connection = new KafkaConnection({ brokers: ['127.0.0.1:1'], clientId: 'test', partitions: 1, replicas: 1 });
  jest.spyOn(connection, 'makeTopics').mockResolvedValue(undefined);
  jest.spyOn(connection, 'lookAtTopics').mockResolvedValue(undefined);
  const asked: ConsumerConfig[] = [];
  const consumer = connection.client.consumer.bind(connection.client);
  jest.spyOn(connection.client, 'consumer').mockImplementation((config) => {
    if (config) asked.push(config);
    const group = consumer(config);
    // The broker is no part of this.
    return { ...group, connect: async () => undefined, subscribe: async () => undefined, run: async () => undefined };
  });
  const server = new KafkaServer({
    consumer: Symbol('kvitok.billing'),
    connection,
    state: new MemoryConsumerState(),
    events: new MemoryEventStore(),
    translations: [],
    follow: true,
    now: () => '2026-05-10T08:00:00.000Z',
  });
  server.addHandler('payments.payment-received.v1', async () => undefined, true);
  server.listen(() => undefined);
  await server.joined();
  const mayBeginAgain = () => asked[0]?.retry?.restartOnFailure?.(new Error('The broker went away'));
  expect(await mayBeginAgain()).toBe(true);
  await server.close();
  expect(await mayBeginAgain()).toBe(false);
});
