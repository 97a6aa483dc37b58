import { BaseRpcContext } from '@nestjs/microservices';
import { IntegrationMessage } from './messaging.port';

/** What a handler is given besides the data of a message, whatever the transport. */
export class MessageContext extends BaseRpcContext<[IntegrationMessage, ...IntegrationMessage[]]> {
  /** Several for a handler that takes many at once. */
  constructor(message: IntegrationMessage, ...further: readonly IntegrationMessage[]) {
    super([message, ...further]);
  }

  getMessage(): IntegrationMessage {
    return this.args[0];
  }

  /** Every message of the call, in the order of the log. */
  getMessages(): readonly IntegrationMessage[] {
    return this.args;
  }
}
