import { BaseRpcContext } from '@nestjs/microservices';
import { IntegrationMessage } from './messaging.port';

/** What a handler is given besides the data of a message, whatever the transport. */
export class MessageContext extends BaseRpcContext<[IntegrationMessage]> {
  constructor(message: IntegrationMessage) {
    super([message]);
  }

  getMessage(): IntegrationMessage {
    return this.args[0];
  }
}
