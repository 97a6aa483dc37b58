import { Inject, Injectable } from '@nestjs/common';
import { BillingPeriod } from '#libs/kernel';
import { READ_MODELS } from '#libs/platform';
import { pagesByKey, Query, ReadModels } from '#libs/read-models';
import {
  accountStatementProjection,
  AccountStatementRow,
  statementKey,
} from '../projections/account-statement.projection';
import { PrintedStatement, printStatement } from './result-format';

export interface StatementsQuestion {
  readonly account?: string | undefined;
  readonly from?: BillingPeriod | undefined;
  readonly to?: BillingPeriod | undefined;
  /** UTC instant: only statements that had been recorded by then. */
  readonly knownAt?: string | undefined;
}

const STATEMENTS_PER_PAGE = 1_000;

/** Statements of closed periods, sorted by account and period. */
@Injectable()
export class StatementsQuery {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  /** Page by page, so that a town's statements pass through little memory. */
  async *all(question: StatementsQuestion): AsyncGenerator<PrintedStatement> {
    const { account, from, to, knownAt } = question;
    const period = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    const where: Query['where'] = {
      ...(account === undefined ? {} : { account }),
      ...(from === undefined && to === undefined ? {} : { period }),
    };
    const query = { where, limit: STATEMENTS_PER_PAGE };
    for await (const rows of pagesByKey(this.readModels, accountStatementProjection, query)) {
      for (const { document } of rows) {
        if (knownAt !== undefined && !wasKnown(document, knownAt)) continue;
        const statement = printStatement(document);
        if (statement) yield statement;
      }
    }
  }

  /** The statement of one account and period; null while there is none. */
  async one(account: string, period: BillingPeriod): Promise<PrintedStatement | null> {
    const row = await this.readModels.get(accountStatementProjection, statementKey(account, period));
    return row ? printStatement(row.document) : null;
  }
}

function wasKnown(row: AccountStatementRow, knownAt: string): boolean {
  return row.closed !== null && row.closed.recordedAt <= knownAt;
}
