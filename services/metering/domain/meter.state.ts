import { CivilDate, unreachable } from '#libs/kernel';
import { DoubtVerdict, MeterEvent, MeterInstalled, ReadingChannel, RegisterValues } from './meter.events';

/** A reading as it is believed now. */
export interface KnownReading {
  readonly takenOn: CivilDate;
  readonly receivedOn: CivilDate;
  readonly channel: ReadingChannel;
  readonly values: RegisterValues;
  /** Days on which it was corrected. */
  readonly correctedOn: readonly CivilDate[];
}

/** A doubtful reading that a person insists on; the verdict is null until the office has decided. */
export interface KnownDoubt {
  readonly takenOn: CivilDate;
  readonly receivedOn: CivilDate;
  readonly values: RegisterValues;
  /** True where the reading is among the readings already. */
  readonly counted: boolean;
  readonly verdict: DoubtVerdict | null;
}

interface InstalledMeter {
  readonly passport: MeterInstalled['data'];
  /** By the day they were taken. */
  readonly readings: readonly KnownReading[];
  /** One for a day at most: another reading of that day settles it. */
  readonly doubts: readonly KnownDoubt[];
}

export type MeterState =
  | { readonly status: 'unknown' }
  | ({ readonly status: 'installed' } & InstalledMeter)
  | ({
      readonly status: 'removed';
      readonly removedOn: CivilDate;
      readonly finalValues: RegisterValues;
    } & InstalledMeter);

export type KnownMeter = Exclude<MeterState, { status: 'unknown' }>;

export function evolveMeter(state: MeterState, event: MeterEvent): MeterState {
  if (event.type === 'MeterInstalled') return { status: 'installed', passport: event.data, readings: [], doubts: [] };
  if (state.status === 'unknown') return state;
  switch (event.type) {
    case 'MeterRemoved':
      return { ...state, status: 'removed', removedOn: event.data.removedOn, finalValues: event.data.finalValues };
    case 'ReadingAccepted': {
      const { takenOn, receivedOn, channel, values } = event.data;
      const reading = { takenOn, receivedOn, channel, values, correctedOn: [] };
      return { ...state, readings: withReading(state.readings, reading), doubts: without(state.doubts, takenOn) };
    }
    case 'ReadingCorrected': {
      const { takenOn, values, correctedOn } = event.data;
      const corrected = (reading: KnownReading): KnownReading =>
        reading.takenOn === takenOn
          ? { ...reading, values, correctedOn: [...reading.correctedOn, correctedOn] }
          : reading;
      return { ...state, readings: state.readings.map(corrected), doubts: without(state.doubts, takenOn) };
    }
    case 'ReadingDoubtNoted': {
      const { takenOn, receivedOn, values, counted } = event.data;
      const doubt = { takenOn, receivedOn, values, counted, verdict: null };
      return { ...state, doubts: [...without(state.doubts, takenOn), doubt] };
    }
    case 'ReadingDoubtSettled': {
      const { takenOn, settledOn, verdict } = event.data;
      const unknown = { takenOn, receivedOn: settledOn, values: [], counted: true };
      const doubt = state.doubts.find((one) => one.takenOn === takenOn) ?? unknown;
      return { ...state, doubts: [...without(state.doubts, takenOn), { ...doubt, verdict }] };
    }
    default:
      return unreachable(event);
  }
}

/** Readings mostly come in order, so the place is looked for from the end. */
function withReading(readings: readonly KnownReading[], reading: KnownReading): readonly KnownReading[] {
  const place = readings.findLastIndex(({ takenOn }) => takenOn < reading.takenOn) + 1;
  return [...readings.slice(0, place), reading, ...readings.slice(place)];
}

function without(doubts: readonly KnownDoubt[], takenOn: CivilDate): readonly KnownDoubt[] {
  return doubts.filter((doubt) => doubt.takenOn !== takenOn);
}
