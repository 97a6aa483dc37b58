import { Inject, Injectable, Logger, Optional } from '@nestjs/common';
import {
  Acquirer,
  ACQUIRER,
  AcquirerPayment,
  AcquirerRefusedError,
  AcquirerUnavailableError,
  PaymentPurpose,
} from '#libs/acquiring';
import { CommandHandler, EventStore } from '#libs/event-store';
import { Clock, fold, RejectedError, Rejection } from '#libs/kernel';
import { CLOCK, COMMAND_HANDLER, EVENT_STORE, READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { OnlinePaymentCommand, onlinePaymentStream } from '../domain/online-payment.commands';
import { onlinePaymentDecider, OnlinePaymentState } from '../domain/online-payment.decider';
import { KeptMethod, OnlinePaymentEvent, OnlinePaymentInitiated } from '../domain/online-payment.events';
import { Payee } from '../domain/payment.events';
import { recipients } from '../projections/recipients.projection';
import { KeptMethods } from './kept-methods';

/** Where a command comes from: a person's request, or the system itself. */
export interface Cause {
  readonly actor: string;
  readonly correlationId?: string;
}

export interface AskedPayment {
  readonly terms: Omit<OnlinePaymentInitiated['data'], 'acquirer' | 'initiatedOn'>;
  /** Where the bank sends the payer afterwards; of no use without a payer. */
  readonly returnAddress: string;
  /** A kept method to be charged; null where the payer goes to the bank's page. */
  readonly methodId: string | null;
}

export interface StandOfPayment {
  readonly state: OnlinePaymentState['status'];
  /** The bank's page, while the payer may still pay there. */
  readonly pageAddress: string | null;
  /** The bank's own word for why it is not made; null where it is, or is under way. */
  readonly declineReason: string | null;
  /** Whether the bank knows of the payment at all. */
  readonly isAtBank: boolean;
  /** Up to here a reader has to be to see what is known. */
  readonly position: number;
}

const DESCRIPTIONS: Readonly<Record<Payee, string>> = {
  main: 'Жилищно-коммунальные услуги',
  capital_repair: 'Взнос на капитальный ремонт',
};

/** Asks the bank and notes what it says. Every way to an answer ends here, so that all of them are equally safe. */
@Injectable()
export class OnlinePayments {
  private readonly logger = new Logger('Payments');

  constructor(
    @Inject(COMMAND_HANDLER) private readonly commandHandler: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: Pick<EventStore, 'readStream'>,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly methods: KeptMethods,
    @Optional() @Inject(ACQUIRER) private readonly acquirer: Acquirer | null = null,
  ) {}

  /** Whether a bank can be paid at. */
  get isOffered(): boolean {
    return this.acquirer !== null;
  }

  /**
   * Begins a payment, or goes on with the one of the same name. Throws RejectedError PAYMENTS_ONLINE_NOT_OFFERED,
   * PAYMENTS_ONLINE_AMOUNT_OUT_OF_RANGE, PAYMENTS_ONLINE_PAYMENT_CONFLICT, PAYMENTS_ACQUIRER_UNAVAILABLE,
   * PAYMENTS_ACQUIRER_REFUSED.
   */
  async begin(asked: AskedPayment, cause: Cause): Promise<StandOfPayment> {
    const acquirer = this.offered();
    const { terms } = asked;
    const initiatedOn = this.clock.today();
    // A second press may come after midnight: what was asked for is compared without the day.
    const initiate = { kind: 'InitiateOnlinePayment' as const, ...terms, acquirer: acquirer.name, initiatedOn };
    await this.state(initiate, `online-payment:${terms.paymentId}`, cause, terms);
    const known = await this.stateOf(terms.paymentId);
    if (known.state.status !== 'unknown' && known.state.acquirerPaymentId !== null) {
      return this.confirm(terms.paymentId, cause);
    }
    return this.make(acquirer, asked, cause);
  }

  private async make(acquirer: Acquirer, asked: AskedPayment, cause: Cause): Promise<StandOfPayment> {
    const { terms, returnAddress, methodId } = asked;
    const { paymentId, account, payee, amountKopecks, orderId, keepsMethod } = terms;
    try {
      const answer = await acquirer.create({
        reference: paymentId,
        amountKopecks,
        description: `${orderId === null ? DESCRIPTIONS[payee] : 'Дополнительная услуга'}, лицевой счёт ${account}`,
        purpose: orderId === null ? await this.purposeOf(account, payee) : null,
        returnAddress,
        saveMethod: keepsMethod,
        methodId,
      });
      return await this.note(paymentId, answer, cause);
    } catch (error) {
      if (!(error instanceof AcquirerRefusedError)) throw this.inWords(error, paymentId);
      this.logger.error({ paymentId, reason: error.reason }, 'The bank refused a payment');
      const decline = { kind: 'DeclineOnlinePayment' as const, paymentId, reason: error.reason.slice(0, 100) };
      await this.state(
        { ...decline, today: this.clock.today() },
        `online-payment:${paymentId}:refused`,
        cause,
        decline,
      );
      throw new RejectedError(new Rejection('PAYMENTS_ACQUIRER_REFUSED', { paymentId }));
    }
  }

  /**
   * Asks the bank how a payment stands. Throws RejectedError PAYMENTS_UNKNOWN_ONLINE_PAYMENT,
   * PAYMENTS_ACQUIRER_UNAVAILABLE, PAYMENTS_ONLINE_PAYMENT_CONFLICT.
   */
  async confirm(paymentId: string, cause: Cause): Promise<StandOfPayment> {
    const { state, position } = await this.stateOf(paymentId);
    if (state.status === 'unknown') {
      throw new RejectedError(new Rejection('PAYMENTS_UNKNOWN_ONLINE_PAYMENT', { paymentId }));
    }
    const nowhere = { pageAddress: null, declineReason: null, isAtBank: false };
    const alone: StandOfPayment = { state: state.status, ...nowhere, position };
    if (state.acquirerPaymentId === null) return alone;
    const acquirer = this.offered();
    // Another bank cannot know: nothing is given up by its silence.
    if (acquirer.name !== state.terms.acquirer) return { ...alone, isAtBank: true };
    try {
      const answer = await acquirer.find(state.acquirerPaymentId);
      if (answer === null) return alone;
      return await this.note(paymentId, answer, cause);
    } catch (error) {
      throw this.inWords(error, paymentId);
    }
  }

  /**
   * A notification has come. What it says is not believed: it names a payment, the bank is asked, and the name under
   * which the payment was made comes with the bank's answer. False where it is about none of ours.
   */
  async notified(notification: unknown): Promise<StandOfPayment | null> {
    const acquirer = this.offered();
    const acquirerPaymentId = acquirer.subjectOf(notification);
    if (acquirerPaymentId === null) return null;
    try {
      const answer = await acquirer.find(acquirerPaymentId);
      if (answer?.reference === undefined || answer.reference === null) return null;
      return await this.note(answer.reference, answer, { actor: `acquirer:${acquirer.name}` });
    } catch (error) {
      if (error instanceof RejectedError && error.rejection.code === 'PAYMENTS_UNKNOWN_ONLINE_PAYMENT') return null;
      throw this.inWords(error, acquirerPaymentId);
    }
  }

  /** Nobody waits for it any more. */
  async abandon(paymentId: string, cause: Cause): Promise<void> {
    const command = { kind: 'AbandonOnlinePayment' as const, paymentId, today: this.clock.today() };
    await this.state(command, `online-payment:${paymentId}:abandon`, cause, { paymentId });
  }

  /** The bank knows nothing of it, nor will. */
  async giveUp(paymentId: string, cause: Cause): Promise<void> {
    const decline = { kind: 'DeclineOnlinePayment' as const, paymentId, reason: 'unknown_to_the_bank' };
    const command = { ...decline, today: this.clock.today() };
    await this.state(command, `online-payment:${paymentId}:give-up`, cause, decline);
  }

  async stateOf(paymentId: string): Promise<{ readonly state: OnlinePaymentState; readonly position: number }> {
    const history = await this.store.readStream(onlinePaymentStream(paymentId));
    const state = fold(onlinePaymentDecider, history as unknown as readonly OnlinePaymentEvent[]);
    return { state, position: history.at(-1)?.position ?? 0 };
  }

  private async note(paymentId: string, answer: AcquirerPayment, cause: Cause): Promise<StandOfPayment> {
    if (answer.reference !== null && answer.reference !== paymentId) {
      throw new RejectedError(new Rejection('PAYMENTS_ONLINE_PAYMENT_CONFLICT', { paymentId }));
    }
    const position = await this.noteOnce(paymentId, answer, cause);
    if (answer.state === 'authorized') {
      const { state } = await this.stateOf(paymentId);
      if (state.status === 'authorized') {
        return this.note(paymentId, await this.offered().capture(answer.acquirerPaymentId), cause);
      }
    }
    const { state } = await this.stateOf(paymentId);
    const { pageAddress, declineReason } = answer;
    return { state: state.status, pageAddress, declineReason, isAtBank: true, position };
  }

  private async noteOnce(paymentId: string, answer: AcquirerPayment, cause: Cause): Promise<number> {
    const { acquirerPaymentId, state, amountKopecks, refundedKopecks, declineReason } = answer;
    const method = await this.keptMethod(paymentId, answer);
    const said = { acquirerPaymentId, state, amountKopecks, refundedKopecks, method, declineReason };
    const command = { kind: 'NoteAcquirerPayment' as const, paymentId, ...said, today: this.clock.today() };
    // The same answer is the same command, whoever asked and whenever.
    const id = `online-payment:${paymentId}:${state}:${String(refundedKopecks)}`;
    return this.state(command, id, cause, { paymentId, acquirerPaymentId, state, amountKopecks, refundedKopecks });
  }

  private async keptMethod(paymentId: string, { method }: AcquirerPayment): Promise<KeptMethod | null> {
    if (method === null) return null;
    const { state } = await this.stateOf(paymentId);
    return state.status === 'unknown' ? null : this.methods.sealed(state.terms, method);
  }

  /** Answers with the position. Throws RejectedError. */
  private async state(command: OnlinePaymentCommand, commandId: string, cause: Cause, input: unknown): Promise<number> {
    const result = await this.commandHandler.execute({
      stream: onlinePaymentStream(command.paymentId),
      decider: onlinePaymentDecider,
      command,
      commandId,
      actor: cause.actor,
      correlationId: cause.correlationId,
      input,
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
    return result.position;
  }

  private offered(): Acquirer {
    if (this.acquirer === null) throw new RejectedError(new Rejection('PAYMENTS_ONLINE_NOT_OFFERED'));
    return this.acquirer;
  }

  private async purposeOf(account: string, payee: Payee): Promise<PaymentPurpose | null> {
    const row = await this.readModels.get(recipients, payee);
    return row === null ? null : { account, recipient: row.document };
  }

  /**
   * What a bank that does not answer means for a person, or one that refuses to: the payment is asked about again, and so
   * are those after it. Anything else is passed on.
   */
  private inWords(error: unknown, paymentId: string): unknown {
    if (error instanceof AcquirerRefusedError) {
      this.logger.error({ paymentId, reason: error.reason }, 'The bank refuses to say how a payment stands');
    } else if (error instanceof AcquirerUnavailableError) {
      this.logger.warn({ paymentId, reason: error.message }, 'The bank does not answer');
    } else {
      return error;
    }
    return new RejectedError(new Rejection('PAYMENTS_ACQUIRER_UNAVAILABLE', { paymentId }));
  }
}
