import { ClientProxy, ReadPacket } from '@nestjs/microservices';
import { InProcessServer } from './in-process.server';
import { IntegrationMessage } from './messaging.port';

/**
 * Hands a message that is no event of the log to the services of this process. Only events travel between services:
 * there is no request and reply.
 */
export class InProcessClient extends ClientProxy {
  constructor(private readonly servers: readonly InProcessServer[]) {
    super();
  }

  connect(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  unwrap<T>(): T {
    return this.servers as T;
  }

  protected async dispatchEvent<T = unknown>(packet: ReadPacket<IntegrationMessage>): Promise<T> {
    for (const server of this.servers) await server.deliver(packet.data);
    return undefined as T;
  }

  protected publish(): () => void {
    throw new Error('The bus carries events; a question goes to the service over HTTP');
  }
}
