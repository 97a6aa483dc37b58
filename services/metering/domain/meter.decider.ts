import { CivilDate, Decider, isRejection, Rejection, unreachable } from '#libs/kernel';
import {
  CorrectReading,
  InstallMeter,
  MeterCommand,
  RemoveMeter,
  ReplaceReading,
  SettleReadingDoubt,
  SubmitReading,
} from './meter.commands';
import {
  MeterEvent,
  MeterInstalled,
  ReadingChannel,
  ReadingDoubtNoted,
  ReadingExplanation,
  RegisterValues,
} from './meter.events';
import { evolveMeter, KnownDoubt, KnownMeter, KnownReading, MeterState } from './meter.state';
import { questionTheOffice } from './office-questions.policy';
import { doubtsOf } from './reading-doubts.policy';
import { monthOfReading } from './reading-window.policy';
import { implausibleRegister } from './register-step.policy';
import {
  DECIMAL_PLACES_LIMIT,
  exactDecimal,
  placesShown,
  REGISTERS_LIMIT,
  registerValues,
  sameValues,
} from './register-values.policy';

/** Values that the registers showed on a day: the start, a reading or the end. */
interface Mark {
  readonly on: CivilDate;
  readonly values: RegisterValues;
}

const DIGITS_LEAST = 3;
const DIGITS_MOST = 9;
const REASON_CHARACTERS_LIMIT = 300;

export const meterDecider: Decider<MeterState, MeterCommand, MeterEvent> = {
  initialState: () => ({ status: 'unknown' }),
  evolve: evolveMeter,
  decide: decideMeter,
};

function decideMeter(command: MeterCommand, state: MeterState): readonly MeterEvent[] | Rejection {
  if (command.kind === 'InstallMeter') return installMeter(command, state);
  if (state.status === 'unknown') return new Rejection('METERING_UNKNOWN_METER', { meterId: command.meterId });
  switch (command.kind) {
    case 'RemoveMeter':
      return removeMeter(command, state);
    case 'SubmitReading':
      return submitReading(command, state);
    case 'ReplaceReading':
      return replaceReading(command, state);
    case 'CorrectReading':
      return correctReading(command, state);
    case 'SettleReadingDoubt':
      return settleReadingDoubt(command, state);
    default:
      return unreachable(command);
  }
}

/** Puts a meter in its place with its start values. The same meter again changes nothing. */
export function installMeter(command: InstallMeter, state: MeterState): readonly MeterEvent[] | Rejection {
  const { kind, ...said } = command;
  void kind;
  const { account, meterId, digits, installedOn, verifiedUntil } = said;
  const fault = faultOfPassport(command);
  if (fault !== null) return fault;
  const startValues = registerValues(said.startValues, said.startValues.length, digits, { account, meterId });
  if (isRejection(startValues)) return startValues;
  const maxMonthly = said.maxMonthly === null ? null : exactDecimal(said.maxMonthly);
  if (said.maxMonthly !== null && maxMonthly === null) {
    return new Rejection('METERING_VALUE_NOT_A_NUMBER', { account, meterId, field: 'maxMonthly' });
  }
  if (verifiedUntil < installedOn) {
    return new Rejection('METERING_VERIFICATION_BEFORE_INSTALLATION', { account, meterId, installedOn, verifiedUntil });
  }
  const data = { ...said, startValues, maxMonthly: maxMonthly?.toText() ?? null, effectiveOn: installedOn };
  if (state.status === 'unknown') return [{ type: 'MeterInstalled', version: 1, data }];
  return samePassport(state.passport, data) ? [] : new Rejection('METERING_METER_EXISTS', { account, meterId });
}

