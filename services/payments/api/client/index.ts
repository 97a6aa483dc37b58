import type { ClientDefinition } from '#libs/clients';
import { paymentsClient } from './payments-client';
import { paymentsOfficeClient } from './payments-office-client';
import { registriesClient } from './registries-client';

export * from './payments-client';
export * from './payments-office-client';
export * from './registries-client';

/** All that may be asked of this service, by whoever runs elsewhere. */
export const PAYMENTS_CLIENTS: readonly ClientDefinition[] = [paymentsClient, paymentsOfficeClient, registriesClient];
