import { asEventHandler, transportContract } from '#libs/testing';
import { InProcessServer } from './in-process.server';

transportContract('of one process', async (ground) => {
  const servers = new Set<InProcessServer>();
  return {
    async open(consumer, handlers) {
      const server = new InProcessServer({ ...ground, consumer: Symbol(consumer) });
      for (const [contract, handler] of handlers) server.addHandler(contract, asEventHandler(handler), true);
      servers.add(server);
      return {
        retryParked: (key) => server.retryParked(key),
        skipFirstParked: (key) => server.skipFirstParked(key),
        close() {
          servers.delete(server);
          return server.close();
        },
      };
    },
    async settle() {
      for (let head = -1; head !== (await ground.events.head());) {
        head = await ground.events.head();
        for (const server of servers) await server.drain();
      }
    },
    async close() {
      for (const server of servers) await server.close();
    },
  };
});
