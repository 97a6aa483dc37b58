import { EventStore } from '#libs/event-store';
import { wordsOfTranslations } from './announcements';
import { ConsumerPlaces } from './consumer-places';
import { KafkaConnection, KafkaConnectionOptions } from './kafka.connection';
import { KafkaRelay, relayName } from './kafka.relay';
import { KafkaServer } from './kafka.server';
import { ConsumerState, RelayTranslation } from './messaging.port';
import { Transport } from './transport';

export interface KafkaTransportOptions extends KafkaConnectionOptions {
  readonly events: EventStore;
  readonly state: ConsumerState;
  /** What all services tell: whoever waits until everything was heard publishes it first. */
  readonly translations: readonly RelayTranslation[];
}

/** The services hear one another by way of Kafka. Nothing connects before somebody asks for it. */
export function kafkaTransport(options: KafkaTransportOptions): Transport {
  const { events, state, translations } = options;
  const connection = new KafkaConnection(options);
  const places = new ConsumerPlaces(state);
  const services = new Set(translations.map(({ service }) => service));
  const ownOf = (service: string) => translations.filter((translation) => translation.service === service);
  const relays = new Map<string, KafkaRelay>();
  let onFailure: (error: unknown) => void = () => undefined;
  const relayOf = (service: string): KafkaRelay => {
    const known = relays.get(service);
    if (known !== undefined) return known;
    const onError = (error: unknown) => onFailure(error);
    const relay = new KafkaRelay({ service, connection, events, state, translations: ownOf(service), onError });
    relays.set(service, relay);
    return relay;
  };
  const publishAll = async () => {
    for (const service of services) await relayOf(service).drain();
  };
  return {
    places,
    async announce() {
      for (const service of services) await relayOf(service).announce();
    },
    announces: new Map([...services].map((service) => [relayName(service), wordsOfTranslations(ownOf(service))])),
    server: (server) => new KafkaServer({ connection, events, state, places, translations, publishAll, ...server }),
    publish(services, onError) {
      onFailure = onError;
      for (const service of services) relayOf(service).start();
    },
    async close() {
      for (const relay of relays.values()) await relay.close();
      await connection.close();
    },
  };
}
