import { BillingPeriod, RejectedError, Rejection } from '#libs/kernel';
import { BillingClient } from '#services/billing/api/client';

/**
 * A payment can be meant for a month in which the account was billed here, up to the open one. Throws RejectedError
 * BACK_OFFICE_NAMED_PERIOD; of an account that is not known nothing is said here.
 */
export async function requirePeriodOf(billing: BillingClient, account: string, period: BillingPeriod): Promise<void> {
  const card = await billing.card(account).catch((error: unknown) => {
    if (error instanceof RejectedError) return null;
    throw error;
  });
  if (card === null) return;
  const { firstPeriod: from, openPeriod } = card;
  const to = openPeriod ?? period;
  if (period < from || period > to)
    throw new RejectedError(new Rejection('BACK_OFFICE_NAMED_PERIOD', { period, from, to }));
}
