import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventStoreContract } from '#libs/testing';
import { SqliteEventStore } from './sqlite.event-store';

eventStoreContract('SQLite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kvitok-event-store-'));
  return {
    open: async (options) => new SqliteEventStore({ ...options, file: join(folder, 'events.sqlite') }),
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
});
