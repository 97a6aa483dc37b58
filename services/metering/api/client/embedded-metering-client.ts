import { Inject, Injectable } from '@nestjs/common';
import { CommandHandler, EventStore } from '#libs/event-store';
import { Clock, fold, isRejection, RejectedError, Rejection } from '#libs/kernel';
import { CLOCK, COMMAND_HANDLER, CommandOrigin, EVENT_STORE, READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { meterStream } from '../../domain/meter.commands';
import { meterDecider } from '../../domain/meter.decider';
import { MeterEvent } from '../../domain/meter.events';
import { meterCard } from '../../projections/meter-card.projection';
import { metersOf } from '../account-meters.query';
import { AccountMetersAnswer, MeterCardAnswer } from '../meters.dto';
import { ReadingAcknowledgement } from '../readings.dto';
import { ReadingCommand, readingOfToday, stateReading, windowToDayOf } from '../submit-reading';
import { MeteringClient, PersonalReading } from './metering-client';

/** Metering in the same process. */
@Injectable()
export class EmbeddedMeteringClient implements MeteringClient {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  metersOf(account: string): Promise<AccountMetersAnswer> {
    return metersOf(this.readModels, account, this.clock.today());
  }

  async meter(meterId: string): Promise<MeterCardAnswer> {
    const row = await this.readModels.get(meterCard, meterId);
    if (row === null) throw new RejectedError(new Rejection('METERING_UNKNOWN_METER', { meterId }));
    return row.document;
  }

  submitReading(reading: PersonalReading, origin: CommandOrigin): Promise<ReadingAcknowledgement> {
    return this.state(readingOfToday(this.clock.today(), { ...reading, channel: 'cabinet' }), origin);
  }

  async refusalOf(reading: PersonalReading): Promise<Rejection | null> {
    const events = (await this.store.readStream(meterStream(reading.meterId))) as unknown as readonly MeterEvent[];
    const command = readingOfToday(this.clock.today(), { ...reading, channel: 'cabinet' });
    const decided = meterDecider.decide(command, fold(meterDecider, events));
    return isRejection(decided) ? decided : null;
  }

  async replaceReading(
    reading: PersonalReading & { readonly takenOn: string },
    origin: CommandOrigin,
  ): Promise<ReadingAcknowledgement> {
    const windowToDay = await windowToDayOf(this.readModels, reading.meterId);
    return this.state({ kind: 'ReplaceReading', ...reading, replacedOn: this.clock.today(), windowToDay }, origin);
  }

  private state(command: ReadingCommand, origin: CommandOrigin): Promise<ReadingAcknowledgement> {
    return stateReading({ commands: this.commands, store: this.store, readModels: this.readModels }, command, origin);
  }
}
