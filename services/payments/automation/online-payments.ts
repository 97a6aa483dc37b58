import { Inject, Injectable, Logger, Optional } from '@nestjs/common';
import {
  Acquirer,
  ACQUIRER,
  AcquirerPayment,
  AcquirerRefusedError,
  AcquirerUnavailableError,
  ListedPayments,
  PaymentPurpose,
} from '#libs/acquiring';
import { CivilDate, Clock, RejectedError, Rejection } from '#libs/kernel';
import { CLOCK, READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { OnlinePaymentState } from '../domain/online-payment.decider';
import { KeptMethod, OnlinePaymentInitiated } from '../domain/online-payment.events';
import { labelsOf } from '../domain/payment-labels.policy';
import { Payee } from '../domain/payment.events';
import { recipients } from '../projections/recipients.projection';
import { KeptMethods } from './kept-methods';
import { Cause, KnownOnlinePayment, OnlinePaymentLog } from './online-payment-log';

export type { Cause } from './online-payment-log';

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
  /** What the bank knows of it; another bank than that at which it was begun cannot know. */
  readonly atBank: 'known' | 'unknown' | 'other_bank';
  /** Up to here a reader has to be to see what is known. */
  readonly position: number;
}

/** The bank gave no answer of use: what became of the payment is open, and it is asked for again. */
export class BankDidNotAnswer extends RejectedError {
  constructor(
    details: { readonly paymentId?: string },
    /** It answers nobody, as far as can be told. */
    readonly isDown: boolean,
  ) {
    super(new Rejection('PAYMENTS_ACQUIRER_UNAVAILABLE', details));
  }
}

const MINUTE_MILLISECONDS = 60_000;
/**
 * So long the same press may ask a bank to make a payment whose answer was lost, and so long after its beginning the bank
 * may have made it. A charge without the payer is repeated for a day (`AutopayChargesJob`), within which banks remember
 * names.
 */
const MADE_WITHIN_MINUTES = { page: 60, charge: 24 * 60 };
/** Clocks of banks are not ours. */
const CLOCKS_DIFFER_MINUTES = 5;
const REASON_CHARACTERS_LIMIT = 100;

const DESCRIPTIONS: Readonly<Record<Payee, string>> = {
  main: 'Жилищно-коммунальные услуги',
  capital_repair: 'Взнос на капитальный ремонт',
};

/** Asks the bank and notes what it says. Every way to an answer ends here, so that all of them are equally safe. */
@Injectable()
export class OnlinePayments {
  private readonly logger = new Logger('Payments');

  constructor(
    private readonly log: OnlinePaymentLog,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly methods: KeptMethods,
    @Optional() @Inject(ACQUIRER) private readonly acquirer: Acquirer | null = null,
  ) {}

  /** As the bank is named in events. Throws RejectedError PAYMENTS_ONLINE_NOT_OFFERED. */
  get acquirerName(): string {
    return this.offered().name;
  }

  /** Whether a bank can be paid at. */
  get isOffered(): boolean {
    return this.acquirer !== null;
  }

  /**
   * Begins a payment, or goes on with the one of the same name. Throws RejectedError PAYMENTS_ONLINE_NOT_OFFERED,
   * PAYMENTS_ONLINE_AMOUNT_OUT_OF_RANGE, PAYMENTS_ONLINE_PAYMENT_CONFLICT, PAYMENTS_ONLINE_PAYMENT_EXPIRED,
   * PAYMENTS_ACQUIRER_UNAVAILABLE, PAYMENTS_ACQUIRER_REFUSED.
   */
  async begin(asked: AskedPayment, cause: Cause): Promise<StandOfPayment> {
    const acquirer = this.offered();
    const { terms } = asked;
    const { paymentId } = terms;
    const initiatedOn = this.clock.today();
    // A second press may come after midnight: what was asked for is compared without the day.
    const initiate = { kind: 'InitiateOnlinePayment' as const, ...terms, acquirer: acquirer.name, initiatedOn };
    const { isNew } = await this.log.state(initiate, `online-payment:${paymentId}`, cause, terms);
    const known = await this.log.stateOf(paymentId);
    if (known.state.status !== 'unknown' && known.state.acquirerPaymentId !== null) {
      return this.confirm(paymentId, cause);
    }
    const isMade = isNew ? null : await this.earlier(paymentId, known, acquirer, cause);
    return isMade ?? this.make(acquirer, asked, isNew, cause);
  }

