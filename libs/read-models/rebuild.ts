import { EventStore } from '#libs/event-store';
import { Generation, Projection, ProjectionFailure, ReadModelStore } from './read-models.port';
import { failureOf, replay, ReplayOptions } from './replay';
import { LIVE_LIMITS, REBUILD_LIMITS, Track } from './track';

/** How often a comparison is tried again because the live generation moved on under another process. */
const COMPARISON_ATTEMPTS = 5;

export interface RebuildProgress {
  readonly projections: readonly string[];
  readonly position: number;
  readonly head: number;
  /** Events read since the rebuild began or was resumed. */
  readonly events: number;
}

export interface RebuildOptions {
  readonly events: EventStore;
  readonly store: ReadModelStore;
  /** Begins anew; where absent, a generation that is building already is resumed from its checkpoint. */
  readonly restart?: boolean;
  /** `switch` (default), `keep` the built generation beside the live one for later, or `drop` it: a mere comparison. */
  readonly afterwards?: 'switch' | 'keep' | 'drop';
  /** Whether to switch when the live documents of the same version were found different. Default: true, the log is right. */
  readonly switchWhenDifferent?: boolean;
  /** Removes the replaced generation also when it is of an older version, whose code may still be reading it. */
  readonly dropOlderVersion?: boolean;
  readonly pageEvents?: number;
  readonly signal?: AbortSignal;
  onProgress?(progress: RebuildProgress): void;
  /** Runs the work while this process does not write the live generations: `projector.paused`. */
  whileLiveStands?<Answer>(work: () => Promise<Answer>): Promise<Answer>;
}

export interface RebuildResult {
  readonly projection: string;
  readonly version: number;
  readonly outcome: 'switched' | 'kept' | 'dropped' | 'cancelled' | 'failed';
  readonly checkpoint: number;
  readonly rows: number;
  /** Live and built documents at the same checkpoint; `none` where there is no live generation of the same version. */
  readonly comparison: 'equal' | 'different' | 'none';
  readonly liveSum: string | null;
  readonly builtSum: string | null;
  /** The event that could not be folded, when the outcome is `failed`. */
  readonly failure: ProjectionFailure | null;
}

/** Rebuilds one projection beside the live one: see `rebuildAll`. */
export async function rebuild(projection: Projection, options: RebuildOptions): Promise<RebuildResult> {
  const [result] = await rebuildAll([projection], options);
  return result as RebuildResult;
}

/**
 * Builds a new generation of every projection from the whole log, read once for all, while the live generations go on
 * serving; compares control sums where the live one is of the same version; switches; drops what was replaced.
 *
 * A replay repeats no side effect: projections only fold. A killed or cancelled rebuild leaves the live generation
 * as it was and the building one at a checkpoint from which the next call goes on. A projection that cannot fold an
 * event is reported as failed and does not disturb the others.
 */
export async function rebuildAll(
  projections: readonly Projection[],
  options: RebuildOptions,
): Promise<readonly RebuildResult[]> {
  const building = new Map<Projection, Track>();
  for (const projection of projections) {
    building.set(projection, await startTrack(projection, projections.length, options));
  }
  const failures = new Map<string, ProjectionFailure>();
  const replayOptions = await replayOptionsOf(options, failures);
  await replay([...building.values()], replayOptions);

  const results: RebuildResult[] = [];
  for (const [projection, track] of building) {
    const failure = failures.get(projection.name) ?? null;
    if (failure !== null) results.push(await resultOf(options.store, track, 'failed', NOT_COMPARED, failure));
    else if (options.signal?.aborted) results.push(await resultOf(options.store, track, 'cancelled', NOT_COMPARED));
    else results.push(await settleUndisturbed(track, options));
  }
  return results;
}

async function startTrack(projection: Projection, projections: number, options: RebuildOptions): Promise<Track> {
  const { store } = options;
  if (options.restart) await dropBuilding(store, projection);
  const generation = await store.startBuilding(projection);
  // What fits into memory is shared by all projections that are rebuilt together.
  const share = {
    ...REBUILD_LIMITS,
    documents: Math.ceil(REBUILD_LIMITS.documents / projections),
    characters: Math.ceil(REBUILD_LIMITS.characters / projections),
  };
  return new Track(store, projection, generation, share);
}

async function dropBuilding(store: ReadModelStore, projection: Projection): Promise<void> {
  for (const one of await store.generations()) {
    if (one.projection === projection.name && one.version === projection.version && one.state === 'building') {
      await store.drop(one);
    }
  }
}

