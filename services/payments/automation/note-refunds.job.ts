import { Inject, Injectable } from '@nestjs/common';
import { Clock, RejectedError } from '#libs/kernel';
import { CLOCK, READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { REFUND_LOOKS, RefundLook, refundLookDue } from '../domain/asking.policy';
import { OnlinePaymentCard, onlinePayments } from '../projections/online-payments.projection';
import { Cause } from './online-payment-log';
import { BankDidNotAnswer, OnlinePayments } from './online-payments';

export interface RefundsReport {
  /** How far back was looked, days; 0 where no look was due. */
  readonly backDays: number;
  /** Payments of ours of which the bank has given money back. */
  readonly found: number;
  /** Of them, those whose refund had not been heard of. */
  readonly changed: number;
  readonly refused: readonly { readonly paymentId: string; readonly code: string }[];
}

const HOUR_MILLISECONDS = 3_600_000;
const DAY_MILLISECONDS = 24 * HOUR_MILLISECONDS;
/** Payments that are looked up at once. */
const LOOKED_UP_LIMIT = 100;
const ACTOR: Cause = { actor: 'service:payments' };

/**
 * Makes up for lost notifications of money that went back. Captured payments are too many to be asked for one by one: the
 * bank is asked what it has given back, and then for those payments alone.
 */
@Injectable()
export class NoteRefundsJob {
  /** When each look was last made. A process that begins looks as far back as a bank gives money back. */
  private readonly done = new Map<RefundLook, number>();

  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly payments: OnlinePayments,
  ) {}

  /** Throws BankDidNotAnswer, after which the same look is made again. */
  async run(): Promise<RefundsReport> {
    const now = Date.parse(this.clock.now());
    const refused: { paymentId: string; code: string }[] = [];
    let [found, changed] = [0, 0];
    const hoursSince = (look: RefundLook) => {
      const at = this.done.get(look);
      return at === undefined ? null : (now - at) / HOUR_MILLISECONDS;
    };
    const look = this.payments.isOffered ? refundLookDue(hoursSince) : null;
    if (look === null) return { backDays: 0, found, changed, refused };
    for (const card of await this.refundedSince(look, now)) {
      found += 1;
      // Nothing more of it can go back.
      if (card.refundedKopecks >= card.amountKopecks) continue;
      try {
        const before = await this.payments.stateOf(card.paymentId);
        const { position } = await this.payments.confirm(card.paymentId, ACTOR);
        if (position > before.position) changed += 1;
      } catch (error) {
        if (!(error instanceof RejectedError)) throw error;
        if (error instanceof BankDidNotAnswer && error.isDown) throw error;
        refused.push({ paymentId: card.paymentId, code: error.rejection.code });
      }
    }
    this.note(look, now);
    return { backDays: look.backDays, found, changed, refused };
  }

  private async refundedSince(look: RefundLook, now: number): Promise<readonly OnlinePaymentCard[]> {
    let ids: readonly string[];
    try {
      ids = await this.payments.refundedSince(new Date(now - look.backDays * DAY_MILLISECONDS).toISOString());
    } catch (error) {
      // What a bank answers with nothing of use has its turn again: the shorter looks do not wait for it.
      if (error instanceof BankDidNotAnswer && !error.isDown) this.done.set(look, now);
      throw error;
    }
    const cards: OnlinePaymentCard[] = [];
    for (let first = 0; first < ids.length; first += LOOKED_UP_LIMIT) {
      const where = { acquirer_payment_id: { in: ids.slice(first, first + LOOKED_UP_LIMIT) } };
      cards.push(...(await this.readModels.find(onlinePayments, { where })).map(({ document }) => document));
    }
    return cards;
  }

  /** A look holds every shorter one. */
  private note(look: RefundLook, now: number): void {
    for (const one of REFUND_LOOKS) if (one.backDays <= look.backDays) this.done.set(one, now);
  }
}
