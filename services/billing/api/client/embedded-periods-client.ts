import { Inject, Injectable } from '@nestjs/common';
import { BillingPeriod, Clock, lastDayOf, RejectedError, Rejection } from '#libs/kernel';
import { CLOCK, READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { addToClose, isClosedByTwo, NOTHING_TO_CLOSE } from '../../domain/close-authority.policy';
import { openPeriodProjection } from '../../projections/open-period.projection';
import { ReferenceBooks } from '../../projections/reference-books';
import { NIGHT_WORK, NightWork, PreviewedClose } from '../nights';
import { PeriodsClient, PeriodStanding, ProposedClose } from './periods-client';

/** Periods in the same process. */
@Injectable()
export class EmbeddedPeriodsClient implements PeriodsClient {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(NIGHT_WORK) private readonly work: NightWork,
    private readonly books: ReferenceBooks,
  ) {}

  async standing(): Promise<PeriodStanding | null> {
    const opened = await this.books.find();
    const where = { status: 'open' };
    const [oldest] = await this.readModels.find(openPeriodProjection, { where, orderBy: ['period'], limit: 1 });
    if (opened === null || oldest === undefined) return null;
    const { period } = oldest.document.state;
    const endsOn = lastDayOf(period);
    return {
      period,
      endsOn,
      hasEnded: endsOn <= this.clock.today(),
      uncalculatedAccounts: await this.readModels.count(openPeriodProjection, {
        where: { ...where, period, needs_calculation: 1 },
      }),
      openAccounts: await this.readModels.count(openPeriodProjection, { where: { ...where, period } }),
      closedBy: isClosedByTwo(opened.row.settings, period) ? 'two_people' : 'night',
    };
  }

  async proposeClose(period: BillingPeriod): Promise<ProposedClose> {
    const standing = await this.standing();
    if (standing?.period !== period) throw refused('BILLING_CLOSE_OTHER_PERIOD', period);
    if (!standing.hasEnded) throw refused('BILLING_CLOSE_NOT_ENDED', period);
    if (standing.closedBy === 'night') throw refused('BILLING_CLOSE_OF_NIGHT', period);
    let figures = NOTHING_TO_CLOSE;
    for await (const account of this.previewClose(period)) figures = addToClose(figures, account);
    // Beyond the last period that is computed, or where every account lacks a rule.
    if (figures.accounts === 0) throw refused('BILLING_CLOSE_OF_NOTHING', period);
    return { period, figures };
  }

  async *previewClose(period: BillingPeriod): AsyncGenerator<PreviewedClose> {
    const standing = await this.standing();
    if (standing?.period !== period) throw refused('BILLING_CLOSE_OTHER_PERIOD', period);
    yield* this.work.preview({ date: lastDayOf(period), closes: period });
  }
}

function refused(code: string, period: BillingPeriod): RejectedError {
  return new RejectedError(new Rejection(code, { period }));
}
