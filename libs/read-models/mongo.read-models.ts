import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { mongo } from 'mongoose';
import { Silences } from '#libs/kernel';
import { failingWithStorageErrors, MongoConnection } from '#libs/mongo';
import { ControlSum } from './control-sum';
import { checkDeclaration, checkSameColumns, checkSum, exactSum } from './declaration';
import { GenerationGoneError, ProjectionNotBuiltError, ProjectionSupersededError, ReadModelUsageError } from './errors';
import { filterOf, indexOf, sortOf, StoredDocument, storedDocumentOf, sumPipeline, THERE } from './mongo.queries';
import {
  buildingOf,
  liveOf,
  MongoRegistry,
  newestOf,
  newGeneration,
  RegisteredGeneration,
  RegisteredProjection,
} from './mongo.registry';
import { putDocuments, sweep, whileBeating } from './mongo.writing';
import {
  ColumnValue,
  DocumentWrite,
  FoldedRow,
  Generation,
  Projection,
  ProjectionFailure,
  Query,
  ReadModelStore,
  Row,
  SumRow,
} from './read-models.port';

export interface MongoReadModelOptions {
  /** `mongodb://…`, with the name of the database as its path. */
  readonly url: string;
  /** How many documents go to the server at once. */
  readonly documentsPerBulk?: number;
  /** Time that goes on evenly, in milliseconds; that of the process where absent. */
  readonly elapsed?: () => number;
}

/**
 * A writer that has said nothing for so long, by the clock of the one who waits, is taken for gone, and another goes on from
 * what is stored; one that was only slow does no harm then. It speaks between two bulks, and every second while the server
 * is at one. While it is waited for nobody folds anything further, and no night goes on.
 */
const WRITER_HOLDS_MS = 5_000;
/** Whoever finds another one at the page waits so long before it is told so: it would ask again at once, and work for nothing. */
const HELD_OFF_FOR_MS = 20;
const DOCUMENTS_PER_BULK = 1_000;

/**
 * Read models in MongoDB, without transactions over several documents. A document is replaced only by one with a later
 * position, and the checkpoint moves after all documents of its page: a process that ends in the middle leaves
 * documents that are ahead of the checkpoint, and their positions tell which events they hold already.
 *
 * What ceases to be leaves its position behind too, where no reader sees it: a writer that was taken for gone and wakes up
 * would else find nothing, and put there what it once knew. It is swept by whoever moved the checkpoint past it, but never
 * where a writer was lost before, for that one may wake up at any time; then it stays for as long as the generation. Whoever
 * begins after the checkpoint has moved writes later positions alone, and those before have all ended or are lost.
 */
export class MongoReadModelStore implements ReadModelStore {
  private readonly documentsPerBulk: number;
  private readonly registry: MongoRegistry;
  private readonly silences: Silences;

  private constructor(
    private readonly connection: Pick<MongoConnection, 'close'>,
    private readonly database: mongo.Db,
    options: Omit<MongoReadModelOptions, 'url'>,
  ) {
    this.documentsPerBulk = options.documentsPerBulk ?? DOCUMENTS_PER_BULK;
    this.registry = new MongoRegistry(database);
    const elapsed = options.elapsed ?? (() => performance.now());
    this.silences = new Silences({ silentAfterMilliseconds: WRITER_HOLDS_MS, elapsed });
  }

  /** Rejects with StorageError when the server does not answer, as every method does later. */
  static async open(options: MongoReadModelOptions): Promise<MongoReadModelStore> {
    const connection = await MongoConnection.open({ url: options.url });
    return failingWithStorageErrors(new MongoReadModelStore(connection, connection.database, options));
  }

  /** Over a connection of the process, which the store does not close. */
  static over(database: mongo.Db, options: Omit<MongoReadModelOptions, 'url'> = {}): MongoReadModelStore {
    return failingWithStorageErrors(new MongoReadModelStore({ close: () => Promise.resolve() }, database, options));
  }

  async get<Document extends object>(projection: Projection<Document>, key: string): Promise<Row<Document> | null> {
    const stored = await (await this.serving(projection))?.findOne({ _id: key });
    const row = stored ? toRow<Document>(stored) : null;
    return row !== null && isThere(row) ? row : null;
  }

