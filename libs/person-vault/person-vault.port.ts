/** Personal data of one person by field: `lastName`, `firstName`, `phone`. */
export type PersonFields = Readonly<Record<string, string>>;

export interface Person {
  readonly personId: string;
  readonly fields: PersonFields;
}

/**
 * What a change makes of the fields that are kept; null where nothing is kept of the person. It answers with all fields as
 * they are to be, or with null where they stay as they are. It is pure, and decided upon its own outcome it changes nothing
 * more: it is called again where somebody else has written since the fields were read.
 */
export type FieldsChange = (fields: PersonFields | null) => PersonFields | null;

/**
 * Where names, phones and the like live; everything else carries a `personId` only (152-ФЗ). What is kept is sealed
 * with a key of the person's own, and that key with a master key from outside. Erasing drops the person's key: what
 * was sealed with it, here or in an event, can be read by nobody any more, while the log stays as it was.
 *
 * Every adapter passes the same contract suite. Methods reject with PersonErasedError where something is to be kept
 * of an erased person, with PersonVaultError where what is kept cannot be opened or the store fails, and with StorageError
 * where the store lies on a server that is away for a time.
 */
export interface PersonVault {
  /**
   * Keeps these fields in place of whatever was kept of the person, also of what somebody else has just written: only for
   * those of whom all is known. Whoever changes a part asks for `change`.
   */
  put(personId: string, fields: PersonFields): Promise<void>;
  /**
   * As `put` for each. None where one of them is erased already; where the store fails, or a person is erased at the same
   * moment, some may be kept, each whole: the call may be made again.
   */
  putMany(people: readonly Person[]): Promise<void>;
  /**
   * Reads, decides and writes as one, also where other processes do the same: no change undoes another. Throws StorageError
   * `busy` where others were faster again and again, and PersonErasedError unless nothing is to be changed.
   */
  change(personId: string, decide: FieldsChange): Promise<void>;
  /**
   * As `change` for each, in portions; only those that somebody else has changed meanwhile are decided again. Answers with
   * those that are erased, of whom nothing is kept. Where the store fails some may be changed, each whole.
   */
  changeMany(
    personIds: readonly string[],
    decide: (personId: string, fields: PersonFields | null) => PersonFields | null,
  ): Promise<readonly string[]>;
  /** The fields; null for a person who is unknown or erased. */
  get(personId: string): Promise<PersonFields | null>;
  /** The fields of many people; those unknown or erased are absent. */
  getMany(personIds: readonly string[]): Promise<ReadonlyMap<string, PersonFields>>;
  /**
   * Seals a text for an event with the person's key, such as a message to a specialist. The purpose (`message:<id>`)
   * is bound to it: sealed for one purpose it opens for no other.
   */
  seal(personId: string, purpose: string, text: string): Promise<string>;
  /** The text; null when the person is erased. */
  open(personId: string, purpose: string, sealed: string): Promise<string | null>;
  /** As `seal`, for bytes that lie outside the log, such as a file attached to a message. */
  sealBytes(personId: string, purpose: string, bytes: Uint8Array): Promise<Buffer>;
  /** As `open`: the bytes; null when the person is erased. */
  openBytes(personId: string, purpose: string, sealed: Uint8Array): Promise<Buffer | null>;
  /** Drops the person's key and all that is kept, for ever: nothing is kept of this person again. Once or again. */
  erase(personId: string): Promise<void>;
  close(): Promise<void>;
}

/** Wraps the keys of persons. A new version is put first and old ones are kept for as long as a row needs them. */
export interface MasterKey {
  readonly version: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

/** Something is to be kept of a person who was erased. */
export class PersonErasedError extends Error {
  readonly code = 'IDENTITY_PERSON_ERASED';

  constructor(readonly personId: string) {
    super(`Person ${personId} was erased`);
    this.name = 'PersonErasedError';
  }
}

/** What is kept cannot be opened: another master key, or changed bytes. Or the store itself fails. */
export class PersonVaultError extends Error {
  readonly code = 'IDENTITY_VAULT_UNAVAILABLE';

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'PersonVaultError';
  }
}
