import { Injectable } from '@nestjs/common';
import { SupposedChange } from '../../domain/what-if.policy';
import { AccountCardQuery } from '../account-card.query';
import { AgingQuery } from '../aging.query';
import { AskedMoment } from '../asked-moment';
import { ExplainQuery } from '../explain.query';
import { PaymentAllocationsQuery } from '../payment-allocations.query';
import { PrintedStatement } from '../result-format';
import { StatementsQuery } from '../statements.query';
import { WhatIfQuery } from '../what-if.query';
import { BillingClient } from './billing-client';

/** Billing in the same process. */
@Injectable()
export class EmbeddedBillingClient implements BillingClient {
  constructor(
    private readonly cards: AccountCardQuery,
    private readonly statementsQuery: StatementsQuery,
    private readonly agingQuery: AgingQuery,
    private readonly explanations: ExplainQuery,
    private readonly suppositions: WhatIfQuery,
    private readonly allocationsQuery: PaymentAllocationsQuery,
    private readonly asked: AskedMoment,
  ) {}

  company() {
    return this.cards.company();
  }

  card(account: string) {
    return this.cards.card(account);
  }

  overview(account: string) {
    return this.cards.overview(account);
  }

  async statements(account: string) {
    await this.asked.requireAccount(account);
    const statements: PrintedStatement[] = [];
    for await (const statement of this.statementsQuery.all({ account })) statements.push(statement);
    return statements;
  }

  async explain(account: string, period: string) {
    await this.asked.requireAccount(account);
    await this.asked.requirePeriod(period);
    return this.explanations.explain(account, period);
  }

  async aging(account: string, asOf: string, knownAt?: string) {
    return this.agingQuery.one(account, asOf, await this.asked.knownAt(knownAt));
  }

  allocations(account: string) {
    return this.allocationsQuery.of(account);
  }

  tariffs(account: string, utility: string) {
    return this.cards.tariffs(account, utility);
  }

  whatIf(account: string, changes: readonly SupposedChange[]) {
    return this.suppositions.ask(account, changes);
  }
}
