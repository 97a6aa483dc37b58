import { RecordedEvent } from '#libs/kernel';
import { DocumentWrite, Generation, Projection, ReadModelStore } from './read-models.port';

/** Documents that a rebuild writes in one transaction; a larger flush is cut, so that no lock is held for seconds. */
export const FLUSH_SLICE_DOCUMENTS = 10_000;
/** Documents whose size is looked at after each page, to know how large the cache is without writing it all out. */
const SIZE_SAMPLES_PER_PAGE = 4;

interface Entry {
  document: object | null;
  position: number;
  changed: boolean;
}

/** An event that its projection could not fold. Says which event and keeps why. */
export class FoldError extends Error {
  constructor(
    readonly event: RecordedEvent,
    override readonly cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause));
    this.name = 'FoldError';
  }
}

/** What a track keeps in memory; reaching any limit makes it flush. */
export interface CacheLimits {
  readonly documents: number;
  /** Characters of the documents as JSON. */
  readonly characters: number;
  readonly events: number;
  /**
   * Nobody reads the generation yet. Its documents stay in memory after a flush, for the next events of the same keys,
   * and a large flush may be seen half done.
   */
  readonly isUnread: boolean;
}

/** A live projection: its readers see the new documents soon, and its memory is free between appends. */
export const LIVE_LIMITS: CacheLimits = {
  documents: 20_000,
  characters: 8_000_000,
  events: 20_000,
  isUnread: false,
};

/** A rebuild: nobody reads it yet, so a document touched a hundred times is written once, as memory allows. */
export const REBUILD_LIMITS: CacheLimits = {
  documents: 400_000,
  // About 300 MB of objects.
  characters: 48_000_000,
  // A kill repeats at most so many events.
  events: 1_000_000,
  isUnread: true,
};

/**
 * One projection on its way through the log: the documents that it holds in memory, how far it has folded, and how
 * far the store knows.
 */
export class Track {
  readonly handled: ReadonlySet<string>;
  /** The position up to which the log is folded, in memory. */
  position: number;
  private storedPosition: number;
  private documents = new Map<string, Entry>();
  /** True while a key that is not in memory is not in the store either: the generation was empty at the start. */
  private complete: boolean;
  private eventsSinceFlush = 0;
  private averageCharacters = 0;

  constructor(
    private readonly store: ReadModelStore,
    readonly projection: Projection,
    readonly generation: Generation,
    private readonly limits: CacheLimits,
  ) {
    this.handled = new Set(projection.handles);
    this.position = generation.checkpoint;
    this.storedPosition = generation.checkpoint;
    this.complete = generation.isUntouched;
  }

  get checkpoint(): number {
    return this.storedPosition;
  }

  /**
   * Reads the stored checkpoint again and forgets everything unsaved when another process has moved it.
   *
   * @returns false when the stored checkpoint was the one this track knew.
   * @throws GenerationGoneError when the generation is retired or dropped.
   */
  async refresh(): Promise<boolean> {
    const stored = await this.store.checkpointOf(this.generation);
    if (stored === this.storedPosition) return false;
    this.restart(stored);
    return true;
  }

  /** Forgets what is not saved. */
  restart(stored: number = this.storedPosition): void {
    this.documents = new Map();
    this.complete = false;
    this.eventsSinceFlush = 0;
    this.position = stored;
    this.storedPosition = stored;
  }

  /**
   * Folds a page of the log that reaches to `checkpoint`, in memory.
   *
   * @throws FoldError when the projection throws; the documents in memory are then worthless: `restart`.
   */
  async fold(events: readonly RecordedEvent[], checkpoint: number): Promise<void> {
    const { projection, handled } = this;
    if (!this.complete) await this.loadFor(events);
    let folded = 0;
    for (const event of events) {
      if (!handled.has(event.type)) continue;
      try {
        for (const key of projection.keysOf(event)) this.foldInto(key, event);
      } catch (error) {
        throw new FoldError(event, error);
      }
      folded += 1;
    }
    this.position = checkpoint;
    this.eventsSinceFlush += folded;
    this.sampleSizes(events);
  }

  /** True when what is in memory has reached one of the limits. */
  isFull(): boolean {
    const { documents, characters, events } = this.limits;
    return (
      this.documents.size >= documents ||
      this.eventsSinceFlush >= events ||
      this.documents.size * this.averageCharacters >= characters
    );
  }