function faultOfPassport({ account, meterId, startValues, digits }: InstallMeter): Rejection | null {
  if (startValues.length < 1 || startValues.length > REGISTERS_LIMIT) {
    const registers = REGISTERS_LIMIT;
    return new Rejection('METERING_REGISTER_COUNT', { account, meterId, registers, values: startValues.length });
  }
  if (!Number.isInteger(digits) || digits < DIGITS_LEAST || digits > DIGITS_MOST) {
    return new Rejection('METERING_DIGITS_OUT_OF_RANGE', { account, meterId, digits });
  }
  return null;
}

function samePassport(left: MeterInstalled['data'], right: MeterInstalled['data']): boolean {
  return (
    left.account === right.account &&
    left.utility === right.utility &&
    left.serial === right.serial &&
    left.digits === right.digits &&
    left.installedOn === right.installedOn &&
    left.verifiedUntil === right.verifiedUntil &&
    left.replaces === right.replaces &&
    left.maxMonthly === right.maxMonthly &&
    sameValues(left.startValues, right.startValues)
  );
}

/** Takes a meter off with its final values. The same removal again changes nothing. */
export function removeMeter(command: RemoveMeter, state: KnownMeter): readonly MeterEvent[] | Rejection {
  const { meterId, removedOn, channel } = command;
  const { passport, readings } = state;
  const { account } = passport;
  const finalValues = valuesOf(command.finalValues, state, removedOn, channel);
  if (isRejection(finalValues)) return finalValues;
  if (state.status === 'removed') {
    if (state.removedOn === removedOn && sameValues(state.finalValues, finalValues)) return [];
    return new Rejection('METERING_METER_REMOVED', { account, meterId, removedOn: state.removedOn });
  }
  if (removedOn < passport.installedOn) {
    const { installedOn } = passport;
    return new Rejection('METERING_REMOVAL_BEFORE_INSTALLATION', { account, meterId, installedOn, removedOn });
  }
  const last = readings.at(-1);
  if (last !== undefined && last.takenOn > removedOn) {
    return new Rejection('METERING_REMOVAL_BEFORE_READING', { account, meterId, removedOn, takenOn: last.takenOn });
  }
  const before = last === undefined ? startOf(state) : { on: last.takenOn, values: last.values };
  const fault = faultOfOrder(state, { on: removedOn, values: finalValues }, channel, before, null);
  if (fault !== null) return fault;
  return [
    { type: 'MeterRemoved', version: 1, data: { account, meterId, removedOn, finalValues, effectiveOn: removedOn } },
  ];
}

/**
 * Accepts a reading. The same values for the same day again change nothing, also when nothing was consumed.
 * After the last day of a valid verification a reading is accepted for information (ПП РФ 354 п. 59: nothing is
 * billed on it). Late readings are accepted: which month they belong to is decided by the day received.
 */
export function submitReading(command: SubmitReading, state: KnownMeter): readonly MeterEvent[] | Rejection {
  const { meterId, takenOn, receivedOn, channel } = command;
  const { account, installedOn, verifiedUntil } = state.passport;
  const values = valuesOf(command.values, state, takenOn, channel);
  if (isRejection(values)) return values;
  if (takenOn > receivedOn) {
    return new Rejection('METERING_READING_IN_FUTURE', { account, meterId, takenOn, receivedOn });
  }
  if (takenOn < installedOn) {
    return new Rejection('METERING_READING_BEFORE_INSTALLATION', { account, meterId, takenOn, installedOn });
  }
  if (state.status === 'removed' && takenOn > state.removedOn) {
    return new Rejection('METERING_METER_REMOVED', { account, meterId, takenOn, removedOn: state.removedOn });
  }
  const known = state.readings.find((reading) => reading.takenOn === takenOn);
  if (known !== undefined) {
    if (sameValues(known.values, values)) return [];
    return new Rejection('METERING_READING_ALREADY_TAKEN', { account, meterId, takenOn });
  }
  const doubt = channel === 'cabinet' ? doubtOf(command, values, receivedOn, state) : null;
  if (isRejection(doubt)) return doubt;
  if (doubt?.data.counted === false) return [doubt];
  const fault = faultAmongNeighbours(state, { on: takenOn, values }, channel);
  if (fault !== null) return fault;
  const answered = askTheOffice(command, values, receivedOn, state);
  if (isRejection(answered)) return answered;
  const information = takenOn > verifiedUntil;
  const data = { account, meterId, takenOn, receivedOn, values, channel, information, effectiveOn: receivedOn };
  const accepted: MeterEvent = { type: 'ReadingAccepted', version: 1, data };
  return doubt === null ? [accepted, ...answered] : [accepted, doubt];
}