  async getMany<Document extends object>(
    projection: Projection<Document>,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, Row<Document>>> {
    const collection = await this.serving(projection);
    return collection === null ? new Map() : byKey((await rowsOf<Document>(collection, keys)).filter(isThere));
  }

  async find<Document extends object>(
    projection: Projection<Document>,
    query: Query,
  ): Promise<readonly Row<Document>[]> {
    const [sort, filter] = [sortOf(projection, query), filterOf(projection, query)];
    const collection = await this.serving(projection);
    // To this server a limit of 0 means all.
    if (collection === null || query.limit === 0) return [];
    const stored = await collection
      .find(filter)
      .sort(sort)
      .limit(query.limit ?? 0)
      .toArray();
    return stored.map((one) => toRow<Document>(one)).filter(isThere);
  }

  async count(projection: Projection, query: Pick<Query, 'where'>): Promise<number> {
    const filter = filterOf(projection, query);
    return (await (await this.serving(projection))?.countDocuments(filter)) ?? 0;
  }

  async sum(
    projection: Projection,
    query: { where?: Query['where']; groupBy: readonly string[]; sums: readonly string[] },
  ): Promise<readonly SumRow[]> {
    checkSum(projection, query.groupBy, query.sums);
    const pipeline = sumPipeline(projection, query);
    const summed = (await (await this.serving(projection))?.aggregate(pipeline).toArray()) ?? [];
    if (summed.length === 0 && query.groupBy.length === 0) summed.push({ _id: null, count: 0 });
    return summed.map((one) => ({
      group: Object.fromEntries(
        query.groupBy.map((column, index) => {
          const value = (one['_id'] as Record<string, ColumnValue | undefined>)[`group${index}`];
          return [column, value ?? null];
        }),
      ),
      sums: Object.fromEntries(
        query.sums.map((column, index) => [column, exactSum(projection, column, Number(one[`sum${index}`] ?? 0))]),
      ),
      count: Number(one['count']),
    }));
  }

  async checkpoint(projection: Projection): Promise<number> {
    const live = liveOf(await this.registry.generationsOf(projection.name));
    return live?.version === projection.version ? live.checkpoint : 0;
  }

  async open(projection: Projection): Promise<Generation> {
    checkDeclaration(projection);
    const live = liveOf(await this.registry.generationsOf(projection.name));
    if (live && live.version < projection.version) return this.startBuilding(projection);
    const opened = live ?? (await this.create(projection, 'live'));
    if (opened.version > projection.version) {
      throw new ProjectionSupersededError(projection.name, projection.version, opened.version);
    }
    checkSameColumns(projection, opened.columns);
    await this.index(projection.name, opened, projection.indexes);
    return this.describe(projection.name, opened);
  }

  async startBuilding(projection: Projection): Promise<Generation> {
    checkDeclaration(projection);
    const building = buildingOf(await this.registry.generationsOf(projection.name), projection);
    return this.describe(projection.name, building ?? (await this.create(projection, 'building')));
  }

  async load<Document extends object>(
    generation: Generation,
    _projection: Projection<Document>,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, FoldedRow<Document>>> {
    await this.registered(generation);
    return byKey(await rowsOf<Document>(this.collectionOf(generation.projection, generation), keys));
  }

  async write<Document extends object>(
    generation: Generation,
    projection: Projection<Document>,
    writes: readonly DocumentWrite<Document>[],
    expectedCheckpoint: number,
    checkpoint: number,
  ): Promise<boolean> {
    // Everything that may be refused comes before the first change.
    const documents = writes.map((one) => storedDocumentOf(projection, one));
    const moved = { checkpoint, failure: null, writer: null };
    if (writes.length === 0) {
      // Most projections are not concerned with most pages: only their place moves.
      return (await this.claim(generation, expectedCheckpoint, moved)) !== null;
    }
    const token = randomUUID();
    let beat = 0;
    let last = await this.claim(generation, expectedCheckpoint, { writer: { token, beat } });
    if (last === null) return false;
    const changeOwn = async (change: Partial<RegisteredGeneration>) => {
      const changed = (stored: RegisteredGeneration) =>
        stored.writer?.token === token ? { ...stored, ...change } : null;
      last = await this.changeOne(generation, changed, last);
      return last;
    };
    const claimOn = async () => (await changeOwn({ writer: { token, beat: (beat += 1) } })) !== null;
    const collection = this.collectionOf(generation.projection, generation);
    const put = () => putDocuments(collection, documents, this.documentsPerBulk, claimOn);
    if (!(await whileBeating(claimOn, put))) return false;
    const after = await changeOwn(moved);
    if (after === null) return false;
    if (!hasLostWriter(after, generation)) {
      const gone = writes.filter(({ document }) => document === null).map(({ key }) => key);
      await sweep(collection, gone, checkpoint, this.documentsPerBulk);
    }
    return true;
  }

  async checkpointOf(generation: Generation): Promise<number> {
    const stored = await this.registered(generation);
    if (stored.state === 'retired') throw gone(generation);
    return stored.checkpoint;
  }

  async recordFailure(generation: Generation, failure: ProjectionFailure | null): Promise<void> {
    await this.changeOne(generation, (stored) => ({ ...stored, failure }));
  }

  async generations(): Promise<readonly Generation[]> {
    const described: Generation[] = [];
    for (const { _id: projection, generations } of await this.registry.all()) {
      for (const one of generations) described.push(await this.describe(projection, one));
    }
    return described.sort((left, right) => left.generation - right.generation);
  }

  async countRows(generation: Generation): Promise<number> {
    await this.registered(generation);
    return this.collectionOf(generation.projection, generation).countDocuments(THERE);
  }

  async controlSum(generation: Generation): Promise<string> {
    await this.registered(generation);
    const sum = new ControlSum();
    for await (const { _id, document } of this.collectionOf(generation.projection, generation).find(THERE)) {
      sum.add(_id, document);
    }
    return sum.toString();
  }

  async switchTo(generation: Generation): Promise<void> {
    const built = await this.registered(generation);
    // Done before the switch it delays nobody, and faster than keeping indexes in order under all writes of a rebuild.
    if (built.state === 'building') await this.index(generation.projection, built, built.indexes);
    await this.registry.change(generation.projection, (generations) => {
      const one = generations.find((stored) => stored.generation === generation.generation);
      if (!one) throw gone(generation);
      if (one.state !== 'building') {
        throw new ReadModelUsageError(`Generation ${one.generation} of ${generation.projection} is ${one.state}`);
      }
      return generations.map((stored) => {
        if (stored === one) return { ...stored, state: 'live' };
        return stored.state === 'live' ? { ...stored, state: 'retired' } : stored;
      });
    });
  }

  async drop(generation: Generation): Promise<void> {
    await this.registry.change(generation.projection, (generations) => {
      const one = generations.find((stored) => stored.generation === generation.generation);
      if (one?.state === 'live') {
        throw new ReadModelUsageError(`Generation ${one.generation} of ${generation.projection} is live`);
      }
      return generations.filter((stored) => stored !== one);
    });
    await this.collectionOf(generation.projection, generation)
      .drop()
      .catch(() => false);
  }

  async close(): Promise<void> {
    await this.connection.close();
  }

  /** Registers a generation where there is none yet of that state; of two processes the second is given the first's. */
  private async create(projection: Projection, state: 'live' | 'building'): Promise<RegisteredGeneration> {
    const created = newGeneration(await this.registry.nextNumber(), projection, state);
    const there = (generations: readonly RegisteredGeneration[]) =>
      state === 'live' ? liveOf(generations) : buildingOf(generations, projection);
    const registered = await this.registry.change(projection.name, (stored) =>
      there(stored) ? null : [...stored, created],
    );
    if (registered !== null) return created;
    return there(await this.registry.generationsOf(projection.name)) ?? this.create(projection, state);
  }

  private async index(projection: string, generation: RegisteredGeneration, indexes: Projection['indexes']) {
    const collection = this.collectionOf(projection, generation);
    for (const columns of indexes) await collection.createIndex(indexOf(columns));
  }

  /** Changes a generation that stands where it is expected and is nobody else's; null where it is not. */
  private async claim(
    generation: Generation,
    expectedCheckpoint: number,
    change: Partial<RegisteredGeneration>,
  ): Promise<RegisteredProjection | null> {
    let isHeld = false;
    const claimed = await this.changeOne(generation, (stored) => {
      isHeld = false;
      if (stored.state === 'retired' || stored.checkpoint !== expectedCheckpoint) return null;
      isHeld = stored.writer !== null && !this.isSilent(stored.generation, stored.writer);
      if (isHeld) return null;
      return { ...stored, ...change, hasLostWriter: stored.hasLostWriter === true || stored.writer !== null };
    });
    if (isHeld) await sleep(HELD_OFF_FOR_MS);
    return claimed;
  }

  private isSilent(generation: number, { token, beat = 0 }: NonNullable<RegisteredGeneration['writer']>): boolean {
    return this.silences.isSilent(String(generation), `${token}/${beat}`);
  }

  /** @returns the projection after it; null where there was nothing to change. See `MongoRegistry.change`. */
  private changeOne(
    generation: Generation,
    change: (stored: RegisteredGeneration) => RegisteredGeneration | null,
    known: RegisteredProjection | null = null,
  ): Promise<RegisteredProjection | null> {
    const isIt = (stored: RegisteredGeneration) => stored.generation === generation.generation;
    const ofAll = (generations: readonly RegisteredGeneration[]) => {
      const one = generations.find(isIt);
      const replacement = one === undefined ? null : change(one);
      return replacement === null ? null : generations.map((stored) => (isIt(stored) ? replacement : stored));
    };
    return this.registry.change(generation.projection, ofAll, known);
  }

  private async registered(generation: Generation): Promise<RegisteredGeneration> {
    const generations = await this.registry.generationsOf(generation.projection);
    const stored = generations.find((one) => one.generation === generation.generation);
    if (!stored) throw gone(generation);
    return stored;
  }

  /** The documents that serve the projection; null where the store has never heard of it. */
  private async serving(projection: Projection): Promise<mongo.Collection<StoredDocument> | null> {
    checkDeclaration(projection);
    const generations = await this.registry.generationsOf(projection.name);
    const live = liveOf(generations);
    const serving = live?.version === projection.version ? live : newestOf(generations, projection.version, 'retired');
    if (serving) return this.collectionOf(projection.name, serving);
    if (live) throw new ProjectionNotBuiltError(projection.name, projection.version, live.version);
    return null;
  }

  private async describe(projection: string, one: RegisteredGeneration): Promise<Generation> {
    const { version, generation, state, checkpoint, failure } = one;
    const isUntouched = checkpoint === 0 && (await this.collectionOf(projection, one).findOne()) === null;
    return { projection, version, generation, state, checkpoint, isUntouched, failure };
  }

  private collectionOf(
    projection: string,
    { version, generation }: Pick<Generation, 'version' | 'generation'>,
  ): mongo.Collection<StoredDocument> {
    return this.database.collection<StoredDocument>(`${projection}@${version}.${generation}`);
  }
}

async function rowsOf<Document>(
  collection: mongo.Collection<StoredDocument>,
  keys: readonly string[],
): Promise<FoldedRow<Document>[]> {
  if (keys.length === 0) return [];
  const stored = await collection.find({ _id: { $in: [...keys] } }).toArray();
  return stored.map((one) => toRow<Document>(one));
}

function toRow<Document>({ _id, position, document }: StoredDocument): FoldedRow<Document> {
  return { key: _id, position: Number(position), document: JSON.parse(document) as Document | null };
}

function isThere<Document>(row: FoldedRow<Document>): row is Row<Document> & FoldedRow<Document> {
  return row.document !== null;
}

function byKey<Found extends { readonly key: string }>(rows: readonly Found[]): Map<string, Found> {
  return new Map(rows.map((row) => [row.key, row]));
}

function hasLostWriter({ generations }: RegisteredProjection, { generation }: Generation): boolean {
  return generations.some((one) => one.generation === generation && one.hasLostWriter === true);
}

function gone({ projection, version, generation }: Generation): GenerationGoneError {
  return new GenerationGoneError(projection, version, generation);
}
