import { Inject, Injectable } from '@nestjs/common';
import { CommandHandler, CommandResult } from '#libs/event-store';
import { Clock } from '#libs/kernel';
import { CLOCK, COMMAND_HANDLER, CommandOrigin, CommandReceipt, READ_MODELS, receiptOf } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { OnlinePaymentCommand, onlinePaymentStream } from '../../domain/online-payment.commands';
import { onlinePaymentDecider } from '../../domain/online-payment.decider';
import { AttentionFinding, AttentionVerdict, OnlinePaymentEvent } from '../../domain/online-payment.events';
import { OnlinePaymentCard, onlinePayments } from '../../projections/online-payments.projection';

export const ATTENTION_PAGE_LIMIT = 200;
/** Before every day of a payment. */
const ALWAYS = '0000-01-01';

export interface PaymentsNeedingAttention {
  /** The longest waiting first. */
  readonly payments: readonly OnlinePaymentCard[];
  /** True when more did not fit. */
  readonly more: boolean;
  /** All of them. */
  readonly total: number;
}

/** Online payments as the office works on them. */
@Injectable()
export class OnlinePaymentsOffice {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commandHandler: CommandHandler,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async needingAttention(limit = ATTENTION_PAGE_LIMIT): Promise<PaymentsNeedingAttention> {
    const where = { attention_since: { from: ALWAYS } };
    const [rows, total] = await Promise.all([
      this.readModels.find(onlinePayments, { where, orderBy: ['attention_since'], limit: limit + 1 }),
      this.readModels.count(onlinePayments, { where }),
    ]);
    return { payments: rows.slice(0, limit).map(({ document }) => document), more: rows.length > limit, total };
  }

  /** Throws RejectedError. */
  async closeAttention(
    paymentId: string,
    verdict: AttentionVerdict,
    finding: AttentionFinding,
    origin: CommandOrigin,
  ): Promise<CommandReceipt> {
    const today = this.clock.today();
    return receiptOf(await this.state({ kind: 'CloseAttention', paymentId, verdict, finding, today }, origin));
  }

  state(command: OnlinePaymentCommand, origin: CommandOrigin): Promise<CommandResult<OnlinePaymentEvent>> {
    return this.commandHandler.execute({
      stream: onlinePaymentStream(command.paymentId),
      decider: onlinePaymentDecider,
      command,
      ...origin,
    });
  }
}
