import { setTimeout as sleep } from 'node:timers/promises';
import { isObservable, lastValueFrom } from 'rxjs';
import { isStorageError } from '#libs/event-store';
import { DeliveryNotes } from './delivery-notes';
import { MessageContext } from './message-context';
import { ConsumerState, IntegrationMessage } from './messaging.port';
import { cannotBeRead, isUnreadable } from './unreadable-message';

/** A handler as Nest registers it for an event pattern: it may answer with a promise or an observable. */
export interface MessageHandlerFunction {
  (data: unknown, context: MessageContext): unknown;
  /** The third argument of `@EventPattern`. */
  readonly extras?: Readonly<Record<string, unknown>>;
}

/**
 * For `@EventPattern`: the handler takes an array, of messages that follow one another, so that a thousand cost one commit.
 * Where it fails each is given to it alone, so that it must recognise what it has done.
 */
export const MANY_AT_ONCE = { manyAtOnce: true } as const;

export interface DispatcherOptions {
  readonly consumer: string;
  readonly state: ConsumerState;
  /** The handler of a contract; null where this consumer has none, and the message is not for it. */
  handlerOf(contract: string): MessageHandlerFunction | null;
  /** The present instant, UTC, for the record of what was parked. */
  now(): string;
  /** Waits before the next attempt; tests give one that does not. */
  pause?(milliseconds: number): Promise<void>;
  /** The message as the relays would make it today; null where it is no longer for others. The same one where absent. */
  currentForm?(message: IntegrationMessage): Promise<IntegrationMessage | null>;
  onParked?(message: IntegrationMessage, error: string): void;
}

/** How often a message is tried before its key is parked. */
export const ATTEMPTS_MAX = 4;
/** The pause after the first failed attempt; it doubles with each further one. */
export const FIRST_PAUSE_MS = 50;
/** Messages that are given to a handler together at most. */
export const TOGETHER_MAX = 500;
/** What is told of a message that never was tried itself. */
export const WAITS_BEHIND = 'waits behind an earlier message of its key';

/** The delivery was stopped; whatever was not handled comes again. */
export class DeliveryStoppedError extends Error {
  constructor(consumer: string) {
    super(`The deliveries to ${consumer} were stopped`);
    this.name = 'DeliveryStoppedError';
  }
}

/** The messages of one key from the one that failed; the later ones wait, tried by nobody. */
interface HeldKey {
  readonly messages: IntegrationMessage[];
  attempts: number;
  error: string;
  /** When the first message is tried again, counted in pauses since the delivery began. */
  dueMs: number;
}

type HeldKeys = Map<string, HeldKey>;

/**
 * Delivers messages to the handlers of one consumer, whatever the transport: at least once, in the order of their key.
 *
 * A message that fails is tried again after growing pauses, in which the messages of other keys go on. When it fails
 * for good its key is parked: it and all later messages of the key wait for a person. A message that was handled before
 * is recognised. When a store is not available nothing is parked, because nothing is wrong with the message: the
 * delivery rejects and is repeated as a whole.
 */
