import { Projection } from '#libs/read-models';
import { accountPayments } from './account-payments.projection';
import { autopayAgreements } from './autopay-agreements.projection';
import { knownAccounts } from './known-accounts.projection';
import { onlinePayments } from './online-payments.projection';
import { recipients } from './recipients.projection';
import { registries } from './registries/registries.projection';
import { registryLines } from './registries/registry-lines.projection';
import { registryProfiles } from './registries/registry-profiles.projection';
import { setAsidePayments } from './registries/set-aside-payments.projection';

/** Every read model of payments. */
export const PAYMENTS_PROJECTIONS: readonly Projection[] = [
  knownAccounts,
  accountPayments,
  onlinePayments,
  autopayAgreements,
  recipients,
  registries,
  registryLines,
  registryProfiles,
  setAsidePayments,
] as readonly Projection[];
