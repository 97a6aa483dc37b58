import { setTimeout as sleep } from 'node:timers/promises';
import type { AllStreamResolvedEvent } from '@kurrent/kurrentdb-client';
import { EventIds } from './event-ids.port';
import { KurrentConnection } from './kurrentdb.connection';
import { kurrentErrorOf } from './kurrentdb.errors';
import { notedEventOf, numberOf, positionOf } from './kurrentdb.mapping';
import { KurrentReading } from './kurrentdb.reading';
import { StorageError } from './storage-error';

/** How long after a subscription has ended the next one is begun. */
const RESUBSCRIBES_AFTER_MS = 500;
const EVENTS_PER_PAGE = 2_000;
/** A process that is no further behind reads so many events before it appends; one further behind does not wait for the rest. */
const EVENTS_BEFORE_AN_APPEND = 10_000;
/** Of what a process far behind lacks it reads so much with each batch of appends, beside what it reads all the time. */
const EVENTS_WITH_AN_APPEND = 200;

export interface KurrentLogFollowingParts {
  readonly connection: KurrentConnection;
  readonly reading: KurrentReading;
  readonly ids: EventIds;
  /** There is an event at this position. */
  onSeen(position: number): void;
  /** The log is another one than this process has seen so far. */
  onOtherLog(): void;
  /** Events that are read before an append; more than enough where absent. */
  readonly eventsBeforeAppend?: number | undefined;
  /** A subscription has ended; another one begins where it stood. */
  onInterrupted?: ((error: unknown) => void) | undefined;
  /** The process is to end: nobody waits any longer to know the log. */
  readonly stopping?: AbortSignal | undefined;
}

/**
 * Follows the log from the place up to which ids are known: what is there already by pages, what comes by a
 * subscription. Whoever waits for appends of other processes is told at once, and where an event stands is known without
 * asking. A subscription that ends is begun again at that place, so that nothing is left out. Who must be sure to know
 * everything up to now calls `sync`.
 */
export class KurrentLogFollowing {
  private readonly closing = new AbortController();
  private readonly stopping: AbortSignal;
  private following: Promise<void> | null = null;
  private syncing: Promise<unknown> = Promise.resolve();
  private isFarBehind = false;
  private eventsLearnt = 0;
  /** The last event that the log itself has told: the place up to which ids are known is that of its log. */
  private toldLast: EventIds['newest'] = null;
  /** How often everything was forgotten: what was asked for before is of another log. */
  private forgotten = 0;

  constructor(private readonly parts: KurrentLogFollowingParts) {
    const { signal } = this.closing;
    this.stopping = parts.stopping === undefined ? signal : AbortSignal.any([signal, parts.stopping]);
  }

  /** How many events were read of which it was not known before where they stand. */
  get eventsRead(): number {
    return this.eventsLearnt;
  }

  start(): void {
    this.following ??= this.follow(this.closing.signal);
  }

  /** Whoever waits in `sync` is told at once. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.following;
  }

  /**
   * Compares what is noted with the log: the event that was noted last stands there, written once and for all under an id
   * that no other write has, and so does the one that the log told last, which is another one where this process has
   * written since, perhaps into another log. A log that was put back, or another one, has them not: everything noted is
   * forgotten. What lies behind that event is read again, because a place beyond it may be one that the log no longer has.
   * Throws StorageError.
   */
  async recognise(): Promise<void> {
    const { ids } = this.parts;
    const { newest } = ids;
    const { forgotten } = this;
    const isIt = (await this.isThere(newest)) && (await this.isThere(this.toldLast));
    if (forgotten !== this.forgotten) return;
    if (!isIt) return this.forget();
    this.toldLast ??= newest;
    ids.goBackTo(this.toldLast?.position ?? 0);
  }

  /** Whether the log has the event, as the very write that is known; one that has none is any log. Throws StorageError. */
  private async isThere(known: EventIds['newest']): Promise<boolean> {
    if (known === null) return true;
    const { reading } = this.parts;
    const [there] = await reading.streamPage(known.stream, known.revision, 1);
    const found = there === undefined ? null : notedEventOf(there, reading.names);
    return (
      found !== null &&
      found.revision === known.revision &&
      found.writtenAs === known.writtenAs &&
      found.position === known.position
    );
  }

  private forget(): void {
    this.parts.ids.forget();
    this.toldLast = null;
    this.forgotten += 1;
    this.parts.onOtherLog();
  }

  /**
   * Knows the ids of everything that was in the log when it was called, however long that takes, unless it is given up.
   * Throws StorageError, also when the process is to end: with the server away a read alone may take longer than it has left.
   */
  async sync(givenUp?: AbortSignal): Promise<void> {
    const end = givenUp === undefined ? this.stopping : AbortSignal.any([this.stopping, givenUp]);
    await this.readAllInTurn(end);
    if (this.stopping.aborted) throw new StorageError('closed', 'The process ends before it has read the log');
  }

