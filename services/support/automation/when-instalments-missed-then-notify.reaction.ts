import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { DataOf, instalmentsMissed } from '#libs/contracts';
import { CommandHandler, EventStore } from '#libs/event-store';
import { addDays, Clock } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { CLOCK, COMMAND_HANDLER, EVENT_STORE } from '#libs/platform';
import { tellOfInstalments } from './instalment-news';
import { SUPPORT_CONSUMER } from './support-consumer';

/**
 * Who has missed a part learns that the agreement does not run any more. Broken, restored and broken again it is told each
 * time: the day is of its subject.
 */
@Controller()
export class WhenInstalmentsMissedThenNotify {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @EventPattern(instalmentsMissed.name, SUPPORT_CONSUMER)
  async handle(@Payload() data: DataOf<typeof instalmentsMissed>, @Ctx() context: MessageContext): Promise<void> {
    const { commands, store, clock } = this;
    const { account, agreementId, part, missedOn, penaltyFrom, missingKopecks, recalled } =
      instalmentsMissed.schema.parse(data);
    const command = { kind: 'EndInstalments', account, agreementId, because: 'broken', endedOn: missedOn } as const;
    const subject = `${agreementId}-${String(part)}-${missedOn}`;
    // Penalty counts from the day after the part was due.
    const since = recalled === true ? { recalledOn: missedOn } : {};
    const facts = { dueOn: addDays(penaltyFrom, -1), penaltyFrom, missingKopecks, ...since };
    const letter = { kind: 'instalments_broken', subject, on: missedOn, facts } as const;
    await tellOfInstalments({ commands, store, clock }, context.getMessage(), command, letter);
  }
}
