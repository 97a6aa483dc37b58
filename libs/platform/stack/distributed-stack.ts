import { kafkaTransport } from '#libs/messaging/kafka';
import { MongoConsumerState } from '#libs/messaging/mongo';
import { MongoReadModelStore } from '#libs/read-models/mongo';
import { DistributedSettings } from '../config/distributed-settings';
import { createStack, StackOptions } from './create-stack';
import { makeDataFolder } from './data-folder';
import { openBesidePorts, openEventStore } from './embedded-stack';
import { Stack } from './stack';

export interface DistributedStackOptions extends StackOptions {
  readonly distributed: DistributedSettings;
  /** How the process calls itself to the brokers. */
  readonly name: string;
  /** The folder of the log and of the vaults, which all processes of the host share. */
  readonly dataDir: string;
  /** What a client of a server outside has to tell of its connections. */
  onConnection?(level: 'error' | 'warn', text: string): void;
}

/**
 * Binds the ports to what processes share: messages go by Kafka, read models and places on the bus lie in MongoDB.
 * Throws what `createEmbeddedStack` throws of a log, and the error of the driver where MongoDB does not answer; Kafka is
 * waited for by whoever needs it.
 */
export async function createDistributedStack(options: DistributedStackOptions): Promise<Stack> {
  const { distributed, dataDir, name, translations, upcasting } = options;
  const { kafka, mongoUrl } = distributed;
  makeDataFolder(dataDir);
  return createStack(options, async (opened) => {
    const store = opened(openEventStore(dataDir, upcasting));
    const consumerState = opened(await MongoConsumerState.open(mongoUrl));
    const readModelStore = opened(await MongoReadModelStore.open({ url: mongoUrl }));
    const transport = opened(
      kafkaTransport({
        brokers: kafka.brokers,
        clientId: `kvitok-${name}`,
        partitions: kafka.partitions,
        replicas: kafka.replicas,
        security: {
          ssl: kafka.tls,
          ...(kafka.login === null ? {} : { sasl: { mechanism: 'scram-sha-512', ...kafka.login } }),
        },
        onLog: (level, text) => options.onConnection?.(level, text),
        events: store,
        state: consumerState,
        translations,
      }),
    );
    return { store, consumerState, readModelStore, transport, ...openBesidePorts(dataDir, options, opened) };
  });
}
