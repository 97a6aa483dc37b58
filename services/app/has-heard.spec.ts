import { MemoryEventStore, NO_STREAM } from '#libs/event-store';
import { ConsumerPlaces, MemoryConsumerState } from '#libs/messaging';
import { newEvent } from '#libs/testing';
import { hasHeard } from './has-heard';

const BILLING = Symbol('kvitok.billing');

it('says of a service that is behind the log that it has not heard, and of one at its end that it has', async () => {
  const [store, consumerState] = [new MemoryEventStore(), new MemoryConsumerState()];
  const transport = { places: new ConsumerPlaces(consumerState) };
  expect(await hasHeard({ store, transport }, BILLING, 0)).toBe(true);
  await store.append({ stream: 'testing_fact-1', expectedRevision: NO_STREAM, events: [newEvent('1', {})] });
  expect(await hasHeard({ store, transport }, BILLING, 0)).toBe(false);
  const waiting = hasHeard({ store, transport }, BILLING, 60_000);
  await consumerState.saveCheckpoint('kvitok.billing', await store.head());
  expect(await waiting).toBe(true);
});

it('waits no longer when the process is told to stop', async () => {
  const [store, consumerState] = [new MemoryEventStore(), new MemoryConsumerState()];
  const transport = { places: new ConsumerPlaces(consumerState) };
  await store.append({ stream: 'testing_fact-1', expectedRevision: NO_STREAM, events: [newEvent('1', {})] });
  expect(await hasHeard({ store, transport }, BILLING, 60_000, AbortSignal.abort())).toBe(false);
});
