import { CivilDate } from './civil-date';

/** The only way to the time. It enters at `api`, `automation` and the command line, never in the domain. */
export interface Clock {
  /** The present instant, UTC, ISO 8601 with milliseconds. */
  now(): string;
  /** The civil date of the present instant in the company's time zone. */
  today(): CivilDate;
  /** The civil date of another instant, ISO 8601, in the company's time zone. */
  dayOf(instant: string): CivilDate;
}
