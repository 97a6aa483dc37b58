import { Inject, Injectable } from '@nestjs/common';
import { BillingPeriod, Clock, lastDayOf, periodOf, previousPeriod } from '#libs/kernel';
import { CLOCK } from '#libs/platform';
import { AgingQuery } from '../aging.query';
import { AskedMoment } from '../asked-moment';
import { AccountAtQuery, MomentAsked } from '../history/account-at.query';
import { EventsBehindQuery, LineQuestion } from '../history/events-behind.query';
import { PaymentsAtQuery } from '../history/payments-at.query';
import { PrintedStatement } from '../result-format';
import { StatementsQuery } from '../statements.query';
import { AccountHistoryClient } from './account-history-client';

/** History in the same process. */
@Injectable()
export class EmbeddedAccountHistoryClient implements AccountHistoryClient {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly cards: AccountAtQuery,
    private readonly statementsQuery: StatementsQuery,
    private readonly aging: AgingQuery,
    private readonly paymentsQuery: PaymentsAtQuery,
    private readonly behind: EventsBehindQuery,
    private readonly asked: AskedMoment,
  ) {}

  card(account: string, moment: MomentAsked) {
    return this.cards.card(account, moment);
  }

  async statements(account: string, { asOf, knownAt }: MomentAsked) {
    await this.asked.requireAccount(account);
    const to = asOf === undefined ? undefined : lastEndedBy(asOf);
    const statements: PrintedStatement[] = [];
    const question = { account, to, knownAt: await this.asked.knownAt(knownAt) };
    for await (const statement of this.statementsQuery.all(question)) statements.push(statement);
    return statements;
  }

  async debts(account: string, { asOf = this.clock.today(), knownAt }: MomentAsked) {
    return this.aging.one(account, asOf, await this.asked.knownAt(knownAt));
  }

  payments(account: string, moment: MomentAsked) {
    return this.paymentsQuery.of(account, moment);
  }

  line(question: LineQuestion) {
    return this.behind.line(question);
  }

  event(account: string, eventId: string) {
    return this.behind.event(account, eventId);
  }

  events(account: string, period?: BillingPeriod, knownAt?: string) {
    return this.behind.events(account, period, knownAt);
  }
}

/** The latest period that is over at the end of a day. */
function lastEndedBy(day: string): BillingPeriod {
  const period = periodOf(day);
  return lastDayOf(period) <= day ? period : previousPeriod(period);
}
