import { randomUUID } from 'node:crypto';
import { KurrentEventStore, SqliteEventIds } from '#libs/event-store';
import { eventStoreContract, numberedEventStore } from '#libs/testing';
import { KurrentProtocolServer } from './kurrentdb/protocol-server';

let server: KurrentProtocolServer;

beforeAll(async () => {
  server = await KurrentProtocolServer.start();
});

afterAll(() => server.remove());

eventStoreContract(
  'a server that speaks the protocol of KurrentDB, not KurrentDB',
  async () => {
    const streamPrefix = `test-${randomUUID().slice(0, 8)}.`;
    return {
      async open(options) {
        const ids = new SqliteEventIds(':memory:', streamPrefix);
        return numberedEventStore(await KurrentEventStore.open({ ...options, url: server.url, streamPrefix, ids }));
      },
      remove: async () => undefined,
    };
  },
  8,
);
