import { eventStoreContract } from '#libs/testing';
import { createMemoryLog, MemoryEventStore } from './memory.event-store';

eventStoreContract('memory', async () => {
  const log = createMemoryLog();
  return {
    open: async (options) => new MemoryEventStore({ ...options, log }),
    remove: async () => undefined,
  };
});
