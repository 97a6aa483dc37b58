import { Inject, Injectable } from '@nestjs/common';
import { unlessAway } from '#libs/gateway';
import { BILLING_CLIENT, BillingClient, UtilityCard } from '#services/billing/api/client';

/**
 * Names and units of utilities, for pages that show nothing else of billing. They are the company’s and hardly ever
 * change: while billing is away they are as it told them last of any account, or none where it told none yet.
 */
@Injectable()
export class UtilityNames {
  /** As many as the company has. An order is of one account, and is known to that alone. */
  private readonly told = new Map<string, UtilityCard>();

  constructor(@Inject(BILLING_CLIENT) private readonly billing: BillingClient) {}

  /** Throws RejectedError BILLING_UNKNOWN_ACCOUNT. */
  async of(account: string): Promise<readonly UtilityCard[]> {
    const card = await unlessAway(this.billing.card(account));
    if (card === null) return [...this.told.values()];
    for (const utility of card.utilities) {
      if (utility.kind !== 'order') this.told.set(utility.utility, utility);
    }
    return card.utilities;
  }
}
