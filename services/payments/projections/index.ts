import { Projection } from '#libs/read-models';
import { accountPayments } from './account-payments.projection';
import { knownAccounts } from './known-accounts.projection';

/** Every read model of payments. */
export const PAYMENTS_PROJECTIONS: readonly Projection[] = [knownAccounts, accountPayments];
