import type { ClientDefinition } from '#libs/clients';
import { billingClient } from './billing-client';
import { slipsClient } from './slips-client';
import { companiesClient } from './companies-client';
import { periodsClient } from './periods-client';
import { billingOfficeClient } from './billing-office-client';
import { accountHistoryClient } from './account-history-client';
import { housesClient } from './houses-client';
import { rulesClient } from './rules-client';
import { houseSlipsClient } from './house-slips-client';
import { nightsClient } from './nights-client';
import { readingControlClient } from './reading-control-client';
import { instalmentsClient } from './instalments-client';

export * from './billing-client';
export * from './slips-client';
export * from './companies-client';
export * from './periods-client';
export * from './billing-office-client';
export * from './account-history-client';
export * from './houses-client';
export * from './rules-client';
export * from './house-slips-client';
export * from './nights-client';
export * from './reading-control-client';
export * from './instalments-client';

/** All that may be asked of this service, by whoever runs elsewhere. */
export const BILLING_CLIENTS: readonly ClientDefinition[] = [
  billingClient,
  slipsClient,
  companiesClient,
  periodsClient,
  billingOfficeClient,
  accountHistoryClient,
  housesClient,
  rulesClient,
  houseSlipsClient,
  nightsClient,
  readingControlClient,
  instalmentsClient,
];
