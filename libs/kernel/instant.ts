import { daysBetween } from './civil-date';

const DAY_MILLISECONDS = 86_400_000;
const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})\.(\d{3})Z$/;

/** How long after `from` the instant `to` is; negative where it is before. Both as `Clock.now` tells them. Throws RangeError. */
export function millisecondsBetween(from: string, to: string): number {
  const [fromDay, fromTime] = partsOf(from);
  const [toDay, toTime] = partsOf(to);
  return daysBetween(fromDay, toDay) * DAY_MILLISECONDS + toTime - fromTime;
}

/** The UTC day, and the milliseconds since its midnight. */
function partsOf(instant: string): readonly [string, number] {
  const parts = INSTANT.exec(instant);
  if (parts === null) throw new RangeError(`Not an instant in UTC with milliseconds: ${instant}`);
  const [, day = '', hours, minutes, seconds, milliseconds] = parts;
  const wholeMinutes = Number(hours) * 60 + Number(minutes);
  return [day, (wholeMinutes * 60 + Number(seconds)) * 1_000 + Number(milliseconds)];
}
