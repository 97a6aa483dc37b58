import { EventStore } from '#libs/event-store';
import { ConsumerPlaces } from './consumer-places';
import { Announcements, LOG_AS_BUS, wordsOfTranslations } from './announcements';
import { InProcessServer } from './in-process.server';
import { ConsumerState, RelayTranslation } from './messaging.port';
import { Transport } from './transport';

export interface InProcessTransportOptions {
  readonly events: EventStore;
  readonly state: ConsumerState;
  readonly translations: readonly RelayTranslation[];
}

/** Every service follows the log itself: nothing is published, and nothing is in between. */
export function inProcessTransport(parts: InProcessTransportOptions): Transport {
  const places = new ConsumerPlaces(parts.state);
  const { state, translations } = parts;
  const words = wordsOfTranslations(translations);
  return {
    places,
    announce: () => new Announcements({ name: LOG_AS_BUS, state }).announce(words),
    announces: new Map([[LOG_AS_BUS, words]]),
    server: (options) => new InProcessServer({ ...parts, places, ...options }),
    publish: () => undefined,
    close: async () => undefined,
  };
}
