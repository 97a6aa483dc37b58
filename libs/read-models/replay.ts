import { setImmediate as nextTurn } from 'node:timers/promises';
import { LogPage } from '#libs/event-store';
import { Log } from './log-at-hand';
import { ProjectionFailure } from './read-models.port';
import { FoldError, Track } from './track';

/**
 * Events of one page of the log. They are all in memory at once: five thousand outlive the young generation and are
 * copied by the garbage collector, which made a rebuild a third slower; far fewer cost a query each.
 */
export const PAGE_EVENTS = 1_000;

export interface ReplayOptions {
  readonly events: Log;
  readonly pageEvents?: number;
  /** Replays to this position, which the log must have reached; to the end of the log where absent. */
  readonly upTo?: number;
  readonly signal?: AbortSignal;
  /** After each page, and after what it caused to be written. */
  onPage?(tracks: readonly Track[], events: number): void;
  /**
   * A projection could not fold an event; its track takes no further part. Everything before that event is folded
   * and saved.
   */
  onFailure(track: Track, failure: FoldError): Promise<void>;
}

/**
 * Takes tracks along the log to its end. The log is read once for all tracks that stand at the same place; one that
 * lags is taken first to the place of the next, so that they go on together. Everything folded is flushed at the end.
 *
 * An aborted replay flushes what it has and returns. Errors of the stores reject; the tracks are then restarted.
 */
export async function replay(tracks: readonly Track[], options: ReplayOptions): Promise<void> {
  const active = new Set(tracks);
  try {
    while (active.size > 0 && !options.signal?.aborted) {
      const { group, page, checkpoint, finished } = await readForHindmost(active, options);
      // Side by side, because a store of another machine is waited for. None goes on behind the back of one that failed.
      const going = await Promise.allSettled(
        group.map(async (track) => {
          if (!(await foldPage(track, page, checkpoint, options))) active.delete(track);
          else if ((finished || track.isFull()) && (await track.flush()) && finished) active.delete(track);
        }),
      );
      for (const one of going) if (one.status === 'rejected') throw one.reason;
      options.onPage?.(group, page.events.length);
      // Stores may answer within one turn of the event loop; requests and timers of the same process get theirs here.
      await nextTurn();
    }
    for (const track of active) await track.flush();
  } catch (error) {
    for (const track of tracks) track.restart();
    throw error;
  }
}

interface SharedPage {
  readonly group: readonly Track[];
  readonly page: LogPage;
  /** Where the group stands after the page. */
  readonly checkpoint: number;
  /** The group has reached the end. */
  readonly finished: boolean;
}

async function readForHindmost(active: ReadonlySet<Track>, options: ReplayOptions): Promise<SharedPage> {
  let after = Infinity;
  for (const { position } of active) after = Math.min(after, position);
  const group = [...active].filter(({ position }) => position === after);
  let next = Infinity;
  for (const { position } of active) if (position > after) next = Math.min(next, position);

  const end = options.upTo ?? Infinity;
  const upTo = Math.min(next, end);
  const types = new Set<string>();
  for (const { handled } of group) for (const type of handled) types.add(type);
  const page =
    after >= upTo
      ? { events: [], checkpoint: after, caughtUp: true }
      : await options.events.readAll({
          after,
          limit: options.pageEvents ?? PAGE_EVENTS,
          types: [...types],
          ...(upTo === Infinity ? {} : { upTo }),
        });
  // Nothing is left below the bound: the group stands at the bound, where the next track waits.
  const checkpoint = page.caughtUp && upTo !== Infinity ? Math.max(page.checkpoint, upTo) : page.checkpoint;
  return { group, page, checkpoint, finished: checkpoint >= end || (page.caughtUp && next === Infinity) };
}

/** @returns false when the projection failed and the track is out. */
async function foldPage(track: Track, page: LogPage, checkpoint: number, options: ReplayOptions): Promise<boolean> {
  try {
    await track.fold(page.events, checkpoint);
    return true;
  } catch (error) {
    if (!(error instanceof FoldError)) throw error;
    // Documents that another process has taken further can make an event look impossible: then it is no failure.
    if (await track.refresh()) return true;
    await foldUntil(track, error.event.position, options);
    await options.onFailure(track, error);
    return false;
  }
}

/** Folds and saves everything before the bad event, so that the projection stands right in front of it. */
async function foldUntil(track: Track, badPosition: number, options: ReplayOptions): Promise<void> {
  track.restart();
  for (let isThere = track.position >= badPosition; !isThere && !options.signal?.aborted;) {
    const page = await options.events.readAll({
      after: track.position,
      limit: options.pageEvents ?? PAGE_EVENTS,
      types: [...track.handled],
      before: badPosition,
    });
    await track.fold(page.events, page.checkpoint);
    isThere = page.caughtUp;
  }
  await track.flush();
}

/** What the store keeps about a failure. */
export function failureOf({ event, message }: FoldError): ProjectionFailure {
  return { position: event.position, eventId: event.eventId, type: event.type, error: message };
}
