/** A record with its place. */
export interface KeptRecord<Document extends object = object> {
  readonly key: string;
  /** Records of one owner are found and removed together; null where a record has none. */
  readonly group: string | null;
  readonly document: Document;
  /** UTC instant from which on the record is not there. */
  readonly expiresAt: string;
}

/** What a change makes of a record: another document, nothing any more, or no change. */
export type Change<Document extends object> =
  | { readonly kind: 'keep'; readonly document: Document; readonly expiresAt: string; readonly group?: string | null }
  | { readonly kind: 'remove' }
  | { readonly kind: 'leave' };

/**
 * Small durable state that is no fact and ends by itself: sessions, counters of attempts, links that work once. Losing it
 * costs people a sign-in and nothing else; so it is no part of the log. Documents are JSON.
 *
 * Time is an argument. What has expired is not there, whether it was swept or not. Every adapter passes the same contract
 * suite. Rejects with ExpiringRecordsError where the store fails, and with StorageError where it lies on a server that is
 * away for a time: whether a write was carried out is open then.
 */
export interface ExpiringRecords {
  get<Document extends object>(collection: string, key: string, now: string): Promise<KeptRecord<Document> | null>;
  /** The records of an owner, in the order of their keys. */
  ofGroup<Document extends object>(
    collection: string,
    group: string,
    now: string,
  ): Promise<readonly KeptRecord<Document>[]>;
  /** Every record of a collection, in the order of the keys, so many at most. */
  all<Document extends object>(
    collection: string,
    now: string,
    limit: number,
  ): Promise<readonly KeptRecord<Document>[]>;
  /**
   * Reads and writes as one, also where other processes do the same: `change` sees the document as it is, decides and
   * answers. It is pure, for it may be called again.
   */
  change<Document extends object, Answer>(
    place: { readonly collection: string; readonly key: string; readonly now: string },
    change: (current: Document | null) => { readonly change: Change<Document>; readonly answer: Answer },
  ): Promise<Answer>;
  remove(collection: string, key: string): Promise<void>;
  removeGroup(collection: string, group: string): Promise<void>;
  /** Deletes what has expired; answers how many. */
  sweep(now: string): Promise<number>;
  close(): Promise<void>;
}

/** The store of the records cannot be read or written. */
export class ExpiringRecordsError extends Error {
  readonly code = 'IDENTITY_RECORDS_UNAVAILABLE';

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'ExpiringRecordsError';
  }
}
