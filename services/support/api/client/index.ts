import type { ClientDefinition } from '#libs/clients';
import { supportClient } from './support-client';
import { supportOfficeClient } from './support-office-client';
import { ordersClient } from './orders-client';
import { orderRefundsClient } from './order-refunds-client';

export * from './order-refunds-client';
export * from './support-client';
export * from './orders-client';
export * from './support-office-client';

/** All that may be asked of this service, by whoever runs elsewhere. */
export const SUPPORT_CLIENTS: readonly ClientDefinition[] = [
  supportClient,
  supportOfficeClient,
  ordersClient,
  orderRefundsClient,
];
