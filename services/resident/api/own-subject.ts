import { Inject, Injectable } from '@nestjs/common';
import { RejectedError, Rejection } from '#libs/kernel';
import { BILLING_CLIENT, BillingClient } from '#services/billing/api/client';
import { ConversationSubject, ORDERS_CLIENT, OrdersClient } from '#services/support/api/client';
import { lineOf } from '../web/conversation-words';

/** What a resident may ask about: the account, a line of its charges, an order of its own. */
@Injectable()
export class OwnSubject {
  constructor(
    @Inject(BILLING_CLIENT) private readonly billing: BillingClient,
    @Inject(ORDERS_CLIENT) private readonly orders: OrdersClient,
  ) {}

  /**
   * A line of another account's charges, or one that was never charged, is nothing to ask about. Throws RejectedError
   * SUPPORT_UNKNOWN_SUBJECT, SUPPORT_UNKNOWN_ORDER.
   */
  async of(account: string, kind: ConversationSubject['kind'], reference: string): Promise<ConversationSubject> {
    if (kind === 'account') return { kind, reference: account };
    if (kind === 'order') {
      await this.orders.order(account, reference);
      return { kind, reference };
    }
    const line = lineOf(reference);
    const { utilities } = await this.billing.card(account);
    if (line === null || !utilities.some(({ utility }) => utility === line.utility)) {
      throw new RejectedError(new Rejection('SUPPORT_UNKNOWN_SUBJECT'));
    }
    return { kind, reference };
  }
}
