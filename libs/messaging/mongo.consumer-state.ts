import { mongo } from 'mongoose';
import { failingWithStorageErrors, isOnlyTakenKeys, MongoConnection } from '#libs/mongo';
import { Forgetting } from './forgetting';
import {
  Announced,
  ConsumerState,
  FirstParked,
  IntegrationMessage,
  KnownMessages,
  ParkedKey,
  Turn,
} from './messaging.port';

const PARKED_COUNTER = 'parked';

interface Checkpoint {
  readonly _id: string;
  readonly position: number;
}

/** Found by consumer and message together. */
interface Handled {
  readonly _id: string;
  readonly consumer: string;
  readonly position: number;
}

interface Parked {
  readonly _id: string;
  /** The order in which messages were parked, over all consumers. */
  readonly sequence: number;
  readonly consumer: string;
  readonly key: string;
  readonly message: string;
  readonly error: string;
  readonly attempts: number;
  readonly parkedAt: string;
}

/** Keeps consumers' places in MongoDB, for the processes of a service that share its work. One document is one write. */
export class MongoConsumerState implements ConsumerState {
  private readonly checkpoints: mongo.Collection<Checkpoint>;
  private readonly handled: mongo.Collection<Handled>;
  private readonly parked: mongo.Collection<Parked>;
  private readonly turns: mongo.Collection<Turn & { _id: string }>;
  private readonly announcements: mongo.Collection<{ _id: string; words: string[] }>;
  private readonly counters: mongo.Collection<{ _id: string; value: number }>;

  private constructor(
    private readonly connection: Pick<MongoConnection, 'close'>,
    database: mongo.Db,
    private readonly forgetting: Forgetting,
  ) {
    this.checkpoints = database.collection('bus_checkpoints');
    this.handled = database.collection('bus_handled');
    this.parked = database.collection('bus_parked');
    this.turns = database.collection('bus_turns');
    this.announcements = database.collection('bus_announced');
    this.counters = database.collection('bus_counters');
  }

  /**
   * @param url `mongodb://…`, with the name of the database as its path.
   * @param remembered how many handled messages stay; see `REMEMBERED_MESSAGES`.
   * Rejects with StorageError when the server does not answer, as every method does later.
   */
  static async open(url: string, remembered?: number): Promise<MongoConsumerState> {
    const connection = await MongoConnection.open({ url });
    return MongoConsumerState.prepared(connection, connection.database, remembered);
  }

  /** Over a connection of the process, which `close` leaves open. */
  static over(database: mongo.Db): Promise<MongoConsumerState> {
    return MongoConsumerState.prepared({ close: () => Promise.resolve() }, database);
  }

  private static async prepared(
    connection: Pick<MongoConnection, 'close'>,
    database: mongo.Db,
    remembered?: number,
  ): Promise<MongoConsumerState> {
    const state = new MongoConsumerState(connection, database, new Forgetting(remembered));
    await state.handled.createIndex({ consumer: 1, position: 1 });
    await state.parked.createIndex({ consumer: 1, key: 1, sequence: 1 });
    return failingWithStorageErrors(state);
  }

  async checkpoint(consumer: string): Promise<number> {
    return (await this.checkpoints.findOne({ _id: consumer }))?.position ?? 0;
  }

  async saveCheckpoint(consumer: string, position: number): Promise<void> {
    await this.checkpoints.updateOne({ _id: consumer }, { $max: { position } }, { upsert: true });
    if (!this.forgetting.isDue(consumer)) return;
    const passed = { consumer, position: { $lte: await this.checkpoint(consumer) } };
    const newestFirst = this.handled.find(passed).sort({ position: -1 });
    const [oldest] = await newestFirst
      .skip(this.forgetting.remembered - 1)
      .limit(1)
      .toArray();
    if (oldest) await this.handled.deleteMany({ consumer, position: { $lt: oldest.position } });
  }

  async lookUp(
    consumer: string,
    messages: readonly Pick<IntegrationMessage, 'messageId' | 'key'>[],
  ): Promise<KnownMessages> {
    const ids = new Map(messages.map(({ messageId }) => [idOf(consumer, messageId), messageId]));
    const keys = [...new Set(messages.map(({ key }) => key))];
    const [handled, parkedKeys] = await Promise.all([
      this.handled
        .find({ _id: { $in: [...ids.keys()] } })
        .project<Pick<Handled, '_id'>>({ _id: 1 })
        .toArray(),
      this.parked.distinct('key', { consumer, key: { $in: keys } }),
    ]);
    return {
      handled: new Set(handled.map(({ _id }) => ids.get(_id) ?? '')),
      parkedKeys: new Set(parkedKeys),
    };
  }

  async isHandled(consumer: string, messageId: string): Promise<boolean> {
    return (await this.handled.findOne({ _id: idOf(consumer, messageId) })) !== null;
  }

  async markHandled(consumer: string, messageId: string, position: number): Promise<void> {
    await orTaken(this.handled.insertOne({ _id: idOf(consumer, messageId), consumer, position }));
    this.forgetting.note(consumer, 1);
  }

  async markAllHandled(
    consumer: string,
    messages: readonly Pick<IntegrationMessage, 'messageId' | 'source'>[],
  ): Promise<void> {
    if (messages.length === 0) return;
    const marks = messages.map(({ messageId, source }) => ({
      _id: idOf(consumer, messageId),
      consumer,
      position: source.position,
    }));
    await orTaken(this.handled.insertMany(marks, { ordered: false }));
    this.forgetting.note(consumer, marks.length);
  }

