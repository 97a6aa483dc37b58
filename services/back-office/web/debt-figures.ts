import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { CLOCK } from '#libs/platform';
import { BILLING_CLIENT, BillingClient, PaymentAllocation } from '#services/billing/api/client';
import { AccountPayment, Payee } from '#services/payments/api/client';

/** An account that a payment may be for, as a person tells one from another. */
export interface AccountInBrief {
  readonly account: string;
  readonly address: string;
  readonly flat: string;
  /** What is owed to the payee today; below zero an advance. */
  readonly debtKopecks: number;
}

/** What becomes of a debt when money comes or goes. Penalty is computed anew besides. */
export interface DebtChange {
  readonly beforeKopecks: number;
  readonly afterKopecks: number;
}

/** What billing knows of the accounts of payments. */
@Injectable()
export class DebtFigures {
  constructor(
    @Inject(BILLING_CLIENT) private readonly billing: BillingClient,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws what billing throws. */
  async brief(account: string, payee: Payee): Promise<AccountInBrief> {
    const [{ address, flat }, debtKopecks] = await Promise.all([this.billing.card(account), this.debt(account, payee)]);
    return { account, address, flat, debtKopecks };
  }

  async change({ account, payee }: Pick<AccountPayment, 'account' | 'payee'>, kopecks: number): Promise<DebtChange> {
    const beforeKopecks = await this.debt(account, payee);
    return { beforeKopecks, afterKopecks: beforeKopecks + kopecks };
  }

  /** What a payment was spent on; null where billing has not heard of it. */
  async allocation({
    account,
    paymentId,
  }: Pick<AccountPayment, 'account' | 'paymentId'>): Promise<PaymentAllocation | null> {
    const allocations = await this.billing.allocations(account);
    return allocations.find((one) => one.paymentId === paymentId) ?? null;
  }

  private async debt(account: string, payee: Payee): Promise<number> {
    const { payees } = await this.billing.aging(account, this.clock.today());
    const owed = payees.find((one) => one.payee === payee);
    return owed === undefined ? 0 : owed.principalKopecks + owed.penaltyKopecks - owed.advanceKopecks;
  }
}
