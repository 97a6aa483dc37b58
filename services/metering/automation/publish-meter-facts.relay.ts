import {
  consumptionHistoryRecorded,
  DataOf,
  meterInstalled,
  meterRemoved,
  readingAccepted,
  readingCorrected,
} from '#libs/contracts';
import { RecordedEvent } from '#libs/kernel';
import { IntegrationMessage, RelayTranslation } from '#libs/messaging';
import { CONSUMPTION_HISTORY_EVENT_TYPES, ConsumptionHistoryEvent } from '../domain/consumption-history.events';
import {
  METER_EVENT_TYPES,
  MeterEvent,
  MeterInstalled,
  MeterRemoved,
  ReadingAccepted,
  ReadingCorrected,
} from '../domain/meter.events';

type Published = MeterEvent | ConsumptionHistoryEvent;

/** A doubt is a matter between the person and the office: nothing is billed on it. */
const UNPUBLISHED: readonly MeterEvent['type'][] = ['ReadingDoubtNoted', 'ReadingDoubtSettled'];

/** Tells the other services of meters and readings, in the order of each account. */
export const METERING_RELAY: RelayTranslation = {
  service: 'metering',
  handles: [...METER_EVENT_TYPES.filter((type) => !UNPUBLISHED.includes(type)), ...CONSUMPTION_HISTORY_EVENT_TYPES],
  translate(recorded: RecordedEvent): Omit<IntegrationMessage, 'messageId' | 'source'> | null {
    const event = recorded as Published & RecordedEvent;
    const key = event.data.account;
    switch (event.type) {
      case 'MeterInstalled':
        return { contract: meterInstalled.name, key, data: installed(event.data) };
      case 'MeterRemoved':
        return { contract: meterRemoved.name, key, data: removed(event.data) };
      case 'ReadingAccepted':
        return { contract: readingAccepted.name, key, data: accepted(event.data) };
      case 'ReadingCorrected':
        return { contract: readingCorrected.name, key, data: corrected(event.data) };
      case 'ConsumptionHistoryRecorded':
        return { contract: consumptionHistoryRecorded.name, key, data: history(event.data) };
      default:
        return null;
    }
  },
};

/** Each contract is put together field by field: what a private event gains later does not leak out. */
function installed(data: MeterInstalled['data']): DataOf<typeof meterInstalled> {
  const { account, meterId, utility, serial, digits, installedOn, verifiedUntil, startValues, replaces } = data;
  return {
    account,
    meterId,
    utility,
    serial,
    digits,
    installedOn,
    verifiedUntil,
    startValues: [...startValues],
    replaces,
  };
}

function removed({ account, meterId, removedOn, finalValues }: MeterRemoved['data']): DataOf<typeof meterRemoved> {
  return { account, meterId, removedOn, finalValues: [...finalValues] };
}

function accepted(data: ReadingAccepted['data']): DataOf<typeof readingAccepted> {
  const { account, meterId, takenOn, receivedOn, values } = data;
  return { account, meterId, takenOn, receivedOn, values: [...values] };
}

function corrected(data: ReadingCorrected['data']): DataOf<typeof readingCorrected> {
  const { account, meterId, takenOn, correctedOn, values, reason } = data;
  return { account, meterId, takenOn, correctedOn, values: [...values], reason };
}

function history({
  account,
  utility,
  months,
}: ConsumptionHistoryEvent['data']): DataOf<typeof consumptionHistoryRecorded> {
  return { account, utility, months: months.map(({ period, volumes }) => ({ period, volumes: [...volumes] })) };
}
