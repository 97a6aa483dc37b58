import { CustomTransportStrategy, Server } from '@nestjs/microservices';
import { EventStore } from '#libs/event-store';
import { Dispatcher, MessageHandlerFunction } from './dispatcher';
import { ConsumerState, IntegrationMessage, RelayTranslation } from './messaging.port';
import { Relays } from './relay';

export interface InProcessServerOptions {
  /** The transport symbol that the reactions of the service name; its description is the consumer's durable name. */
  readonly consumer: symbol;
  readonly events: EventStore;
  readonly state: ConsumerState;
  readonly translations: readonly RelayTranslation[];
  now(): string;
  /** Follow the log as soon as the application listens; otherwise only `drain` moves. */
  readonly follow?: boolean;
  readonly pollMs?: number;
  pause?(milliseconds: number): Promise<void>;
  onParked?(message: IntegrationMessage, error: string): void;
  /** A store could not be read or written while following; it is tried again. */
  onError?(error: unknown): void;
}

/** Events that are read and delivered between two saved checkpoints. */
const EVENTS_PER_PAGE = 1_000;
/** How often the log is looked at for what other processes have appended. */
const POLL_MS = 200;

/**
 * The bus of the embedded mode: no broker and no copy of messages. The event log is the outbox; each consuming service
 * follows it from its own stored checkpoint and is given the contracts that the services' relays make of it. The same
 * `@EventPattern` handlers serve Kafka in the distributed mode.
 */
export class InProcessServer extends Server implements CustomTransportStrategy {
  override readonly transportId: symbol;
  readonly consumer: string;
  private readonly relays: Relays;
  private readonly dispatcher: Dispatcher;
  private queue: Promise<unknown> = Promise.resolve();
  private stopFollowing: (() => void) | null = null;

  constructor(private readonly options: InProcessServerOptions) {
    super();
    this.transportId = options.consumer;
    this.consumer = options.consumer.description ?? '';
    if (this.consumer === '') throw new Error('A consumer has a name');
    this.relays = new Relays(options.translations);
    this.dispatcher = new Dispatcher({
      consumer: this.consumer,
      state: options.state,
      now: () => options.now(),
      handlerOf: (contract) => this.getHandlerByPattern(contract) as MessageHandlerFunction | null,
      ...(options.pause ? { pause: options.pause } : {}),
      ...(options.onParked ? { onParked: options.onParked } : {}),
    });
  }

  listen(callback: () => void): void {
    if (this.options.follow === true) this.start();
    callback();
  }

  /** Follows the log until `close`. */
  start(): void {
    if (this.stopFollowing) return;
    const look = () => void this.drain().catch((error: unknown) => this.options.onError?.(error));
    const stopListening = this.options.events.onAppended(look);
    const timer = setInterval(look, this.options.pollMs ?? POLL_MS);
    this.stopFollowing = () => {
      stopListening();
      clearInterval(timer);
    };
    look();
  }

  /** Stops following; the message in hand is finished. */
  async close(): Promise<void> {
    this.stopFollowing?.();
    this.stopFollowing = null;
    await this.queue;
  }

  /** Delivers everything that is in the log now, also what handlers append meanwhile, in the order of the log. */
  drain(): Promise<void> {
    const work = this.queue.then(() => this.deliverToHead());
    this.queue = work.catch(() => undefined);
    return work;
  }

  retryParked(key: string): Promise<number> {
    return this.dispatcher.retryParked(key);
  }

  skipFirstParked(key: string): Promise<void> {
    return this.dispatcher.skipFirstParked(key);
  }

  /** Hands one message to the handlers, for a transport that has it already. */
  deliver(message: IntegrationMessage): Promise<void> {
    return this.dispatcher.deliver(message);
  }

  on(): void {
    // The log has no connection whose events could be listened to.
  }

  unwrap<T>(): T {
    return this.options.events as T;
  }

  private async deliverToHead(): Promise<void> {
    const { events, state } = this.options;
    const { types } = this.relays;
    let after = await state.checkpoint(this.consumer);
    for (;;) {
      const page = await events.readAll({ after, limit: EVENTS_PER_PAGE, types });
      for (const event of page.events) {
        for (const message of this.relays.messagesOf(event)) await this.dispatcher.deliver(message);
      }
      if (page.checkpoint > after) await state.saveCheckpoint(this.consumer, page.checkpoint);
      after = page.checkpoint;
      if (page.caughtUp && (await events.head()) <= after) return;
    }
  }
}
