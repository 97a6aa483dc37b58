import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { DataOf, onlinePaymentCaptured } from '#libs/contracts';
import { CommandHandler, EventStore } from '#libs/event-store';
import { RecordedEvent, RejectedError } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER, EVENT_STORE } from '#libs/platform';
import { autopayStream } from '../domain/autopay.commands';
import { autopayDecider } from '../domain/autopay.decider';
import { ledgerPaymentId, onlinePaymentStream } from '../domain/online-payment.commands';
import { OnlinePaymentCaptured, OnlinePaymentEvent } from '../domain/online-payment.events';
import { paymentStream } from '../domain/payment.commands';
import { paymentDecider } from '../domain/payment.decider';
import { PAYMENTS_ACTOR, PAYMENTS_CONSUMER } from './payments-consumer';

/**
 * When a bank has taken the money, the payment is received as any other: debt and history know payments alone. What was
 * paid for an additional service is no payment of the account's charges: whoever took the order hears of it.
 */
@Controller()
export class WhenOnlinePaymentCapturedThenReceivePayment {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commandHandler: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: Pick<EventStore, 'readStream'>,
  ) {}

  /** Throws RejectedError, upon which the key is parked. */
  @EventPattern(onlinePaymentCaptured.name, PAYMENTS_CONSUMER)
  async handle(@Payload() told: DataOf<typeof onlinePaymentCaptured>, @Ctx() context: MessageContext): Promise<void> {
    const data = onlinePaymentCaptured.schema.parse(told);
    if (data.orderId === null) await this.receive(data, context);
    await this.agree(data, context);
  }

  private async receive(data: DataOf<typeof onlinePaymentCaptured>, context: MessageContext): Promise<void> {
    const { messageId, source } = context.getMessage();
    const { account, payee, amountKopecks, capturedOn } = data;
    const paymentId = ledgerPaymentId(data.paymentId);
    const result = await this.commandHandler.execute({
      stream: paymentStream(paymentId),
      decider: paymentDecider,
      command: {
        kind: 'ReceivePayment',
        paymentId,
        account,
        payee,
        amountKopecks,
        receivedOn: capturedOn,
        namedPeriod: null,
        channel: 'online',
        today: capturedOn,
      },
      commandId: `${messageId}:receive-payment`,
      actor: PAYMENTS_ACTOR,
      correlationId: source.correlationId,
      causationId: source.eventId,
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
  }

  /**
   * The kept method is no business of others and not in the contract: it is read where it stands. Where the bank has kept
   * none, whoever waits for an agreement has to be told.
   */
  private async agree(data: DataOf<typeof onlinePaymentCaptured>, context: MessageContext): Promise<void> {
    const { messageId, source } = context.getMessage();
    const { account, payee, paymentId, capturedOn } = data;
    const history = await this.store.readStream(onlinePaymentStream(paymentId));
    const captured = (history as readonly (OnlinePaymentEvent & RecordedEvent)[]).find(isCapture);
    const method = captured?.data.method ?? null;
    const result = await this.commandHandler.execute({
      stream: autopayStream(account, payee),
      decider: autopayDecider,
      command: { kind: 'AgreeAutopay', paymentId, method, agreedOn: capturedOn },
      commandId: `${messageId}:agree-autopay`,
      actor: PAYMENTS_ACTOR,
      correlationId: source.correlationId,
      causationId: source.eventId,
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
  }
}

function isCapture(event: OnlinePaymentEvent & RecordedEvent): event is OnlinePaymentCaptured & RecordedEvent {
  return event.type === 'OnlinePaymentCaptured';
}
