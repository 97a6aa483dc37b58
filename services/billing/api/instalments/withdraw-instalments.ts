import { Inject, Injectable } from '@nestjs/common';
import { CommandHandler } from '#libs/event-store';
import { Clock } from '#libs/kernel';
import {
  CLOCK,
  COMMAND_HANDLER,
  CommandOrigin,
  CommandReceipt,
  PROJECTOR,
  READ_MODELS,
  receiptOf,
} from '#libs/platform';
import { Projector, ReadModels } from '#libs/read-models';
import { instalmentStream } from '../../domain/instalment.commands';
import { instalmentDecider } from '../../domain/instalment.decider';
import { instalmentsProjection } from '../../projections/instalments.projection';
import { PENALTY_OF_INSTALMENTS, PenaltyOfInstalments } from './penalty-of-instalments';

/** Ends an agreement to pay by parts; from the next day penalty is charged again. */
@Injectable()
export class WithdrawInstalments {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(PROJECTOR) private readonly projector: Projector,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PENALTY_OF_INSTALMENTS) private readonly penalty: PenaltyOfInstalments,
  ) {}

  /** Throws RejectedError: BILLING_UNKNOWN_INSTALMENTS, BILLING_INSTALMENTS_ENDED. */
  async withdraw(account: string, agreementId: string, cause: string, origin: CommandOrigin): Promise<CommandReceipt> {
    const withdrawnOn = this.clock.today();
    const receipt = receiptOf(
      await this.commands.execute({
        ...origin,
        stream: instalmentStream(account),
        decider: instalmentDecider,
        command: { kind: 'WithdrawInstalments', account, agreementId, withdrawnOn, cause },
        input: { account, agreementId, cause },
      }),
    );
    // Where the process is stopped here, the night does it.
    await this.projector.catchUp(instalmentsProjection);
    const row = await this.readModels.get(instalmentsProjection, agreementId);
    if (row) await this.penalty.suspend(row.document, withdrawnOn);
    return receipt;
  }
}
