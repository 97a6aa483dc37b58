import { Forgetting } from './forgetting';
import {
  Announced,
  ConsumerState,
  FirstParked,
  IntegrationMessage,
  KnownMessages,
  ParkedKey,
  Turn,
} from './messaging.port';

interface Parked {
  /** Grows with every parked message: the order of keys and of the messages of a key. */
  readonly number: number;
  /** As JSON: what a handler does to a message does not reach what is parked. */
  readonly message: string;
  readonly messageId: string;
  error: string;
  attempts: number;
  parkedAt: string;
}

class ConsumerMemory {
  checkpoint = 0;
  readonly handled = new Map<string, number>();
  readonly parked = new Map<string, Parked[]>();
}

/** Keeps consumers' places in memory: for tests, where nothing outlives the process. */
export class MemoryConsumerState implements ConsumerState {
  private readonly consumers = new Map<string, ConsumerMemory>();
  private readonly turns = new Map<string, Turn>();
  private readonly announcements = new Map<string, Set<string>>();
  private readonly forgetting: Forgetting;
  private parkedEver = 0;

  /** @param remembered how many handled messages stay; see `REMEMBERED_MESSAGES`. */
  constructor(remembered?: number) {
    this.forgetting = new Forgetting(remembered);
  }

  async checkpoint(consumer: string): Promise<number> {
    return this.of(consumer).checkpoint;
  }

  async saveCheckpoint(consumer: string, position: number): Promise<void> {
    const memory = this.of(consumer);
    memory.checkpoint = Math.max(memory.checkpoint, position);
    if (!this.forgetting.isDue(consumer)) return;
    const passed = [...memory.handled.values()].filter((handledPosition) => handledPosition <= memory.checkpoint);
    const oldest = passed.sort((left, right) => right - left)[this.forgetting.remembered - 1] ?? 0;
    for (const [messageId, handledPosition] of memory.handled) {
      if (handledPosition < oldest) memory.handled.delete(messageId);
    }
  }

  async lookUp(
    consumer: string,
    messages: readonly Pick<IntegrationMessage, 'messageId' | 'key'>[],
  ): Promise<KnownMessages> {
    const { handled, parked } = this.of(consumer);
    return {
      handled: new Set(messages.flatMap(({ messageId }) => (handled.has(messageId) ? [messageId] : []))),
      parkedKeys: new Set(messages.flatMap(({ key }) => (parked.has(key) ? [key] : []))),
    };
  }

  async isHandled(consumer: string, messageId: string): Promise<boolean> {
    return this.of(consumer).handled.has(messageId);
  }

  async markHandled(consumer: string, messageId: string, position: number): Promise<void> {
    this.of(consumer).handled.set(messageId, position);
    this.forgetting.note(consumer, 1);
  }

  async markAllHandled(
    consumer: string,
    messages: readonly Pick<IntegrationMessage, 'messageId' | 'source'>[],
  ): Promise<void> {
    for (const { messageId, source } of messages) await this.markHandled(consumer, messageId, source.position);
  }

  async isParked(consumer: string, key: string): Promise<boolean> {
    return this.of(consumer).parked.has(key);
  }

  async park(
    consumer: string,
    message: IntegrationMessage,
    error: string,
    attempts: number,
    parkedAt: string,
  ): Promise<void> {
    const { parked } = this.of(consumer);
    const sequence = parked.get(message.key) ?? [];
    const known = sequence.find(({ messageId }) => messageId === message.messageId);
    if (known) {
      if (attempts > 0) Object.assign(known, { error, attempts, parkedAt });
      return;
    }
    this.parkedEver += 1;
    const { messageId } = message;
    sequence.push({ number: this.parkedEver, message: JSON.stringify(message), messageId, error, attempts, parkedAt });
    parked.set(message.key, sequence);
  }

  async parkedKeyCount(consumer?: string): Promise<number> {
    const asked = [...this.consumers].filter(([name]) => consumer === undefined || name === consumer);
    return asked.reduce((sum, [, { parked }]) => sum + parked.size, 0);
  }

  async firstParked(consumer: string, key: string): Promise<FirstParked | null> {
    const first = this.of(consumer).parked.get(key)?.[0];
    return first === undefined ? null : { messageId: first.messageId, attempts: first.attempts };
  }

  async parkedKeys(consumer?: string): Promise<readonly ParkedKey[]> {
    const keys: (ParkedKey & { readonly number: number })[] = [];
    for (const [name, { parked }] of this.consumers) {
      if (consumer !== undefined && name !== consumer) continue;
      for (const sequence of parked.values()) {
        const [first] = sequence;
        if (!first) continue;
        const { key, contract } = JSON.parse(first.message) as IntegrationMessage;
        const { number, messageId, error, attempts, parkedAt } = first;
        const waiting = sequence.length;
        keys.push({
          number,
          consumer: name,
          key,
          firstMessageId: messageId,
          contract,
          error,
          attempts,
          parkedAt,
          waiting,
        });
      }
    }
    return keys.sort((left, right) => left.number - right.number).map(({ number: _number, ...key }) => key);
  }

  async parkedMessages(consumer: string, key: string): Promise<readonly IntegrationMessage[]> {
    const sequence = this.of(consumer).parked.get(key) ?? [];
    return sequence.map(({ message }) => JSON.parse(message) as IntegrationMessage);
  }

  async removeParked(consumer: string, messageId: string): Promise<void> {
    const { parked } = this.of(consumer);
    for (const [key, sequence] of parked) {
      const place = sequence.findIndex((one) => one.messageId === messageId);
      if (place < 0) continue;
      sequence.splice(place, 1);
      if (sequence.length === 0) parked.delete(key);
      return;
    }
  }

  async turn(name: string): Promise<Turn | null> {
    return this.turns.get(name) ?? null;
  }

  async passTurn(name: string, from: Turn | null, to: Turn | null): Promise<boolean> {
    const known = this.turns.get(name);
    if (known?.holder !== from?.holder || known?.beat !== from?.beat) return false;
    if (to === null) this.turns.delete(name);
    else this.turns.set(name, to);
    return true;
  }

  async announced(name: string): Promise<readonly string[]> {
    return [...(this.announcements.get(name) ?? [])].sort();
  }

  async announce(name: string, words: readonly string[]): Promise<void> {
    this.announcements.set(name, new Set([...(this.announcements.get(name) ?? []), ...words]));
  }

  async allAnnounced(): Promise<readonly Announced[]> {
    const names = [...this.announcements].sort(([left], [right]) => (left < right ? -1 : 1));
    return names.flatMap(([name, words]) => [...words].sort().map((word) => ({ name, word })));
  }

  async withdrawAnnounced({ name, word }: Announced): Promise<void> {
    this.announcements.get(name)?.delete(word);
  }

  async close(): Promise<void> {
    this.consumers.clear();
  }

  private of(consumer: string): ConsumerMemory {
    let memory = this.consumers.get(consumer);
    if (!memory) this.consumers.set(consumer, (memory = new ConsumerMemory()));
    return memory;
  }
}
