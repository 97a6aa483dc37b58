import { join } from 'node:path';
import { EventStore, KurrentEventStore, SqliteEventIds } from '#libs/event-store';
import { kafkaTransport } from '#libs/messaging/kafka';
import { DistributedSettings } from '../config/distributed-settings';
import { createStack, StackOptions } from './create-stack';
import { makeDataFolder } from './data-folder';
import { openEventStore } from './embedded-stack';
import { KeysAsked, openMongoPorts } from './mongo-ports';
import { openMailer } from './open-mailer';
import { Stack } from './stack';
import { VaultName } from './vaults';

/** Which events of the log are where; a process has its own, and builds it again where it is lost. */
const EVENT_IDS_FILE = 'event-ids.sqlite';
const LOG_NAME = 'kvitok.';

export interface DistributedStackOptions extends StackOptions {
  readonly distributed: DistributedSettings;
  /** How the process calls itself to the brokers. */
  readonly name: string;
  /** The folder of the log where it is a file, which all processes of the host share; else a folder of this process. */
  readonly dataDir: string;
  /** What its services have declared that they need. */
  readonly vaults: readonly VaultName[];
  /** When a key that is not named is asked for; at the start where absent. */
  readonly keysAsked?: KeysAsked | undefined;
  /** The process is to end. */
  readonly stopping: AbortSignal;
  /** What a client of a server outside has to tell of its connections. */
  onConnection?(level: 'error' | 'warn', text: string): void;
}

/**
 * Binds the ports to what processes share: messages go by Kafka, whatever else is kept lies in MongoDB, the log in KurrentDB or in
 * a file of the host. Throws what `createEmbeddedStack` throws of a log and what `openMongoPorts` throws, StorageError where
 * KurrentDB does not answer; Kafka is waited for by whoever needs it.
 */
export async function createDistributedStack(options: DistributedStackOptions): Promise<Stack> {
  const { dataDir } = options;
  const environment = options.environment ?? process.env;
  makeDataFolder(dataDir);
  return createStack(options, async (opened) => {
    const store = opened(await openLog(options));
    const { mongoUrl: url } = options.distributed;
    const ports = opened(
      await openMongoPorts({
        url,
        environment,
        vaults: options.vaults,
        keysAsked: options.keysAsked,
        clock: options.clock,
        hasher: options.codeHasher,
        onError: (error) => options.onConnection?.('error', error instanceof Error ? error.message : String(error)),
      }),
    );
    const { readModelStore, consumerState, vault, codeVault, accessRecords, blobs, leaseHolders } = ports;
    return {
      ...{ store, readModelStore, consumerState, vault, codeVault, accessRecords, blobs, leaseHolders },
      mailer: opened(openMailer(dataDir, environment)),
      transport: opened(openTransport(options, { events: store, state: consumerState })),
    };
  });
}

async function openLog({ distributed, dataDir, upcasting, ...options }: DistributedStackOptions): Promise<EventStore> {
  const { kurrentUrl } = distributed;
  if (kurrentUrl === null) return openEventStore(dataDir, upcasting);
  const ids = new SqliteEventIds(join(dataDir, EVENT_IDS_FILE), LOG_NAME);
  return KurrentEventStore.open({
    url: kurrentUrl,
    ids,
    streamPrefix: LOG_NAME,
    stopping: options.stopping,
    ...(upcasting === undefined ? {} : { upcasting }),
    onInterrupted: (error) => options.onConnection?.('warn', `KurrentDB: ${String(error)}`),
  });
}

function openTransport(
  { distributed, name, translations, ...options }: DistributedStackOptions,
  log: Pick<Parameters<typeof kafkaTransport>[0], 'events' | 'state'>,
) {
  const { brokers, partitions, replicas, tls, login } = distributed.kafka;
  return kafkaTransport({
    ...{ brokers, partitions, replicas, translations },
    ...log,
    clientId: `kvitok-${name}`,
    security: { ssl: tls, ...(login === null ? {} : { sasl: { mechanism: 'scram-sha-512', ...login } }) },
    onLog: (level, text) => options.onConnection?.(level, text),
  });
}
