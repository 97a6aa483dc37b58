import { Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiProblems } from '#libs/platform';
import { BILLING_CLIENT, BillingClient } from '#services/billing/api/client';
import { ResidentApi } from './resident-api';
import { OwnAccountsAnswer } from './resident.dto';
import { SignedIn, Visitor } from './visitor';

/** The accounts of the sign-in. */
@ResidentApi('accounts', 'accounts')
export class ApiAccountsController {
  constructor(@Inject(BILLING_CLIENT) private readonly billing: BillingClient) {}

  @Get()
  @ApiOperation({ summary: 'The accounts that the sign-in opens' })
  @ApiOkResponse({ type: OwnAccountsAnswer })
  @ApiProblems('CABINET_SIGN_IN_REQUIRED')
  async all(@SignedIn() { accounts }: Visitor): Promise<OwnAccountsAnswer> {
    const cards = await Promise.all(accounts.map((account) => this.billing.card(account)));
    return { accounts: cards.map(({ account, address, flat, closedOn }) => ({ account, address, flat, closedOn })) };
  }
}
