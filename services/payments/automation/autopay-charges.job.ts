import { Inject, Injectable, Logger } from '@nestjs/common';
import { CommandHandler, EventStore } from '#libs/event-store';
import { CivilDate, Clock, fold, RecordedEvent, RejectedError } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { CLOCK, COMMAND_HANDLER, EVENT_STORE, PROJECTOR, READ_MODELS } from '#libs/platform';
import { pagesByKey, Projector, ReadModels } from '#libs/read-models';
import { autopayStream, ConsiderAutopay } from '../domain/autopay.commands';
import { autopayDecider } from '../domain/autopay.decider';
import { AutopayCharged, AutopayEvent } from '../domain/autopay.events';
import { payerAccountStream } from '../domain/payer-account.commands';
import { payerAccountDecider, reachableSince } from '../domain/payer-account.decider';
import { PayerAccountEvent } from '../domain/payer-account.events';
import { Payee } from '../domain/payment.events';
import { accountPayments } from '../projections/account-payments.projection';
import { autopayAgreements, AutopayCard } from '../projections/autopay-agreements.projection';
import { OnlinePaymentCard, onlinePayments } from '../projections/online-payments.projection';
import { moneyUnderWay, MoneyUnderWay } from './money-under-way';
import { Cause, OnlinePayments } from './online-payments';

/** What only billing knows, as whoever starts the job asks it. */
export interface AutopayDebts {
  of(account: string): Promise<AutopayDebt>;
}

export interface AutopayDebt {
  /** What is owed to each payee now, kopecks. */
  readonly owed: Readonly<Record<Payee, Kopecks>>;
  /** The period of the last slip; null before the first. */
  readonly lastSlip: string | null;
  /** Payments of the ledger that are in what is owed, recalled ones too: a payment that is not among them is not taken off yet. */
  readonly credited: ReadonlySet<string>;
}

export interface AutopayRequest {
  /** The day on which notices are given and charges are made. */
  readonly date: CivilDate;
  /** Only this account; all where absent. */
  readonly account?: string;
  /** Goes on behind this agreement: the `lastKey` of a run that was broken off. From the first where absent. */
  readonly afterKey?: string;
  /** Lists and does nothing. */
  readonly dryRun?: boolean;
}

export interface AutopayReport {
  /** Agreements in force. */
  readonly listed: number;
  readonly announced: number;
  readonly skipped: number;
  readonly charged: number;
  /** Agreements whose charge waits, since nobody can be sent a notice. */
  readonly held: number;
  /**
   * Agreements that could not be dealt with, with the code of the refusal, or `FAULT` where something broke: that stands
   * in the log of the process. The others go on.
   */
  readonly refused: readonly { readonly account: string; readonly payee: Payee; readonly code: string }[];
  /**
   * Agreements that are not charged because money was paid that billing has not credited. It is a matter of moments, or a
   * message is parked or was left out, and a person has to see to it.
   */
  readonly uncredited: readonly { readonly account: string; readonly payee: Payee }[];
  /** The last agreement that was looked at; null where there was none. */
  readonly lastKey: string | null;
}

/** Agreements, and payments under way, that are read at a time: however many there are, a process holds one page. */
export const AUTOPAY_PAGE_LIMIT = 500;
const ACTOR: Cause = { actor: 'night' };
const HOUR_MILLISECONDS = 3_600_000;
/** As long as the bank remembers the key of a request: after it a request again might charge again. */
const REPEATED_WITHIN_HOURS = 23;
const COUNTED: Readonly<Partial<Record<string, 'announced' | 'skipped' | 'charged' | 'held'>>> = {
  AutopayAnnounced: 'announced',
  AutopaySkipped: 'skipped',
  AutopayCharged: 'charged',
  AutopayHeld: 'held',
};

/**
 * Gives notice of charges that residents have agreed to, and makes those whose day has come. What is owed is asked for
 * the notice, and again whenever the bank is to be asked for the charge. A second run of a day adds nothing, so that a run
 * that was broken off is simply begun again, or goes on behind the last agreement that it had looked at.
 */
@Injectable()
export class AutopayChargesJob {
  private readonly logger = new Logger('Autopay');

  constructor(
    @Inject(COMMAND_HANDLER) private readonly commandHandler: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: Pick<EventStore, 'readStream'>,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(PROJECTOR) private readonly projector: Pick<Projector, 'catchUp'>,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly payments: OnlinePayments,
  ) {}

  async run({ date, account, afterKey, dryRun }: AutopayRequest, debts: AutopayDebts): Promise<AutopayReport> {
    const counted = { listed: 0, announced: 0, skipped: 0, charged: 0, held: 0 };
    const refused: AutopayReport['refused'][number][] = [];
    const uncredited: AutopayReport['uncredited'][number][] = [];
    let lastKey: string | null = null;
    if (!this.payments.isOffered) return { ...counted, refused, uncredited, lastKey };
    for await (const { key, document: card } of this.agreements(account, afterKey)) {
      counted.listed += 1;
      lastKey = key;
      if (dryRun) continue;
      try {
        const considered = await this.consider(card, date, debts);
        for (const event of considered.events) count(counted, event.type);
        if (considered.isUncredited) uncredited.push({ account: card.account, payee: card.payee });
      } catch (error) {
        refused.push({ account: card.account, payee: card.payee, code: this.codeOf(error, card) });
      }
    }
    return { ...counted, refused, uncredited, lastKey };
  }

