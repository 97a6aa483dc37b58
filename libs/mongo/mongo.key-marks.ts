import { mongo } from 'mongoose';
import { isTakenKey } from './mongo-errors';

interface StoredMark {
  readonly _id: string;
  readonly mark: string;
}

/** The marks of the keys of a vault, in a collection. What the server says is turned by `asErrors` into what the vault throws. */
export class MongoKeyMarks {
  private readonly marks: mongo.Collection<StoredMark>;

  /** @param collection its name, which begins as those of the vault: so it goes where the vault goes. */
  constructor(
    database: mongo.Db,
    collection: string,
    private readonly asErrors: <Answer>(work: () => Promise<Answer>) => Promise<Answer>,
  ) {
    this.marks = database.collection<StoredMark>(collection);
  }

  async markOf(name: string): Promise<string | null> {
    return this.asErrors(async () => (await this.marks.findOne({ _id: name }))?.mark ?? null);
  }

  async markIfNone(name: string, mark: string): Promise<string> {
    return this.asErrors(async () => {
      const kept = await this.marks.findOne({ _id: name });
      if (kept !== null) return kept.mark;
      try {
        await this.marks.insertOne({ _id: name, mark });
        return mark;
      } catch (error) {
        if (!isTakenKey(error)) throw error;
        // Another process was faster: its mark is the mark.
        return (await this.marks.findOne({ _id: name }))?.mark ?? mark;
      }
    });
  }

  async markAnew(name: string, mark: string): Promise<void> {
    await this.asErrors(() => this.marks.updateOne({ _id: name }, { $set: { mark } }, { upsert: true }));
  }
}
