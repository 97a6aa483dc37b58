import { BillingPeriod, CivilDate, isBillingPeriod, isCivilDate } from '#libs/kernel';
import { instantOf } from '#libs/platform';
import { wrongUsage } from './output';

/** Values of the command line, checked before anything is opened. Each throws CommandFailure(2). */
export function dateArgument(text: string, name: string): CivilDate {
  if (!isCivilDate(text)) throw wrongUsage(`${name} is not a calendar date YYYY-MM-DD: ${text}`);
  return text;
}

export function periodArgument(text: string, name: string): BillingPeriod {
  if (!isBillingPeriod(text)) throw wrongUsage(`${name} is not a period YYYY-MM: ${text}`);
  return text;
}

export function accountArgument(text: string): string {
  if (!/^[0-9A-Za-z_.-]{1,32}$/.test(text)) throw wrongUsage(`Not an account number: ${text}`);
  return text;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** `--known-at`: an instant with its offset, or a date, which means its end in the company's zone. */
export function instantArgument(text: string, name: string): (timeZone: string) => string {
  if (isCivilDate(text)) {
    return (timeZone) => `${instantOf(text, '23:59:59', timeZone).slice(0, 19)}.999Z`;
  }
  if (!INSTANT.test(text) || !isCivilDate(text.slice(0, 10)) || Number.isNaN(Date.parse(text))) {
    throw wrongUsage(`${name} is neither a date YYYY-MM-DD nor an instant such as 2026-05-31T18:00:00+04:00: ${text}`);
  }
  const instant = new Date(text).toISOString();
  return () => instant;
}

export function positionArgument(text: string, name: string): number {
  const position = Number(text);
  if (!/^\d{1,15}$/.test(text)) throw wrongUsage(`${name} is not a position, a whole number: ${text}`);
  return position;
}
