import { Injectable } from '@nestjs/common';
import { CommandOrigin } from '#libs/platform';
import { RuleNamed } from '../../domain/rule-named';
import { RuleStatement } from '../../domain/rule-statement.policy';
import { MomentAsked } from '../history/account-at.query';
import { RulesQuery } from '../rules/rules.query';
import { StateRule } from '../rules/state-rule';
import { RulesClient } from './rules-client';

/** Rules in the same process. */
@Injectable()
export class EmbeddedRulesClient implements RulesClient {
  constructor(
    private readonly query: RulesQuery,
    private readonly stating: StateRule,
  ) {}

  rules(moment: MomentAsked) {
    return this.query.rules(moment);
  }

  ending() {
    return this.query.ending();
  }

  effect(statement: RuleStatement) {
    return this.stating.effect(statement);
  }

  state(statement: RuleStatement, reason: string, origin: CommandOrigin) {
    return this.stating.state(statement, reason, origin);
  }

  withdraw(rule: RuleNamed, reason: string, origin: CommandOrigin) {
    return this.stating.withdraw(rule, reason, origin);
  }
}
