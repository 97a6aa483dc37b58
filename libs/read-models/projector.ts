import { EventStore, LogFollower } from '#libs/event-store';
import { RecordedEvent } from '#libs/kernel';
import { GenerationGoneError, ProjectionSupersededError } from './errors';
import { Log, LogAtHand } from './log-at-hand';
import { Projection, ProjectionFailure, ReadModelStore } from './read-models.port';
import { rebuildAll } from './rebuild';
import { failureOf, replay } from './replay';
import { LIVE_LIMITS, Track } from './track';

/** How often a waiting reader looks at a checkpoint that another process may be moving. */
const WAIT_POLL_MS = 15;
/** Generations may be switched by another process while this one works; more often than this is a fault. */
const REOPEN_LIMIT = 10;

export interface ProjectorOptions {
  readonly events: EventStore;
  readonly store: ReadModelStore;
  readonly projections: readonly Projection[];
  readonly pollMs?: number;
  readonly pageEvents?: number;
  /** A projection stopped at an event that it could not fold. */
  onFailure?(projection: Projection, failure: ProjectionFailure): void;
  /** A store could not be read or written while following; it is tried again. */
  onError?(error: unknown): void;
}

export interface ProjectionLag {
  readonly projection: string;
  readonly version: number;
  /** `failed`: an event could not be folded; `superseded`: newer code has switched to a newer version. */
  readonly state: 'live' | 'building' | 'failed' | 'superseded';
  readonly checkpoint: number;
  /** Events behind the checkpoint; null where the store cannot tell (yet). */
  readonly behind: number | null;
  readonly failure: ProjectionFailure | null;
}

export interface WaitResult {
  /** True when the time ran out, or the projection stands still: what is read may lack the awaited event. */
  readonly stale: boolean;
  readonly checkpoint: number;
}

export interface Projector {
  /** Folds everything that is in the log now; builds and switches to a new version first where there is one. */
  catchUp(projection?: Projection): Promise<void>;
  /** Folds everything up to a position that the log has reached: what others append meanwhile is not run after. */
  catchUpTo(position: number): Promise<void>;
  /** `catchUp` for a job that has just appended these events: they are not read back. Nobody may change them any more. */
  catchUpWith(appended: readonly RecordedEvent[]): Promise<void>;
  /** Follows the log until `stop`. */
  start(): void;
  /** Resolves when the page at hand is written. */
  stop(): Promise<void>;
  /** Waits until queries of the projection see the event at `position`: read-your-writes. Truly times out. */
  waitFor(projection: Projection, position: number, timeoutMs: number): Promise<WaitResult>;
  lag(): Promise<readonly ProjectionLag[]>;
  /** Lets a failed projection try its event again. */
  resume(projection: Projection): Promise<void>;
  /** Runs the work while this projector writes nothing. */
  paused<Answer>(work: () => Promise<Answer>): Promise<Answer>;
}

interface Member {
  readonly projection: Projection;
  track: Track | null;
  failure: ProjectionFailure | null;
  superseded: boolean;
}

/**
 * Folds the log into the live generations of projections. Pages of the log are read and parsed once for all
 * projections that stand at the same checkpoint. Several processes may run the same projections over the same store:
 * the one whose write comes second re-reads the checkpoint and goes on from there.
 */
export function createProjector(options: ProjectorOptions): Projector {
  return new FollowingProjector(options);
}

