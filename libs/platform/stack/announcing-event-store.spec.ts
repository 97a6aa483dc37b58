import { EventStore, MemoryEventStore, NO_STREAM } from '#libs/event-store';
import { newEvent } from '#libs/testing';
import { announcingEventStore } from './announcing-event-store';

const fact = (id: string) => ({ stream: `testing_fact-${id}`, expectedRevision: NO_STREAM, events: [newEvent(id)] });

it('announces once, before anything is recorded, and not for whoever only reads', async () => {
  const inner: EventStore = new MemoryEventStore();
  const heads: number[] = [];
  const store = announcingEventStore(inner, async () => void heads.push(await inner.head()));
  await store.readAll({ after: 0, limit: 10 });
  await store.readStream('testing_fact-1');
  expect([await store.head(), store.hasGaps, heads]).toEqual([0, inner.hasGaps, []]);
  await Promise.all([store.append(fact('1')), store.appendMany([fact('2'), fact('3')])]);
  await store.append(fact('4'));
  expect([await store.head(), heads]).toEqual([4, [0]]);
});

it('records nothing where it could not announce, and tries it again with the next append', async () => {
  let isAway = true;
  const store = announcingEventStore(new MemoryEventStore(), () =>
    isAway ? Promise.reject(new Error('away')) : Promise.resolve(),
  );
  await expect(store.append(fact('1'))).rejects.toThrow('away');
  expect(await store.head()).toBe(0);
  isAway = false;
  await store.append(fact('1'));
  expect(await store.head()).toBe(1);
});
