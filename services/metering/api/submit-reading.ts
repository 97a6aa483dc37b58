import { CommandHandler, EventStore } from '#libs/event-store';
import { CivilDate, RejectedError, Rejection } from '#libs/kernel';
import { CommandOrigin, CommandReceipt, receiptOf } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { MeterCommand, meterStream } from '../domain/meter.commands';
import { meterDecider } from '../domain/meter.decider';
import { MeterEvent, ReadingAccepted, ReadingDoubtNoted } from '../domain/meter.events';
import { accountMeters } from '../projections/account-meters.projection';
import { meterCard } from '../projections/meter-card.projection';
import { acknowledgementOf, readingOfDay } from './acknowledgement';
import { ReadingAcknowledgement } from './readings.dto';

export interface ReadingParts {
  readonly commands: CommandHandler;
  readonly store: EventStore;
  readonly readModels: ReadModels;
}

export type ReadingCommand = Extract<MeterCommand, { kind: 'SubmitReading' | 'ReplaceReading' }>;

/** The last day of the window of a meter's house. Throws RejectedError METERING_UNKNOWN_METER where it is not known. */
export async function windowToDayOf(readModels: ReadModels, meterId: string): Promise<number> {
  const card = await readModels.get(meterCard, meterId);
  const account = card && (await readModels.get(accountMeters, card.document.account));
  const windowToDay = account?.document.windowToDay ?? null;
  if (windowToDay === null) throw new RejectedError(new Rejection('METERING_UNKNOWN_METER', { meterId }));
  return windowToDay;
}

/** States a reading and says what became of it. A repetition is acknowledged with the day it was received first. */
export async function stateReading(
  { commands, store, readModels }: ReadingParts,
  command: ReadingCommand,
  origin: CommandOrigin,
): Promise<ReadingAcknowledgement> {
  const { meterId, takenOn } = command;
  const stream = meterStream(meterId);
  const result = await commands.execute({ stream, decider: meterDecider, command, ...origin });
  const receipt: CommandReceipt = receiptOf(result);
  const events: readonly MeterEvent[] = result.kind === 'done' ? result.events : [];
  const keptAside = events.find(isKeptAside);
  if (keptAside) {
    const { doubts, explanation, counted, ...said } = keptAside.data;
    void [doubts, explanation, counted];
    const reading: ReadingAccepted['data'] = { ...said, channel: 'cabinet', information: false };
    return acknowledgementOf(reading, null, receipt, true);
  }
  const [first] = events;
  const reading =
    first?.type === 'ReadingAccepted' ? first.data : readingOfDay(await store.readStream(stream), takenOn);
  if (reading === null) throw new RejectedError(new Rejection('METERING_UNKNOWN_READING', { meterId, takenOn }));
  const house = await readModels.get(accountMeters, reading.account);
  return acknowledgementOf(reading, house?.document ?? null, receipt);
}

function isKeptAside(event: MeterEvent): event is ReadingDoubtNoted {
  return event.type === 'ReadingDoubtNoted' && !event.data.counted;
}

/** A reading that reaches the company today. */
export function readingOfToday(
  today: CivilDate,
  said: Omit<Extract<ReadingCommand, { kind: 'SubmitReading' }>, 'kind' | 'takenOn' | 'receivedOn'> & {
    readonly takenOn?: CivilDate | undefined;
  },
): ReadingCommand {
  const { takenOn = today, ...rest } = said;
  return { kind: 'SubmitReading', ...rest, takenOn, receivedOn: today };
}
