import { setTimeout as sleep } from 'node:timers/promises';
import { Server } from '@nestjs/microservices';
import { Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs';
import { EventStore, isLeftToNewer, isStorageError } from '#libs/event-store';
import { Announcements, contractForNewer, KnownContracts } from './announcements';
import { ConsumerPlaces } from './consumer-places';
import { DeliveryStoppedError, Dispatcher, MessageHandlerFunction } from './dispatcher';
import { contractAhead, KafkaConnection, readMessage, RETRY, topicOf, topicOfContract } from './kafka.connection';
import { KafkaMembership } from './kafka.membership';
import { KafkaProgress } from './kafka.progress';
import { newerTypesOf } from './kafka.relay';
import { ConsumerState, IntegrationMessage, RelayTranslation } from './messaging.port';
import { currentFormOf, Relays } from './relay';
import { BusServer, BusServerOptions } from './transport';
import { cannotBeRead, unreadableMessage } from './unreadable-message';

export interface KafkaServerOptions extends BusServerOptions {
  readonly connection: KafkaConnection;
  readonly state: ConsumerState;
  readonly events: Pick<EventStore, 'findEvent' | 'head' | 'eventsBehind' | 'knowAllStreams' | 'knownLog'>;
  readonly translations: readonly RelayTranslation[];
  /** Told when the group may have come further, and how to look. */
  readonly places?: ConsumerPlaces | undefined;
  /** How often it is noted how far the group has come while nobody waits for it. */
  readonly lookMs?: number;
  /** Publishes all that the log tells now: whoever waits until the group has heard it does not wait for others to. */
  publishAll?(): Promise<void>;
}

/** Messages that are handled between two moves of the group's place. */
export const MESSAGES_PER_COMMIT = 1_000;
/** A process that says nothing for so long has lost its partitions. */
const SESSION_TIMEOUT_MS = 15_000;
/**
 * How long the group waits for a process that does not answer before the others go on; longer than what is handled
 * between two moves of the place takes.
 */
const REBALANCE_TIMEOUT_MS = 20_000;
const HEARTBEAT_MS = 3_000;
/** How often a process of the group notes how far the group has come in the log where nobody waits for it. */
const LOOK_MS = 1_000;
/** How long to wait after a store has failed, or before a broker that was not there is asked again. */
const RETRY_MS = 1_000;
/** A partition whose next message is left to a newer program is looked at again after so long. */
const LEFT_TO_NEWER_MS = 10_000;
/** A broker that has nothing new answers after so long; a process that is told to stop waits for that answer. */
const FETCH_WAITS_MS = 500;

/**
 * The bus of the distributed mode: the handlers of `@EventPattern` are given the messages of the topics that carry their
 * contracts. The place of the group moves only after what stands before was handled, recognised or parked; what the
 * group's processes had in hand when one of them ended comes again and is recognised.
 */
export class KafkaServer extends Server implements BusServer {
  override readonly transportId: symbol;
  readonly consumer: string;
  private readonly dispatcher: Dispatcher;
  private readonly membership: KafkaMembership;
  private readonly contracts: KnownContracts;
  private readonly stopping = new AbortController();
  private group: Consumer | null = null;
  private joining: Promise<void> | null = null;
  private looking: NodeJS.Timeout | null = null;
  private stopWatching: (() => void) | null = null;
  private progressOfGroup: KafkaProgress | null = null;
  /** The message that is next in a partition, by its topic and number, after those that were handled here. */
  private readonly next = new Map<string, string>();
  /** By contract, as they were asked for: Nest takes a pattern apart each time. */
  private readonly handlers = new Map<string, MessageHandlerFunction | null>();

  constructor(private readonly options: KafkaServerOptions) {
    super();
    this.transportId = options.consumer;
    this.consumer = options.consumer.description ?? '';
    if (this.consumer === '') throw new Error('A consumer has a name');
    this.membership = new KafkaMembership(this.consumer, options.connection);
    this.contracts = new KnownContracts(new Announcements({ name: this.consumer, state: options.state }));
    const relays = new Relays(options.translations);
    this.dispatcher = new Dispatcher({
      consumer: this.consumer,
      state: options.state,
      now: () => options.now(),
      handlerOf: (contract) => this.handlerOf(contract),
      currentForm: (message) =>
        currentFormOf(message, options.events, relays, () =>
          newerTypesOf(message, options.translations, options.state),
        ),
      ...(options.pause ? { pause: options.pause } : {}),
      ...(options.onParked ? { onParked: options.onParked } : {}),
    });
  }

  override addHandler(...handler: Parameters<Server['addHandler']>): void {
    this.handlers.clear();
    super.addHandler(...handler);
  }

  /** Joins the group as soon as a broker answers. The process serves meanwhile, and is ready: see ADR 0088. */
  listen(callback: () => void): void {
    if (this.options.follow === true && this.topics.length > 0) {
      this.joining = this.join();
      let look: Promise<unknown> | null = null;
      this.looking = setInterval(() => {
        // With the brokers away a look takes longer than the time between two: none is begun beside it.
        look ??= this.progress
          .look()
          .catch(() => undefined)
          .finally(() => (look = null));
      }, this.options.lookMs ?? LOOK_MS);
      this.looking.unref();
      this.stopWatching = this.options.places?.watch(this.consumer, () => this.progress.look()) ?? null;
    }
    callback();
  }

  /** The topics whose messages the handlers of this consumer are for. */
  get topics(): readonly string[] {
    const patterns = [...this.getHandlers().keys()];
    return [...new Set(patterns.map(topicOfContract))].sort();
  }

  /** Resolves when the group takes messages; at once where there is no handler. */
  async joined(): Promise<void> {
    await this.joining;
  }

  /** Leaves the group when the message in hand is done; what waits for another attempt comes again, here or elsewhere. */
  async close(): Promise<void> {
    this.stopping.abort();
    if (this.looking !== null) clearInterval(this.looking);
    this.looking = null;
    this.stopWatching?.();
    await this.joining;
    await this.group?.disconnect();
    this.group = null;
  }

  /** How many messages of its topics the group has not dealt with. */
  lag(): Promise<number> {
    return this.options.connection.lagOf(this.consumer, this.topics);
  }

  /** How many settings of its topics are not as they are to be; null where it is not known. */
  topicFaults(): number | null {
    return this.options.connection.topicFaults(this.topics);
  }

  takesMessages(): boolean | null {
    return this.joining === null ? null : this.membership.takesMessages;
  }

  async isStarting(): Promise<boolean> {
    return this.joining !== null && (await this.membership.isStarting());
  }

  /** Waits for the processes of the group, of which this one need be none. Throws NobodyListensError. */
  async drain(): Promise<void> {
    const head = await this.options.events.head();
    await this.options.publishAll?.();
    await this.progress.reach(head);
  }

  /** Handles the parked messages of a key again, in order; answers how many left the list. See `Dispatcher`. */
  retryParked(key: string): Promise<number> {
    return this.dispatcher.retryParked(key);
  }

  /** Leaves out the first parked message of a key for good. */
  skipFirstParked(key: string): Promise<void> {
    return this.dispatcher.skipFirstParked(key);
  }

  on(): void {
    // What happens to the connection is told by `onLog` of the connection and by `onError`.
  }

  unwrap<T>(): T {
    return this.options.connection.client as T;
  }

  private get progress(): KafkaProgress {
    this.progressOfGroup ??= this.watchGroup();
    return this.progressOfGroup;
  }

  private watchGroup(): KafkaProgress {
    const { connection, state, events } = this.options;
    const services = [...this.getHandlers().keys()].map((contract) => contract.slice(0, contract.indexOf('.')));
    const topics = new Map(services.sort().map((service) => [service, topicOf(service)]));
    return new KafkaProgress({ consumer: this.consumer, topics, connection, state, events });
  }

  private handlerOf(contract: string): MessageHandlerFunction | null {
    const known = this.handlers.get(contract);
    if (known !== undefined) return known;
    const handler = this.getHandlerByPattern(contract) as MessageHandlerFunction | null;
    this.handlers.set(contract, handler);
    return handler;
  }

  private async join(): Promise<void> {
    const { signal } = this.stopping;
    const topics = [...this.topics];
    while (!signal.aborted && topics.length > 0) {
      try {
        await this.knowLog(signal);
        if (signal.aborted) return;
        await this.contracts.announce(this.getHandlers().keys());
        await this.options.connection.makeTopics(topics);
        const group = this.options.connection.client.consumer({
          groupId: this.consumer,
          allowAutoTopicCreation: false,
          sessionTimeout: SESSION_TIMEOUT_MS,
          rebalanceTimeout: REBALANCE_TIMEOUT_MS,
          heartbeatInterval: HEARTBEAT_MS,
          // A client that gave up would stand still until somebody looks: this one begins again, unless the process ends.
          retry: { ...RETRY, restartOnFailure: async () => !signal.aborted },
          maxWaitTimeInMs: FETCH_WAITS_MS,
        });
        this.group = group;
        this.membership.watch(group);
        // It does not ask whether to begin again after an error that it does not repeat, such as after a long sleep of the machine.
        group.on(group.events.CRASH, ({ payload }) => {
          if (!payload.restart) this.joinAgain(group, payload.error);
        });
        await group.connect();
        await group.subscribe({ topics, fromBeginning: true });
        await group.run({
          autoCommit: false,
          eachBatchAutoResolve: false,
          eachBatch: (payload) => this.take(payload),
        });
        // Not waited for: what it finds keeps nobody from working.
        void this.options.connection.lookAtTopics(topics);
        return;
      } catch (error) {
        this.options.onError?.(error);
        await this.group?.disconnect().catch(() => undefined);
        this.group = null;
        await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** A process that does not know the log yet takes no messages meanwhile: others of the group go on. */
  private async knowLog(signal: AbortSignal): Promise<void> {
    const { events, onReadingLog, onLogRead } = this.options;
    const { upTo } = await events.knownLog();
    // Somewhat behind is soon read, and nothing to be told.
    const isFarBehind = (await events.eventsBehind(upTo)) === null;
    if (isFarBehind) onReadingLog?.(upTo, await events.head());
    await events.knowAllStreams(signal);
    if (isFarBehind && !signal.aborted) onLogRead?.((await events.knownLog()).eventsRead);
  }

  /** In the place of a client that has left the group for good. */
  private joinAgain(left: Consumer, error: Error): void {
    if (this.stopping.signal.aborted) return;
    this.options.onError?.(error);
    this.joining = (this.joining ?? Promise.resolve()).then(async () => {
      if (this.group !== left) return;
      this.group = null;
      await left.disconnect().catch(() => undefined);
      await sleep(RETRY_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      await this.join();
    });
  }

  /**
   * Hands out a batch part by part. The brokers take the place behind one part while the next is handled; a place that
   * could not be moved ends the batch, and what was handled meanwhile comes again and is recognised.
   */
  private async take(payload: EachBatchPayload): Promise<void> {
    const { resolveOffset, heartbeat, isRunning, isStale } = payload;
    const { topic, partition, messages } = payload.batch;
    const place = placeOf(payload);
    const isOurs = () => isRunning() && !isStale() && !this.stopping.signal.aborted;
    let moving: Promise<void> | null = null;
    try {
      for (let first = 0; first < messages.length; first += MESSAGES_PER_COMMIT) {
        const part = messages.slice(first, first + MESSAGES_PER_COMMIT);
        const last = part.at(-1);
        if (last === undefined || !(await this.deliver(part, payload, isOurs))) return;
        await moving;
        resolveOffset(last.offset);
        const offset = String(BigInt(last.offset) + 1n);
        this.next.set(place, offset);
        moving = this.move(topic, partition, offset);
        // Its failure is told where it is awaited.
        moving.catch(() => undefined);
        await heartbeat();
      }
    } catch (error) {
      if (!isLeftToNewer(error)) throw error;
      this.options.onError?.(error);
      // What stands behind it waits; the other partitions of this process go on.
      this.lookLater(payload, LEFT_TO_NEWER_MS);
    } finally {
      await moving;
    }
  }

  /** The group has dealt with everything before this message of a partition. */
  private async move(topic: string, partition: number, offset: string): Promise<void> {
    await this.group?.commitOffsets([{ topic, partition, offset }]);
    this.options.places?.moved(this.consumer);
  }

  /** @returns false when the process was told to stop, the partition was given to another one, or messages of it are gone. */
  private async deliver(part: readonly KafkaMessage[], payload: EachBatchPayload, isOurs: () => boolean) {
    const { heartbeat } = payload;
    const place = placeOf(payload);
    // A handler may take its time; the group must hear of this process meanwhile. A failure shows at the next beat that is awaited.
    const beats = setInterval(() => void heartbeat().catch(() => undefined), HEARTBEAT_MS);
    try {
      while (isOurs()) {
        try {
          if (part[0]?.offset !== this.next.get(place) && (await this.areSomeGone(payload))) {
            this.lookLater(payload);
            return false;
          }
          await this.deliverInOrder(part, place);
          return true;
        } catch (error) {
          if (error instanceof DeliveryStoppedError) return false;
          if (!isStorageError(error) || isLeftToNewer(error)) throw error;
          // Nothing is wrong with these messages: they wait here until the store is back.
          this.options.onError?.(error);
          await sleep(RETRY_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
        }
      }
      return false;
    } finally {
      clearInterval(beats);
    }
  }

  /**
   * A client that finds the messages at the place of its group gone goes on with the oldest there is, and says nothing.
   * Whoever did not see the message before this one asks whether that has happened, and tells it. Throws StorageError where
   * nobody answers.
   */
  private async areSomeGone({ batch: { topic, partition } }: EachBatchPayload): Promise<boolean> {
    try {
      await this.options.connection.placesOf(this.consumer, [topic], partition);
      return false;
    } catch (error) {
      if (!isStorageError(error) || error.fault !== 'damaged') throw error;
      this.options.onError?.(error);
      return true;
    }
  }

  /** The client takes one partition after another: this one is left alone for a while, so that the others go on. */
  private lookLater({ pause }: EachBatchPayload, afterMilliseconds = RETRY_MS): void {
    setTimeout(pause(), afterMilliseconds).unref();
  }

  /** What stands before a message that cannot be read is done with before that is parked, so that its key keeps its order. */
  private async deliverInOrder(part: readonly KafkaMessage[], place: string): Promise<void> {
    const { signal } = this.stopping;
    const contracts = part.map(({ value }) => (value === null ? null : contractAhead(value)));
    const newer = await this.contracts.newerAmong(contracts, this.getHandlers().keys());
    let messages: IntegrationMessage[] = [];
    for (const [index, one] of part.entries()) {
      const contract = contracts[index] ?? null;
      if (contract !== null && newer.has(contract)) {
        await this.dispatcher.deliver(messages, signal);
        throw contractForNewer(this.consumer, contract);
      }
      if (contract !== null && this.handlerOf(contract) === null) continue;
      const message = readMessage(one);
      if (message !== null) {
        messages.push(message);
        continue;
      }
      await this.dispatcher.deliver(messages, signal);
      messages = [];
      await this.parkUnreadable(one, contract ?? '', `${place}/${one.offset}`);
    }
    await this.dispatcher.deliver(messages, signal);
  }

  /** What nobody can read is kept for a person; its key waits like behind any other message that cannot be handled. */
  private async parkUnreadable(one: KafkaMessage, contract: string, place: string): Promise<void> {
    const { state, now } = this.options;
    const message = unreadableMessage(place, contract, one);
    if (await state.isHandled(this.consumer, place)) return;
    await state.park(this.consumer, message, cannotBeRead(message), 1, now());
    this.options.onParked?.(message, 'cannot be read');
  }
}

/** A partition, by its topic and number. */
function placeOf({ batch: { topic, partition } }: EachBatchPayload): string {
  return `${topic}/${partition}`;
}
