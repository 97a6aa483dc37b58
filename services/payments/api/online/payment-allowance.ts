import { Inject, Injectable } from '@nestjs/common';
import { Clock, RejectedError, Rejection } from '#libs/kernel';
import { CLOCK, READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { OnlinePaymentCard, onlinePayments } from '../../projections/online-payments.projection';

/** Payments that wait for their payer at once, for one account: nobody pays so many bills side by side. */
export const UNFINISHED_LIMIT = 10;
/** Payments that a payer may begin within an hour, for one account. */
export const BEGUN_PER_HOUR_LIMIT = 30;
const HOUR_MILLISECONDS = 3_600_000;

/**
 * Keeps one resident from making payments without end, each of which costs a request to the bank and a stream of the log.
 * Read models lag a little behind: what this process has let pass and they do not show yet is counted here. Several
 * processes let pass as many times more in that moment, and no more after it.
 */
@Injectable()
export class PaymentAllowance {
  private readonly passed = new Map<string, Map<string, number>>();

  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Lets one more payment of a payer pass, or the same again. Throws RejectedError PAYMENTS_ONLINE_TOO_MANY_UNFINISHED,
   * PAYMENTS_ONLINE_TOO_MANY_IN_AN_HOUR.
   */
  async take(account: string, paymentId: string): Promise<void> {
    const now = Date.parse(this.clock.now());
    const hourAgo = new Date(now - HOUR_MILLISECONDS).toISOString();
    const status = { in: ['initiated', 'authorized'] };
    const [lately, open, same] = await Promise.all([
      this.readModels.find(onlinePayments, { where: { account, initiated_at: { above: hourAgo } } }),
      this.readModels.find(onlinePayments, { where: { account, status }, limit: UNFINISHED_LIMIT + 1 }),
      this.readModels.get(onlinePayments, paymentId),
    ]);
    // From here on nothing waits, so that presses at the same moment are counted one after another.
    const passed = this.passedLately(account, now);
    if (same !== null || passed.has(paymentId)) return;
    const shown = new Set([...lately, ...open].map(({ key }) => key));
    const unseen = [...passed.keys()].filter((id) => !shown.has(id)).length;
    if (open.length + unseen >= UNFINISHED_LIMIT) {
      throw refusal('PAYMENTS_ONLINE_TOO_MANY_UNFINISHED', account, UNFINISHED_LIMIT);
    }
    if (lately.map(({ document }) => document).filter(isByPayer).length + unseen >= BEGUN_PER_HOUR_LIMIT) {
      throw refusal('PAYMENTS_ONLINE_TOO_MANY_IN_AN_HOUR', account, BEGUN_PER_HOUR_LIMIT);
    }
    passed.set(paymentId, now);
    this.passed.set(account, passed);
  }

  /** It came to nothing: a sum that was mistyped counts for nothing. */
  giveBack(account: string, paymentId: string): void {
    this.passed.get(account)?.delete(paymentId);
  }

  private passedLately(account: string, now: number): Map<string, number> {
    for (const [of, payments] of this.passed) {
      for (const [paymentId, at] of payments) if (now - at >= HOUR_MILLISECONDS) payments.delete(paymentId);
      if (payments.size === 0) this.passed.delete(of);
    }
    return this.passed.get(account) ?? new Map<string, number>();
  }
}

/** What an agreement charges is no doing of whoever sits at the page. */
function isByPayer({ agreementId }: OnlinePaymentCard): boolean {
  return agreementId === null;
}

function refusal(code: string, account: string, limit: number): RejectedError {
  return new RejectedError(new Rejection(code, { account, limit }));
}