  /**
   * What became of an earlier request whose answer is not known; null where the same may be asked for again. What was
   * refused stays refused: a payment that the bank made now would be one that nobody asks for.
   */
  private async earlier(
    paymentId: string,
    { state, initiatedAt }: KnownOnlinePayment,
    acquirer: Acquirer,
    cause: Cause,
  ): Promise<StandOfPayment | null> {
    if (state.status === 'unknown') return null;
    if (state.status === 'declined') throw new RejectedError(new Rejection('PAYMENTS_ACQUIRER_REFUSED', { paymentId }));
    const expired = new RejectedError(new Rejection('PAYMENTS_ONLINE_PAYMENT_EXPIRED', { paymentId }));
    if (state.terms.acquirer !== acquirer.name) throw expired;
    if (this.clock.now() < madeUntil(state.terms, initiatedAt ?? '')) return null;
    // The bank may have forgotten the name: asked again, it would make a second payment.
    const stand = await this.confirm(paymentId, cause);
    if (stand.atBank !== 'known') throw expired;
    return stand;
  }

  private async make(acquirer: Acquirer, asked: AskedPayment, isFirst: boolean, cause: Cause): Promise<StandOfPayment> {
    const { terms, returnAddress, methodId } = asked;
    const { paymentId, account, payee, amountKopecks, orderId, keepsMethod } = terms;
    const purpose = orderId === null ? await this.purposeOf(account, payee) : null;
    let answer: AcquirerPayment;
    try {
      answer = await acquirer.create({
        reference: paymentId,
        amountKopecks,
        description: `${orderId === null ? DESCRIPTIONS[payee] : 'Дополнительная услуга'}, лицевой счёт ${account}`,
        purpose,
        returnAddress,
        saveMethod: keepsMethod,
        methodId,
        labels: labelsOf(terms),
      });
    } catch (error) {
      if (!(error instanceof AcquirerRefusedError)) throw this.inWords(error, paymentId);
      return this.refused(paymentId, error.reason, isFirst, cause);
    }
    return this.inTheirWords(paymentId, () => this.note(paymentId, answer, cause));
  }

  /** A first request that is refused has made nothing; of a repeated one, an earlier may have made it all the same. */
  private async refused(paymentId: string, reason: string, isFirst: boolean, cause: Cause): Promise<StandOfPayment> {
    this.logger.error({ paymentId, reason }, 'The bank refused a payment');
    if (!isFirst) {
      const stand = await this.confirm(paymentId, cause);
      if (stand.atBank === 'known') return stand;
      throw new BankDidNotAnswer({ paymentId }, false);
    }
    const decline = {
      kind: 'DeclineOnlinePayment' as const,
      paymentId,
      reason: reason.slice(0, REASON_CHARACTERS_LIMIT),
    };
    const command = { ...decline, today: this.clock.today() };
    await this.log.state(command, `online-payment:${paymentId}:refused`, cause, decline);
    throw new RejectedError(new Rejection('PAYMENTS_ACQUIRER_REFUSED', { paymentId }));
  }

  /**
   * Asks the bank how a payment stands. Throws RejectedError PAYMENTS_UNKNOWN_ONLINE_PAYMENT,
   * PAYMENTS_ONLINE_PAYMENT_CONFLICT, and BankDidNotAnswer.
   */
  async confirm(paymentId: string, cause: Cause): Promise<StandOfPayment> {
    const { state, position, initiatedAt } = await this.log.stateOf(paymentId);
    if (state.status === 'unknown') {
      throw new RejectedError(new Rejection('PAYMENTS_UNKNOWN_ONLINE_PAYMENT', { paymentId }));
    }
    const alone = { state: state.status, pageAddress: null, declineReason: null, position };
    const { acquirer } = this;
    // Another bank cannot know: nothing is given up by its silence.
    if (acquirer === null || acquirer.name !== state.terms.acquirer) return { ...alone, atBank: 'other_bank' };
    return this.inTheirWords(paymentId, async () => {
      const answer =
        state.acquirerPaymentId === null
          ? await acquirer.look(this.lost(paymentId, state.terms, initiatedAt ?? ''))
          : await acquirer.find(state.acquirerPaymentId);
      return answer === null ? { ...alone, atBank: 'unknown' } : this.note(paymentId, answer, cause);
    });
  }

