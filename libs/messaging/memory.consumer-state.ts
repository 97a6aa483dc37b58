import { ConsumerState, IntegrationMessage, ParkedKey } from './messaging.port';

interface Parked {
  readonly consumer: string;
  readonly message: IntegrationMessage;
  readonly error: string;
  readonly attempts: number;
  readonly parkedAt: string;
}

/** Keeps a consumer's place in memory: for tests, where nothing outlives the process. */
export class MemoryConsumerState implements ConsumerState {
  private readonly checkpoints = new Map<string, number>();
  private readonly handled = new Set<string>();
  private parked: Parked[] = [];

  checkpoint(consumer: string): Promise<number> {
    return Promise.resolve(this.checkpoints.get(consumer) ?? 0);
  }

  saveCheckpoint(consumer: string, position: number): Promise<void> {
    this.checkpoints.set(consumer, position);
    return Promise.resolve();
  }

  isHandled(consumer: string, messageId: string): Promise<boolean> {
    return Promise.resolve(this.handled.has(`${consumer}|${messageId}`));
  }

  markHandled(consumer: string, messageId: string): Promise<void> {
    this.handled.add(`${consumer}|${messageId}`);
    return Promise.resolve();
  }

  isParked(consumer: string, key: string): Promise<boolean> {
    return Promise.resolve(this.of(consumer, key).length > 0);
  }

  park(consumer: string, message: IntegrationMessage, error: string, attempts: number, parkedAt: string): Promise<void> {
    const isKnown = this.of(consumer, message.key).some((one) => one.message.messageId === message.messageId);
    if (!isKnown) this.parked.push({ consumer, message, error, attempts, parkedAt });
    return Promise.resolve();
  }

  parkedKeys(consumer?: string): Promise<readonly ParkedKey[]> {
    const keys = new Map<string, ParkedKey>();
    for (const one of this.parked) {
      if (consumer !== undefined && one.consumer !== consumer) continue;
      const id = `${one.consumer}|${one.message.key}`;
      const known = keys.get(id);
      keys.set(id, known ? { ...known, waiting: known.waiting + 1 } : parkedKeyOf(one));
    }
    return Promise.resolve([...keys.values()]);
  }

  parkedMessages(consumer: string, key: string): Promise<readonly IntegrationMessage[]> {
    return Promise.resolve(this.of(consumer, key).map((one) => one.message));
  }

  removeFirstParked(consumer: string, key: string): Promise<void> {
    const [first] = this.of(consumer, key);
    this.parked = this.parked.filter((one) => one !== first);
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private of(consumer: string, key: string): Parked[] {
    return this.parked.filter((one) => one.consumer === consumer && one.message.key === key);
  }
}

function parkedKeyOf({ consumer, message, error, attempts, parkedAt }: Parked): ParkedKey {
  return {
    consumer,
    key: message.key,
    firstMessageId: message.messageId,
    contract: message.contract,
    error,
    attempts,
    parkedAt,
    waiting: 1,
  };
}