async function replayOptionsOf(
  options: RebuildOptions,
  failures: Map<string, ProjectionFailure>,
): Promise<ReplayOptions> {
  const head = await options.events.head();
  let read = 0;
  return {
    events: options.events,
    ...(options.pageEvents === undefined ? {} : { pageEvents: options.pageEvents }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    onPage: (tracks, events) => {
      read += events;
      const position = Math.max(...tracks.map((track) => track.position));
      options.onProgress?.({
        projections: tracks.map(({ projection }) => projection.name),
        position,
        head: Math.max(head, position),
        events: read,
      });
    },
    onFailure: async (track, error) => {
      const failure = failureOf(error);
      failures.set(track.projection.name, failure);
      await options.store.recordFailure(track.generation, failure);
    },
  };
}

interface Comparison {
  readonly comparison: RebuildResult['comparison'];
  readonly liveSum: string | null;
  readonly builtSum: string | null;
}

const NOT_COMPARED: Comparison = { comparison: 'none', liveSum: null, builtSum: null };

async function settleUndisturbed(track: Track, options: RebuildOptions): Promise<RebuildResult> {
  const settled = () => settle(track, options);
  return options.whileLiveStands ? options.whileLiveStands(settled) : settled();
}

async function settle(track: Track, options: RebuildOptions): Promise<RebuildResult> {
  const { store, events } = options;
  const failures = new Map<string, ProjectionFailure>();
  // What was appended since: queries must not fall behind by the switch.
  await replay([track], {
    events,
    onFailure: async (_, error) => void failures.set(track.projection.name, failureOf(error)),
  });
  const failure = failures.get(track.projection.name);
  if (failure !== undefined) {
    await store.recordFailure(track.generation, failure);
    return resultOf(store, track, 'failed', NOT_COMPARED, failure);
  }
  const compared = await compareWithLive(track, options);
  const afterwards = options.afterwards ?? 'switch';
  if (afterwards === 'drop') {
    const result = await resultOf(store, track, 'dropped', compared);
    await store.drop(track.generation);
    return result;
  }
  const keep = compared.comparison === 'different' && options.switchWhenDifferent === false;
  if (afterwards === 'keep' || keep) return resultOf(store, track, 'kept', compared);
  await switchAndDrop(track, options);
  return resultOf(store, track, 'switched', compared);
}

/** Brings the live and the built generation to the same checkpoint and compares all their documents. */
async function compareWithLive(built: Track, { store, events }: RebuildOptions): Promise<Comparison> {
  const { projection } = built;
  for (let attempt = 0; attempt < COMPARISON_ATTEMPTS; attempt += 1) {
    const live = (await store.generations()).find(
      (one) => one.projection === projection.name && one.version === projection.version && one.state === 'live',
    );
    if (!live || live.generation === built.generation.generation) return NOT_COMPARED;
    const liveTrack = new Track(store, projection, live, LIVE_LIMITS);
    const target = Math.max(liveTrack.position, built.position);
    let stuck = false;
    await replay([liveTrack, built], {
      events,
      upTo: target,
      onFailure: async (track, error) => {
        stuck = true;
        await store.recordFailure(track.generation, failureOf(error));
      },
    });
    if (stuck) return NOT_COMPARED;
    const liveSum = await store.controlSum(live);
    const builtSum = await store.controlSum(built.generation);
    if ((await store.checkpointOf(live)) !== target || built.checkpoint !== target) continue;
    return { comparison: liveSum === builtSum ? 'equal' : 'different', liveSum, builtSum };
  }
  return NOT_COMPARED;
}

async function switchAndDrop({ generation, projection }: Track, options: RebuildOptions): Promise<void> {
  const { store } = options;
  const before = await store.generations();
  const replaced = before.find((one) => one.projection === projection.name && one.state === 'live');
  // Another process that built the same generation has switched to it first, and cleans up.
  if (replaced?.generation === generation.generation) return;
  await store.switchTo(generation);
  const dropReplaced = replaced?.version === projection.version || options.dropOlderVersion === true;
  for (const one of before) {
    if (one.projection !== projection.name || one.generation === generation.generation) continue;
    const isReplaced = one.generation === replaced?.generation;
    const isAbandoned = one.state === 'building' && one.version < projection.version;
    if (isReplaced ? dropReplaced : one.state === 'retired' || isAbandoned) await store.drop(one);
  }
}

async function resultOf(
  store: ReadModelStore,
  { projection, generation }: Track,
  outcome: RebuildResult['outcome'],
  compared: Comparison,
  failure: ProjectionFailure | null = null,
): Promise<RebuildResult> {
  const stored = (await store.generations()).find((one: Generation) => one.generation === generation.generation);
  return {
    projection: projection.name,
    version: projection.version,
    outcome,
    checkpoint: stored?.checkpoint ?? 0,
    rows: stored === undefined ? 0 : await store.countRows(stored),
    ...compared,
    failure,
  };
}
