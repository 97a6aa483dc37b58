import { Projection } from '#libs/read-models';
import { accountPayments } from './account-payments.projection';
import { autopayAgreements } from './autopay-agreements.projection';
import { knownAccounts } from './known-accounts.projection';
import { onlinePayments } from './online-payments.projection';
import { recipients } from './recipients.projection';

/** Every read model of payments. */
export const PAYMENTS_PROJECTIONS: readonly Projection[] = [
  knownAccounts,
  accountPayments,
  onlinePayments,
  autopayAgreements,
  recipients,
] as readonly Projection[];
