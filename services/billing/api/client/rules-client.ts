import { defineClient } from '#libs/clients';
import { CommandOrigin, CommandReceipt } from '#libs/platform';
import { RuleEnding } from '../../domain/rule-endings.policy';
import { RuleNamed } from '../../domain/rule-named';
import { RuleStatement } from '../../domain/rule-statement.policy';
import { MomentAsked } from '../history/account-at.query';
import { RuleCard } from '../rules/rules.query';
import { RuleEffect } from '../rules/state-rule';

export type { RuleEnding } from '../../domain/rule-endings.policy';
export type { RuleNamed } from '../../domain/rule-named';
export type { RuleStatement } from '../../domain/rule-statement.policy';
export type { RuleCard, RuleKind, StatedRule } from '../rules/rules.query';
export type { RuleEffect } from '../rules/state-rule';
export { CHANGEABLE_SETTINGS, settingValueRule } from '../../domain/setting-values.policy';

export const RULES_CLIENT = Symbol('RULES_CLIENT');

/**
 * The dated rules of the company: tariffs, norms, coefficients, the key rate, settings. In one process a direct call;
 * between processes HTTP. Throws RejectedError BILLING_NO_COMPANY.
 */
export interface RulesClient {
  /** Every rule with its history, and what is in force on the day, as was known then. */
  rules(moment: MomentAsked): Promise<readonly RuleCard[]>;
  /** What ends within two months, or has ended, and nobody has decided what comes then; nothing before a company is there. */
  ending(): Promise<readonly RuleEnding[]>;
  /** Writes nothing. BILLING_RULE_UNKNOWN, BILLING_RULE_VALUE, BILLING_RULE_BACKDATED, BILLING_REFERENCE_CONFLICT. */
  effect(statement: RuleStatement): Promise<RuleEffect>;
  /** BILLING_REASON_REQUIRED besides. */
  state(statement: RuleStatement, reason: string, origin: CommandOrigin): Promise<CommandReceipt>;
  /** BILLING_RULE_NOT_STATED, …_USED, …_KEPT, …_ONLY, BILLING_REASON_REQUIRED. */
  withdraw(rule: RuleNamed, reason: string, origin: CommandOrigin): Promise<CommandReceipt>;
}

export const rulesClient = defineClient<RulesClient>()({
  name: 'rules',
  token: RULES_CLIENT,
  operations: {
    rules: 'ask',
    ending: 'ask',
    effect: 'ask',
    state: 'tell',
    withdraw: 'tell',
  },
});
