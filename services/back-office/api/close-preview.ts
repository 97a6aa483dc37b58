import { Inject, Injectable } from '@nestjs/common';
import { BillingPeriod } from '#libs/kernel';
import { PERIODS_CLIENT, PeriodsClient } from '#services/billing/api/client';
import { addToPreview, byGravity, lookAt, LookedAt, NO_PREVIEW, Oddity, PreviewTotals } from './oddities';
import { RowWindow, windowOf } from './row-window';

/** Which accounts of a preview are looked at; all where nothing is named. */
export interface PreviewAsked {
  readonly houseId?: string | undefined;
  readonly oddity?: Oddity | undefined;
}

export interface PreviewPage extends RowWindow<LookedAt, PreviewTotals> {
  /** Null where no period is open; then there is nothing to look at. */
  readonly period: BillingPeriod | null;
}

/** What the close of the open period would charge, computed now, oddities first. Writes nothing. */
@Injectable()
export class ClosePreview {
  constructor(@Inject(PERIODS_CLIENT) private readonly periods: PeriodsClient) {}

  async page(asked: PreviewAsked, page: number): Promise<PreviewPage> {
    const period = await this.period();
    const window = await windowOf(this.found(period, asked), page, NO_PREVIEW, addToPreview, byGravity);
    return { period, ...window };
  }

  /** What all of it comes to. */
  async totals(period: BillingPeriod): Promise<PreviewTotals> {
    let totals = NO_PREVIEW;
    for await (const row of this.found(period, {})) totals = addToPreview(totals, row);
    return totals;
  }

  async period(): Promise<BillingPeriod | null> {
    return (await this.periods.standing())?.period ?? null;
  }

  /** Every account, in the order of the pages. */
  async *rows(period: BillingPeriod | null, asked: PreviewAsked): AsyncGenerator<LookedAt> {
    const rows: LookedAt[] = [];
    for await (const row of this.found(period, asked)) rows.push(row);
    yield* rows.sort(byGravity);
  }

  private async *found(period: BillingPeriod | null, { houseId, oddity }: PreviewAsked): AsyncGenerator<LookedAt> {
    if (period === null) return;
    for await (const account of this.periods.previewClose(period)) {
      if (houseId !== undefined && account.houseId !== houseId) continue;
      const row = lookAt(account);
      if (oddity === undefined || row.oddities.includes(oddity)) yield row;
    }
  }
}
