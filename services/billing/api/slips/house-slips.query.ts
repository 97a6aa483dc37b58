import { Inject, Injectable } from '@nestjs/common';
import type { Writable } from 'node:stream';
import { BillingPeriod } from '#libs/kernel';
import { READ_MODELS } from '#libs/platform';
import { Query, ReadModels } from '#libs/read-models';
import { accountStatementProjection, statementKey } from '../../projections/account-statement.projection';
import { ReferenceBooks } from '../../projections/reference-books';
import { slipsProjection } from '../../projections/slips.projection';
import {
  ClosedAccounts,
  HouseSlipsClient,
  PaperSlipsRun,
  SlipsOfAccounts,
  SlipsOfPeriod,
} from '../client/house-slips-client';
import { PrintHouse } from './print-house';

/** Slips house by house, in the same process. */
@Injectable()
export class HouseSlipsQuery implements HouseSlipsClient {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    private readonly books: ReferenceBooks,
    private readonly printing: PrintHouse,
  ) {}

  async latest(): Promise<SlipsOfPeriod | null> {
    const opened = await this.books.find();
    const last = opened === null ? null : await this.lastClosed();
    if (opened === null || last === null) return null;
    const { period, byHouse: closed } = last;
    const issued = await this.byHouse(slipsProjection, { period, superseded: 0 });
    const houses = Object.values(opened.row.houses).map(({ houseId, address }) => {
      return { houseId, address, closed: closed.get(houseId) ?? 0, issued: issued.get(houseId) ?? 0 };
    });
    return { period, houses };
  }

  async print(
    run: { readonly houseId: string; readonly period: BillingPeriod; readonly actor: string },
    output: Writable,
  ): Promise<void> {
    await this.printing.to(output, run);
  }

  async closed(accounts: readonly string[]): Promise<ClosedAccounts | null> {
    const last = await this.lastClosed();
    if (last === null) return null;
    const { period } = last;
    const keys = accounts.map((account) => statementKey(account, period));
    const rows = [...(await this.readModels.getMany(accountStatementProjection, keys)).values()];
    const closed = rows.flatMap(({ document }) => (document.closed === null ? [] : [document]));
    closed.sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
    return { period, accounts: closed.map(({ account }) => account) };
  }

  async issue(run: SlipsOfAccounts): Promise<void> {
    await this.printing.issueOf(run);
  }

  async printPaper({ access, ...run }: PaperSlipsRun, output: Writable): Promise<void> {
    await this.printing.of(output, { ...run, accessOf: (account) => access.get(account) ?? null });
  }

  /** The latest period that any account has closed, and how many have in each house. */
  private async lastClosed(): Promise<{
    readonly period: BillingPeriod;
    readonly byHouse: ReadonlyMap<string, number>;
  } | null> {
    for (let period = await this.newest(); period !== null; period = await this.newest(period)) {
      const byHouse = await this.byHouse(accountStatementProjection, { period, closed_at: { above: '' } });
      if (byHouse.size > 0) return { period, byHouse };
    }
    return null;
  }

  /** The newest period that any account has opened, before another where one is given: one row by the index. */
  private async newest(before?: BillingPeriod): Promise<BillingPeriod | null> {
    const where = before === undefined ? {} : { where: { period: { below: before } } };
    const query = { ...where, orderBy: ['-period', '-account'], limit: 1 };
    const [row] = await this.readModels.find(accountStatementProjection, query);
    return row?.document.period ?? null;
  }

  /** How many documents of a month each house has; no document is read. */
  private async byHouse(
    projection: typeof accountStatementProjection | typeof slipsProjection,
    where: NonNullable<Query['where']>,
  ): Promise<ReadonlyMap<string, number>> {
    const rows = await this.readModels.sum(projection, { where, groupBy: ['house'], sums: [] });
    return new Map(rows.map(({ group, count }) => [String(group['house']), count]));
  }
}

/** Slips are carried house by house. */
function placeOf({ houseId, account }: { readonly houseId: string; readonly account: string }): string {
  return `${houseId} ${account}`;
}
