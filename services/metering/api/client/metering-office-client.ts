import { defineClient } from '#libs/clients';
import { BillingPeriod, CivilDate } from '#libs/kernel';
import { CommandOrigin, CommandReceipt } from '#libs/platform';
import { DoubtVerdict, RegisterValues } from '../../domain/meter.events';
import { DoubtfulReading } from '../../projections/reading-doubts.projection';
import { ReadingAcknowledgement } from '../readings.dto';

export { DOUBT_VERDICTS } from '../../domain/meter.events';
export type { DoubtVerdict, ReadingDoubt } from '../../domain/meter.events';
export type { DoubtfulReading } from '../../projections/reading-doubts.projection';

export const METERING_OFFICE_CLIENT = Symbol('METERING_OFFICE_CLIENT');

/** How a reading that the office writes down was told to it. */
export type OfficeChannel = 'phone' | 'paper' | 'accountant';
export const OFFICE_CHANNELS: readonly OfficeChannel[] = ['phone', 'paper', 'accountant'];

/** A meter of an account: that the meter is the account’s is looked at before anything is done. */
interface NamedMeter {
  readonly account: string;
  readonly meterId: string;
}

export interface OfficeReading extends NamedMeter {
  /** Today where absent. */
  readonly takenOn?: CivilDate | undefined;
  readonly values: RegisterValues;
  readonly channel: OfficeChannel;
  /** Whether the office was asked about a reading that jumps, and says that it is right. */
  readonly confirmed?: boolean | undefined;
}

export interface ReadingCorrection extends NamedMeter {
  /** The day taken of the reading that is corrected. */
  readonly takenOn: CivilDate;
  readonly values: RegisterValues;
  readonly reason: string;
  /** Whether the office was asked about a reading that jumps, and says that it is right. */
  readonly confirmed?: boolean | undefined;
}

export interface DoubtDecision extends NamedMeter {
  readonly takenOn: CivilDate;
  readonly verdict: DoubtVerdict;
  /** What the check of the meter has found; null where nobody looked. */
  readonly values: RegisterValues | null;
  readonly reason: string;
  /** The oldest period that is not closed. */
  readonly openPeriod: BillingPeriod;
}

/** A doubtful reading with its meter. */
export interface DoubtCard extends DoubtfulReading {
  readonly houseId: string | null;
  readonly utility: string;
  readonly serial: string;
}

/**
 * What the back-office asks of metering. In one process a direct call; between processes HTTP. Whether a person may ask
 * for the account is decided before. Throws RejectedError.
 */
export interface MeteringOfficeClient {
  /** Those that wait for a decision; the earliest received first. */
  waitingDoubts(): Promise<readonly DoubtCard[]>;
  /** METERING_UNKNOWN_METER, and what a reading may be refused with. */
  submitReading(reading: OfficeReading, origin: CommandOrigin): Promise<ReadingAcknowledgement>;
  /** Gives an accepted reading other values, as of today. METERING_UNKNOWN_READING, METERING_REASON_REQUIRED and others. */
  correctReading(correction: ReadingCorrection, origin: CommandOrigin): Promise<CommandReceipt>;
  /** METERING_DOUBT_SETTLED, METERING_CHECK_VALUES_REQUIRED, METERING_REASON_REQUIRED, and those of a reading. */
  settleDoubt(decision: DoubtDecision, origin: CommandOrigin): Promise<CommandReceipt>;
}

export const meteringOfficeClient = defineClient<MeteringOfficeClient>()({
  name: 'metering-office',
  token: METERING_OFFICE_CLIENT,
  operations: {
    waitingDoubts: 'ask',
    submitReading: 'tell',
    correctReading: 'tell',
    settleDoubt: 'tell',
  },
});
