import { Projection } from '#libs/read-models';
import { accountDossierProjection } from './account-dossier.projection';
import { accountStandingProjection } from './account-standing.projection';
import { accountStatementProjection } from './account-statement.projection';
import { instalmentsProjection } from './instalments.projection';
import { nightHouseProjection } from './night-house.projection';
import { nightRunHousesProjection } from './night-run-houses.projection';
import { nightRunsProjection } from './night-runs.projection';
import { openPeriodProjection } from './open-period.projection';
import { paymentAllocationProjection } from './payment-allocation.projection';
import { periodClosesProjection } from './period-closes.projection';
import { postingProjection } from './posting.projection';
import { recalledAccountsProjection } from './recalled-accounts.projection';
import { recalculationOrdersProjection } from './recalculation-orders.projection';
import { recordedRecalculationsProjection } from './recorded-recalculations.projection';
import { referenceBookProjection } from './reference-book.projection';
import { turnoverProjection } from './turnover.projection';
import { slipCodesProjection } from './slip-codes.projection';
import { slipsProjection } from './slips.projection';

/** Every read model of billing. */
export const BILLING_PROJECTIONS: readonly Projection[] = [
  referenceBookProjection,
  accountDossierProjection,
  accountStandingProjection,
  openPeriodProjection,
  accountStatementProjection,
  postingProjection,
  paymentAllocationProjection,
  turnoverProjection,
  nightHouseProjection,
  nightRunsProjection,
  nightRunHousesProjection,
  slipsProjection,
  slipCodesProjection,
  periodClosesProjection,
  recalculationOrdersProjection,
  recordedRecalculationsProjection,
  instalmentsProjection,
  recalledAccountsProjection,
] as readonly Projection[];
