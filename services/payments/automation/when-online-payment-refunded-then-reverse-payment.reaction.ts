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

/**
 * When a bank has given money back, the payment is recalled; where a part of it stays, the rest is received with the day
 * of the original payment, as in a transfer to the right account. What was moved to another account is recalled there, and
 * the rest stays there. What the office has recalled before is not received again: whether a part of it still counts is
 * for a person.
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
  async handle(@Payload() told: DataOf<typeof onlinePaymentRefunded>, @Ctx() context: MessageContext): Promise<void> {
    const data = onlinePaymentRefunded.schema.parse(told);
    if (data.orderId !== null) return;
    const { amountKopecks, refundedBeforeKopecks, refundedKopecks, capturedOn, refundedOn } = data;
    const first = ledgerPaymentId(data.paymentId, refundedBeforeKopecks);
    const restKopecks = amountKopecks - refundedKopecks;
    // The rest of an earlier refund never counted where the office had recalled the payment before it.
    if (refundedBeforeKopecks > 0 && (await this.hasNoRest(data.paymentId, first))) {
      return this.partAfterRecall(context, data);
    }
    const reason = restKopecks > 0 ? REASON_OF_A_PART : REASON;
    const { recalled, state } = await this.goesOn(first);
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
  private async goesOn(first: string): Promise<{ readonly recalled: string; readonly state: PaymentState }> {
    let recalled = first;
    for (;;) {
      const state = await this.ledgerState(recalled);
      if (state.status !== 'reversed' || state.replacedBy === null) return { recalled, state };
      recalled = state.replacedBy;
    }
  }

  /** All of it is gone, and all of it counts no more; of a part, a person has to say whether the rest counts. */
  private async partAfterRecall(
    context: MessageContext,
    { paymentId, amountKopecks, refundedKopecks }: DataOf<typeof onlinePaymentRefunded>,
  ): Promise<void> {
    if (refundedKopecks >= amountKopecks) return;
    const { correlationId } = context.getMessage().source;
    await this.log.callForPartRefunded(paymentId, refundedKopecks, { actor: PAYMENTS_ACTOR, correlationId });
  }

  private async hasNoRest(paymentId: string, rest: string): Promise<boolean> {
    if ((await this.ledgerState(rest)).status !== 'unknown') return false;
    return (await this.ledgerState(ledgerPaymentId(paymentId))).status === 'reversed';
  }

  private async ledgerState(paymentId: string): Promise<PaymentState> {
    const history = await this.store.readStream(paymentStream(paymentId));
    return fold(paymentDecider, history as unknown as readonly (PaymentStreamEvent & RecordedEvent)[]);
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
