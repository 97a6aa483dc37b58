import { DynamicModule, Module } from '@nestjs/common';
import { Stack } from './stack/stack';
import {
  ACCESS_RECORDS,
  BLOB_STORE,
  CLOCK,
  CODE_CHECKS,
  CODE_PRINTS,
  COMMAND_HANDLER,
  CONSUMER_PLACES,
  CONSUMER_STATE,
  DEVICE_CLOCK,
  EVENT_STORE,
  LEASE_HOLDERS,
  MAILER,
  PERSON_VAULT,
  PROJECTOR,
  READ_MODEL_STORE,
  READ_MODELS,
  SECRET_KEEPS,
} from './tokens';

/** Gives every service the ports of the process under their tokens. */
@Module({})
export class PlatformModule {
  static forRoot(stack: Stack): DynamicModule {
    const providers = [
      { provide: EVENT_STORE, useValue: stack.store },
      { provide: COMMAND_HANDLER, useValue: stack.commands },
      { provide: READ_MODELS, useValue: stack.readModelStore },
      { provide: READ_MODEL_STORE, useValue: stack.readModelStore },
      { provide: PROJECTOR, useValue: stack.projector },
      { provide: CLOCK, useValue: stack.clock },
      { provide: DEVICE_CLOCK, useValue: stack.deviceClock },
      { provide: CONSUMER_STATE, useValue: stack.consumerState },
      { provide: CONSUMER_PLACES, useValue: stack.transport.places },
      { provide: PERSON_VAULT, useValue: stack.vault },
      { provide: CODE_CHECKS, useValue: stack.codeVault.checks },
      { provide: CODE_PRINTS, useValue: stack.codeVault.prints },
      { provide: SECRET_KEEPS, useValue: stack.codeVault.secrets },
      { provide: ACCESS_RECORDS, useValue: stack.accessRecords },
      { provide: BLOB_STORE, useValue: stack.blobs },
      { provide: MAILER, useValue: stack.mailer },
      { provide: LEASE_HOLDERS, useValue: stack.leaseHolders },
    ];
    return { module: PlatformModule, global: true, providers, exports: providers.map(({ provide }) => provide) };
  }
}
