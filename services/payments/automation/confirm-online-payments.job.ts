import { Inject, Injectable } from '@nestjs/common';
import { Clock, RejectedError } from '#libs/kernel';
import { CLOCK, READ_MODELS } from '#libs/platform';
import { pagesByKey, ReadModels } from '#libs/read-models';
import { isToBeAskedFor } from '../domain/asking.policy';
import { attentionDue, silenceDue } from '../domain/attention.policy';
import { AttentionReason } from '../domain/online-payment.events';
import { OnlinePaymentCard, onlinePayments } from '../projections/online-payments.projection';
import { Cause, OnlinePaymentLog } from './online-payment-log';
import { BankDidNotAnswer, OnlinePayments } from './online-payments';

export interface ConfirmReport {
  /** Payments that the bank was asked for in this round. */
  readonly asked: number;
  /** Of them, those that have gone on, or of which a person was told. */
  readonly changed: number;
  /** Payments that could not be asked for, with the code of the refusal; the others go on. */
  readonly refused: readonly { readonly paymentId: string; readonly code: string }[];
  /** Payments whose turn is in the next round: the bank does not answer, or there are too many for one. */
  readonly left: number;
}

/** Payments that are read at once to see whose turn it is. */
const PAGE_LIMIT = 500;
/** Questions of one round: about as many as a bank answers between two of them. */
export const ASKED_PER_ROUND_LIMIT = 500;
/** A bank that answers so many questions of a round with nothing of use is not asked any further. */
export const UNCLEAR_PER_ROUND_LIMIT = 5;
const MINUTE_MILLISECONDS = 60_000;
/** A payer who has not paid within an hour has gone away: banks close their pages by then. */
export const ABANDONED_AFTER_MINUTES = 60;
const ACTOR: Cause = { actor: 'service:payments' };

/**
 * Asks the bank for every payment of which it has not said its last word, so that a lost notification loses no money: the
 * hour ends the waiting, not the asking. Nothing is declared not made because it is not known of: that is for a person.
 */
@Injectable()
export class ConfirmOnlinePaymentsJob {
  /** When each payment was last asked for, and since when without an answer. A process that begins asks for all, once. */
  private readonly asked = new Map<string, { readonly at: number; readonly silentSince: number | null }>();
  private lastAsked = '';

  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly payments: OnlinePayments,
    private readonly log: OnlinePaymentLog,
  ) {}

  async all(): Promise<ConfirmReport> {
    const waiting = await this.waiting();
    const refused: { paymentId: string; code: string }[] = [];
    let [asked, changed, unclear] = [0, 0, 0];
    for (const card of waiting.slice(0, ASKED_PER_ROUND_LIMIT)) {
      const { paymentId } = card;
      // Whoever was asked for last is the last of the next round: one payment that takes long holds up no other.
      this.lastAsked = paymentId;
      asked += 1;
      try {
        if (await this.one(card)) changed += 1;
        this.asked.set(paymentId, { at: this.now(), silentSince: null });
      } catch (error) {
        if (!(error instanceof RejectedError)) throw error;
        refused.push({ paymentId, code: error.rejection.code });
        const isSilent = error instanceof BankDidNotAnswer;
        if (await this.silent(card, isSilent)) changed += 1;
        unclear += isSilent ? 1 : 0;
        if (isSilent && (error.isDown || unclear >= UNCLEAR_PER_ROUND_LIMIT)) break;
      }
    }
    return { asked, changed, refused, left: waiting.length - asked };
  }

  /** Those whose turn it is, beginning after the one that was asked for last. */
  private async waiting(): Promise<readonly OnlinePaymentCard[]> {
    const now = this.now();
    const due: OnlinePaymentCard[] = [];
    const living = new Set<string>();
    const query = { where: { unsettled: 1 }, limit: PAGE_LIMIT };
    for await (const page of pagesByKey(this.readModels, onlinePayments, query)) {
      for (const { document } of page) {
        living.add(document.paymentId);
        const since = this.asked.get(document.paymentId);
        const sinceAsked = since === undefined ? null : (now - since.at) / MINUTE_MILLISECONDS;
        if (isToBeAskedFor(ageMinutes(document, now), sinceAsked)) due.push(document);
      }
    }
    for (const paymentId of this.asked.keys()) if (!living.has(paymentId)) this.asked.delete(paymentId);
    const isLater = ({ paymentId }: OnlinePaymentCard) => paymentId > this.lastAsked;
    return [...due.filter(isLater), ...due.filter((card) => !isLater(card))];
  }

  /** True where the payment has gone on, or a person was told of it. */
  private async one(card: OnlinePaymentCard): Promise<boolean> {
    const { paymentId, acquirerPaymentId } = card;
    const { state, atBank } = await this.payments.confirm(paymentId, ACTOR);
    if (state !== card.status) return true;
    const age = ageMinutes(card, this.now());
    const isAbandoned = state === 'initiated' && age >= ABANDONED_AFTER_MINUTES;
    if (isAbandoned) await this.log.abandon(paymentId, ACTOR);
    if (state !== 'initiated' && state !== 'authorized' && state !== 'abandoned') return false;
    const hasBankId = acquirerPaymentId !== null;
    const reason = attentionDue({ status: state, atBank, hasBankId, ageMinutes: age });
    return (await this.tell(paymentId, reason)) || isAbandoned;
  }

  /** No answer, or none of use. True where a person was told. */
  private async silent(card: OnlinePaymentCard, isSilent: boolean): Promise<boolean> {
    const { paymentId, acquirerPaymentId } = card;
    const now = this.now();
    const silentSince = isSilent ? (this.asked.get(paymentId)?.silentSince ?? now) : null;
    this.asked.set(paymentId, { at: now, silentSince });
    if (silentSince === null) return false;
    const silentMinutes = (now - silentSince) / MINUTE_MILLISECONDS;
    const known = { silentMinutes, hasBankId: acquirerPaymentId !== null, ageMinutes: ageMinutes(card, now) };
    return this.tell(paymentId, silenceDue(known));
  }

  private async tell(paymentId: string, reason: AttentionReason | null): Promise<boolean> {
    return reason !== null && this.log.callForAttention(paymentId, reason, ACTOR);
  }

  private now(): number {
    return Date.parse(this.clock.now());
  }
}

function ageMinutes({ initiatedAt }: OnlinePaymentCard, now: number): number {
  return (now - Date.parse(initiatedAt)) / MINUTE_MILLISECONDS;
}
