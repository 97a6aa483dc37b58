import type { ClientDefinition } from '#libs/clients';
import { meteringClient } from './metering-client';
import { meteringOfficeClient } from './metering-office-client';

export * from './metering-client';
export * from './metering-office-client';

/** All that may be asked of this service, by whoever runs elsewhere. */
export const METERING_CLIENTS: readonly ClientDefinition[] = [meteringClient, meteringOfficeClient];