  /**
   * Writes the changed documents and the checkpoint.
   *
   * @returns false when another process has moved the checkpoint: this track has gone back to what is stored.
   * @throws GenerationGoneError when the generation is retired or dropped.
   */
  async flush(): Promise<boolean> {
    if (this.position === this.storedPosition) return true;
    const writes = this.changedDocuments();
    // All slices but the last leave the checkpoint where it is. A kill between two of them is harmless: the positions
    // of the documents tell which events they hold already. Deletions leave no position behind, so they come last,
    // together with the checkpoint. What is read is never cut: its documents and its checkpoint are one.
    while (this.limits.isUnread && writes[FLUSH_SLICE_DOCUMENTS - 1]?.document) {
      const slice = writes.splice(0, FLUSH_SLICE_DOCUMENTS);
      if (!(await this.write(slice, this.storedPosition))) return false;
    }
    if (!(await this.write(writes, this.position))) return false;
    this.storedPosition = this.position;
    this.eventsSinceFlush = 0;
    this.forgetSaved();
    return true;
  }

  private async write(writes: readonly DocumentWrite<object>[], checkpoint: number): Promise<boolean> {
    if (await this.store.write(this.generation, this.projection, writes, this.storedPosition, checkpoint)) return true;
    await this.refresh();
    return false;
  }

  private foldInto(key: string, event: RecordedEvent): void {
    let entry = this.documents.get(key);
    if (entry === undefined) {
      entry = { document: null, position: 0, changed: false };
      this.documents.set(key, entry);
    } else if (event.position <= entry.position) {
      return;
    }
    const before = entry.document;
    entry.document = this.projection.evolve(before, event, key);
    entry.position = event.position;
    if (before !== null || entry.document !== null) entry.changed = true;
  }

  private async loadFor(events: readonly RecordedEvent[]): Promise<void> {
    const missing = new Set<string>();
    for (const event of events) {
      if (!this.handled.has(event.type)) continue;
      try {
        for (const key of this.projection.keysOf(event)) if (!this.documents.has(key)) missing.add(key);
      } catch (error) {
        throw new FoldError(event, error);
      }
    }
    if (missing.size === 0) return;
    const rows = await this.store.load(this.generation, this.projection, [...missing]);
    for (const [key, row] of rows) {
      this.documents.set(key, { document: row.document, position: row.position, changed: false });
    }
  }

  /** Sorted by key, because a tree of keys grows fastest from one side; deletions at the end. */
  private changedDocuments(): DocumentWrite<object>[] {
    const changed: string[] = [];
    const deleted: DocumentWrite<object>[] = [];
    for (const [key, { changed: isChanged, document, position }] of this.documents) {
      if (!isChanged) continue;
      if (document === null) deleted.push({ key, document, position, columns: {} });
      else changed.push(key);
    }
    const writes: DocumentWrite<object>[] = changed.sort().map((key) => {
      const { document, position } = this.documents.get(key) as Entry & { document: object };
      return { key, document, position, columns: this.projection.columnsOf(document, key) };
    });
    return deleted.length === 0 ? writes : writes.concat(deleted);
  }

  /** Everything is saved: keeps the documents in memory when they fit, else drops the older ones. */
  private forgetSaved(): void {
    const { documents, characters, isUnread } = this.limits;
    const keep = isUnread ? Math.min(documents, characters / Math.max(1, this.averageCharacters)) / 2 : 0;
    let excess = this.documents.size >= keep * 2 ? this.documents.size - keep : 0;
    for (const [key, entry] of this.documents) {
      // What has ceased to be is absent in the store as well: forgetting it hides nothing.
      if (entry.document === null) this.documents.delete(key);
      else if (excess > 0) {
        this.documents.delete(key);
        this.complete = false;
      } else entry.changed = false;
      excess -= 1;
    }
  }

  private sampleSizes(events: readonly RecordedEvent[]): void {
    for (const event of events.slice(-SIZE_SAMPLES_PER_PAGE)) {
      const key = this.handled.has(event.type) ? this.projection.keysOf(event)[0] : undefined;
      const document = key === undefined ? undefined : this.documents.get(key)?.document;
      if (!document) continue;
      const characters = JSON.stringify(document).length;
      const average = this.averageCharacters === 0 ? characters : this.averageCharacters;
      this.averageCharacters = average * 0.9 + characters * 0.1;
    }
  }
}