  /** When a payment whose id was never learnt may have been made. */
  private lost(reference: string, terms: { readonly agreementId: string | null }, initiatedAt: string) {
    const [until, now] = [madeUntil(terms, initiatedAt), minutesAfter(this.clock.now(), CLOCKS_DIFFER_MINUTES)];
    return { reference, from: minutesAfter(initiatedAt, -CLOCKS_DIFFER_MINUTES), to: until < now ? until : now };
  }

  /**
   * A notification has come. What it says is not believed: it names a payment, the bank is asked, and the name under
   * which the payment was made comes with the bank's answer. Null where it is about none of ours.
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

  /** The bank's ids of payments of which it has given money back since an instant. Throws BankDidNotAnswer. */
  refundedSince(from: string): Promise<readonly string[]> {
    const acquirer = this.offered();
    return this.inTheirWords(undefined, () => acquirer.refundedSince(from));
  }

  /** The bank's own list of payments since an instant. Throws BankDidNotAnswer, PAYMENTS_ONLINE_NOT_OFFERED. */
  madeSince(from: string): Promise<ListedPayments> {
    const acquirer = this.offered();
    return this.inTheirWords(undefined, () => acquirer.madeSince(from));
  }

  /**
   * Takes a payment from the bank's list. One that the log does not know (`terms`, from what the bank has kept) is begun
   * here by the commands by which a payer begins one, so that the same press again is the same payment. A method is not
   * kept of it: the agreement that it was for is not known either. Throws what `confirm` throws.
   */
  async takeListed(
    paymentId: string,
    answer: AcquirerPayment,
    terms: AskedPayment['terms'] | null,
    cause: Cause,
  ): Promise<StandOfPayment> {
    if (terms === null) return this.inTheirWords(paymentId, () => this.note(paymentId, answer, cause));
    const bank = { acquirer: this.offered().name, initiatedOn: this.paidOn(answer) };
    const initiate = { kind: 'InitiateOnlinePayment' as const, ...terms, ...bank };
    await this.log.state(initiate, `online-payment:${paymentId}`, cause, terms);
    return this.inTheirWords(paymentId, () => this.note(paymentId, { ...answer, method: null }, cause));
  }

  stateOf(paymentId: string): Promise<KnownOnlinePayment> {
    return this.log.stateOf(paymentId);
  }

  /**
   * The day of the company on which the bank took the money, however late it is learnt; today where the bank does not say,
   * has taken nothing, or names a day that is still to come.
   */
  paidOn({ capturedAt }: AcquirerPayment): CivilDate {
    const today = this.clock.today();
    const said = capturedAt === null ? today : this.clock.dayOf(capturedAt);
    return said > today ? today : said;
  }

  private async note(paymentId: string, answer: AcquirerPayment, cause: Cause): Promise<StandOfPayment> {
    let [said, position] = [answer, await this.noteOnce(paymentId, answer, cause)];
    if (answer.state === 'authorized' && (await this.log.stateOf(paymentId)).state.status === 'authorized') {
      said = await this.takeHeld(paymentId, answer, cause);
      position = await this.noteOnce(paymentId, said, cause);
    }
    const { state } = await this.log.stateOf(paymentId);
    return {
      state: state.status,
      pageAddress: said.pageAddress,
      declineReason: said.declineReason,
      atBank: 'known',
      position,
    };
  }

  /**
   * Takes the money that the bank holds. Where the bank refuses, it is asked what became of the money; what it holds still
   * goes back to the payer, and what it does not let go of is for a person.
   */
  private async takeHeld(paymentId: string, held: AcquirerPayment, cause: Cause): Promise<AcquirerPayment> {
    const acquirer = this.offered();
    const { acquirerPaymentId } = held;
    const taken = await unlessRefused(acquirer.capture(acquirerPaymentId));
    if (!(taken instanceof AcquirerRefusedError)) return taken;
    this.logger.error({ paymentId, reason: taken.reason }, 'The bank refused to give the money that it holds');
    const now = await acquirer.find(acquirerPaymentId);
    if (now !== null && now.state !== 'authorized') return now;
    const released = await unlessRefused(acquirer.cancel(acquirerPaymentId));
    if (!(released instanceof AcquirerRefusedError)) return released;
    this.logger.error({ paymentId, reason: released.reason }, 'The bank refused to let go of the money that it holds');
    await this.log.callForAttention(paymentId, 'hold_not_taken', cause);
    return held;
  }

