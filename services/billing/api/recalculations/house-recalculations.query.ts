import { setImmediate as nextTurn } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { RejectedError, Rejection } from '#libs/kernel';
import { AgingQuery } from '../aging.query';
import { CLOCK, READ_MODELS } from '#libs/platform';
import { Clock } from '#libs/kernel';
import { pagesByKey, ReadModels } from '#libs/read-models';
import { OrderFigures } from '../../domain/recalculation-order.events';
import { RecalculationGrounds } from '../../domain/recalculation';
import { accountStandingProjection } from '../../projections/account-standing.projection';
import { ReferenceBooks } from '../../projections/reference-books';
import { PreviewTurns } from '../preview-turns';
import { AccountToRecord, orderFigures } from './ordered-sums';
import { RecalculationPreview, RecalculationsQuery } from './recalculations.query';

/** An account of a house with what would be recorded for it, or why nothing would be. */
export interface HouseAccountPreview {
  readonly account: string;
  readonly preview: RecalculationPreview | null;
  /** A code of the catalogue of errors; null where there is a preview. */
  readonly refused: string | null;
}

export interface HousePreview {
  readonly accounts: readonly HouseAccountPreview[];
  readonly figures: OrderFigures;
}

const ACCOUNTS_PER_PAGE = 200;
/** More than twice the largest house there is. What has more accounts is no house, and is refused whole. */
export const HOUSE_ACCOUNTS_MAX = 10_000;

/** What one ground comes to for the accounts of a house, and what a waiver may come to. Writes nothing. */
@Injectable()
export class HouseRecalculationsQuery {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly books: ReferenceBooks,
    private readonly aging: AgingQuery,
    private readonly recalculations: RecalculationsQuery,
    private readonly turns: PreviewTurns,
  ) {}

  /**
   * One preview at a time. An account that needs a second person is refused here: it is asked about by itself.
   * Throws BILLING_UNKNOWN_HOUSE, BILLING_HOUSE_TOO_LARGE, BILLING_LEFT_OUT_NOT_IN_HOUSE, BILLING_PREVIEW_BUSY.
   * @param except accounts of the house that are left out
   */
  preview(house: string, except: readonly string[], grounds: RecalculationGrounds): Promise<HousePreview> {
    return this.turns.run(() => this.work(house, except, grounds));
  }

  private async work(house: string, except: readonly string[], grounds: RecalculationGrounds): Promise<HousePreview> {
    const { row } = await this.books.current();
    if (!Object.hasOwn(row.houses, house)) throw new RejectedError(new Rejection('BILLING_UNKNOWN_HOUSE', { house }));
    const count = await this.readModels.count(accountStandingProjection, { where: { house } });
    if (count > HOUSE_ACCOUNTS_MAX) {
      const details = { house, accounts: count, limit: HOUSE_ACCOUNTS_MAX };
      throw new RejectedError(new Rejection('BILLING_HOUSE_TOO_LARGE', details));
    }
    const leftOut = new Set<string>();
    const accounts: HouseAccountPreview[] = [];
    const query = { where: { house }, limit: ACCOUNTS_PER_PAGE };
    for await (const rows of pagesByKey(this.readModels, accountStandingProjection, query)) {
      for (const { document } of rows) {
        if (except.includes(document.account)) {
          leftOut.add(document.account);
          continue;
        }
        accounts.push(await this.one(document.account, grounds));
        // Whoever pays or submits a reading meanwhile is not kept waiting by thousands of accounts.
        await nextTurn();
      }
    }
    // A mistyped number leaves out nobody, and whoever was meant would be recalculated.
    const notThere = except.find((account) => !leftOut.has(account));
    if (notThere !== undefined) {
      throw new RejectedError(new Rejection('BILLING_LEFT_OUT_NOT_IN_HOUSE', { house, account: notThere }));
    }
    return { accounts, figures: orderFigures(accounts.flatMap(({ preview }) => (preview ? [toRecord(preview)] : []))) };
  }

  /** What two people may agree to for one account. Throws what `waiver` and `preview` throw. */
  async forApproval(account: string, grounds: RecalculationGrounds): Promise<AccountToRecord> {
    if (grounds.kind === 'penalty_waiver') return this.waiver(account, grounds);
    return toRecord(await this.recalculations.preview(account, grounds));
  }

  /**
   * A waiver of penalty that may be asked for. Throws BILLING_WAIVER_TOO_LARGE where a month has not so much posted and
   * unpaid penalty, and what `preview` throws.
   */
  async waiver(account: string, grounds: RecalculationGrounds): Promise<AccountToRecord> {
    const preview = await this.recalculations.preview(account, grounds);
    const { payees } = await this.aging.one(account, this.clock.today());
    for (const { payee, ofPeriod, amountKopecks } of preview.waivers) {
      const lines = payees.find((one) => one.payee === payee)?.lines ?? [];
      const posted = lines.find(({ period }) => period === ofPeriod)?.penaltyPostedKopecks ?? 0;
      if (amountKopecks <= posted) continue;
      const details = { account, period: ofPeriod, postedKopecks: posted, amountKopecks };
      throw new RejectedError(new Rejection('BILLING_WAIVER_TOO_LARGE', details));
    }
    return toRecord(preview);
  }

  private async one(account: string, grounds: RecalculationGrounds): Promise<HouseAccountPreview> {
    try {
      const preview = await this.recalculations.preview(account, grounds);
      if (preview.needsApproval) return { account, preview: null, refused: 'BILLING_RECALCULATION_NEEDS_APPROVAL' };
      return { account, preview, refused: null };
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      return { account, preview: null, refused: error.rejection.code };
    }
  }
}

export function toRecord({ account, amountKopecks, lines, waivers }: RecalculationPreview): AccountToRecord {
  return { account, amountKopecks, lines, waivers };
}
