import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import {
  consumptionHistoryRecorded,
  DataOf,
  meterInstalled,
  meterRemoved,
  readingAccepted,
  readingCorrected,
} from '#libs/contracts';
import { CommandHandler } from '#libs/event-store';
import { MessageContext } from '#libs/messaging';
import { COMMAND_HANDLER } from '#libs/platform';
import { BILLING_CONSUMER } from './billing-consumer';
import { AccountCommand } from '../domain/account.commands';
import { noteWhatWasTold, sourceOf } from './note-what-was-told';

/**
 * Billing keeps its own note of what metering tells about an account, with the event behind it, so that charges are
 * computed and explained from billing's facts alone.
 */
@Controller()
export class WhenMeteringToldThenNote {
  constructor(@Inject(COMMAND_HANDLER) private readonly commands: CommandHandler) {}

  @EventPattern(meterInstalled.name, BILLING_CONSUMER)
  async noteMeter(@Payload() data: DataOf<typeof meterInstalled>, @Ctx() context: MessageContext): Promise<void> {
    await this.note({ kind: 'NoteMeter', ...data, source: sourceOf(context) }, context);
  }

  @EventPattern(meterRemoved.name, BILLING_CONSUMER)
  async noteRemoval(@Payload() data: DataOf<typeof meterRemoved>, @Ctx() context: MessageContext): Promise<void> {
    await this.note({ kind: 'NoteMeterRemoval', ...data, source: sourceOf(context) }, context);
  }

  @EventPattern(readingAccepted.name, BILLING_CONSUMER)
  async noteReading(@Payload() data: DataOf<typeof readingAccepted>, @Ctx() context: MessageContext): Promise<void> {
    await this.note({ kind: 'NoteReading', ...data, source: sourceOf(context) }, context);
  }

  @EventPattern(readingCorrected.name, BILLING_CONSUMER)
  async noteCorrection(
    @Payload() data: DataOf<typeof readingCorrected>,
    @Ctx() context: MessageContext,
  ): Promise<void> {
    await this.note({ kind: 'NoteReadingCorrection', ...data, source: sourceOf(context) }, context);
  }

  @EventPattern(consumptionHistoryRecorded.name, BILLING_CONSUMER)
  async noteHistory(
    @Payload() data: DataOf<typeof consumptionHistoryRecorded>,
    @Ctx() context: MessageContext,
  ): Promise<void> {
    await this.note({ kind: 'NoteConsumptionHistory', ...data, source: sourceOf(context) }, context);
  }

  private note(command: AccountCommand, context: MessageContext): Promise<void> {
    return noteWhatWasTold(this.commands, command, context, 'note');
  }
}