/**
 * What is doubtful about a reading: null for nothing, a question to the person who has not been asked yet, or the note
 * for the office where the person insists. One that shows less than before and cannot have begun anew is kept aside;
 * not asked about yet, it is refused with the values it contradicts.
 */
function doubtOf(
  said: {
    readonly meterId: string;
    readonly takenOn: CivilDate;
    readonly explanation?: ReadingExplanation | undefined;
  },
  values: RegisterValues,
  receivedOn: CivilDate,
  state: KnownMeter,
): ReadingDoubtNoted | Rejection | null {
  const { meterId, takenOn, explanation } = said;
  const { account } = state.passport;
  const doubts = doubtsOf({ on: takenOn, values }, marksBefore(takenOn, state), state.passport);
  if (doubts.length === 0) return null;
  const counted = !doubts.includes('below_previous');
  if (explanation === undefined) {
    if (!counted) return faultAmongNeighbours(state, { on: takenOn, values }, 'cabinet');
    return new Rejection('METERING_READING_DOUBTFUL', { account, meterId, takenOn, doubts: doubts.join(' ') });
  }
  const data = { account, meterId, takenOn, receivedOn, values, doubts, explanation, counted, effectiveOn: receivedOn };
  return { type: 'ReadingDoubtNoted', version: 1, data };
}

function marksBefore(takenOn: CivilDate, state: KnownMeter): readonly Mark[] {
  const earlier = state.readings.filter((reading) => reading.takenOn < takenOn);
  return [startOf(state), ...earlier.map((reading) => ({ on: reading.takenOn, values: reading.values }))];
}

/** The cabinet asks the person itself, and brought history was checked as a whole: all others are the office. */
function askTheOffice(
  { takenOn, channel, confirmed = false }: SubmitReading | CorrectReading,
  values: RegisterValues,
  writtenOn: CivilDate,
  state: KnownMeter,
): ReturnType<typeof questionTheOffice> {
  if (channel === 'cabinet' || channel === 'import') return [];
  return questionTheOffice({ takenOn, writtenOn, values, confirmed }, marksBefore(takenOn, state), state.passport);
}

/** Said by nobody but the system; it stands in the correction, and a resident reads it beside the figures. */
const REPLACED_IN_THE_WINDOW = 'Исправлено в кабинете до конца срока передачи';

/**
 * A person's own reading gets other values until the window of its month ends, as often as they like. The office
 * corrects at any time, with a reason.
 */
export function replaceReading(command: ReplaceReading, state: KnownMeter): readonly MeterEvent[] | Rejection {
  const { meterId, takenOn, replacedOn, windowToDay } = command;
  const { account } = state.passport;
  const known = state.readings.find((reading) => reading.takenOn === takenOn);
  if (known === undefined) return new Rejection('METERING_UNKNOWN_READING', { account, meterId, takenOn });
  const monthOf = (day: CivilDate) => monthOfReading(day, { windowFromDay: 1, windowToDay }, null);
  const isOver = monthOf(replacedOn) !== monthOf(known.receivedOn);
  if (known.channel !== 'cabinet' || isOver) {
    return new Rejection('METERING_READING_NOT_REPLACEABLE', { account, meterId, takenOn });
  }
  const values = valuesOf(command.values, state, takenOn, 'cabinet');
  if (isRejection(values)) return values;
  if (sameValues(known.values, values)) return [];
  const doubt = doubtOf(command, values, replacedOn, state);
  if (isRejection(doubt)) return doubt;
  if (doubt?.data.counted === false) return [doubt];
  const fault = faultAmongNeighbours(state, { on: takenOn, values }, 'cabinet');
  if (fault !== null) return fault;
  const data = { account, meterId, takenOn, correctedOn: replacedOn, values, previousValues: known.values };
  const corrected: MeterEvent = {
    type: 'ReadingCorrected',
    version: 1,
    data: { ...data, reason: REPLACED_IN_THE_WINDOW, channel: 'cabinet', effectiveOn: replacedOn },
  };
  return doubt === null ? [corrected] : [corrected, doubt];
}