export class Dispatcher {
  private queue: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: DispatcherOptions) {}

  /**
   * Delivers messages in their order. Resolves when each is handled, recognised or parked: only then may the
   * transport move its place. Rejects with DeliveryStoppedError, StorageError, or what the consumer's state throws.
   */
  deliver(messages: readonly IntegrationMessage[], signal?: AbortSignal): Promise<void> {
    return this.inTurn(async () => {
      const notes = new DeliveryNotes(this.options.consumer, this.options.state);
      try {
        await this.deliverAll(messages, notes, signal);
        await notes.keep();
      } catch (error) {
        // What was handled before the delivery broke off need not come again; where it cannot be kept, it does.
        await notes.keep().catch(() => undefined);
        throw error;
      }
    });
  }

  /**
   * Handles the parked messages of a key again, in their order and in the form that the relays give them today; stops
   * at the first that fails once more, which stays parked with its new error. Answers how many left the list.
   */
  retryParked(key: string): Promise<number> {
    return this.inTurn(async () => {
      let handled = 0;
      // What is parked meanwhile by another process is handled as well, until nothing is left.
      for (;;) {
        const parked = await this.options.state.parkedMessages(this.options.consumer, key);
        if (parked.length === 0) return handled;
        for (const message of parked) {
          if (!(await this.retryOne(message))) return handled;
          handled += 1;
        }
      }
    });
  }

  /** A person decided that the first parked message of a key is never to be handled; the later ones stay parked. */
  skipFirstParked(key: string): Promise<void> {
    return this.inTurn(async () => {
      const { consumer, state } = this.options;
      const [first] = await state.parkedMessages(consumer, key);
      if (!first) return;
      // Marked first: the transport may bring it again, and it must not come back then.
      await state.markHandled(consumer, first.messageId, first.source.position);
      await state.removeParked(consumer, first.messageId);
    });
  }

  private async deliverAll(
    messages: readonly IntegrationMessage[],
    notes: DeliveryNotes,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const held: HeldKeys = new Map();
    const groups = this.inGroups(messages);
    await notes.lookUp(groups.flat());
    for (const together of groups) {
      this.requireGoing(signal);
      if (together.length > 1 && (await this.deliverTogether(together, held, notes))) continue;
      for (const message of together) {
        this.requireGoing(signal);
        await this.deliverOne(message, held, notes);
      }
    }
    await this.settle(held, notes, signal);
  }

  /** Neighbours that one handler takes together; everything else by itself, and what nobody here takes not at all. */
  private inGroups(messages: readonly IntegrationMessage[]): IntegrationMessage[][] {
    const groups: IntegrationMessage[][] = [];
    let last: IntegrationMessage[] | undefined;
    for (const message of messages) {
      const handler = this.options.handlerOf(message.contract);
      if (handler === null) continue;
      const fits = last !== undefined && last.length < TOGETHER_MAX && last[0]?.contract === message.contract;
      if (fits && takesMany(handler)) last?.push(message);
      else groups.push((last = [message]));
    }
    return groups;
  }

  /** @returns false where each has to be delivered alone: the handler failed with one of them. */
  private async deliverTogether(
    messages: readonly IntegrationMessage[],
    held: HeldKeys,
    notes: DeliveryNotes,
  ): Promise<boolean> {
    const ready = new Map<string, IntegrationMessage>();
    for (const message of messages) {
      if (await this.isReady(message, held, notes)) ready.set(message.messageId, message);
    }
    const [first, ...further] = ready.values();
    if (first === undefined) return true;
    if ((await this.handle(first, further)) !== null) return false;
    await notes.note(...ready.values());
    return true;
  }

  private async deliverOne(message: IntegrationMessage, held: HeldKeys, notes: DeliveryNotes): Promise<void> {
    if (!(await this.isReady(message, held, notes))) return;
    const error = await this.handle(message);
    if (error === null) await notes.note(message);
    else held.set(message.key, { messages: [message], attempts: 1, error, dueMs: FIRST_PAUSE_MS });
  }

  /** False for what is handled already, and for what waits behind an earlier message of its key. */
  private async isReady(message: IntegrationMessage, held: HeldKeys, notes: DeliveryNotes): Promise<boolean> {
    const waiting = held.get(message.key);
    if (waiting) {
      if (!waiting.messages.includes(message)) waiting.messages.push(message);
      return false;
    }
    if (notes.isHandled(message)) return false;
    if (!notes.wasParked(message)) return true;
    // A person may have freed the key since, or skipped this very message: so it is asked once more, the key first.
    const { consumer, state } = this.options;
    const isParked = await state.isParked(consumer, message.key);
    if (await state.isHandled(consumer, message.messageId)) return false;
    if (!isParked) return true;
    await this.park(message, WAITS_BEHIND, 0, notes);
    return this.waitsBehindNothing(message);
  }

  /**
   * Whether what was just parked stands first without ever having been tried: another process has freed the key meanwhile
   * and not seen it, and nobody was told of it. It is taken off the list again.
   */
  private async waitsBehindNothing({ key, messageId }: IntegrationMessage): Promise<boolean> {
    const { consumer, state } = this.options;
    const parked = await state.firstParked(consumer, key);
    if (parked?.messageId !== messageId || parked.attempts > 0) return false;
    await state.removeParked(consumer, messageId);
    return true;
  }

  /** Tries what failed again, each key when it is due, until every key has gone on or is parked. */
  private async settle(held: HeldKeys, notes: DeliveryNotes, signal: AbortSignal | undefined): Promise<void> {
    let elapsedMs = 0;
    while (held.size > 0) {
      await notes.keep();
      const dueMs = Math.min(...[...held.values()].map((one) => one.dueMs));
      await this.pause(dueMs - elapsedMs, signal);
      elapsedMs = dueMs;
      const due = [...held].filter(([, one]) => one.dueMs <= elapsedMs);
      await notes.lookUp(due.flatMap(([, { messages }]) => messages));
      for (const [key, one] of due) {
        this.requireGoing(signal);
        if (await this.goOn(one, elapsedMs, notes)) held.delete(key);
      }
    }
  }

  /** @returns true when the key needs no further attempt: everything is handled, or parked. */
  private async goOn(held: HeldKey, elapsedMs: number, notes: DeliveryNotes): Promise<boolean> {
    for (let first = held.messages[0]; first !== undefined; first = held.messages[0]) {
      const isHandled = notes.isHandled(first);
      const error = isHandled ? null : await this.handle(first);
      if (error === null) {
        if (!isHandled) await notes.note(first);
        held.messages.shift();
        held.attempts = 0;
        continue;
      }
      held.attempts += 1;
      held.error = error;
      if (held.attempts >= ATTEMPTS_MAX) {
        await this.parkAll(held, notes);
        return true;
      }
      held.dueMs = elapsedMs + FIRST_PAUSE_MS * 2 ** (held.attempts - 1);
      return false;
    }
    return true;
  }

  private async parkAll({ messages, error, attempts }: HeldKey, notes: DeliveryNotes): Promise<void> {
    const [first, ...later] = messages;
    if (!first) return;
    await this.park(first, error, attempts, notes);
    for (const message of later) {
      if (!notes.isHandled(message)) await this.park(message, WAITS_BEHIND, 0, notes);
    }
    this.options.onParked?.(first, error);
  }

  private async retryOne(message: IntegrationMessage): Promise<boolean> {
    const { consumer, state, currentForm } = this.options;
    if (!(await state.isHandled(consumer, message.messageId))) {
      const current = currentForm ? await currentForm(message) : message;
      const error = this.faultOf(current ?? message) ?? (current === null ? null : await this.handle(current));
      if (error !== null) {
        const first = await state.firstParked(consumer, message.key);
        const attempts = first?.messageId === message.messageId ? first.attempts : 0;
        await this.park(message, error, attempts + 1, null);
        return false;
      }
      await state.markHandled(consumer, message.messageId, message.source.position);
    }
    await state.removeParked(consumer, message.messageId);
    return true;
  }

  /** What was parked was meant for this consumer: what nobody here can handle stays until a person leaves it out. */
  private faultOf(message: IntegrationMessage): string | null {
    const { consumer, handlerOf } = this.options;
    if (isUnreadable(message)) return cannotBeRead(message);
    return handlerOf(message.contract) === null ? `Nothing of ${consumer} handles «${message.contract}»` : null;
  }

  /** @returns null when the message was handled, else what went wrong. */
  private async handle(
    message: IntegrationMessage,
    further: readonly IntegrationMessage[] = [],
  ): Promise<string | null> {
    try {
      await callHandler(this.options.handlerOf(message.contract), message, further);
      return null;
    } catch (error) {
      if (isStorageError(error)) throw error;
      return textOf(error);
    }
  }

  private async park(
    message: IntegrationMessage,
    error: string,
    attempts: number,
    notes: DeliveryNotes | null,
  ): Promise<void> {
    await notes?.keep();
    await this.options.state.park(this.options.consumer, message, error, attempts, this.options.now());
  }

  private async pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    if (this.options.pause) await this.options.pause(milliseconds);
    else await sleep(milliseconds, undefined, signal ? { signal } : {}).catch(() => this.requireGoing(signal));
  }

  private requireGoing(signal: AbortSignal | undefined): void {
    if (signal?.aborted) throw new DeliveryStoppedError(this.options.consumer);
  }

  /** Deliveries, retries and skips of one consumer never overlap: each would see the other's half. */
  private inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    const turn = this.queue.then(work);
    this.queue = turn.catch(() => undefined);
    return turn;
  }
}

/** Calls a handler and waits until it is done, whatever it answers with. */
async function callHandler(
  handler: MessageHandlerFunction | null,
  message: IntegrationMessage,
  further: readonly IntegrationMessage[],
): Promise<void> {
  if (handler === null) return;
  const data = takesMany(handler) ? [message, ...further].map((one) => one.data) : message.data;
  const answer = await handler(data, new MessageContext(message, ...further));
  if (isObservable(answer)) await lastValueFrom(answer, { defaultValue: undefined });
}

function textOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  return typeof error === 'string' ? error : (JSON.stringify(error) ?? 'unknown error');
}

function takesMany({ extras }: MessageHandlerFunction): boolean {
  return extras?.['manyAtOnce'] === true;
}
