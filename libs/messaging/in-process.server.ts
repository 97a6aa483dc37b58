import { setImmediate as nextTurn } from 'node:timers/promises';
import { Server } from '@nestjs/microservices';
import { EventStore, LogFollower } from '#libs/event-store';
import {
  Announcements,
  contractForNewer,
  eventForNewer,
  KnownContracts,
  LOG_AS_BUS,
  TranslatableLog,
} from './announcements';
import { ConsumerPlaces } from './consumer-places';
import { DeliveryStoppedError, Dispatcher, MessageHandlerFunction } from './dispatcher';
import { ConsumerState, IntegrationMessage, RelayTranslation } from './messaging.port';
import { currentFormOf, Relays } from './relay';
import { BusServer, BusServerOptions } from './transport';

export interface InProcessServerOptions extends BusServerOptions {
  readonly events: EventStore;
  readonly state: ConsumerState;
  readonly translations: readonly RelayTranslation[];
  /** Told when this consumer may have come further. */
  readonly places?: ConsumerPlaces | undefined;
  readonly pollMs?: number;
}

/** Events that are read and delivered between two saved checkpoints. */
const EVENTS_PER_PAGE = 1_000;

/**
 * The bus of the embedded mode: no broker and no copy of messages. The event log is the outbox; each consuming service
 * follows it from its own stored checkpoint and is given the contracts that the services' relays make of it. The same
 * `@EventPattern` handlers serve Kafka in the distributed mode.
 *
 * One message at a time, in the order of the log: the same log gives the same deliveries.
 */
export class InProcessServer extends Server implements BusServer {
  override readonly transportId: symbol;
  readonly consumer: string;
  private readonly relays: Relays;
  private readonly dispatcher: Dispatcher;
  private readonly log: TranslatableLog;
  private readonly contracts: KnownContracts;
  private isAnnounced = false;
  private readonly follower: LogFollower;
  /** By contract, as they were asked for: Nest takes a pattern apart each time. */
  private readonly handlers = new Map<string, MessageHandlerFunction | null>();

  constructor(private readonly options: InProcessServerOptions) {
    super();
    this.transportId = options.consumer;
    this.consumer = options.consumer.description ?? '';
    if (this.consumer === '') throw new Error('A consumer has a name');
    this.relays = new Relays(options.translations);
    const { events, state, translations } = options;
    this.log = new TranslatableLog(events, new Announcements({ name: LOG_AS_BUS, state }), translations);
    this.contracts = new KnownContracts(new Announcements({ name: this.consumer, state }));
    this.dispatcher = new Dispatcher({
      consumer: this.consumer,
      state: options.state,
      now: () => options.now(),
      handlerOf: (contract) => this.handlerOf(contract),
      currentForm: (message) => currentFormOf(message, options.events, this.relays, () => this.log.newer.types()),
      ...(options.pause ? { pause: options.pause } : {}),
      ...(options.onParked ? { onParked: options.onParked } : {}),
    });
    this.follower = new LogFollower({
      events: options.events,
      goToHead: (signal) => this.deliverToHead(signal),
      onError: (error) => {
        // A delivery that was stopped is no failure.
        if (!(error instanceof DeliveryStoppedError)) options.onError?.(error);
      },
      ...(options.pollMs === undefined ? {} : { pollMs: options.pollMs }),
    });
  }

  override addHandler(...handler: Parameters<Server['addHandler']>): void {
    this.handlers.clear();
    this.isAnnounced = false;
    super.addHandler(...handler);
  }

  listen(callback: () => void): void {
    if (this.options.follow === true) this.start();
    callback();
  }

  /** Follows the log until `close`. */
  start(): void {
    this.follower.start();
  }

  /** Stops following. The message in hand is finished; what waits for another attempt comes again at the next start. */
  close(): Promise<void> {
    return this.follower.close();
  }

  /**
   * Delivers everything that is in the log now, also what handlers append meanwhile, in the order of the log.
   * Rejects when a store is not available, with everything delivered so far kept; not from within a handler, which
   * would wait for itself.
   */
  drain(): Promise<void> {
    return this.follower.drain();
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
    // The log has no connection whose events could be listened to.
  }

  unwrap<T>(): T {
    return this.options.events as T;
  }

  private async deliverToHead(signal: AbortSignal): Promise<void> {
    const { events, state, places } = this.options;
    const handled = [...this.getHandlers().keys()];
    await this.announce(handled);
    for (;;) {
      // Read each time: another process with the same consumer may have gone further.
      const after = await state.checkpoint(this.consumer);
      const page = await this.log.read(after, EVENTS_PER_PAGE);
      const messages = page.events.flatMap((event) => this.relays.messagesOf(event));
      const left = await this.firstForNewer(messages, handled);
      const mine = left === null ? messages : messages.slice(0, messages.indexOf(left));
      await this.dispatcher.deliver(mine, signal);
      // In front of what is left to a newer program, which may be one of several messages of its event.
      const before = page.events.findLast(({ position }) => left === null || position < left.source.position);
      const checkpoint = left === null ? page.checkpoint : (before?.position ?? after);
      if (checkpoint > after) await state.saveCheckpoint(this.consumer, checkpoint);
      if (left !== null) throw contractForNewer(this.consumer, left.contract);
      if (page.newer !== null) throw eventForNewer(this.consumer, page.newer);
      places?.moved(this.consumer);
      // Stores may answer within one turn of the event loop; requests and timers of the same process get theirs here.
      await nextTurn();
      if (signal.aborted || (page.caughtUp && (await events.head()) <= page.checkpoint)) return;
    }
  }

  /** Once: every look at the log would be a write. */
  private async announce(handled: readonly string[]): Promise<void> {
    if (this.isAnnounced) return;
    await this.contracts.announce(handled);
    this.isAnnounced = true;
  }

  private async firstForNewer(
    messages: readonly IntegrationMessage[],
    handled: readonly string[],
  ): Promise<IntegrationMessage | null> {
    const contracts = messages.map(({ contract }) => contract);
    const newer = await this.contracts.newerAmong(contracts, handled);
    return messages.find(({ contract }) => newer.has(contract)) ?? null;
  }

  private handlerOf(contract: string): MessageHandlerFunction | null {
    const known = this.handlers.get(contract);
    if (known !== undefined) return known;
    const handler = this.getHandlerByPattern(contract) as MessageHandlerFunction | null;
    this.handlers.set(contract, handler);
    return handler;
  }
}
