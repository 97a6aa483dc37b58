import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { DataOf, personErased } from '#libs/contracts';
import { CommandHandler } from '#libs/event-store';
import { RejectedError } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER, PROJECTOR, READ_MODELS } from '#libs/platform';
import { Projector, ReadModels } from '#libs/read-models';
import { autopayStream } from '../domain/autopay.commands';
import { autopayDecider } from '../domain/autopay.decider';
import { autopayAgreements } from '../projections/autopay-agreements.projection';
import { PAYMENTS_ACTOR, PAYMENTS_CONSUMER } from './payments-consumer';

/** When a person was erased, what they have agreed to ends: nobody is left to whom notice could be given. */
@Controller()
export class WhenPersonErasedThenEndAutopay {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commandHandler: CommandHandler,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(PROJECTOR) private readonly projector: Pick<Projector, 'catchUp'>,
  ) {}

  /** Throws RejectedError, upon which the key is parked. */
  @EventPattern(personErased.name, PAYMENTS_CONSUMER)
  async handle(@Payload() told: DataOf<typeof personErased>, @Ctx() context: MessageContext): Promise<void> {
    const { messageId, source } = context.getMessage();
    const { personId, erasedOn } = personErased.schema.parse(told);
    await this.projector.catchUp(autopayAgreements);
    // An agreement of this very moment is not found: its contacts are withdrawn as well, so that it is never charged.
    const [inForce, requested] = await Promise.all([
      this.readModels.find(autopayAgreements, { where: { person_id: personId } }),
      this.readModels.find(autopayAgreements, { where: { requested_by: personId } }),
    ]);
    const found = new Map([...inForce, ...requested].map(({ key, document }) => [key, document]));
    for (const { account, payee } of found.values()) {
      const result = await this.commandHandler.execute({
        stream: autopayStream(account, payee),
        decider: autopayDecider,
        command: { kind: 'EndAutopay', personId, today: erasedOn },
        commandId: `${messageId}:end-autopay:${account}:${payee}`,
        actor: PAYMENTS_ACTOR,
        correlationId: source.correlationId,
        causationId: source.eventId,
      });
      if (result.kind === 'rejected') throw new RejectedError(result.rejection);
    }
  }
}
