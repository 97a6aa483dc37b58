import { isObservable, lastValueFrom } from 'rxjs';
import { MessageContext } from './message-context';
import { ConsumerState, IntegrationMessage } from './messaging.port';

/** A handler as Nest registers it for an event pattern: it may answer with a promise or an observable. */
export type MessageHandlerFunction = (data: unknown, context: MessageContext) => unknown;

export interface DispatcherOptions {
  readonly consumer: string;
  readonly state: ConsumerState;
  handlerOf(contract: string): MessageHandlerFunction | null;
  /** The present instant, UTC, for the record of what was parked. */
  now(): string;
  /** Waits before the next attempt; tests give one that does not. */
  pause?(milliseconds: number): Promise<void>;
  onParked?(message: IntegrationMessage, error: string): void;
}

/** How often a message is tried before its key is parked. */
export const ATTEMPTS_MAX = 4;
/** The pause after the first failed attempt; it doubles with each further one. */
const FIRST_PAUSE_MS = 50;

/**
 * Delivers messages to the handlers of one consumer, whatever the transport: at least once, in the order of their key.
 * A message that fails again and again parks its key: it and all later messages of the key wait for a person, other
 * keys go on. A message that was handled before is recognised.
 */
export class Dispatcher {
  constructor(private readonly options: DispatcherOptions) {}

  async deliver(message: IntegrationMessage): Promise<void> {
    const { consumer, state } = this.options;
    if (this.options.handlerOf(message.contract) === null) return;
    if (await state.isHandled(consumer, message.messageId)) return;
    if (await state.isParked(consumer, message.key)) {
      await this.park(message, 'waits behind an earlier message of its key', 0);
      return;
    }
    const error = await this.attempt(message);
    if (error !== null) {
      await this.park(message, error, ATTEMPTS_MAX);
      this.options.onParked?.(message, error);
    }
    await state.markHandled(consumer, message.messageId, message.source.position);
  }

  /**
   * Handles the parked messages of a key again, in their order; stops at the first that fails once more.
   * Answers how many were handled.
   */
  async retryParked(key: string): Promise<number> {
    const { consumer, state } = this.options;
    let handled = 0;
    for (const message of await state.parkedMessages(consumer, key)) {
      if ((await this.attempt(message)) !== null) break;
      await state.removeFirstParked(consumer, key);
      handled += 1;
    }
    return handled;
  }

  /** A person decided that the first parked message of a key is not to be handled. */
  async skipFirstParked(key: string): Promise<void> {
    await this.options.state.removeFirstParked(this.options.consumer, key);
  }

  /** The last error after all attempts; null when the message was handled. */
  private async attempt(message: IntegrationMessage): Promise<string | null> {
    const pause = this.options.pause ?? sleep;
    let error = '';
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
      try {
        await this.handle(message);
        return null;
      } catch (thrown) {
        error = thrown instanceof Error ? thrown.message : JSON.stringify(thrown);
      }
      if (attempt < ATTEMPTS_MAX) await pause(FIRST_PAUSE_MS * 2 ** (attempt - 1));
    }
    return error;
  }

  private async handle(message: IntegrationMessage): Promise<void> {
    const handler = this.options.handlerOf(message.contract);
    const answer = await handler?.(message.data, new MessageContext(message));
    if (isObservable(answer)) await lastValueFrom(answer, { defaultValue: undefined });
  }

  private async park(message: IntegrationMessage, error: string, attempts: number): Promise<void> {
    await this.options.state.park(this.options.consumer, message, error, attempts, this.options.now());
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
