import { CivilDate, RecordedEvent, unreachable } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { METER_EVENT_TYPES, MeterEvent, MeterInstalled, ReadingChannel, RegisterValues } from '../domain/meter.events';

/** A card shows the latest readings only; the whole history is in the events. */
export const READINGS_ON_CARD_LIMIT = 36;

export interface CardReading {
  readonly takenOn: CivilDate;
  readonly receivedOn: CivilDate;
  readonly values: RegisterValues;
  readonly channel: ReadingChannel;
  /** True when it was taken after the verification had run out: nothing is billed on it. */
  readonly information: boolean;
  /** The day of its last correction. */
  readonly correctedOn: CivilDate | null;
}

export type MeterCard = Omit<MeterInstalled['data'], 'effectiveOn'> & {
  readonly removedOn: CivilDate | null;
  readonly finalValues: RegisterValues | null;
  /** By the day taken, the latest first. */
  readonly readings: readonly CardReading[];
};

/** What is known of a meter: its life, its verification, its latest readings? */
export const meterCard: Projection<MeterCard> = {
  name: 'metering.meter-card',
  version: 1,
  handles: METER_EVENT_TYPES,
  keysOf: (event) => [(event as MeterEvent & RecordedEvent).data.meterId],
  evolve: (document, event) => evolveCard(document, event as MeterEvent & RecordedEvent),
  columns: { account: 'text', utility: 'text', verified_until: 'text', removed_on: 'text' },
  columnsOf: ({ account, utility, verifiedUntil, removedOn }) => ({
    account,
    utility,
    verified_until: verifiedUntil,
    removed_on: removedOn,
  }),
  indexes: [['account'], ['verified_until']],
};

function evolveCard(card: MeterCard | null, event: MeterEvent): MeterCard | null {
  if (event.type === 'MeterInstalled') {
    const { effectiveOn, ...passport } = event.data;
    void effectiveOn;
    return { ...passport, removedOn: null, finalValues: null, readings: [] };
  }
  if (card === null) return null;
  switch (event.type) {
    case 'MeterRemoved':
      return { ...card, removedOn: event.data.removedOn, finalValues: event.data.finalValues };
    case 'ReadingAccepted': {
      const { takenOn, receivedOn, values, channel, information } = event.data;
      return withReading(card, { takenOn, receivedOn, values, channel, information, correctedOn: null });
    }
    case 'ReadingCorrected': {
      const { takenOn, values, correctedOn } = event.data;
      const readings = card.readings.map((reading) =>
        reading.takenOn === takenOn ? { ...reading, values, correctedOn } : reading,
      );
      return { ...card, readings };
    }
    case 'ReadingDoubtNoted':
    case 'ReadingDoubtSettled':
      return card;
    default:
      return unreachable(event);
  }
}

function withReading(card: MeterCard, reading: CardReading): MeterCard {
  const later = card.readings.filter(({ takenOn }) => takenOn > reading.takenOn);
  const earlier = card.readings.slice(later.length);
  return { ...card, readings: [...later, reading, ...earlier].slice(0, READINGS_ON_CARD_LIMIT) };
}
