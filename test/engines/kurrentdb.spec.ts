import { randomUUID } from 'node:crypto';
import { KurrentEventStore, SqliteEventIds } from '#libs/event-store';
import { eventStoreContract, numberedEventStore } from '#libs/testing';
import { KurrentEngine, openKurrent } from './kurrentdb/engine';

/** How long a container takes that has to be fetched first. */
const STARTS_WITHIN_MS = 600_000;

let kurrent: KurrentEngine;

beforeAll(async () => {
  kurrent = await openKurrent();
}, STARTS_WITHIN_MS);

afterAll(() => kurrent?.release());

eventStoreContract(
  'KurrentDB',
  async () => {
    // Each log is a prefix of its own in the one log of the server.
    const streamPrefix = `test-${randomUUID().slice(0, 8)}.`;
    return {
      async open(options) {
        const ids = new SqliteEventIds(':memory:', streamPrefix);
        return numberedEventStore(await KurrentEventStore.open({ ...options, url: kurrent.url, streamPrefix, ids }));
      },
      remove: async () => undefined,
    };
  },
  8,
);