  /** One after another: what the first has read the next need not read again. Throws StorageError. */
  private async readAllInTurn(end: AbortSignal): Promise<void> {
    const turn = this.syncing.then(() => this.readOn(Infinity, end));
    this.syncing = turn.catch(() => undefined);
    await orUntil(end, turn);
  }

  /**
   * Reads what others have written; answers whether the ids of everything up to now are known. They are not in a process
   * that is far behind, such as one that has just been started without its file: it reads on meanwhile. Throws StorageError.
   */
  async isNear(): Promise<boolean> {
    const { eventsBeforeAppend = EVENTS_BEFORE_AN_APPEND } = this.parts;
    const events = this.isFarBehind ? Math.min(EVENTS_WITH_AN_APPEND, eventsBeforeAppend) : eventsBeforeAppend;
    const isNear = await this.readOn(events);
    this.isFarBehind = !isNear;
    return isNear;
  }

  private async readOn(events: number, givenUp?: AbortSignal): Promise<boolean> {
    const { reading, ids } = this.parts;
    let head = await reading.head();
    for (let left = events; ids.place < head;) {
      if (left <= 0 || givenUp?.aborted) return false;
      const { forgotten } = this;
      const page = await reading.page(ids.place, Math.min(left, EVENTS_PER_PAGE));
      // The log that is there after the page came is the one that gave it, or one that has come since.
      const isOfThisLog = await this.isThere(this.toldLast);
      if (isOfThisLog && forgotten === this.forgotten) {
        this.note(page.events, page.isLast ? Math.max(head, page.seenTo) : page.seenTo);
        const last = page.events.at(-1);
        if (last !== undefined) this.parts.onSeen(positionOf(last));
        left -= page.events.length;
        continue;
      }
      if (forgotten === this.forgotten) this.forget();
      head = await reading.head();
    }
    return true;
  }

  private async follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        // Behind the same address may stand what an operator has put back meanwhile.
        await orUntil(signal, this.recognise());
        // By pages a log is read twice as fast as by a subscription.
        await this.readAllInTurn(signal);
        if (!signal.aborted) await this.followOnce(signal);
      } catch (error) {
        this.parts.onInterrupted?.(error);
      }
      await sleep(RESUBSCRIBES_AFTER_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** Resolves when the subscription was stopped or the server has ended it; rejects with what broke it. */
  private followOnce(signal: AbortSignal): Promise<void> {
    const { connection, reading, ids } = this.parts;
    const place = BigInt(ids.place);
    const from = ids.place === 0 ? ('start' as const) : { commit: place, prepare: place };
    const { forgotten } = this;
    return new Promise<void>((resolve, reject) => {
      /** What fails in a callback of the client would end the process: it ends the subscription instead. */
      const guarded = (work: () => void) => {
        // What it goes on from is a place of another log: the next one begins at the beginning.
        if (forgotten !== this.forgotten) return stop();
        try {
          work();
        } catch (error) {
          reject(kurrentErrorOf(error));
          stop();
        }
      };
      const subscription = connection.subscribe(from, reading.filter, ({ commit }) =>
        guarded(() => this.note([], numberOf(commit))),
      );
      const stop = () => {
        signal.removeEventListener('abort', stop);
        // A subscription that never reached the server has nothing to be ended.
        subscription.unsubscribe().catch(() => undefined);
        resolve();
      };
      signal.addEventListener('abort', stop, { once: true });
      const ended = (settle: () => void) => () => {
        signal.removeEventListener('abort', stop);
        settle();
      };
      subscription.on('data', (resolved: AllStreamResolvedEvent) =>
        guarded(() => {
          const position = positionOf(resolved);
          this.note([resolved], position);
          this.parts.onSeen(position);
        }),
      );
      subscription.on('error', (error) => ended(() => reject(error))());
      subscription.on('end', ended(resolve));
      subscription.on('close', ended(resolve));
    });
  }

  private note(found: readonly AllStreamResolvedEvent[], place: number): void {
    const { reading, ids } = this.parts;
    const ours = found
      .filter(({ event }) => reading.names.isOurs(event?.streamId))
      .map((resolved) => notedEventOf(resolved, reading.names));
    // Subscription and pages bring the same events while a process is far behind.
    this.eventsLearnt += ours.filter(({ position }) => position > ids.place).length;
    ids.note(ours, place);
    const last = ours.at(-1);
    if (last !== undefined && last.position > (this.toldLast?.position ?? 0)) this.toldLast = last;
  }
}

/** Waits for the work until the signal; what becomes of it after that is nobody's any more. Rejects with what it throws. */
async function orUntil(signal: AbortSignal, work: Promise<unknown>): Promise<void> {
  const waiting = new AbortController();
  const end = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { signal: waiting.signal });
  });
  try {
    await Promise.race([work, end]);
  } finally {
    waiting.abort();
  }
}
