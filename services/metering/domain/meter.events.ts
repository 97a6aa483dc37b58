import { CivilDate, DomainEvent } from '#libs/kernel';

/** How a reading reached the company. `import` is history brought from the system before, checked as a whole there. */
export type ReadingChannel = 'import' | 'cabinet' | 'phone' | 'paper' | 'accountant';

export const READING_CHANNELS: readonly ReadingChannel[] = ['import', 'cabinet', 'phone', 'paper', 'accountant'];

/** One exact decimal text a register, in the order of the registers, in the unit of the utility. */
export type RegisterValues = readonly string[];

export type MeterInstalled = DomainEvent<
  'MeterInstalled',
  {
    readonly account: string;
    readonly meterId: string;
    readonly utility: string;
    readonly serial: string;
    /** Digits before the point. */
    readonly digits: number;
    readonly installedOn: CivilDate;
    /** The last day of a valid verification. */
    readonly verifiedUntil: CivilDate;
    readonly startValues: RegisterValues;
    /** The removed meter in whose place it stands. */
    readonly replaces: string | null;
    /** The largest plausible growth over the greatest number of a register; null where none is plausible. */
    readonly maxMonthly: string | null;
    readonly effectiveOn: CivilDate;
  }
>;

export type MeterRemoved = DomainEvent<
  'MeterRemoved',
  {
    readonly account: string;
    readonly meterId: string;
    readonly removedOn: CivilDate;
    readonly finalValues: RegisterValues;
    readonly effectiveOn: CivilDate;
  }
>;

export type ReadingAccepted = DomainEvent<
  'ReadingAccepted',
  {
    readonly account: string;
    readonly meterId: string;
    readonly takenOn: CivilDate;
    readonly receivedOn: CivilDate;
    readonly values: RegisterValues;
    readonly channel: ReadingChannel;
    /** True when it was taken after the last day of a valid verification: it is kept and nothing is billed on it. */
    readonly information: boolean;
    readonly effectiveOn: CivilDate;
  }
>;

export type ReadingCorrected = DomainEvent<
  'ReadingCorrected',
  {
    readonly account: string;
    readonly meterId: string;
    /** Names the reading together with the meter. */
    readonly takenOn: CivilDate;
    readonly correctedOn: CivilDate;
    readonly values: RegisterValues;
    /** What was believed until now. */
    readonly previousValues: RegisterValues;
    readonly reason: string;
    readonly channel: ReadingChannel;
    readonly effectiveOn: CivilDate;
  }
>;

/** The life of one meter, stream `metering_meter-<meterId>`. */
export type MeterEvent = MeterInstalled | MeterRemoved | ReadingAccepted | ReadingCorrected;

export const METER_EVENT_TYPES: readonly MeterEvent['type'][] = [
  'MeterInstalled',
  'MeterRemoved',
  'ReadingAccepted',
  'ReadingCorrected',
];
