import { Stack } from '#libs/platform';
import { rebuildAll, RebuildProgress } from '#libs/read-models';

export interface ComparedReadModels {
  readonly projections: number;
  /** Whose documents are not what the log gives, or that cannot be built from it. */
  readonly differing: readonly string[];
  /** Built from the log and found sound, with nothing live yet to compare them with: after a restore all of them. */
  readonly notBuilt: readonly string[];
}

/** Builds every read model from the log and compares it with the live one; leaves nothing behind. */
export async function compareReadModels(
  { store, readModelStore, projections }: Pick<Stack, 'store' | 'readModelStore' | 'projections'>,
  onProgress: (progress: RebuildProgress) => void = () => undefined,
): Promise<ComparedReadModels> {
  const generations = (await readModelStore.generations()).filter(({ state }) => state === 'live');
  const isLive = (name: string, version: number) =>
    generations.some((one) => one.projection === name && one.version === version);
  const live = new Set(projections.filter(({ name, version }) => isLive(name, version)).map(({ name }) => name));
  const results = await rebuildAll(projections, {
    events: store,
    store: readModelStore,
    restart: true,
    afterwards: 'drop',
    onProgress,
  });
  const differs = ({ projection, comparison, outcome }: (typeof results)[number]) =>
    outcome === 'failed' || (comparison !== 'equal' && live.has(projection));
  const differing = results.filter(differs).map(({ projection }) => projection);
  const sound = results.filter((result) => !differs(result)).map(({ projection }) => projection);
  return { projections: results.length, differing, notBuilt: sound.filter((name) => !live.has(name)) };
}
