import { mongo } from 'mongoose';
import { isTakenKey } from '#libs/mongo';
import { checkSameColumns, columnsText } from './declaration';
import { Generation, Projection, ProjectionFailure } from './read-models.port';

export interface RegisteredGeneration {
  readonly generation: number;
  readonly version: number;
  readonly state: Generation['state'];
  readonly checkpoint: number;
  readonly columns: string;
  readonly indexes: Projection['indexes'];
  readonly failure: ProjectionFailure | null;
  /**
   * Who is writing a page now, with a number that grows while it goes on; null where nobody is. Where there is none, because
   * it was written before there were such numbers, it never grows.
   */
  readonly writer: { readonly token: string; readonly beat?: number } | null;
  /** Whether a writer was ever taken for gone in the middle: nobody knows whether it wakes up and goes on. Absent: no. */
  readonly hasLostWriter?: boolean;
}

/** All generations of a projection in one document: what changes together, such as a switch, is one write. */
export interface RegisteredProjection {
  readonly _id: string;
  readonly revision: number;
  readonly generations: readonly RegisteredGeneration[];
}

const REGISTRY = 'read_model_projections';
const COUNTERS = 'read_model_counters';
const GENERATION_COUNTER = 'generation';

/** What a change makes of a projection's generations: the new list, or null where it leaves them alone. */
export type Change = (generations: readonly RegisteredGeneration[]) => readonly RegisteredGeneration[] | null;

/** Which generations there are of each projection; changed by one document at a time, never by two at once. */
export class MongoRegistry {
  private readonly projections: mongo.Collection<RegisteredProjection>;

  constructor(private readonly database: mongo.Db) {
    this.projections = database.collection<RegisteredProjection>(REGISTRY);
  }

  async generationsOf(projection: string): Promise<readonly RegisteredGeneration[]> {
    return (await this.projections.findOne({ _id: projection }))?.generations ?? [];
  }

  async all(): Promise<readonly RegisteredProjection[]> {
    return this.projections.find().toArray();
  }

  /**
   * Changes the generations of a projection by what they are at that moment: when somebody else was faster, `change` is
   * asked again. What it throws is thrown. @returns the projection after it, or null where it left them alone.
   * @param known how it was a moment ago: it is not read first, and read where it is something else by now.
   */
  async change(
    projection: string,
    change: Change,
    known: RegisteredProjection | null = null,
  ): Promise<RegisteredProjection | null> {
    for (let remembered = known; ; remembered = null) {
      const stored = remembered ?? (await this.projections.findOne({ _id: projection }));
      const generations = change(stored?.generations ?? []);
      if (generations !== null) {
        const revision = await this.replace(projection, stored, generations);
        if (revision !== null) return { _id: projection, revision, generations };
      } else if (remembered === null) return null;
    }
  }

  /** A number that no other generation has. */
  async nextNumber(): Promise<number> {
    const counters = this.database.collection<{ _id: string; value: number }>(COUNTERS);
    const options = { upsert: true, returnDocument: 'after' } as const;
    const counter = await counters.findOneAndUpdate({ _id: GENERATION_COUNTER }, { $inc: { value: 1 } }, options);
    return counter?.value ?? 1;
  }

  /** @returns the new revision; null where somebody else was faster. */
  private async replace(
    projection: string,
    stored: RegisteredProjection | null,
    generations: readonly RegisteredGeneration[],
  ): Promise<number | null> {
    const revision = (stored?.revision ?? 0) + 1;
    if (stored === null) {
      try {
        await this.projections.insertOne({ _id: projection, revision, generations });
        return revision;
      } catch (error) {
        if (isTakenKey(error)) return null;
        throw error;
      }
    }
    const replaced = await this.projections.replaceOne(
      { _id: projection, revision: stored.revision },
      { revision, generations },
    );
    return replaced.matchedCount === 1 ? revision : null;
  }
}

export function newGeneration(
  generation: number,
  projection: Projection,
  state: 'live' | 'building',
): RegisteredGeneration {
  const { version, indexes } = projection;
  const columns = columnsText(projection);
  return { generation, version, state, checkpoint: 0, columns, indexes, failure: null, writer: null };
}

export function liveOf(generations: readonly RegisteredGeneration[]): RegisteredGeneration | undefined {
  return generations.find(({ state }) => state === 'live');
}

/** The newest generation of a version in a state. */
export function newestOf(
  generations: readonly RegisteredGeneration[],
  version: number,
  state: Generation['state'],
): RegisteredGeneration | undefined {
  return generations.findLast((one) => one.version === version && one.state === state);
}

/** The generation that is being built of the projection's version. Throws ReadModelUsageError where its columns differ. */
export function buildingOf(
  generations: readonly RegisteredGeneration[],
  projection: Projection,
): RegisteredGeneration | undefined {
  const building = newestOf(generations, projection.version, 'building');
  if (building) checkSameColumns(projection, building.columns);
  return building;
}
