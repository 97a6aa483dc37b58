import { addDays, CivilDate, Clock, isCivilDate } from '#libs/kernel';

/** Before a company is registered, or where nobody can say which, days are counted where Kvitok was made. */
export const DEFAULT_TIME_ZONE = 'Europe/Samara';

/** The civil date of an instant in a time zone (IANA name), by the rules that Node knows of the zone. */
export function civilDateAt(instant: Date, timeZone: string): CivilDate {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return parts.format(instant);
}

/** The time of day of an instant in a time zone, `HH:MM`. */
export function civilTimeAt(instant: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', hour: '2-digit', minute: '2-digit' });
  return parts.format(instant);
}

/** The clock of the machine, with civil dates in the company's zone. */
export function systemClock(timeZone: () => string): Clock {
  return {
    now: () => new Date().toISOString(),
    today: () => civilDateAt(new Date(), timeZone()),
    dayOf: (instant) => civilDateAt(new Date(instant), timeZone()),
  };
}

/** Hours and minutes of a day, `HH:MM:SS`, as an instant in a time zone. */
export function instantOf(date: CivilDate, time: string, timeZone: string): string {
  const guess = new Date(`${date}T${time}Z`);
  const shown = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(guess);
  const part = (type: string) => shown.find((one) => one.type === type)?.value ?? '00';
  const local = Date.parse(
    `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}Z`,
  );
  return new Date(guess.getTime() - (local - guess.getTime())).toISOString();
}

/** A clock that stands where it is set: playback and tests move it. */
export class SettableClock implements Clock {
  constructor(
    private instant: string,
    private date: CivilDate,
    private timeZone = 'UTC',
  ) {}

  now(): string {
    return this.instant;
  }

  today(): CivilDate {
    return this.date;
  }

  dayOf(instant: string): CivilDate {
    return civilDateAt(new Date(instant), this.timeZone);
  }

  /** Sets the clock to a time of a civil day in a zone, whose days count from then on. */
  set(date: CivilDate, time: string, timeZone: string): void {
    this.timeZone = timeZone;
    this.date = date;
    this.instant = instantOf(date, time, timeZone);
  }
}

const INSTANT_FORM =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** Whether a text is an instant of ISO 8601 with its zone; `2026-09-30T10:00` without one names no instant. */
export function isInstant(text: string): boolean {
  const match = INSTANT_FORM.exec(text);
  return match !== null && isCivilDate(match[1] as string);
}

/**
 * What was known by a moment that a person names: an instant, or a civil date, then the last millisecond of that day
 * in the company's zone. UTC, in the form in which events carry `recordedAt`, so that texts compare as times.
 * Throws RangeError for a text that is neither.
 */
export function knownAtInstant(text: string, timeZone: string): string {
  if (isCivilDate(text)) {
    const nextDay = Date.parse(instantOf(addDays(text, 1), '00:00:00', timeZone));
    return new Date(nextDay - 1).toISOString();
  }
  if (!isInstant(text)) throw new RangeError(`Neither an instant nor a date: ${text}`);
  return new Date(text).toISOString();
}
