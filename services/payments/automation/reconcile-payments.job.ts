import { Inject, Injectable } from '@nestjs/common';
import { AcquirerPayment, ListedPayment } from '#libs/acquiring';
import { CommandHandler, EventStore } from '#libs/event-store';
import { CivilDate, Clock, fold, isRejection, RecordedEvent, RejectedError } from '#libs/kernel';
import { CLOCK, COMMAND_HANDLER, EVENT_STORE, READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { noteAcquirerPayment, OnlinePaymentState } from '../domain/online-payment.decider';
import { bankPaymentId, paymentStream, SetAsideBankPayment } from '../domain/payment.commands';
import { paymentDecider } from '../domain/payment.decider';
import { PaymentStreamEvent } from '../domain/payment.events';
import { LabelledSubject, subjectOfLabels } from '../domain/payment-labels.policy';
import { knownAccounts } from '../projections/known-accounts.projection';
import { Cause } from './online-payment-log';
import { BankDidNotAnswer, OnlinePayments } from './online-payments';

/** What became, or on a dry run would become, of a payment of the bank's list. */
export type ReconcileOutcome =
  /** The log has it, as far as the bank has. */
  | 'known'
  /** The log has it, and the bank has gone on since. */
  | 'gone_on'
  /** The log did not have it: it is received for the account now. */
  | 'recorded'
  /** The log did not have it, and it is not paid yet: the bank is asked on. */
  | 'under_way'
  /** Whose it is is not known: it stands aside until a person has looked at it. */
  | 'set_aside'
  /** The bank has taken no money, or has given all of it back. */
  | 'nothing_paid'
  /** It contradicts what is known; see the code. */
  | 'refused';

export const RECONCILE_OUTCOMES: readonly ReconcileOutcome[] = [
  'known',
  'gone_on',
  'recorded',
  'under_way',
  'set_aside',
  'nothing_paid',
  'refused',
];

export interface ReconciledPayment {
  readonly acquirerPaymentId: string;
  /** The name under which it was made; null for one that was made otherwise. */
  readonly paymentId: string | null;
  /** As the bank has kept it; null where it has kept none. */
  readonly account: string | null;
  readonly amountKopecks: number;
  readonly refundedKopecks: number;
  readonly paidOn: CivilDate;
  readonly outcome: ReconcileOutcome;
  /** Of the refusal; null where there is none. */
  readonly code: string | null;
}

export interface ReconcileReport {
  readonly since: string;
  readonly dryRun: boolean;
  /** Payments that the bank has named, by what became of them. */
  readonly outcomes: Readonly<Record<ReconcileOutcome, number>>;
  /** All but those that are known and those of which nothing was paid, the earliest first. */
  readonly payments: readonly ReconciledPayment[];
  /** Entries of the bank's list that are no payments in roubles. */
  readonly unread: number;
}

export interface Reconcile {
  /** UTC instant: when the backup was taken. */
  readonly since: string;
  /** Says what would be done, and records nothing. */
  readonly dryRun: boolean;
  readonly cause: Cause;
}

/** What the log of another service knows. */
export interface ReconcileWorld {
  /** Whether an additional service was ordered for the account. */
  isOrder(account: string, orderId: string): Promise<boolean>;
}

/** Clocks of banks are not ours. */
const CLOCKS_DIFFER_MILLISECONDS = 5 * 60_000;
const UNREMARKABLE: readonly ReconcileOutcome[] = ['known', 'nothing_paid'];

/**
 * After a restore from a backup the bank knows of payments of which the log does not. Its list is read, and what it has
 * and the log has not is taken as if it had been begun and captured here, on the day on which it was paid. Run again it
 * adds nothing.
 */
@Injectable()
export class ReconcilePaymentsJob {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(COMMAND_HANDLER) private readonly commandHandler: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: Pick<EventStore, 'readStream'>,
    private readonly online: OnlinePayments,
  ) {}

  /** Throws RejectedError PAYMENTS_ONLINE_NOT_OFFERED, and BankDidNotAnswer; what was recorded by then stays. */
  async run(reconcile: Reconcile, world: ReconcileWorld): Promise<ReconcileReport> {
    const { since, dryRun } = reconcile;
    const from = new Date(Date.parse(since) - CLOCKS_DIFFER_MILLISECONDS).toISOString();
    const listed = await this.online.madeSince(from);
    const outcomes = Object.fromEntries(RECONCILE_OUTCOMES.map((outcome) => [outcome, 0]));
    const payments: ReconciledPayment[] = [];
    for (const one of listed.payments) {
      const reconciled = await this.one(one, reconcile, world);
      outcomes[reconciled.outcome] = (outcomes[reconciled.outcome] ?? 0) + 1;
      if (!UNREMARKABLE.includes(reconciled.outcome)) payments.push(reconciled);
    }
    return { since, dryRun, outcomes: outcomes as ReconcileReport['outcomes'], payments, unread: listed.unread };
  }

  private async one(listed: ListedPayment, reconcile: Reconcile, world: ReconcileWorld): Promise<ReconciledPayment> {
    const { payment, labels } = listed;
    const { acquirerPaymentId, reference: paymentId, amountKopecks, refundedKopecks } = payment;
    const paidOn = this.online.paidOn(payment);
    const account = subjectOfLabels(labels)?.account ?? null;
    const shown = { acquirerPaymentId, paymentId, account, amountKopecks, refundedKopecks, paidOn };
    try {
      return { ...shown, outcome: await this.take(listed, paidOn, reconcile, world), code: null };
    } catch (error) {
      if (!(error instanceof RejectedError) || error instanceof BankDidNotAnswer) throw error;
      return { ...shown, outcome: 'refused', code: error.rejection.code };
    }
  }

  private async take(
    { payment, labels }: ListedPayment,
    paidOn: CivilDate,
    { dryRun, cause }: Reconcile,
    world: ReconcileWorld,
  ): Promise<ReconcileOutcome> {
    const { reference } = payment;
    const { state, position } = await this.online.stateOf(reference ?? '');
    if (reference !== null && state.status !== 'unknown') {
      if (dryRun) return this.wouldGoOn(reference, payment, state);
      const noted = await this.online.takeListed(reference, payment, null, cause);
      return noted.position > position ? 'gone_on' : 'known';
    }
    if (payment.state === 'declined') return 'nothing_paid';
    // Set aside by an earlier run, it is in the ledger under its name at the bank, whatever is known of its account since.
    if (await this.isInLedger(bankPaymentId(this.online.acquirerName, payment.acquirerPaymentId))) return 'known';
    const subject = subjectOfLabels(labels);
    const because = await this.whyNobodys(reference, subject, world);
    if (reference === null || subject === null || because !== null) {
      return this.setAside(payment, { subject, because: because ?? 'unknown_account', paidOn }, dryRun, cause);
    }
    if (!dryRun) {
      const terms = { paymentId: reference, amountKopecks: payment.amountKopecks, ...subject };
      const { state: now } = await this.online.takeListed(reference, payment, terms, cause);
      return now === 'captured' || now === 'refunded' ? 'recorded' : 'under_way';
    }
    return payment.state === 'captured' ? 'recorded' : 'under_way';
  }

  private wouldGoOn(paymentId: string, answer: AcquirerPayment, state: OnlinePaymentState): ReconcileOutcome {
    const said = { ...answer, method: null, today: this.clock.today() };
    const answered = noteAcquirerPayment({ kind: 'NoteAcquirerPayment', paymentId, ...said }, state);
    if (isRejection(answered)) throw new RejectedError(answered);
    return Array.isArray(answered) && answered.length === 0 ? 'known' : 'gone_on';
  }

  /** Why a payment cannot be put on an account; null where it can. */
  private async whyNobodys(
    reference: string | null,
    subject: LabelledSubject | null,
    world: ReconcileWorld,
  ): Promise<SetAsideBankPayment['because'] | null> {
    if (reference === null || subject === null) return 'unknown_account';
    const { account, orderId } = subject;
    if ((await this.readModels.get(knownAccounts, account)) === null) return 'unknown_account';
    return orderId === null || (await world.isOrder(account, orderId)) ? null : 'unknown_order';
  }

  /** What is left of it at the company; a bank that holds money for nobody lets go of it by itself. */
  private async setAside(
    { acquirerPaymentId, state, amountKopecks, refundedKopecks }: AcquirerPayment,
    found: {
      readonly subject: LabelledSubject | null;
      readonly because: SetAsideBankPayment['because'];
      readonly paidOn: CivilDate;
    },
    dryRun: boolean,
    cause: Cause,
  ): Promise<ReconcileOutcome> {
    const restKopecks = amountKopecks - refundedKopecks;
    if (state !== 'captured' || restKopecks <= 0) return 'nothing_paid';
    const acquirer = this.online.acquirerName;
    const paymentId = bankPaymentId(acquirer, acquirerPaymentId);
    if (dryRun) return 'set_aside';
    const { subject, because, paidOn } = found;
    const stated = { account: subject?.account ?? '', payee: subject?.payee ?? ('main' as const) };
    const result = await this.commandHandler.execute({
      stream: paymentStream(paymentId),
      decider: paymentDecider,
      command: {
        kind: 'SetAsideBankPayment',
        ...{ paymentId, ...stated, amountKopecks: restKopecks, receivedOn: paidOn },
        ...{ reference: acquirerPaymentId, because, acquirer, today: this.clock.today() },
      },
      commandId: `reconcile:${paymentId}`,
      ...cause,
      input: { paymentId },
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
    return 'set_aside';
  }

  private async isInLedger(paymentId: string): Promise<boolean> {
    const history = await this.store.readStream(paymentStream(paymentId));
    const events = history as unknown as readonly (PaymentStreamEvent & RecordedEvent)[];
    return fold(paymentDecider, events).status !== 'unknown';
  }
}
