/**
 * By what a vault recognises the key that it was sealed with, without keeping any of it. A mark lies where the sealed rows lie,
 * so that it goes wherever they are copied. Methods reject as those of the rows do.
 */
export interface KeyMarks {
  /** The mark under a name; null where none is kept. */
  markOf(name: string): Promise<string | null>;
  /** Keeps a mark unless there is one; answers with the one that is kept then, also where several processes begin at once. */
  markIfNone(name: string, mark: string): Promise<string>;
  /** Keeps a mark in place of another. */
  markAnew(name: string, mark: string): Promise<void>;
}