class FollowingProjector implements Projector {
  private readonly members: readonly Member[];
  private queue: Promise<unknown> = Promise.resolve();
  private readonly follower: LogFollower;
  private building: Promise<void> | null = null;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly options: ProjectorOptions) {
    this.members = options.projections.map((projection) => ({
      projection,
      track: null,
      failure: null,
      superseded: false,
    }));
    this.follower = new LogFollower({
      events: options.events,
      goToHead: (signal) => this.foldToHead(signal),
      onError: (error) => options.onError?.(error),
      ...(options.pollMs === undefined ? {} : { pollMs: options.pollMs }),
    });
  }

  async catchUp(projection?: Projection): Promise<void> {
    await this.catchUpOver(this.options.events, projection === undefined ? this.members : [this.member(projection)]);
  }

  async catchUpWith(appended: readonly RecordedEvent[]): Promise<void> {
    const { events } = this.options;
    await this.catchUpOver(events.hasGaps ? events : new LogAtHand(events, appended), this.members);
  }

  async catchUpTo(position: number): Promise<void> {
    await this.catchUpOver(this.options.events, this.members, position);
  }

  private async catchUpOver(log: Log, members: readonly Member[], upTo?: number): Promise<void> {
    const unbuilt = await this.paused(() => this.foldLive(members, log, upTo));
    if (unbuilt.length === 0) return;
    await this.build(unbuilt);
    await this.paused(() => this.foldLive(members, log, upTo));
  }

  start(): void {
    this.follower.start();
  }

  async stop(): Promise<void> {
    await this.follower.close();
    await this.building;
  }

  async waitFor(projection: Projection, position: number, timeoutMs: number): Promise<WaitResult> {
    const member = this.member(projection);
    const deadline = performance.now() + timeoutMs;
    this.follower.signalWork();
    for (;;) {
      const checkpoint = await this.options.store.checkpoint(projection);
      if (checkpoint >= position) return { stale: false, checkpoint };
      const left = deadline - performance.now();
      if (left <= 0 || member.failure !== null || member.superseded) return { stale: true, checkpoint };
      await this.nextProgress(Math.min(left, WAIT_POLL_MS));
    }
  }

  async lag(): Promise<readonly ProjectionLag[]> {
    const { events, store } = this.options;
    const generations = await store.generations();
    const counted = new Map<number, Promise<number | null>>();
    const eventsBehind = (checkpoint: number) => {
      const known = counted.get(checkpoint) ?? events.eventsBehind(checkpoint);
      counted.set(checkpoint, known);
      return known;
    };
    const lags = this.members.map(async ({ projection, superseded, failure }): Promise<ProjectionLag> => {
      const own = generations.filter((one) => one.projection === projection.name && one.version === projection.version);
      const shown = own.find(({ state }) => state === 'live') ?? own.find(({ state }) => state === 'building');
      const known = failure ?? shown?.failure ?? null;
      const checkpoint = shown?.checkpoint ?? 0;
      const state = superseded ? 'superseded' : known ? 'failed' : shown?.state === 'live' ? 'live' : 'building';
      const behind = await eventsBehind(checkpoint);
      return { projection: projection.name, version: projection.version, state, checkpoint, behind, failure: known };
    });
    return Promise.all(lags);
  }

  async resume(projection: Projection): Promise<void> {
    const member = this.member(projection);
    await this.paused(async () => {
      if (member.track) await this.options.store.recordFailure(member.track.generation, null);
      member.failure = null;
      member.superseded = false;
      member.track = null;
    });
    this.follower.signalWork();
  }

  async paused<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    const turn = this.queue.then(work);
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  private member(projection: Projection): Member {
    const member = this.members.find((one) => one.projection.name === projection.name);
    if (!member) throw new Error(`The projector does not run ${projection.name}@${projection.version}`);
    return member;
  }

  /** Folds the log, to its end or to a position, into the live generations. @returns the members that first have to be built. */
  private async foldLive(members: readonly Member[], log: Log = this.options.events, upTo?: number): Promise<Member[]> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const { live, unbuilt } = await this.openAll(members);
        await replay(live, {
          events: log,
          ...(upTo === undefined ? {} : { upTo }),
          ...(this.options.pageEvents === undefined ? {} : { pageEvents: this.options.pageEvents }),
          ...(this.follower.signal === null ? {} : { signal: this.follower.signal }),
          onPage: () => this.announceProgress(),
          onFailure: async (track, error) => this.fail(this.member(track.projection), track, failureOf(error)),
        });
        return unbuilt;
      } catch (error) {
        if (!(error instanceof GenerationGoneError) || attempt >= REOPEN_LIMIT) throw error;
        // Another process has switched; the new live generation is opened in the next round.
        for (const member of members) member.track = null;
      }
    }
  }

  private async openAll(members: readonly Member[]): Promise<{ live: Track[]; unbuilt: Member[] }> {
    const live: Track[] = [];
    const unbuilt: Member[] = [];
    for (const member of members) {
      if (member.failure !== null || member.superseded) continue;
      const track = member.track ?? (await this.open(member));
      if (track === null) {
        if (!member.superseded) unbuilt.push(member);
        continue;
      }
      live.push(track);
    }
    await Promise.all(live.map((track) => track.refresh()));
    return { live, unbuilt };
  }

  private async open(member: Member): Promise<Track | null> {
    const { store } = this.options;
    try {
      const generation = await store.open(member.projection);
      if (generation.state === 'live') member.track = new Track(store, member.projection, generation, LIVE_LIMITS);
    } catch (error) {
      if (!(error instanceof ProjectionSupersededError)) throw error;
      member.superseded = true;
    }
    return member.track;
  }

  private async fail(member: Member, track: Track, failure: ProjectionFailure): Promise<void> {
    member.failure = failure;
    await this.options.store.recordFailure(track.generation, failure);
    this.options.onFailure?.(member.projection, failure);
  }

  /** Builds new versions beside the live ones, which are folded on meanwhile. */
  private async build(members: readonly Member[]): Promise<void> {
    const { events, store, pageEvents } = this.options;
    const results = await rebuildAll(
      members.map(({ projection }) => projection),
      {
        events,
        store,
        ...(pageEvents === undefined ? {} : { pageEvents }),
        ...(this.follower.signal === null ? {} : { signal: this.follower.signal }),
        whileLiveStands: (work) => this.paused(work),
      },
    );
    results.forEach(({ failure }, index) => {
      const member = members[index] as Member;
      member.failure = failure;
      if (failure) this.options.onFailure?.(member.projection, failure);
    });
    this.announceProgress();
  }

  private async foldToHead(signal: AbortSignal): Promise<void> {
    const unbuilt = await this.paused(() => this.foldLive(this.members));
    if (unbuilt.length === 0 || this.building !== null || signal.aborted) return;
    this.building = this.build(unbuilt)
      .catch((error: unknown) => this.options.onError?.(error))
      .finally(() => {
        this.building = null;
        this.follower.signalWork();
      });
  }

  private announceProgress(): void {
    for (const resolve of [...this.waiting]) resolve();
  }

  private async nextProgress(atMostMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        this.waiting.delete(finish);
        resolve();
      };
      const timer = setTimeout(finish, atMostMs);
      this.waiting.add(finish);
    });
  }
}
