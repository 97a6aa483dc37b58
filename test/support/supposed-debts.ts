import { autopayDebts, Kvitok } from '#services/app';
import { AutopayDebts, Payee } from '#services/payments';
import { BILLING_CLIENT, BillingClient } from '../../services/billing/api/client';

/** What an account owes, as a test says; which of its payments are in it is billing's to say as ever. No slip came yet. */
export function supposedDebts(
  { app, stack }: Pick<Kvitok, 'app' | 'stack'>,
  owed: Record<Payee, number>,
): AutopayDebts {
  const billing = app.get<BillingClient>(BILLING_CLIENT, { strict: false });
  const debts = autopayDebts(billing, stack.clock);
  return { of: async (account) => ({ ...(await debts.of(account)), owed, lastSlip: null }) };
}
