import { Inject, Injectable } from '@nestjs/common';
import { CommandHandler, EventStore } from '#libs/event-store';
import { Clock, fold, RecordedEvent, RejectedError } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { CLOCK, COMMAND_HANDLER, EVENT_STORE } from '#libs/platform';
import { OnlinePaymentCommand, onlinePaymentStream } from '../domain/online-payment.commands';
import { onlinePaymentDecider, OnlinePaymentState } from '../domain/online-payment.decider';
import { AttentionReason, OnlinePaymentEvent } from '../domain/online-payment.events';

/** Where a command comes from: a person's request, or the system itself. */
export interface Cause {
  readonly actor: string;
  readonly correlationId?: string;
}

export interface KnownOnlinePayment {
  readonly state: OnlinePaymentState;
  readonly position: number;
  /** UTC instant at which it was begun; null for one that is unknown. */
  readonly initiatedAt: string | null;
}

/** What is written of online payments, without a word to a bank. */
@Injectable()
export class OnlinePaymentLog {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commandHandler: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: Pick<EventStore, 'readStream'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async stateOf(paymentId: string): Promise<KnownOnlinePayment> {
    const history = await this.store.readStream(onlinePaymentStream(paymentId));
    const state = fold(onlinePaymentDecider, history as unknown as readonly (OnlinePaymentEvent & RecordedEvent)[]);
    const initiatedAt = history[0]?.metadata.recordedAt ?? null;
    return { state, position: history.at(-1)?.position ?? 0, initiatedAt };
  }

  /** Answers with the position, and whether the command has added anything just now. Throws RejectedError. */
  async state(
    command: OnlinePaymentCommand,
    commandId: string,
    cause: Cause,
    input: unknown,
  ): Promise<{ readonly position: number; readonly isNew: boolean }> {
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
    return { position: result.position, isNew: !result.repeated && result.events.length > 0 };
  }

  /** Nobody waits for it any more. */
  async abandon(paymentId: string, cause: Cause): Promise<void> {
    const command = { kind: 'AbandonOnlinePayment' as const, paymentId, today: this.clock.today() };
    await this.state(command, `online-payment:${paymentId}:abandon`, cause, { paymentId });
  }

  /** What became of it is for a person to find out. True where nobody was asked for it before. */
  async callForAttention(paymentId: string, reason: AttentionReason, cause: Cause): Promise<boolean> {
    const command = { kind: 'CallForAttention' as const, paymentId, reason, today: this.clock.today() };
    const commandId = `online-payment:${paymentId}:attention:${reason}`;
    return (await this.state(command, commandId, cause, { paymentId, reason })).isNew;
  }

  /** What is left of a recalled payment of which the bank gave a part back: each further part is looked at anew. */
  async callForRefunded(
    paymentId: string,
    reason: 'part_refunded_after_recall' | 'refunded_by_office_too',
    refundedKopecks: Kopecks,
    cause: Cause,
  ): Promise<void> {
    const part = { paymentId, reason, refundedKopecks };
    const command = { kind: 'CallForAttention' as const, ...part, today: this.clock.today() };
    const commandId = `online-payment:${paymentId}:attention:${part.reason}:${String(refundedKopecks)}`;
    await this.state(command, commandId, cause, part);
  }
}
