import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { DataOf, instalmentsAgreed } from '#libs/contracts';
import { CommandHandler, EventStore } from '#libs/event-store';
import { Clock } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { CLOCK, COMMAND_HANDLER, EVENT_STORE } from '#libs/platform';
import { tellOfInstalments } from './instalment-news';
import { packedPlan } from './notices/instalments';
import { SUPPORT_CONSUMER } from './support-consumer';

/** Whoever may pay a debt by parts learns how much is due when. */
@Controller()
export class WhenInstalmentsAgreedThenNotify {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @EventPattern(instalmentsAgreed.name, SUPPORT_CONSUMER)
  async handle(@Payload() data: DataOf<typeof instalmentsAgreed>, @Ctx() context: MessageContext): Promise<void> {
    const { commands, store, clock } = this;
    const { account, agreementId, agreedOn, payee, amountKopecks, parts } = instalmentsAgreed.schema.parse(data);
    const command = { kind: 'NoteInstalments', account, agreementId, agreedOn, payee, parts } as const;
    const facts = { amountKopecks, plan: packedPlan(parts) };
    const letter = { kind: 'instalments_agreed', subject: agreementId, on: agreedOn, facts } as const;
    await tellOfInstalments({ commands, store, clock }, context.getMessage(), command, letter);
  }
}
