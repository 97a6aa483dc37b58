import { Inject, Injectable, Optional } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Acquirer, ACQUIRER } from '#libs/acquiring';
import { CommandHandler, EventStore } from '#libs/event-store';
import { Clock, fold, RejectedError, Rejection } from '#libs/kernel';
import { PersonVault, PersonVaultError } from '#libs/person-vault';
import { CLOCK, COMMAND_HANDLER, CommandOrigin, EVENT_STORE, PERSON_VAULT, READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { autopayStream } from '../../domain/autopay.commands';
import { autopayDecider } from '../../domain/autopay.decider';
import { methodTitlePurpose } from '../../domain/autopay.events';
import { payerAccountStream } from '../../domain/payer-account.commands';
import { payerAccountDecider } from '../../domain/payer-account.decider';
import { PayerAccountEvent } from '../../domain/payer-account.events';
import { AttentionFinding, AttentionVerdict } from '../../domain/online-payment.events';
import { Payee } from '../../domain/payment.events';
import { autopayAgreements, AutopayCard } from '../../projections/autopay-agreements.projection';
import { knownAccounts } from '../../projections/known-accounts.projection';
import { onlinePayments } from '../../projections/online-payments.projection';
import { ONLINE_WORK, OnlineWork } from '../online/online-work';
import { OnlinePaymentsOffice } from '../online/online-payments-office';
import { PaymentAllowance } from '../online/payment-allowance';
import { HistoryFilter, PaymentHistoryQuery } from '../online/payment-history.query';
import { RETURN_ADDRESS } from '../online/return-address';
import {
  AutopayStanding,
  NewAutopay,
  NewPayment,
  PaymentsClient,
  PaymentStand,
  StartedPayment,
} from './payments-client';

/** Hexadecimal digits of the id of a payment: enough that no two are alike, few enough for every bank. */
const ID_DIGITS = 32;

/** How the payment stands is for the bank, or for the office, to find out; the payer is told what was known before. */
const OPEN: readonly string[] = ['PAYMENTS_ACQUIRER_UNAVAILABLE', 'PAYMENTS_ONLINE_PAYMENT_CONFLICT'];

/** Payments in the same process. */
@Injectable()
export class EmbeddedPaymentsClient implements PaymentsClient {
  constructor(
    @Inject(ONLINE_WORK) private readonly work: OnlineWork,
    @Inject(COMMAND_HANDLER) private readonly commandHandler: CommandHandler,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(EVENT_STORE) private readonly store: Pick<EventStore, 'readStream'>,
    @Inject(PERSON_VAULT) private readonly vault: Pick<PersonVault, 'open'>,
    private readonly historyQuery: PaymentHistoryQuery,
    private readonly allowance: PaymentAllowance,
    private readonly office: OnlinePaymentsOffice,
    @Optional() @Inject(ACQUIRER) private readonly acquirer: Acquirer | null = null,
    @Optional() @Inject(RETURN_ADDRESS) private readonly returnAddress: string | null = null,
  ) {}

  online() {
    return Promise.resolve({ isOffered: this.work.isOffered, pageOrigins: this.acquirer?.pageOrigins ?? [] });
  }

  async startPayment(payment: NewPayment, origin: CommandOrigin): Promise<StartedPayment> {
    await this.requireAccount(payment.account);
    return this.begin(idOf('payment', origin.commandId), payment, false, origin);
  }

  async payment(account: string, paymentId: string, origin: Pick<CommandOrigin, 'actor'>): Promise<PaymentStand> {
    const known = await this.readModels.get(onlinePayments, paymentId);
    // A payment of another account is as unknown as one that is nowhere.
    if (known?.document.account !== account) {
      throw new RejectedError(new Rejection('PAYMENTS_UNKNOWN_ONLINE_PAYMENT', { paymentId }));
    }
    const { payee, amountKopecks, orderId, status, declineReason, refundedKopecks } = known.document;
    const stand = { paymentId, account, payee, amountKopecks, orderId, declineReason, refundedKopecks };
    const isOver = status === 'captured' || status === 'settled' || status === 'refunded' || status === 'declined';
    if (isOver) return { ...stand, status, pageUrl: null, isAsked: true, position: known.position };
    try {
      const { state, pageAddress, position, ...asked } = await this.work.confirm(paymentId, origin);
      const now = { status: state === 'unknown' ? status : state, declineReason: asked.declineReason ?? declineReason };
      return { ...stand, ...now, pageUrl: pageAddress, isAsked: true, position };
    } catch (error) {
      if (!(error instanceof RejectedError) || !OPEN.includes(error.rejection.code)) throw error;
      return { ...stand, status, pageUrl: null, isAsked: false, position: known.position };
    }
  }

  notified(notification: unknown) {
    return this.work.notified(notification);
  }

  async history(account: string, filter: HistoryFilter = {}) {
    await this.requireAccount(account);
    return this.historyQuery.of(account, filter);
  }

  async autopay(account: string): Promise<readonly AutopayStanding[]> {
    await this.requireAccount(account);
    const rows = await this.readModels.find(autopayAgreements, { where: { account } });
    return Promise.all(rows.map(({ document }) => this.standingOf(document)));
  }

  async canGiveNotice(account: string): Promise<boolean> {
    return (await this.personToNotify(account)) !== null;
  }

  async requestAutopay(autopay: NewAutopay, origin: CommandOrigin): Promise<StartedPayment> {
    const { account, payee, limitKopecks, trigger, firstAmountKopecks } = autopay;
    await this.requireAccount(account);
    if (!this.work.isOffered) throw new RejectedError(new Rejection('PAYMENTS_ONLINE_NOT_OFFERED'));
    const paymentId = idOf('autopay', origin.commandId);
    await this.allowance.take(account, paymentId);
    const result = await this.commandHandler.execute({
      stream: autopayStream(account, payee),
      decider: autopayDecider,
      command: {
        kind: 'RequestAutopay',
        account,
        payee,
        agreementId: paymentId,
        limitKopecks,
        trigger,
        paymentId,
        personId: await this.personToNotify(account),
        requestedOn: this.clock.today(),
      },
      ...origin,
      commandId: `${origin.commandId}:autopay`,
    });
    if (result.kind === 'rejected') {
      this.allowance.giveBack(account, paymentId);
      throw new RejectedError(result.rejection);
    }
    const started = await this.begin(paymentId, { account, payee, amountKopecks: firstAmountKopecks }, true, origin);
    return { ...started, position: Math.max(started.position, result.position) };
  }

  async withdrawAutopay(account: string, payee: Payee, origin: CommandOrigin): Promise<number> {
    await this.requireAccount(account);
    const result = await this.commandHandler.execute({
      stream: autopayStream(account, payee),
      decider: autopayDecider,
      command: { kind: 'WithdrawAutopay', today: this.clock.today() },
      ...origin,
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
    return result.position;
  }

  needingAttention(limit?: number) {
    return this.office.needingAttention(limit);
  }

  async closeAttention(
    paymentId: string,
    verdict: AttentionVerdict,
    finding: AttentionFinding,
    origin: CommandOrigin,
  ): Promise<number> {
    return (await this.office.closeAttention(paymentId, verdict, finding, origin)).position;
  }

  private async standingOf({ active, ...card }: AutopayCard): Promise<AutopayStanding> {
    if (active === null) return { ...card, active };
    const { methodId, sealedMethodTitle, personId, ...terms } = active;
    const isKept = sealedMethodTitle !== null && personId !== null;
    const methodTitle = isKept ? await this.opened(personId, methodTitlePurpose(methodId), sealedMethodTitle) : null;
    return { ...card, active: { ...terms, methodTitle } };
  }

  /** What does not open is not shown; everything else of the agreement is. */
  private async opened(personId: string, purpose: string, sealed: string): Promise<string | null> {
    try {
      return await this.vault.open(personId, purpose, sealed);
    } catch (error) {
      if (error instanceof PersonVaultError) return null;
      throw error;
    }
  }

  /** The first of those who can be sent a notice, as the log has it; null where nobody can. */
  private async personToNotify(account: string): Promise<string | null> {
    const history = await this.store.readStream(payerAccountStream(account));
    const { contacts } = fold(payerAccountDecider, history as unknown as readonly PayerAccountEvent[]);
    return contacts[0]?.personId ?? null;
  }

  private async begin(
    paymentId: string,
    { account, payee, amountKopecks, orderId }: NewPayment,
    keepsMethod: boolean,
    origin: CommandOrigin,
  ): Promise<StartedPayment> {
    await this.allowance.take(account, paymentId);
    const ownPage = `${this.returnAddress ?? ''}/${paymentId}`;
    const subject = { paymentId, account, payee, amountKopecks, orderId: orderId ?? null, agreementId: null };
    const asked = { terms: { ...subject, keepsMethod }, returnAddress: ownPage, methodId: null };
    const { pageAddress, position } = await this.work.begin(asked, origin).catch((error: unknown) => {
      this.allowance.giveBack(account, paymentId);
      throw error;
    });
    return { paymentId, redirectUrl: pageAddress ?? ownPage, position };
  }

  /** Throws RejectedError PAYMENTS_UNKNOWN_ACCOUNT for an account that billing has not told of. */
  private async requireAccount(account: string): Promise<void> {
    const known = await this.readModels.get(knownAccounts, account);
    if (known === null) throw new RejectedError(new Rejection('PAYMENTS_UNKNOWN_ACCOUNT', { account }));
  }
}

/** The same press is the same payment: its id follows from the id of its command. */
function idOf(kind: string, commandId: string): string {
  return createHash('sha256').update(`${kind}|${commandId}`).digest('hex').slice(0, ID_DIGITS);
}
