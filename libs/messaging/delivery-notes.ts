import { ConsumerState, IntegrationMessage } from './messaging.port';

/** How long a message that was handled waits for others until its mark is kept with theirs. */
export const MARKED_WITHIN_MS = 1_000;

/**
 * What a consumer knows of the messages of one delivery: the store is asked once about all of them, and told once of all
 * that were handled, so that a thousand messages cost two round trips and not two thousand.
 *
 * A process that ends between a handler and its mark is given all messages again that were not marked yet; handlers
 * recognise what they have done.
 */
export class DeliveryNotes {
  private readonly handled = new Set<string>();
  private readonly keysOnceParked = new Set<string>();
  private unmarked: IntegrationMessage[] = [];
  private unmarkedSince = 0;

  constructor(
    private readonly consumer: string,
    private readonly state: ConsumerState,
  ) {}

  /** Asks the store about messages, what was handled meanwhile elsewhere included. */
  async lookUp(messages: readonly IntegrationMessage[]): Promise<void> {
    const unknown = messages.filter(({ messageId }) => !this.handled.has(messageId));
    if (unknown.length === 0) return;
    const { handled, parkedKeys } = await this.state.lookUp(this.consumer, unknown);
    for (const messageId of handled) this.handled.add(messageId);
    for (const key of parkedKeys) this.keysOnceParked.add(key);
  }

  isHandled({ messageId }: IntegrationMessage): boolean {
    return this.handled.has(messageId);
  }

  /** Whether the key was parked when it was asked about; a person may have freed it since. */
  wasParked({ key }: IntegrationMessage): boolean {
    return this.keysOnceParked.has(key);
  }

  /** The handler is done with these. Their marks are kept with the next ones, at the latest after a second. */
  async note(...messages: readonly IntegrationMessage[]): Promise<void> {
    if (this.unmarked.length === 0) this.unmarkedSince = performance.now();
    for (const message of messages) {
      this.handled.add(message.messageId);
      this.unmarked.push(message);
    }
    if (performance.now() - this.unmarkedSince >= MARKED_WITHIN_MS) await this.keep();
  }

  /**
   * Marks all that was handled. Before anything of the delivery is parked as well: what was handled and not marked would
   * come again and find itself behind a later message of its key.
   */
  async keep(): Promise<void> {
    if (this.unmarked.length === 0) return;
    const messages = this.unmarked;
    this.unmarked = [];
    await this.state.markAllHandled(this.consumer, messages);
  }
}