  /** Charges that were ordered and of which the bank has perhaps not heard: what is still owed is stated again. */
  async resume(debts: AutopayDebts): Promise<void> {
    for await (const payment of this.unheard()) {
      const { account, payee } = payment;
      await this.chargeLast(account, payee, debts).catch((error: unknown) => void this.codeOf(error, payment));
    }
  }

  /** Whether there is such a charge. */
  async isUnheard(): Promise<boolean> {
    const { done } = await this.unheard().next();
    return done !== true;
  }

  private async *unheard(): AsyncGenerator<OnlinePaymentCard> {
    if (!this.payments.isOffered) return;
    const query = { where: { unsettled: 1 }, limit: AUTOPAY_PAGE_LIMIT };
    for await (const page of pagesByKey(this.readModels, onlinePayments, query)) {
      for (const { document } of page) {
        if (document.agreementId !== null && document.acquirerPaymentId === null) yield document;
      }
    }
  }

  /** What stopped one agreement must not stop the next one; a fault is told to whoever runs the process. */
  private codeOf(error: unknown, { account, payee }: { readonly account: string; readonly payee: Payee }): string {
    if (error instanceof RejectedError) return error.rejection.code;
    this.logger.error({ err: error, account, payee }, 'An agreement could not be dealt with');
    return 'FAULT';
  }

  private async *agreements(
    account: string | undefined,
    afterKey = '',
  ): AsyncGenerator<{ key: string; document: AutopayCard }> {
    const where = { active: 1, ...(account === undefined ? {} : { account }) };
    const query = { where, afterKey, limit: AUTOPAY_PAGE_LIMIT };
    for await (const page of pagesByKey(this.readModels, autopayAgreements, query)) yield* page;
  }

  /** Answers with what this run has added, and whether money was paid that is not in what is owed. */
  private async consider({ account, payee }: AutopayCard, today: CivilDate, debts: AutopayDebts) {
    const { owed, lastSlip, credited } = await debts.of(account);
    const [reached, { isOpen, isUncredited }] = await Promise.all([
      this.reached(account),
      this.underWay(account, payee, credited),
    ]);
    const result = await this.commandHandler.execute({
      stream: autopayStream(account, payee),
      decider: autopayDecider,
      command: {
        kind: 'ConsiderAutopay',
        today,
        owedKopecks: owed[payee],
        lastSlip,
        isBeingPaid: isOpen || isUncredited,
        ...reached,
      },
      commandId: `autopay:${account}:${payee}:${today}`,
      actor: ACTOR.actor,
      input: { account, payee, today },
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
    await this.chargeLast(account, payee, debts);
    return { events: result.repeated ? [] : result.events, isUncredited };
  }

  /** As the log has it: a read model may not know yet that an address was withdrawn. */
  private async reached(account: string): Promise<Pick<ConsiderAutopay, 'reachableSince' | 'contactIds'>> {
    const history = await this.store.readStream(payerAccountStream(account));
    const state = fold(payerAccountDecider, history as unknown as readonly PayerAccountEvent[]);
    return { reachableSince: reachableSince(state), contactIds: state.contacts.map(({ contactId }) => contactId) };
  }

  /** Asked behind what is owed: what was paid since is then not among what billing has credited. */
  private async underWay(
    account: string,
    payee: Payee,
    credited: ReadonlySet<string>,
    besides?: string,
  ): Promise<MoneyUnderWay> {
    await this.projector.catchUp(onlinePayments);
    await this.projector.catchUp(accountPayments);
    return moneyUnderWay(this.readModels, { account, payee, credited, besides });
  }

  /**
   * Hands the last charge of an agreement to the bank, unless the bank has it. What was paid otherwise meanwhile is not
   * charged: whether the bank has heard of it all the same, it is asked for like any other payment under way.
   */
  private async chargeLast(account: string, payee: Payee, debts: AutopayDebts): Promise<void> {
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
    const { owed, credited } = await debts.of(account);
    if (owed[payee] < amountKopecks) return;
    const { isOpen, isUncredited } = await this.underWay(account, payee, credited, paymentId);
    if (isOpen || isUncredited) return;
    const subject = { paymentId, account, payee, amountKopecks, orderId: null, agreementId };
    const { methodId } = active.agreement;
    await this.payments.begin({ terms: { ...subject, keepsMethod: false }, returnAddress: '', methodId }, ACTOR);
  }
}

function count(counted: Record<'announced' | 'skipped' | 'charged' | 'held', number>, type: string): void {
  const what = COUNTED[type];
  if (what !== undefined) counted[what] += 1;
}

function isCharge(event: AutopayEvent & RecordedEvent): event is AutopayCharged & RecordedEvent {
  return event.type === 'AutopayCharged';
}
