import { RecordedEvent } from '#libs/kernel';

export type ColumnType = 'text' | 'integer';
export type ColumnValue = string | number | null;

/**
 * A projection: a pure fold of events into documents, each found by its key. It is named by the question it answers
 * and versioned: a new version is another collection, built beside the old one.
 *
 * No clock, no random, no input but the events: a rebuild gives the same documents.
 */
export interface Projection<Document extends object = object> {
  /** `service.question`, such as `billing.account-statement`. */
  readonly name: string;
  readonly version: number;
  /** The event types it folds; others never reach it. */
  readonly handles: readonly string[];
  /** The keys of the documents that this event touches. */
  keysOf(event: RecordedEvent): readonly string[];
  /** The document after the event: a new object or the same one changed; null when it ceases to be. */
  evolve(document: Document | null, event: RecordedEvent, key: string): Document | null;
  /** Typed columns beside the document, for filters, order and sums. */
  readonly columns: Readonly<Record<string, ColumnType>>;
  columnsOf(document: Document, key: string): Readonly<Record<string, ColumnValue>>;
  /** Column lists to index, in order. */
  readonly indexes: readonly (readonly string[])[];
}

export type Condition =
  | ColumnValue
  | { readonly in: readonly ColumnValue[] }
  | {
      readonly from?: ColumnValue;
      readonly to?: ColumnValue;
      readonly above?: ColumnValue;
      readonly below?: ColumnValue;
    };

export interface Query {
  readonly where?: Readonly<Record<string, Condition>>;
  /**
   * Columns in order, `key` and `position` included; a leading minus (`-paidOn`) turns that column around.
   * The key is always the last tie-breaker. Nulls come before every value.
   */
  readonly orderBy?: readonly string[];
  /** Key-set paging when ordered by key alone: documents whose key is above this one. */
  readonly afterKey?: string;
  readonly limit?: number;
}

export interface Row<Document> {
  readonly key: string;
  /** The position of the last event folded into the document. */
  readonly position: number;
  readonly document: Document;
}

/** A document as folding goes on from it. */
export interface FoldedRow<Document> extends Pick<Row<Document>, 'key' | 'position'> {
  /** null where a page whose checkpoint has not moved yet has ended the document already, with the event at `position`. */
  readonly document: Document | null;
}

/** Sums of integer columns by group: `group` holds the values of the `groupBy` columns. */
export interface SumRow {
  readonly group: Readonly<Record<string, ColumnValue>>;
  readonly sums: Readonly<Record<string, number>>;
  readonly count: number;
}

/**
 * What queries see: the live generation of the projection's version. While another version is live, an older one that
 * was retired and not yet dropped goes on serving its own code; a version that was never switched to rejects with
 * `ProjectionNotBuiltError` instead of answering from half-built or differently shaped documents.
 * A projection that the store has never heard of answers as an empty one.
 */
export interface ReadModels {
  get<Document extends object>(projection: Projection<Document>, key: string): Promise<Row<Document> | null>;
  getMany<Document extends object>(
    projection: Projection<Document>,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, Row<Document>>>;
  find<Document extends object>(projection: Projection<Document>, query: Query): Promise<readonly Row<Document>[]>;
  count(projection: Projection, query: Pick<Query, 'where'>): Promise<number>;
  sum(
    projection: Projection,
    query: { where?: Query['where']; groupBy: readonly string[]; sums: readonly string[] },
  ): Promise<readonly SumRow[]>;
  /** Where the projection stands in the log; 0 when it has seen nothing. */
  checkpoint(projection: Projection): Promise<number>;
}

export interface DocumentWrite<Document> {
  readonly key: string;
  /** null deletes. */
  readonly document: Document | null;
  readonly position: number;
  readonly columns: Readonly<Record<string, ColumnValue>>;
}

/** Why a generation stands still: the event that its projection could not fold. Kept, so that other processes see it. */
export interface ProjectionFailure {
  readonly position: number;
  readonly eventId: string;
  readonly type: string;
  readonly error: string;
}

/** One built copy of a projection's documents: `building` beside `live`, then switched, then `retired`. */
export interface Generation {
  readonly projection: string;
  readonly version: number;
  readonly generation: number;
  readonly state: 'live' | 'building' | 'retired';
  readonly checkpoint: number;
  /** Nothing was ever written to it: what a writer does not have in memory is not there either. */
  readonly isUntouched: boolean;
  /** null while it follows the log; a later write clears it. */
  readonly failure: ProjectionFailure | null;
}

/** What projectors and rebuilds need of a store; every adapter passes the same contract suite. */
export interface ReadModelStore extends ReadModels {
  /**
   * Makes sure that the projection has a live generation of this version, or one that is building beside the live one
   * of an older version. Rejects with `ProjectionSupersededError` where a newer version is live: old code in a rolling
   * update must not build its past again.
   */
  open(projection: Projection): Promise<Generation>;
  /** A new building generation; or the one of this version that is building already, to be resumed. */
  startBuilding(projection: Projection): Promise<Generation>;
  load<Document extends object>(
    generation: Generation,
    projection: Projection<Document>,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, FoldedRow<Document>>>;
  /**
   * Writes documents and the checkpoint as one. `expectedCheckpoint` guards against a second projector:
   * answers false, writing nothing, when the stored checkpoint is another one, or the generation is retired or gone.
   */
  write<Document extends object>(
    generation: Generation,
    projection: Projection<Document>,
    writes: readonly DocumentWrite<Document>[],
    expectedCheckpoint: number,
    checkpoint: number,
  ): Promise<boolean>;
  /** Rejects with `GenerationGoneError` when the generation is retired or dropped: nobody may go on writing it. */
  checkpointOf(generation: Generation): Promise<number>;
  /** Keeps why the generation stands still; null where it goes on. */
  recordFailure(generation: Generation, failure: ProjectionFailure | null): Promise<void>;
  /** Costs the same however many documents there are: whoever looks after a process asks every few seconds. */
  generations(): Promise<readonly Generation[]>;
  /** How many documents it has; looks at all of them. Rejects with `GenerationGoneError` when it is dropped. */
  countRows(generation: Generation): Promise<number>;
  /** A sum over all documents (keys and contents) that does not depend on their order, as hexadecimal text. */
  controlSum(generation: Generation): Promise<string>;
  /** Makes the building generation live and retires the one that was. Rejects unless it is building. */
  switchTo(generation: Generation): Promise<void>;
  /** Removes a generation and its documents; rejects for the live one. Dropping what is gone already is no error. */
  drop(generation: Generation): Promise<void>;
  close(): Promise<void>;
}