/**
 * Gives an accepted reading other values, once a day at most: a meter, a day taken and a day corrected name one
 * correction. The values that are believed already change nothing.
 */
export function correctReading(command: CorrectReading, state: KnownMeter): readonly MeterEvent[] | Rejection {
  const { meterId, takenOn, correctedOn, reason, channel } = command;
  const { account } = state.passport;
  const known = state.readings.find((reading) => reading.takenOn === takenOn);
  if (known === undefined) return new Rejection('METERING_UNKNOWN_READING', { account, meterId, takenOn });
  if (reason === '' || [...reason].length > REASON_CHARACTERS_LIMIT) {
    const charactersLimit = REASON_CHARACTERS_LIMIT;
    return new Rejection('METERING_REASON_REQUIRED', { account, meterId, takenOn, charactersLimit });
  }
  const values = valuesOf(command.values, state, takenOn, channel);
  if (isRejection(values)) return values;
  if (correctedOn < takenOn) {
    return new Rejection('METERING_CORRECTION_BEFORE_READING', { account, meterId, takenOn, correctedOn });
  }
  if (sameValues(known.values, values)) return [];
  if (known.correctedOn.includes(correctedOn)) {
    return new Rejection('METERING_READING_ALREADY_CORRECTED', { account, meterId, takenOn, correctedOn });
  }
  const fault = faultAmongNeighbours(state, { on: takenOn, values }, channel);
  if (fault !== null) return fault;
  const answered = askTheOffice(command, values, correctedOn, state);
  if (isRejection(answered)) return answered;
  const previousValues = known.values;
  const data = { account, meterId, takenOn, correctedOn, values, previousValues, reason, channel };
  return [{ type: 'ReadingCorrected', version: 1, data: { ...data, effectiveOn: correctedOn } }, ...answered];
}

/**
 * The office decides on a doubtful reading. One that is right counts from now on, where it was kept aside; one that is
 * wrong gets what the check of the meter has found, and what was kept aside without a check stays out. The same decision
 * again changes nothing.
 */
export function settleReadingDoubt(command: SettleReadingDoubt, state: KnownMeter): readonly MeterEvent[] | Rejection {
  const { meterId, takenOn, settledOn, verdict, reason } = command;
  const { account } = state.passport;
  const doubt = state.doubts.find((one) => one.takenOn === takenOn);
  if (doubt === undefined || (doubt.verdict !== null && doubt.verdict !== verdict)) {
    return new Rejection('METERING_DOUBT_SETTLED', { account, meterId, takenOn });
  }
  if (doubt.verdict === verdict) return [];
  if (reason === '' || [...reason].length > REASON_CHARACTERS_LIMIT) {
    const charactersLimit = REASON_CHARACTERS_LIMIT;
    return new Rejection('METERING_REASON_REQUIRED', { account, meterId, takenOn, charactersLimit });
  }
  const found = outcomeOf(command, doubt, state);
  if (isRejection(found)) return found;
  const data = { account, meterId, takenOn, settledOn, verdict, reason, effectiveOn: settledOn };
  // The decision is the answer to the doubt: it is not asked about again.
  const readings = found.filter(({ type }) => type === 'ReadingAccepted' || type === 'ReadingCorrected');
  return [...readings, { type: 'ReadingDoubtSettled', version: 1, data }];
}

