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

/**
 * Why a reading is asked about before it is taken: a register went over its greatest number and began again, it shows
 * less than before and cannot have done so, or far more was consumed than is usual.
 */
export type ReadingDoubt = 'rollover' | 'below_previous' | 'far_above_usual';

/** What a person answers to the doubt; a list, so that no personal matter gets into the log. */
export type ReadingExplanation =
  'read_again' | 'more_people' | 'long_absence' | 'leak' | 'earlier_reading_wrong' | 'other';

export const READING_EXPLANATIONS: readonly ReadingExplanation[] = [
  'read_again',
  'more_people',
  'long_absence',
  'leak',
  'earlier_reading_wrong',
  'other',
];

/** What the office finds when it looks at a doubtful reading. */
export type DoubtVerdict = 'confirmed' | 'rejected';

export const DOUBT_VERDICTS: readonly DoubtVerdict[] = ['confirmed', 'rejected'];

/** A person insists on a doubtful reading: the office looks at it. */
export type ReadingDoubtNoted = DomainEvent<
  'ReadingDoubtNoted',
  {
    readonly account: string;
    readonly meterId: string;
    readonly takenOn: CivilDate;
    readonly receivedOn: CivilDate;
    readonly values: RegisterValues;
    readonly doubts: readonly ReadingDoubt[];
    readonly explanation: ReadingExplanation;
    /** False where it cannot follow what is known: it is kept, and nothing is billed on it before the office decides. */
    readonly counted: boolean;
    readonly effectiveOn: CivilDate;
  }
>;

/** The office has looked at a doubtful reading. What came of it for the registers stands in the events beside it. */
export type ReadingDoubtSettled = DomainEvent<
  'ReadingDoubtSettled',
  {
    readonly account: string;
    readonly meterId: string;
    /** Names the reading together with the meter. */
    readonly takenOn: CivilDate;
    readonly settledOn: CivilDate;
    readonly verdict: DoubtVerdict;
    readonly reason: string;
    readonly effectiveOn: CivilDate;
  }
>;

/** The life of one meter, stream `metering_meter-<meterId>`. */
export type MeterEvent =
  MeterInstalled | MeterRemoved | ReadingAccepted | ReadingCorrected | ReadingDoubtNoted | ReadingDoubtSettled;

export const METER_EVENT_TYPES: readonly MeterEvent['type'][] = [
  'MeterInstalled',
  'MeterRemoved',
  'ReadingAccepted',
  'ReadingCorrected',
  'ReadingDoubtNoted',
  'ReadingDoubtSettled',
];
