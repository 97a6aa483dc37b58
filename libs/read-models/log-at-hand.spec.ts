import fc from 'fast-check';
import { MemoryEventStore, NO_STREAM } from '#libs/event-store';
import { RecordedEvent } from '#libs/kernel';
import { LogAtHand } from './log-at-hand';

const metadata = {
  recordedAt: '2026-03-01T08:00:00.000Z',
  actor: 'night',
  correlationId: 'c',
  causationId: null,
  commandId: null,
  commandHash: null,
};

/** A log of so many events, of the types A and B in turn. */
async function aLog(length: number) {
  const store = new MemoryEventStore();
  for (let number = 1; number <= length; number += 1) {
    const type = number % 2 === 1 ? 'A' : 'B';
    const events = [{ eventId: `e-${number}`, type, version: 1, data: { number }, metadata }];
    await store.append({ stream: `s-${number}`, expectedRevision: NO_STREAM, events });
  }
  const { events } = await store.readAll({ after: 0, limit: 10_000 });
  return { store, events };
}

async function readThrough(
  log: Pick<LogAtHand, 'readAll'>,
  limit: number,
  types?: readonly string[],
): Promise<string[]> {
  const read: RecordedEvent[] = [];
  let after = 0;
  for (let page = 0; page < 10_000; page += 1) {
    const { events, checkpoint, caughtUp } = await log.readAll({ after, limit, ...(types && { types: [...types] }) });
    read.push(...events);
    if (caughtUp) return read.map(({ eventId }) => eventId);
    expect(checkpoint).toBeGreaterThan(after);
    after = checkpoint;
  }
  throw new Error('The log has no end');
}

describe('a log with events at hand', () => {
  it('reads as the log alone, whichever events are at hand, whatever the page and the types', async () => {
    const { store, events } = await aLog(24);
    const places = fc.uniqueArray(fc.integer({ min: 0, max: 23 }));
    await fc.assert(
      fc.asyncProperty(
        places,
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom(undefined, ['A'], ['B']),
        async (atHand, limit, types) => {
          const log = new LogAtHand(
            store,
            atHand.map((place) => events[place] as RecordedEvent),
          );
          expect(await readThrough(log, limit, types)).toEqual(await readThrough(store, limit, types));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('does not read what it has', async () => {
    const { store, events } = await aLog(10);
    const asked: number[] = [];
    const log = new LogAtHand(
      { readAll: async (options) => (asked.push(options.after), store.readAll(options)) },
      events.slice(0, 10),
    );
    expect(await readThrough(log, 100)).toHaveLength(10);
    expect(asked).toEqual([10]);
  });

  it('ends where it is told to', async () => {
    const { store, events } = await aLog(10);
    const log = new LogAtHand(store, events.slice(2, 6));
    const upTo = async (after: number, end: number) => {
      const page = await log.readAll({ after, limit: 100, upTo: end });
      return [page.events.map(({ position }) => position), page.checkpoint, page.caughtUp];
    };
    expect(await upTo(2, 4)).toEqual([[3, 4], 4, true]);
    expect(await upTo(0, 2)).toEqual([[1, 2], 2, true]);
  });

  it('of an empty log, or of none at hand, is the log', async () => {
    const { store } = await aLog(3);
    expect(await readThrough(new LogAtHand(store, []), 2)).toEqual(['e-1', 'e-2', 'e-3']);
    expect(await readThrough(new LogAtHand(new MemoryEventStore(), []), 2)).toEqual([]);
  });
});