  /** Answers with the position. What does not fit is refused, and is for a person. */
  private async noteOnce(paymentId: string, answer: AcquirerPayment, cause: Cause): Promise<number> {
    const { acquirerPaymentId, state, amountKopecks, refundedKopecks, declineReason } = answer;
    const method = await this.keptMethod(paymentId, answer);
    const said = { acquirerPaymentId, state, amountKopecks, refundedKopecks, method, declineReason };
    const days = { capturedOn: this.paidOn(answer), today: this.clock.today() };
    const command = { kind: 'NoteAcquirerPayment' as const, paymentId, ...said, ...days };
    // The same answer is the same command, whoever asked and whenever.
    const input = { paymentId, acquirerPaymentId, state, amountKopecks, refundedKopecks };
    const id = ['online-payment', paymentId, acquirerPaymentId, state, amountKopecks, refundedKopecks].join(':');
    try {
      if (answer.reference !== null && answer.reference !== paymentId) {
        throw new RejectedError(new Rejection('PAYMENTS_ONLINE_PAYMENT_CONFLICT', { paymentId }));
      }
      return (await this.log.state(command, id, cause, input)).position;
    } catch (error) {
      if (error instanceof RejectedError && error.rejection.code === 'PAYMENTS_ONLINE_PAYMENT_CONFLICT') {
        await this.log.callForAttention(paymentId, 'does_not_fit', cause);
      }
      throw error;
    }
  }

  private async keptMethod(paymentId: string, { method }: AcquirerPayment): Promise<KeptMethod | null> {
    if (method === null) return null;
    const { state } = await this.log.stateOf(paymentId);
    return state.status === 'unknown' ? null : this.methods.sealed(state.terms, method);
  }

  private offered(): Acquirer {
    if (this.acquirer === null) throw new RejectedError(new Rejection('PAYMENTS_ONLINE_NOT_OFFERED'));
    return this.acquirer;
  }

  private async purposeOf(account: string, payee: Payee): Promise<PaymentPurpose | null> {
    const row = await this.readModels.get(recipients, payee);
    return row === null ? null : { account, recipient: row.document };
  }

  private inTheirWords<Answer>(paymentId: string | undefined, work: () => Promise<Answer>): Promise<Answer> {
    return work().catch((error: unknown) => {
      throw this.inWords(error, paymentId);
    });
  }

  /**
   * What a bank that does not answer means for a person, or one that refuses to: the payment is asked about again, and so
   * are those after it. Anything else is passed on.
   */
  private inWords(error: unknown, paymentId: string | undefined): unknown {
    if (error instanceof AcquirerRefusedError) {
      this.logger.error({ paymentId, reason: error.reason }, 'The bank refuses to say how a payment stands');
    } else if (error instanceof AcquirerUnavailableError) {
      this.logger.warn({ paymentId, reason: error.message }, 'The bank does not answer');
    } else {
      return error;
    }
    const isDown = error instanceof AcquirerUnavailableError && error.isDown;
    return new BankDidNotAnswer(paymentId === undefined ? {} : { paymentId }, isDown);
  }
}

function minutesAfter(instant: string, minutes: number): string {
  return new Date(Date.parse(instant) + minutes * MINUTE_MILLISECONDS).toISOString();
}

/** Until when a bank may have been asked to make a payment that was begun at an instant. */
function madeUntil({ agreementId }: { readonly agreementId: string | null }, initiatedAt: string): string {
  return minutesAfter(initiatedAt, MADE_WITHIN_MINUTES[agreementId === null ? 'page' : 'charge']);
}

function unlessRefused(asked: Promise<AcquirerPayment>): Promise<AcquirerPayment | AcquirerRefusedError> {
  return asked.catch((error: unknown) => {
    if (error instanceof AcquirerRefusedError) return error;
    throw error;
  });
}