  async isParked(consumer: string, key: string): Promise<boolean> {
    return (await this.parked.findOne({ consumer, key })) !== null;
  }

  async park(
    consumer: string,
    message: IntegrationMessage,
    error: string,
    attempts: number,
    parkedAt: string,
  ): Promise<void> {
    const _id = idOf(consumer, message.messageId);
    const renewed = attempts > 0 ? { error, attempts, parkedAt } : null;
    const known = await this.parked.findOne({ _id });
    if (known === null) {
      const sequence = await this.nextSequence();
      const { key } = message;
      const parked = { _id, sequence, consumer, key, message: JSON.stringify(message), error, attempts, parkedAt };
      if (await orTaken(this.parked.insertOne(parked))) return;
    }
    if (renewed !== null) await this.parked.updateOne({ _id }, { $set: renewed });
  }

  async parkedKeyCount(consumer?: string): Promise<number> {
    const [counted] = await this.parked
      .aggregate<{ keys: number }>([
        { $match: consumer === undefined ? {} : { consumer } },
        // In the order of the index, which holds everything that is asked for: no document is read.
        { $sort: { consumer: 1, key: 1 } },
        { $group: { _id: { consumer: '$consumer', key: '$key' } } },
        { $count: 'keys' },
      ])
      .toArray();
    return counted?.keys ?? 0;
  }

  async firstParked(consumer: string, key: string): Promise<FirstParked | null> {
    const first = await this.parked.findOne({ consumer, key }, { sort: { sequence: 1 } });
    if (first === null) return null;
    return { messageId: (JSON.parse(first.message) as IntegrationMessage).messageId, attempts: first.attempts };
  }

  async parkedKeys(consumer?: string): Promise<readonly ParkedKey[]> {
    const where = consumer === undefined ? {} : { consumer };
    const keys = new Map<string, ParkedKey>();
    for await (const one of this.parked.find(where).sort({ sequence: 1 })) {
      const name = idOf(one.consumer, one.key);
      const known = keys.get(name);
      keys.set(name, known ? { ...known, waiting: known.waiting + 1 } : parkedKeyOf(one));
    }
    return [...keys.values()];
  }

  async parkedMessages(consumer: string, key: string): Promise<readonly IntegrationMessage[]> {
    const parked = await this.parked.find({ consumer, key }).sort({ sequence: 1 }).toArray();
    return parked.map(({ message }) => JSON.parse(message) as IntegrationMessage);
  }

  async removeParked(consumer: string, messageId: string): Promise<void> {
    await this.parked.deleteOne({ _id: idOf(consumer, messageId) });
  }

  async turn(name: string): Promise<Turn | null> {
    const found = await this.turns.findOne({ _id: name });
    return found === null ? null : { holder: found.holder, beat: found.beat };
  }

  async passTurn(name: string, from: Turn | null, to: Turn | null): Promise<boolean> {
    if (from === null) {
      return to === null ? (await this.turn(name)) === null : orTaken(this.turns.insertOne({ _id: name, ...to }));
    }
    const { holder, beat } = from;
    if (to === null) return (await this.turns.deleteOne({ _id: name, holder, beat })).deletedCount === 1;
    return (await this.turns.replaceOne({ _id: name, holder, beat }, to)).matchedCount === 1;
  }

  async announced(name: string): Promise<readonly string[]> {
    return [...((await this.announcements.findOne({ _id: name }))?.words ?? [])].sort();
  }

  async announce(name: string, words: readonly string[]): Promise<void> {
    const added = { $addToSet: { words: { $each: [...words] } } };
    // Two that come first may both insert; the server lets the second find what the first has made only where it is asked again.
    try {
      await this.announcements.updateOne({ _id: name }, added, { upsert: true });
    } catch (error) {
      if (!isOnlyTakenKeys(error)) throw error;
      await this.announcements.updateOne({ _id: name }, added);
    }
  }

  async allAnnounced(): Promise<readonly Announced[]> {
    const all = await this.announcements.find().sort({ _id: 1 }).toArray();
    return all.flatMap(({ _id: name, words }) => [...words].sort().map((word) => ({ name, word })));
  }

  async withdrawAnnounced({ name, word }: Announced): Promise<void> {
    await this.announcements.updateOne({ _id: name }, { $pull: { words: word } });
  }

  async close(): Promise<void> {
    await this.connection.close();
  }

  private async nextSequence(): Promise<number> {
    const options = { upsert: true, returnDocument: 'after' } as const;
    const counter = await this.counters.findOneAndUpdate({ _id: PARKED_COUNTER }, { $inc: { value: 1 } }, options);
    return counter?.value ?? 1;
  }
}

function idOf(consumer: string, name: string): string {
  return JSON.stringify([consumer, name]);
}

/** @returns false where a document with this id is there already. */
async function orTaken(insertion: Promise<unknown>): Promise<boolean> {
  try {
    await insertion;
    return true;
  } catch (error) {
    // Of a bulk every refusal counts: a mark that was lost for another reason must not pass for one that was there.
    if (isOnlyTakenKeys(error)) return false;
    throw error;
  }
}

function parkedKeyOf({ consumer, key, message, error, attempts, parkedAt }: Parked): ParkedKey {
  const { messageId, contract } = JSON.parse(message) as IntegrationMessage;
  return { consumer, key, firstMessageId: messageId, contract, error, attempts, parkedAt, waiting: 1 };
}
