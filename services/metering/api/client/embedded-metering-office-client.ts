import { Inject, Injectable } from '@nestjs/common';
import { CommandHandler, EventStore } from '#libs/event-store';
import { Clock, RejectedError, Rejection } from '#libs/kernel';
import {
  CLOCK,
  COMMAND_HANDLER,
  CommandOrigin,
  CommandReceipt,
  EVENT_STORE,
  READ_MODELS,
  receiptOf,
} from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { MeterCommand, meterStream } from '../../domain/meter.commands';
import { meterDecider } from '../../domain/meter.decider';
import { accountMeters } from '../../projections/account-meters.projection';
import { meterCard } from '../../projections/meter-card.projection';
import { readingDoubts } from '../../projections/reading-doubts.projection';
import { ReadingAcknowledgement } from '../readings.dto';
import { readingOfToday, stateReading, windowToDayOf } from '../submit-reading';
import {
  DoubtCard,
  DoubtDecision,
  MeteringOfficeClient,
  OfficeReading,
  ReadingCorrection,
} from './metering-office-client';

/** Metering in the same process, for the back-office. */
@Injectable()
export class EmbeddedMeteringOfficeClient implements MeteringOfficeClient {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async waitingDoubts(): Promise<readonly DoubtCard[]> {
    const rows = await this.readModels.find(readingDoubts, { where: { state: 'waiting' }, orderBy: ['received_on'] });
    const doubts = rows.map(({ document }) => document);
    const meters = await this.readModels.getMany(meterCard, [...new Set(doubts.map(({ meterId }) => meterId))]);
    const accounts = await this.readModels.getMany(accountMeters, [...new Set(doubts.map(({ account }) => account))]);
    return doubts.map((doubt) => {
      const { utility = '', serial = '' } = meters.get(doubt.meterId)?.document ?? {};
      return { ...doubt, utility, serial, houseId: accounts.get(doubt.account)?.document.houseId ?? null };
    });
  }

  async submitReading({ account, ...said }: OfficeReading, origin: CommandOrigin): Promise<ReadingAcknowledgement> {
    await this.requireMeter(account, said.meterId);
    const parts = { commands: this.commands, store: this.store, readModels: this.readModels };
    return stateReading(parts, readingOfToday(this.clock.today(), said), origin);
  }

  async correctReading({ account, ...said }: ReadingCorrection, origin: CommandOrigin): Promise<CommandReceipt> {
    await this.requireMeter(account, said.meterId);
    const correctedOn = this.clock.today();
    return this.state({ kind: 'CorrectReading', ...said, correctedOn, channel: 'accountant' }, origin);
  }

  async settleDoubt({ account, ...decision }: DoubtDecision, origin: CommandOrigin): Promise<CommandReceipt> {
    const { meterId } = decision;
    await this.requireMeter(account, meterId);
    const windowToDay = await windowToDayOf(this.readModels, meterId);
    const settledOn = this.clock.today();
    return this.state({ kind: 'SettleReadingDoubt', ...decision, settledOn, windowToDay }, origin);
  }

  private async state(command: MeterCommand, origin: CommandOrigin): Promise<CommandReceipt> {
    const stream = meterStream(command.meterId);
    return receiptOf(await this.commands.execute({ stream, decider: meterDecider, command, ...origin }));
  }

  private async requireMeter(account: string, meterId: string): Promise<void> {
    const card = await this.readModels.get(meterCard, meterId);
    if (card?.document.account === account) return;
    throw new RejectedError(new Rejection('METERING_UNKNOWN_METER', { meterId }));
  }
}
