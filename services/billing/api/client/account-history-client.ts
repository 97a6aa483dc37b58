import { defineClient } from '#libs/clients';
import { BillingPeriod } from '#libs/kernel';
import { AgedAccount } from '../aging.query';
import { AccountAt, MomentAsked } from '../history/account-at.query';
import { EventBehind, ExplainedByEvents, LineQuestion } from '../history/events-behind.query';
import { PaymentAt } from '../history/payments-at.query';
import { PrintedStatement } from '../result-format';

export type { AccountAt, MeterInService, MomentAsked } from '../history/account-at.query';
export type { EventBehind, ExplainedByEvents, LineQuestion } from '../history/events-behind.query';
export type { EventField } from '../history/event-fields';
export type { PaymentAt } from '../history/payments-at.query';

export const ACCOUNT_HISTORY_CLIENT = Symbol('ACCOUNT_HISTORY_CLIENT');

/**
 * An account at any moment, and the facts behind each of its sums. The same question about the same moment has the same
 * answer for ever. In one process a direct call; between processes HTTP. Throws RejectedError BILLING_UNKNOWN_ACCOUNT,
 * BILLING_NO_COMPANY.
 */
export interface AccountHistoryClient {
  card(account: string, moment: MomentAsked): Promise<AccountAt>;
  /** Periods that had ended by the day and whose close was known by then, oldest first. */
  statements(account: string, moment: MomentAsked): Promise<readonly PrintedStatement[]>;
  /** BILLING_BEFORE_FIRST_PERIOD, BILLING_NO_RULE_IN_FORCE, BILLING_DAY_BEYOND_RULES. */
  debts(account: string, moment: MomentAsked): Promise<AgedAccount>;
  /** By payee, the earliest first. */
  payments(account: string, moment: MomentAsked): Promise<readonly PaymentAt[]>;
  /** How a line was computed, with the facts themselves. BILLING_NOTHING_CHARGED, BILLING_UNKNOWN_UTILITY. */
  line(question: LineQuestion): Promise<ExplainedByEvents>;
  /** BILLING_UNKNOWN_EVENT also for a fact about another account. */
  event(account: string, eventId: string): Promise<EventBehind>;
  /** The facts of the account itself, or of one of its periods, in the order of the log. */
  events(account: string, period?: BillingPeriod, knownAt?: string): Promise<readonly EventBehind[]>;
}

export const accountHistoryClient = defineClient<AccountHistoryClient>()({
  name: 'account-history',
  token: ACCOUNT_HISTORY_CLIENT,
  operations: {
    card: 'ask',
    statements: 'ask',
    debts: 'ask',
    payments: 'ask',
    line: 'ask',
    event: 'ask',
    events: 'ask',
  },
});
