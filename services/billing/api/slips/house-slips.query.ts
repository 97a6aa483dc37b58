import { Inject, Injectable } from '@nestjs/common';
import type { Writable } from 'node:stream';
import { BillingPeriod } from '#libs/kernel';
import { READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { accountStatementProjection } from '../../projections/account-statement.projection';
import { ReferenceBooks } from '../../projections/reference-books';
import { slipsProjection } from '../../projections/slips.projection';
import { HouseSlips, HouseSlipsClient, SlipsOfPeriod } from '../client/house-slips-client';
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
    const closed = { where: { closed_at: { above: '' } }, orderBy: ['-period'], limit: 1 };
    const [newest] = await this.readModels.find(accountStatementProjection, closed);
    if (opened === null || newest === undefined) return null;
    const { period } = newest.document;
    const houses: HouseSlips[] = [];
    for (const { houseId, address } of Object.values(opened.row.houses)) {
      houses.push({ houseId, address, ...(await this.countsOf(houseId, period)) });
    }
    return { period, houses };
  }

  async print(
    run: { readonly houseId: string; readonly period: BillingPeriod; readonly actor: string },
    output: Writable,
  ): Promise<void> {
    await this.printing.to(output, run);
  }

  private async countsOf(house: string, period: BillingPeriod): Promise<Pick<HouseSlips, 'closed' | 'issued'>> {
    const closed = await this.readModels.count(accountStatementProjection, {
      where: { house, period, closed_at: { above: '' } },
    });
    const slips = await this.readModels.find(slipsProjection, { where: { house, period } });
    return { closed, issued: slips.filter(({ document }) => !document.superseded).length };
  }
}
