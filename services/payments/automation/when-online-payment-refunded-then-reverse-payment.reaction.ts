import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { DataOf, onlinePaymentRefunded } from '#libs/contracts';
import { CommandHandler, CommandResult, EventStore } from '#libs/event-store';
import { fold, RecordedEvent, RejectedError } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER, EVENT_STORE } from '#libs/platform';
import { ledgerPaymentId } from '../domain/online-payment.commands';
import { PaymentCommand, paymentStream } from '../domain/payment.commands';
import { paymentDecider } from '../domain/payment.decider';
import { PaymentStreamEvent } from '../domain/payment.events';
import { PaymentState } from '../domain/payment.state';
import { OnlinePaymentLog } from './online-payment-log';
import { PAYMENTS_ACTOR, PAYMENTS_CONSUMER } from './payments-consumer';

const REASON = 'Деньги возвращены плательщику банком';
const REASON_OF_A_PART = 'Часть денег возвращена плательщику банком, остальное учтено тем же днём';

type Told = DataOf<typeof onlinePaymentRefunded>;

/** What has become of a payment. */
interface GoingOn {
  /** The payment of the ledger that counts now, or the last that did. */
  readonly recalled: string;
  readonly state: PaymentState;
  /** The office has given money of it back, which before names told of the bank nothing kept it from. */
  readonly isRefundedByOffice: boolean;
}

/**
 * When a bank has given money back, the payment is recalled; where a part of it stays, the rest is received with the day
 * of the original payment, as in a transfer to the right account. What was moved to another account is recalled there, and
 * the rest stays there. What the office has recalled before is not received again: whether a part of it still counts is
 * for a person. So is what the office has refunded itself: no rest is received, which would give its refund twice.
 */
@Controller()
export class WhenOnlinePaymentRefundedThenReversePayment {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commandHandler: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: Pick<EventStore, 'readStream'>,
    private readonly log: OnlinePaymentLog,
  ) {}

  /** Throws RejectedError, upon which the key is parked. */
  @EventPattern(onlinePaymentRefunded.name, PAYMENTS_CONSUMER)
  async handle(@Payload() told: Told, @Ctx() context: MessageContext): Promise<void> {
    const data = onlinePaymentRefunded.schema.parse(told);
    if (data.orderId !== null) return;
    const { amountKopecks, refundedBeforeKopecks, refundedKopecks, capturedOn, refundedOn } = data;
    const first = ledgerPaymentId(data.paymentId, refundedBeforeKopecks);
    const restKopecks = amountKopecks - refundedKopecks;
    const hasNoRest = refundedBeforeKopecks > 0 && (await this.hasNoRest(data.paymentId, first));
    const found = await this.goesOn(hasNoRest ? ledgerPaymentId(data.paymentId) : first);
    const { recalled, state, isRefundedByOffice } = found;
    if (isRefundedByOffice) return this.afterOfficeRefund(context, data, recalled);
    // The rest of an earlier refund never counted where the office had recalled the payment before it.
    if (hasNoRest) return this.partAfterRecall(context, data);
    const reason = restKopecks > 0 ? REASON_OF_A_PART : REASON;
    const recall = { kind: 'RecallRefundedPayment' as const, paymentId: recalled, refundedOn, reason };
    const { events } = await this.state(context, 'reverse-payment', recall);
    const isRecalledByOffice = !events.some(({ type }) => type === 'PaymentReversed');
    if (isRecalledByOffice) return this.partAfterRecall(context, data);
    if (restKopecks <= 0) return;
    const { account, payee } = 'payment' in state ? state.payment : data;
    await this.state(context, 'receive-rest', {
      kind: 'ReceivePayment',
      paymentId: ledgerPaymentId(data.paymentId, refundedKopecks),
      account,
      payee,
      amountKopecks: restKopecks,
      receivedOn: capturedOn,
      namedPeriod: null,
      channel: 'online',
      refundedKopecks,
      today: refundedOn,
    });
  }

  /** The payment that counts in place of one that was moved, at the end of all moves; itself where it was not. */
  private async goesOn(first: string): Promise<GoingOn> {
    let recalled = first;
    let isRefundedByOffice = false;
    for (;;) {
      const history = await this.ledgerHistory(recalled);
      isRefundedByOffice ||= history.some(({ type }) => type === 'PaymentRefunded');
      const state = fold(paymentDecider, history);
      if (state.status !== 'reversed' || state.replacedBy === null) return { recalled, state, isRefundedByOffice };
      recalled = state.replacedBy;
    }
  }

  /** Of what the bank gave back whole nothing counts any more. Whether money has gone back twice is for a person to say. */
  private async afterOfficeRefund(context: MessageContext, told: Told, recalled: string): Promise<void> {
    const { paymentId, amountKopecks, refundedKopecks, refundedOn } = told;
    if (refundedKopecks >= amountKopecks) {
      const recall = { kind: 'RecallRefundedPayment' as const, paymentId: recalled, refundedOn, reason: REASON };
      await this.state(context, 'reverse-payment', recall);
    }
    await this.log.callForRefunded(paymentId, 'refunded_by_office_too', refundedKopecks, causeIn(context));
  }

  /** All of it is gone, and all of it counts no more; of a part, a person has to say whether the rest counts. */
  private async partAfterRecall(
    context: MessageContext,
    { paymentId, amountKopecks, refundedKopecks }: Told,
  ): Promise<void> {
    if (refundedKopecks >= amountKopecks) return;
    await this.log.callForRefunded(paymentId, 'part_refunded_after_recall', refundedKopecks, causeIn(context));
  }

  private async hasNoRest(paymentId: string, rest: string): Promise<boolean> {
    if ((await this.ledgerState(rest)).status !== 'unknown') return false;
    return (await this.ledgerState(ledgerPaymentId(paymentId))).status === 'reversed';
  }

  private async ledgerState(paymentId: string): Promise<PaymentState> {
    return fold(paymentDecider, await this.ledgerHistory(paymentId));
  }

  private async ledgerHistory(paymentId: string): Promise<readonly (PaymentStreamEvent & RecordedEvent)[]> {
    const history = await this.store.readStream(paymentStream(paymentId));
    return history as unknown as readonly (PaymentStreamEvent & RecordedEvent)[];
  }

  private async state(
    context: MessageContext,
    name: string,
    command: PaymentCommand,
  ): Promise<Extract<CommandResult<PaymentStreamEvent>, { kind: 'done' }>> {
    const { messageId, source } = context.getMessage();
    const result = await this.commandHandler.execute({
      stream: paymentStream(command.paymentId),
      decider: paymentDecider,
      command,
      commandId: `${messageId}:${name}`,
      actor: PAYMENTS_ACTOR,
      correlationId: source.correlationId,
      causationId: source.eventId,
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
    return result;
  }
}

function causeIn(context: MessageContext): { readonly actor: string; readonly correlationId: string } {
  return { actor: PAYMENTS_ACTOR, correlationId: context.getMessage().source.correlationId };
}
