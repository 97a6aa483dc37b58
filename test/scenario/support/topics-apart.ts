import { RecordedEvent } from '#libs/kernel';
import { BusServer, Dispatcher, IntegrationMessage, MessageHandlerFunction, Relays } from '#libs/messaging';
import { topicOfContract } from '#libs/messaging/kafka';
import { Kvitok, SERVICES } from '#services/app';

/** Which of the topics that have something unread a consumer reads next, and how many messages of it. */
export interface TopicOrder {
  next(topics: readonly string[]): { readonly topic: string; readonly messages: number };
}

/** All of a topic before anything of the one behind it; topics that are not named come last. */
export function oneTopicBeforeAnother(...first: readonly string[]): TopicOrder {
  const rank = (topic: string) => (first.includes(topic) ? first.indexOf(topic) : first.length);
  return {
    next: (topics) => {
      const [topic] = [...topics].sort((left, right) => rank(left) - rank(right));
      return { topic: topic ?? '', messages: Infinity };
    },
  };
}

/** Some messages of some topic, then some of another. */
export function topicsMixed(random: () => number, mostAtOnce: number): TopicOrder {
  return {
    next: (topics) => ({
      topic: topics[Math.floor(random() * topics.length)] ?? '',
      messages: 1 + Math.floor(random() * mostAtOnce),
    }),
  };
}

/** Beyond so many rounds reactions answer one another in a circle. */
const ROUNDS_LIMIT = 1_000;

/**
 * Delivers to the reactions of a system what its log tells as the distributed mode may: each topic in the order of the log,
 * and the topics in any order among one another. The dispatcher and the reactions are the real ones.
 */
export class TopicsApart {
  private readonly relays = new Relays(SERVICES.flatMap(({ relays }) => relays));
  private readonly topics = new Map<string, IntegrationMessage[]>();
  /** How many messages of a topic a consumer has dealt with. */
  private readonly places = new Map<string, number>();
  private readonly dispatchers = new Map<string, Dispatcher>();
  private readUpTo = 0;
  /** What was parked, in words for whoever reads the failure. */
  readonly parked: string[] = [];

  constructor(
    private readonly kvitok: Kvitok,
    private readonly order: TopicOrder,
  ) {}

  /** Until nothing of the log is news to these consumers; all of them where none is named. */
  async deliver(...consumers: readonly string[]): Promise<void> {
    const servers = this.kvitok.servers.filter(
      ({ consumer }) => consumers.length === 0 || consumers.includes(consumer),
    );
    for (let round = 0; round < ROUNDS_LIMIT; round += 1) {
      await this.read();
      let delivered = 0;
      for (const server of servers) delivered += await this.deliverTo(server);
      if (delivered === 0) return this.kvitok.stack.projector.catchUp();
    }
    throw new Error(`Reactions did not come to rest within ${ROUNDS_LIMIT} rounds`);
  }

  private async read(): Promise<void> {
    for (let caughtUp = false; !caughtUp;) {
      const page = await this.kvitok.stack.store.readAll({ after: this.readUpTo, limit: 1_000 });
      for (const message of page.events.flatMap((event: RecordedEvent) => this.relays.messagesOf(event))) {
        const topic = topicOfContract(message.contract);
        this.topics.set(topic, [...(this.topics.get(topic) ?? []), message]);
      }
      this.readUpTo = page.checkpoint;
      ({ caughtUp } = page);
    }
  }

  private async deliverTo(server: BusServer): Promise<number> {
    const heard = new Set([...server.getHandlers().keys()].map(topicOfContract));
    const placeOf = (topic: string) => this.places.get(`${server.consumer} ${topic}`) ?? 0;
    let delivered = 0;
    for (;;) {
      const unread = [...heard].filter((topic) => placeOf(topic) < (this.topics.get(topic)?.length ?? 0)).sort();
      if (unread.length === 0) return delivered;
      const { topic, messages } = this.order.next(unread);
      const batch = this.topics.get(topic)?.slice(placeOf(topic), placeOf(topic) + messages) ?? [];
      await this.dispatcherOf(server).deliver(batch);
      this.places.set(`${server.consumer} ${topic}`, placeOf(topic) + batch.length);
      delivered += batch.length;
    }
  }

  private dispatcherOf(server: BusServer): Dispatcher {
    const known = this.dispatchers.get(server.consumer);
    if (known) return known;
    const { consumerState: state, clock } = this.kvitok.stack;
    const dispatcher = new Dispatcher({
      consumer: server.consumer,
      state,
      now: () => clock.now(),
      handlerOf: (contract) => server.getHandlerByPattern(contract) as MessageHandlerFunction | null,
      pause: async () => undefined,
      onParked: ({ contract, key }, error) => this.parked.push(`${server.consumer}: ${contract} of ${key}: ${error}`),
    });
    this.dispatchers.set(server.consumer, dispatcher);
    return dispatcher;
  }
}