/** What the decision does to the readings. */
function outcomeOf(
  command: SettleReadingDoubt,
  doubt: KnownDoubt,
  state: KnownMeter,
): readonly MeterEvent[] | Rejection {
  const { meterId, takenOn, settledOn, verdict, reason, windowToDay, openPeriod } = command;
  const { account } = state.passport;
  if (verdict === 'confirmed' && doubt.counted) return [];
  if (verdict === 'rejected' && command.values === null) {
    if (!doubt.counted) return [];
    return new Rejection('METERING_CHECK_VALUES_REQUIRED', { account, meterId, takenOn });
  }
  const values = command.values ?? doubt.values;
  const decided = { channel: 'accountant', confirmed: true } as const;
  if (doubt.counted) {
    const correction = { meterId, takenOn, correctedOn: settledOn, values, reason, ...decided } as const;
    return correctReading({ kind: 'CorrectReading', ...correction }, state);
  }
  const month = monthOfReading(doubt.receivedOn, { windowFromDay: 1, windowToDay }, null);
  const receivedOn = month < openPeriod ? settledOn : doubt.receivedOn;
  return submitReading({ kind: 'SubmitReading', meterId, takenOn, receivedOn, values, ...decided }, state);
}

/** Brought history has what the system before had recorded. */
function valuesOf(
  values: RegisterValues,
  { passport, readings, doubts }: KnownMeter,
  on: CivilDate,
  channel: ReadingChannel,
): RegisterValues | Rejection {
  const { account, meterId, startValues, digits } = passport;
  const known = [startValues, ...[...readings, ...doubts].map((one) => one.values)];
  const places = channel === 'import' ? DECIMAL_PLACES_LIMIT : placesShown(known);
  return registerValues(values, startValues.length, digits, { account, meterId, on }, places);
}

function startOf({ passport }: KnownMeter): Mark {
  return { on: passport.installedOn, values: passport.startValues };
}

function faultAmongNeighbours(state: KnownMeter, mark: Mark, channel: ReadingChannel): Rejection | null {
  const reading = ({ takenOn, values }: KnownReading): Mark => ({ on: takenOn, values });
  const before = state.readings.findLast(({ takenOn }) => takenOn < mark.on);
  const after = state.readings.find(({ takenOn }) => takenOn > mark.on);
  const end = state.status === 'removed' ? { on: state.removedOn, values: state.finalValues } : null;
  return faultOfOrder(
    state,
    mark,
    channel,
    before === undefined ? startOf(state) : reading(before),
    after === undefined ? end : reading(after),
  );
}

/**
 * Registers only grow or roll over, from the neighbour before and to the neighbour after. Brought history is exempt:
 * it was checked as a whole before its first fact was recorded, while its facts come in the order in which they were
 * received, in which a correction of one reading may stand before the correction of the next.
 */
function faultOfOrder(
  { passport }: KnownMeter,
  mark: Mark,
  channel: ReadingChannel,
  before: Mark,
  after: Mark | null,
): Rejection | null {
  if (channel === 'import') return null;
  const { account, meterId } = passport;
  const details = { account, meterId, takenOn: mark.on };
  const fallen = implausibleRegister(before.values, mark.values, passport);
  if (fallen !== null) {
    const value = mark.values[fallen - 1] as string;
    const previous = { previousValue: before.values[fallen - 1] as string, previousOn: before.on };
    return new Rejection('METERING_READING_BELOW_PREVIOUS', { ...details, register: fallen, value, ...previous });
  }
  if (after === null) return null;
  const risen = implausibleRegister(mark.values, after.values, passport);
  if (risen === null) return null;
  const value = mark.values[risen - 1] as string;
  const next = { nextValue: after.values[risen - 1] as string, nextOn: after.on };
  return new Rejection('METERING_READING_ABOVE_NEXT', { ...details, register: risen, value, ...next });
}
