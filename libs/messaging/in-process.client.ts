import { ClientProxy, ReadPacket } from '@nestjs/microservices';
import { InProcessServer } from './in-process.server';
import { IntegrationMessage } from './messaging.port';

/**
 * Hands a message that is no event of the log to the services of this process: `emit(contract, message)`. It is taken
 * over when the observable completes, and delivered after that: a handler may emit without waiting for itself.
 * Only events travel between services; there is no request and reply.
 */
export class InProcessClient extends ClientProxy {
  constructor(private readonly servers: readonly InProcessServer[]) {
    super();
  }

  async connect(): Promise<void> {
    // The servers are in this process.
  }

  async close(): Promise<void> {
    // Whoever made the servers closes them.
  }

  unwrap<T>(): T {
    return this.servers as T;
  }

  protected async dispatchEvent<T = unknown>(packet: ReadPacket<IntegrationMessage>): Promise<T> {
    if (packet.pattern !== packet.data.contract) {
      throw new Error(`A message of ${packet.data.contract} cannot be emitted as ${JSON.stringify(packet.pattern)}`);
    }
    for (const server of this.servers) server.accept(packet.data);
    return undefined as T;
  }

  protected publish(): () => void {
    throw new Error('The bus carries events; a question goes to the service over HTTP');
  }
}
