import { defineClient } from '#libs/clients';
import { BillingPeriod, CivilDate } from '#libs/kernel';
import { AccountCard, AccountOverview, CompanyCard, TariffRow } from '../account-card.query';
import { AgedAccount } from '../aging.query';
import { Explanation } from '../explain.query';
import { PaymentAllocation } from '../payment-allocations.query';
import { PrintedStatement } from '../result-format';
import { SupposedChange } from '../../domain/what-if.policy';
import { SupposedOutcome } from '../what-if.query';

export type { AccountCard, AccountOverview, CompanyCard, TariffRow, UtilityCard } from '../account-card.query';
export type { AgedAccount } from '../aging.query';
export type { Explanation, ExplainedLine, ExplainedInput, ExplainedWaiver } from '../explain.query';
export type { PaymentAllocation } from '../payment-allocations.query';
export type { PrintedStatement, PrintedPayee, PrintedCharge, PrintedRecalculation } from '../result-format';
export type { SupposedChange } from '../../domain/what-if.policy';
export type { SupposedOutcome } from '../what-if.query';

// Shapes of answers, for the documents of the gateways.
export { AccountOverviewAnswer, CompanyCardAnswer } from '../account-card.dto';
export { AgedAccountAnswer, ExplanationAnswer, StatementAnswer } from '../accounts.dto';
export { WHAT_IF_REFUSALS, WhatIfAnswer, WhatIfBody } from '../what-if.dto';

export const BILLING_CLIENT = Symbol('BILLING_CLIENT');

/** What a gateway asks of billing. In one process a direct call; between processes HTTP. Throws RejectedError. */
export interface BillingClient {
  company(): Promise<CompanyCard>;
  card(account: string): Promise<AccountCard>;
  /** The card, today's debt and the last statement in one round trip. */
  overview(account: string): Promise<AccountOverview>;
  /** Closed periods, oldest first. */
  statements(account: string): Promise<readonly PrintedStatement[]>;
  explain(account: string, period: BillingPeriod): Promise<Explanation>;
  /** Debts at the end of a day; of a day to come with the penalty that will have accrued when nothing is paid. */
  aging(account: string, asOf: CivilDate, knownAt?: string): Promise<AgedAccount>;
  /** What the payments of an account were spent on, by month and utility. */
  allocations(account: string): Promise<readonly PaymentAllocation[]>;
  tariffs(account: string, utility: string): Promise<readonly TariffRow[]>;
  whatIf(account: string, changes: readonly SupposedChange[]): Promise<SupposedOutcome>;
}

export const billingClient = defineClient<BillingClient>()({
  name: 'billing',
  token: BILLING_CLIENT,
  operations: {
    company: 'ask',
    card: 'ask',
    overview: 'ask',
    statements: 'ask',
    explain: 'ask',
    aging: 'ask',
    allocations: 'ask',
    tariffs: 'ask',
    whatIf: 'ask',
  },
});
