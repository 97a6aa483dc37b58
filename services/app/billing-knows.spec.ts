import { MemoryEventStore, NO_STREAM } from '#libs/event-store';
import { ConsumerPlaces, MemoryConsumerState } from '#libs/messaging';
import { newEvent } from '#libs/testing';
import { billingKnows } from './billing-knows';

/** A log to which payments adds when it hears of something, as of a capture. */
function aWayOfMoney() {
  const [store, state] = [new MemoryEventStore(), new MemoryConsumerState()];
  const transport = { places: new ConsumerPlaces(state) };
  const append = (id: string) =>
    store.append({ stream: `testing_fact-${id}`, expectedRevision: NO_STREAM, events: [newEvent(id, {})] });
  return {
    append,
    knows: (withinMilliseconds: number, signal?: AbortSignal) =>
      billingKnows({ store, transport }, { withinMilliseconds, signal }),
    /** A service has dealt with all that is in the log now. */
    heard: async (service: 'payments' | 'billing') => state.saveCheckpoint(`kvitok.${service}`, await store.head()),
  };
}

it('says of an empty log that billing knows of it', async () => {
  expect(await aWayOfMoney().knows(0)).toBe(true);
});

it('says no where billing has heard of all and payments has not: what that makes of it comes yet', async () => {
  const { append, knows, heard } = aWayOfMoney();
  await append('captured');
  await heard('billing');
  expect(await knows(0)).toBe(false);
});

it('says no where payments has heard of all, and billing not of what it made of it', async () => {
  const { append, knows, heard } = aWayOfMoney();
  await append('captured');
  await heard('billing');
  await append('received');
  await heard('payments');
  expect(await knows(0)).toBe(false);
  await heard('billing');
  expect(await knows(0)).toBe(true);
});

it('waits for what payments makes of what it made itself, and for billing to hear of that', async () => {
  const { append, knows, heard } = aWayOfMoney();
  await append('approved');
  await heard('billing');
  let isKnown: boolean | null = null;
  const waiting = knows(60_000).then((known) => (isKnown = known));
  await append('replaced');
  await heard('payments');
  await heard('billing');
  await append('received');
  await seen();
  expect(isKnown).toBeNull();
  await heard('payments');
  await seen();
  expect(isKnown).toBeNull();
  await heard('billing');
  expect(await waiting).toBe(true);
});

it('waits for no hop any longer than for all of them', async () => {
  const { append, knows, heard } = aWayOfMoney();
  await append('captured');
  const began = performance.now();
  setTimeout(() => void heard('payments'), 100);
  expect(await knows(200)).toBe(false);
  expect(performance.now() - began).toBeLessThan(290);
});

it('waits no longer when the process is told to stop', async () => {
  const { append, knows } = aWayOfMoney();
  await append('captured');
  expect(await knows(60_000, AbortSignal.abort())).toBe(false);
});

/** Longer than two looks at a place lie apart at most. */
function seen(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 450));
}
