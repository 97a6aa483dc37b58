import { Connection, createConnection, mongo } from 'mongoose';
import { asStorageError } from './mongo-errors';

/** How long a call waits for a server that is away before it fails. */
const SERVER_SELECTION_MS = 5_000;
/** How long a connection may take to come about, and a look at a server that does not answer. */
const CONNECT_MS = 5_000;
/**
 * How often each server is looked at. A call has no end of its own, for an index over millions takes its time: a server
 * that is not there any more is noticed by this look, and the calls that wait for it are ended.
 */
const LOOKS_EVERY_MS = 5_000;
/** Connections of one process, and how long a call waits for a free one. */
const CONNECTIONS_MAX = 50;
const FREE_CONNECTION_MS = 5_000;
/** How long most of the servers may take to confirm a write. */
const CONFIRMED_WITHIN_MS = 10_000;

export interface MongoConnectionOptions {
  /** `mongodb://…`, with the name of the database as its path. */
  readonly url: string;
  readonly connectionsMax?: number;
  readonly serverSelectionMs?: number;
}

/** The address is none of a MongoDB. It may hold a password and stands in no message. */
export class MongoAddressError extends Error {
  readonly code = 'MONGODB_ADDRESS';

  constructor() {
    super('The address of MongoDB is none: mongodb://HOST:PORT/DATABASE is expected');
    this.name = 'MongoAddressError';
  }
}

/**
 * The one connection of a process to MongoDB, shared by all that keeps something there. Every write counts when most of
 * the servers have it in their journals: what was answered for is there after any of them has gone.
 */
export class MongoConnection {
  private constructor(
    private readonly connection: Connection,
    readonly database: mongo.Db,
  ) {}

  /** Rejects with MongoAddressError, and with StorageError where no server answers in time. */
  static async open(options: MongoConnectionOptions): Promise<MongoConnection> {
    const connection = createConnection();
    try {
      await connection.openUri(options.url, {
        appName: 'kvitok',
        autoIndex: false,
        autoCreate: false,
        maxPoolSize: options.connectionsMax ?? CONNECTIONS_MAX,
        waitQueueTimeoutMS: FREE_CONNECTION_MS,
        serverSelectionTimeoutMS: options.serverSelectionMs ?? SERVER_SELECTION_MS,
        connectTimeoutMS: CONNECT_MS,
        heartbeatFrequencyMS: LOOKS_EVERY_MS,
        readPreference: 'primary',
        writeConcern: { w: 'majority', journal: true, wtimeoutMS: CONFIRMED_WITHIN_MS },
      });
    } catch (error) {
      await connection.close(true).catch(() => undefined);
      throw openingError(error);
    }
    const { db } = connection;
    if (db === undefined) throw new MongoAddressError();
    return new MongoConnection(connection, db);
  }

  /** Whether the first server answers now. */
  async answers(): Promise<boolean> {
    return this.database.command({ ping: 1 }).then(
      () => true,
      () => false,
    );
  }

  /** May be called again. */
  async close(): Promise<void> {
    await this.connection.close();
  }
}

function openingError(error: unknown): unknown {
  const { name, reason } = error as { readonly name?: unknown; readonly reason?: unknown };
  // Told by its name: the reader of addresses has a class of that name of its own.
  if (name === 'MongoParseError') return new MongoAddressError();
  // Mongoose has an error of its own for a server that was not found, and does not hand on the driver's.
  if (name === 'MongooseServerSelectionError') {
    return asStorageError(
      new mongo.MongoServerSelectionError('No server answers', reason as mongo.TopologyDescription),
    );
  }
  return asStorageError(error);
}
