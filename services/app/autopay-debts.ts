import { Clock } from '#libs/kernel';
import { AutopayDebts, Payee } from '#services/payments';
import { BillingClient } from '#services/billing/api/client';

type AgedPayee = Awaited<ReturnType<BillingClient['aging']>>['payees'][number];

/**
 * What agreements to charge ask of billing, by the client that gateways use as well: debts and the penalty on statements,
 * less what was paid in advance. Penalty of no statement yet is not charged: the resident has not seen it.
 */
export function autopayDebts(billing: BillingClient, clock: Pick<Clock, 'today'>): AutopayDebts {
  return {
    async of(account) {
      // Before the debts: what billing credits in between is then in what is owed, and waited for once more at most.
      const allocations = await billing.allocations(account);
      const [aged, statements] = await Promise.all([
        billing.aging(account, clock.today()),
        billing.statements(account),
      ]);
      const owedTo = (payee: Payee) => {
        const found = aged.payees.find((one) => one.payee === payee);
        return found === undefined ? 0 : owed(found);
      };
      return {
        owed: { main: owedTo('main'), capital_repair: owedTo('capital_repair') },
        lastSlip: statements.at(-1)?.period ?? null,
        credited: new Set(allocations.map(({ paymentId }) => paymentId)),
      };
    },
  };
}

function owed({ principalKopecks, lines, advanceKopecks }: AgedPayee): number {
  const penalty = lines.reduce((total, { penaltyPostedKopecks }) => total + penaltyPostedKopecks, 0);
  return principalKopecks + penalty - advanceKopecks;
}
