import { ReadAllOptions } from './event-store.port';

/** The most events that one page holds, whatever its reader asks for. */
export const PAGE_EVENTS_LIMIT = 10_000;

/** The last position that a page may reach: `upTo`, or what stands below `before`. */
export function endOfPage({ upTo, before }: Pick<ReadAllOptions, 'upTo' | 'before'>): number {
  return Math.min(upTo ?? Number.MAX_SAFE_INTEGER, (before ?? Number.MAX_SAFE_INTEGER) - 1);
}

/** How many events a page may hold. Throws RangeError on a limit below one or a position below zero. */
export function pageLimit(options: ReadAllOptions): number {
  if (!Number.isSafeInteger(options.limit) || options.limit < 1) throw new RangeError(`Not a limit: ${options.limit}`);
  if (!Number.isSafeInteger(options.after) || options.after < 0)
    throw new RangeError(`Not a position: ${options.after}`);
  return Math.min(options.limit, PAGE_EVENTS_LIMIT);
}
