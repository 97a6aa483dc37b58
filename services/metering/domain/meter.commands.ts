import { BillingPeriod, CivilDate } from '#libs/kernel';
import { DoubtVerdict, MeterInstalled, ReadingChannel, ReadingExplanation, RegisterValues } from './meter.events';

export type InstallMeter = { readonly kind: 'InstallMeter' } & Omit<MeterInstalled['data'], 'effectiveOn'>;

export interface RemoveMeter {
  readonly kind: 'RemoveMeter';
  readonly meterId: string;
  readonly removedOn: CivilDate;
  readonly finalValues: RegisterValues;
  readonly channel: ReadingChannel;
}

export interface SubmitReading {
  readonly kind: 'SubmitReading';
  readonly meterId: string;
  readonly takenOn: CivilDate;
  /** The day the reading reached the company: today for whoever submits it now. */
  readonly receivedOn: CivilDate;
  readonly values: RegisterValues;
  readonly channel: ReadingChannel;
  /** What the person answers to the doubts; absent before anybody was asked. Only the cabinet asks. */
  readonly explanation?: ReadingExplanation | undefined;
  /** Whether the office, asked about a reading that jumps, says that it is right. */
  readonly confirmed?: boolean | undefined;
}

/** A person gives another value in place of their own reading of this window, as long as the window lasts. */
export interface ReplaceReading {
  readonly kind: 'ReplaceReading';
  readonly meterId: string;
  /** Names the reading together with the meter. */
  readonly takenOn: CivilDate;
  readonly replacedOn: CivilDate;
  readonly values: RegisterValues;
  /** The last day of the month on which readings are taken for it. */
  readonly windowToDay: number;
  readonly explanation?: ReadingExplanation | undefined;
}

export interface CorrectReading {
  readonly kind: 'CorrectReading';
  readonly meterId: string;
  /** Names the reading together with the meter. */
  readonly takenOn: CivilDate;
  readonly correctedOn: CivilDate;
  readonly values: RegisterValues;
  readonly reason: string;
  readonly channel: ReadingChannel;
  /** Whether the office, asked about a reading that jumps, says that it is right. */
  readonly confirmed?: boolean | undefined;
}

/** The office decides on a doubtful reading that a person insists on. */
export interface SettleReadingDoubt {
  readonly kind: 'SettleReadingDoubt';
  readonly meterId: string;
  /** Names the reading together with the meter. */
  readonly takenOn: CivilDate;
  readonly settledOn: CivilDate;
  readonly verdict: DoubtVerdict;
  /** What the check of the meter has found for that day, where the reading is rejected; null where nobody looked. */
  readonly values: RegisterValues | null;
  readonly reason: string;
  /** The last day of the month on which readings are taken for it. */
  readonly windowToDay: number;
  /** The oldest period that is not closed: a reading of an earlier month counts from the day of the decision. */
  readonly openPeriod: BillingPeriod;
}

export type MeterCommand =
  InstallMeter | RemoveMeter | SubmitReading | ReplaceReading | CorrectReading | SettleReadingDoubt;

export function meterStream(meterId: string): string {
  return `metering_meter-${meterId}`;
}
