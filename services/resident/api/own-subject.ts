import { Inject, Injectable } from '@nestjs/common';
import { awayIn } from '#libs/gateway';
import { RejectedError, Rejection } from '#libs/kernel';
import { BILLING_CLIENT, BillingClient } from '#services/billing/api/client';
import { ConversationSubject, ORDERS_CLIENT, OrdersClient } from '#services/support/api/client';
import { lineOf } from './line-reference';

type AskedLine = NonNullable<ReturnType<typeof lineOf>>;

/** What a resident may ask about: the account, a line of its charges, an order of its own. */
@Injectable()
export class OwnSubject {
  constructor(
    @Inject(BILLING_CLIENT) private readonly billing: BillingClient,
    @Inject(ORDERS_CLIENT) private readonly orders: OrdersClient,
  ) {}

  /**
   * A line of another account's charges, or one that was never charged, is nothing to ask about; while billing is away
   * that is left to whoever answers. Throws RejectedError SUPPORT_UNKNOWN_SUBJECT, SUPPORT_UNKNOWN_ORDER.
   */
  async of(account: string, kind: ConversationSubject['kind'], reference: string): Promise<ConversationSubject> {
    if (kind === 'account') return { kind, reference: account };
    if (kind === 'order') {
      await this.orders.order(account, reference);
      return { kind, reference };
    }
    const line = lineOf(reference);
    if (line === null || !(await this.isCharged(account, line))) {
      throw new RejectedError(new Rejection('SUPPORT_UNKNOWN_SUBJECT'));
    }
    return { kind, reference };
  }

  private async isCharged(account: string, { period, utility, component }: AskedLine): Promise<boolean> {
    try {
      const { lines } = await this.billing.explain(account, period);
      return lines.some((line) => line.utility === utility && (component === null || line.component === component));
    } catch (error) {
      if (error instanceof RejectedError && error.rejection.code === 'BILLING_NOTHING_CHARGED') return false;
      // A reference names no account, so that it leads to one’s own alone: a question does not wait for billing.
      if (awayIn(error) !== null) return true;
      throw error;
    }
  }
}
