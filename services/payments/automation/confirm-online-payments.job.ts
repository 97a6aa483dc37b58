import { Inject, Injectable } from '@nestjs/common';
import { Clock, RejectedError } from '#libs/kernel';
import { CLOCK, READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { OnlinePaymentCard, onlinePayments } from '../projections/online-payments.projection';
import { Cause, OnlinePayments } from './online-payments';

export interface ConfirmReport {
  /** Payments of which the bank had not said its last word. */
  readonly asked: number;
  /** Of them, those that have gone on. */
  readonly changed: number;
  /** Payments that could not be asked for, with the code of the refusal; the others go on. */
  readonly refused: readonly { readonly paymentId: string; readonly code: string }[];
}

/** Payments that are asked for one after another before the next page is read. */
const PAGE_LIMIT = 200;
const MINUTE_MILLISECONDS = 60_000;
/** A payer who has not paid within an hour has gone away: banks close their pages by then. */
export const ABANDONED_AFTER_MINUTES = 60;
/** What the bank still does not know of after a day was never made: its keys of idempotency have expired. */
export const GIVEN_UP_AFTER_MINUTES = 24 * 60;
const ACTOR: Cause = { actor: 'service:payments' };

/**
 * Asks the bank for every payment of which it has not said its last word, so that a lost notification loses no money: the
 * hour ends the waiting, not the asking.
 */
@Injectable()
export class ConfirmOnlinePaymentsJob {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly payments: OnlinePayments,
  ) {}

  async all(): Promise<ConfirmReport> {
    const refused: { paymentId: string; code: string }[] = [];
    let [asked, changed] = [0, 0];
    if (!this.payments.isOffered) return { asked, changed, refused };
    let afterKey = '';
    for (;;) {
      const page = await this.readModels.find(onlinePayments, { where: { unsettled: 1 }, afterKey, limit: PAGE_LIMIT });
      for (const { document } of page) {
        asked += 1;
        try {
          if (await this.one(document)) changed += 1;
        } catch (error) {
          if (!(error instanceof RejectedError)) throw error;
          refused.push({ paymentId: document.paymentId, code: error.rejection.code });
        }
      }
      if (page.length < PAGE_LIMIT) return { asked, changed, refused };
      afterKey = page.at(-1)?.key ?? afterKey;
    }
  }

  /** True where the payment has gone on. */
  private async one({ paymentId, status, initiatedAt }: OnlinePaymentCard): Promise<boolean> {
    const { state, isAtBank } = await this.payments.confirm(paymentId, ACTOR);
    if (state !== status) return true;
    const minutes = (Date.parse(this.clock.now()) - Date.parse(initiatedAt)) / MINUTE_MILLISECONDS;
    if (state === 'initiated' && minutes >= ABANDONED_AFTER_MINUTES) {
      await this.payments.abandon(paymentId, ACTOR);
      return true;
    }
    if (state === 'abandoned' && !isAtBank && minutes >= GIVEN_UP_AFTER_MINUTES) {
      await this.payments.giveUp(paymentId, ACTOR);
      return true;
    }
    return false;
  }
}
