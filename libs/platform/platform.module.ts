import { DynamicModule, Module } from '@nestjs/common';
import { Stack } from './stack/stack';
import { VaultName, VAULTS } from './stack/vaults';
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

/** By what a service is given a vault. */
export const TOKENS_OF_VAULTS: Readonly<Record<VaultName, readonly symbol[]>> = {
  persons: [PERSON_VAULT],
  codes: [CODE_CHECKS, CODE_PRINTS, SECRET_KEEPS],
  files: [BLOB_STORE],
};

/** Gives every service the ports of the process under their tokens. */
@Module({})
export class PlatformModule {
  /** Of the vaults those that were declared alone: a service that asks for another one does not start, in any mode. */
  static forRoot(stack: Stack, vaults: readonly VaultName[] = VAULTS): DynamicModule {
    const undeclared = VAULTS.filter((vault) => !vaults.includes(vault)).flatMap((vault) => TOKENS_OF_VAULTS[vault]);
    const all = [
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
    const providers = all.filter(({ provide }) => !undeclared.includes(provide));
    return { module: PlatformModule, global: true, providers, exports: providers.map(({ provide }) => provide) };
  }
}
