import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { answerWritten, DataOf } from '#libs/contracts';
import { CommandHandler, EventStore } from '#libs/event-store';
import { addDays, Clock } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { CLOCK, COMMAND_HANDLER, EVENT_STORE } from '#libs/platform';
import { requestNotifications } from './request-notifications';
import { SUPPORT_CONSUMER } from './support-consumer';
import { traceOf } from './support-reaction';

const ANSWER_USEFUL_DAYS = 7;

/** Whoever asked is told that there is an answer. */
@Controller()
export class WhenAnswerWrittenThenNotify {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @EventPattern(answerWritten.name, SUPPORT_CONSUMER)
  async handle(@Payload() data: DataOf<typeof answerWritten>, @Ctx() context: MessageContext): Promise<void> {
    const { commands, store } = this;
    const { account, conversationId, messageId, writtenOn } = answerWritten.schema.parse(data);
    const news = {
      account,
      subject: messageId,
      happenedOn: writtenOn,
      expiresOn: addDays(writtenOn, ANSWER_USEFUL_DAYS),
      facts: { conversationId },
    };
    await requestNotifications(
      { commands, store },
      'answer_written',
      news,
      this.clock.today(),
      traceOf(context.getMessage()),
    );
  }
}
