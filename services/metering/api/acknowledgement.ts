import { RecordedEvent } from '#libs/kernel';
import { CommandReceipt } from '#libs/platform';
import { MeterEvent, ReadingAccepted } from '../domain/meter.events';
import { monthOfReading } from '../domain/reading-window.policy';
import { AccountMeters } from '../projections/account-meters.projection';
import { ReadingAcknowledgement } from './readings.dto';

/** The reading of a day as it is believed after these events of its meter; null when there is none. */
export function readingOfDay(events: readonly RecordedEvent[], takenOn: string): ReadingAccepted['data'] | null {
  let reading: ReadingAccepted['data'] | null = null;
  for (const event of events as readonly (MeterEvent & RecordedEvent)[]) {
    if (event.type === 'ReadingAccepted' && event.data.takenOn === takenOn) reading = event.data;
    if (event.type === 'ReadingCorrected' && event.data.takenOn === takenOn && reading !== null) {
      reading = { ...reading, values: event.data.values };
    }
  }
  return reading;
}

/** What a reading's submitter is told: what was accepted, when it was received and which month it counts for. */
export function acknowledgementOf(
  { meterId, account, takenOn, receivedOn, values, information }: ReadingAccepted['data'],
  house: AccountMeters | null,
  receipt: CommandReceipt,
  underReview = false,
): ReadingAcknowledgement {
  const { windowFromDay = null, windowToDay = null, closedOn = null } = house ?? {};
  const hasWindow = windowFromDay !== null && windowToDay !== null;
  const belongsTo =
    hasWindow && !information && !underReview
      ? monthOfReading(receivedOn, { windowFromDay, windowToDay }, closedOn)
      : null;
  return { ...receipt, meterId, account, takenOn, receivedOn, values, information, belongsTo, underReview };
}
