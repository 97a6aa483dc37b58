import { Inject, Injectable } from '@nestjs/common';
import { CommandHandler, EventStore } from '#libs/event-store';
import { CivilDate, Clock, fold, RecordedEvent, RejectedError } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { CLOCK, COMMAND_HANDLER, EVENT_STORE, READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { autopayStream } from '../domain/autopay.commands';
import { autopayDecider } from '../domain/autopay.decider';
import { AutopayCharged, AutopayEvent } from '../domain/autopay.events';
import { Payee } from '../domain/payment.events';
import { autopayAgreements, AutopayCard } from '../projections/autopay-agreements.projection';
import { onlinePayments } from '../projections/online-payments.projection';
import { Cause, OnlinePayments } from './online-payments';

/** What only billing knows, as whoever starts the job asks it. */
export interface AutopayDebts {
  /** What is owed to each payee now, kopecks, and the period of the last slip; null before the first. */
  of(account: string): Promise<{ readonly owed: Readonly<Record<Payee, Kopecks>>; readonly lastSlip: string | null }>;
}

export interface AutopayRequest {
  /** The day on which notices are given and charges are made. */
  readonly date: CivilDate;
  /** Only this account; all where absent. */
  readonly account?: string;
  /** Lists and does nothing. */
  readonly dryRun?: boolean;
}

export interface AutopayReport {
  /** Agreements in force. */
  readonly listed: number;
  readonly announced: number;
  readonly skipped: number;
  readonly charged: number;
  /** Agreements that could not be dealt with, with the code of the refusal; the others go on. */
  readonly refused: readonly { readonly account: string; readonly payee: Payee; readonly code: string }[];
}

const PAGE_LIMIT = 500;
const ACTOR: Cause = { actor: 'night' };
const HOUR_MILLISECONDS = 3_600_000;
/** As long as the bank remembers the key of a request: after it a request again might charge again. */
const REPEATED_WITHIN_HOURS = 23;

/**
 * Gives notice of charges that residents have agreed to, and makes those whose day has come. What is owed is asked twice:
 * for the notice, and again before the charge. A second run of a day adds nothing.
 */
@Injectable()
export class AutopayChargesJob {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commandHandler: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: Pick<EventStore, 'readStream'>,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly payments: OnlinePayments,
  ) {}

  async run({ date, account, dryRun }: AutopayRequest, debts: AutopayDebts): Promise<AutopayReport> {
    const report = {
      listed: 0,
      announced: 0,
      skipped: 0,
      charged: 0,
      refused: [] as AutopayReport['refused'][number][],
    };
    if (!this.payments.isOffered) return report;
    for await (const card of this.agreements(account)) {
      report.listed += 1;
      if (dryRun) continue;
      try {
        for (const { type } of await this.consider(card, date, debts)) {
          if (type === 'AutopayAnnounced') report.announced += 1;
          else if (type === 'AutopaySkipped') report.skipped += 1;
          else report.charged += 1;
        }
      } catch (error) {
        if (!(error instanceof RejectedError)) throw error;
        report.refused.push({ account: card.account, payee: card.payee, code: error.rejection.code });
      }
    }
    return report;
  }

  /** Charges that were ordered and of which the bank has perhaps not heard: they are stated again. */
  async resume(): Promise<void> {
    if (!this.payments.isOffered) return;
    const rows = await this.readModels.find(onlinePayments, { where: { unsettled: 1 } });
    for (const { document } of rows) {
      const { account, payee, agreementId, acquirerPaymentId } = document;
      if (agreementId === null || acquirerPaymentId !== null) continue;
      await this.chargeLast(account, payee).catch((error: unknown) => {
        if (!(error instanceof RejectedError)) throw error;
      });
    }
  }

  private async *agreements(account: string | undefined): AsyncGenerator<AutopayCard> {
    let afterKey = '';
    for (;;) {
      const where = { active: 1, ...(account === undefined ? {} : { account }) };
      const page = await this.readModels.find(autopayAgreements, { where, afterKey, limit: PAGE_LIMIT });
      for (const { document } of page) yield document;
      if (page.length < PAGE_LIMIT) return;
      afterKey = page.at(-1)?.key ?? afterKey;
    }
  }

  /** Answers with what this run has added. */
  private async consider({ account, payee }: AutopayCard, today: CivilDate, debts: AutopayDebts) {
    const { owed, lastSlip } = await debts.of(account);
    const result = await this.commandHandler.execute({
      stream: autopayStream(account, payee),
      decider: autopayDecider,
      command: { kind: 'ConsiderAutopay', today, owedKopecks: owed[payee], lastSlip },
      commandId: `autopay:${account}:${payee}:${today}`,
      actor: ACTOR.actor,
      input: { account, payee, today },
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
    await this.chargeLast(account, payee);
    return result.repeated ? [] : result.events;
  }

  /** Hands the last charge of an agreement to the bank, unless the bank has it. */
  private async chargeLast(account: string, payee: Payee): Promise<void> {
    const history = await this.store.readStream(autopayStream(account, payee));
    const events = history as unknown as readonly (AutopayEvent & RecordedEvent)[];
    const charge = events.findLast(isCharge);
    const { active } = fold(autopayDecider, events);
    // Whoever has withdrawn meanwhile is not charged any more.
    if (charge === undefined || active?.agreement.agreementId !== charge.data.agreementId) return;
    const { paymentId, amountKopecks, agreementId } = charge.data;
    const { state } = await this.payments.stateOf(paymentId);
    if (state.status !== 'unknown' && (state.acquirerPaymentId !== null || state.status === 'declined')) return;
    // A bank that has forgotten the key would charge again: what it has perhaps heard of is not repeated after that.
    const hours = (Date.parse(this.clock.now()) - Date.parse(charge.metadata.recordedAt)) / HOUR_MILLISECONDS;
    if (state.status !== 'unknown' && hours >= REPEATED_WITHIN_HOURS) return;
    const subject = { paymentId, account, payee, amountKopecks, orderId: null, agreementId };
    const { methodId } = active.agreement;
    await this.payments.begin({ terms: { ...subject, keepsMethod: false }, returnAddress: '', methodId }, ACTOR);
  }
}

function isCharge(event: AutopayEvent & RecordedEvent): event is AutopayCharged & RecordedEvent {
  return event.type === 'AutopayCharged';
}
