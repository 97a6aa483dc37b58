import { ConsumerState } from './messaging.port';

/** A place is looked at again so soon after the first look, then after twice as long, and so on up to the longest pause. */
const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 200;

/** Looks how far a consumer has come, and keeps what it finds where others look. */
export type LookAtConsumer = () => Promise<number>;

export interface ConsumerWait {
  /** The kept place is looked at once where it is 0. */
  readonly withinMilliseconds: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Tells those who wait for a consumer when it has come far enough. Only while somebody waits is anything looked at: at once
 * for each who comes and whenever the consumer says that it has moved, else after growing pauses; all who wait share a look.
 */
export class ConsumerPlaces {
  private readonly consumers = new Map<string, PlaceOfConsumer>();

  constructor(private readonly state: Pick<ConsumerState, 'checkpoint'>) {}

  /** This process can look for itself, where others read what is kept. Answers how to stop. */
  watch(consumer: string, look: LookAtConsumer): () => void {
    const place = this.of(consumer);
    place.look = look;
    return () => {
      if (place.look === look) place.look = null;
    };
  }

  /** The consumer may have come further: whoever waits for it is not to wait for the next look. */
  moved(consumer: string): void {
    this.consumers.get(consumer)?.lookSoon();
  }

  /**
   * Until a consumer has dealt with everything up to a position, at most so long; answers whether it has. Rejects with what
   * reading the kept place throws.
   */
  reaches(consumer: string, position: number, wait: ConsumerWait): Promise<boolean> {
    return this.of(consumer).reaches(position, wait);
  }

  private of(consumer: string): PlaceOfConsumer {
    let place = this.consumers.get(consumer);
    if (!place) this.consumers.set(consumer, (place = new PlaceOfConsumer(() => this.state.checkpoint(consumer))));
    return place;
  }
}

interface Waiting {
  readonly position: number;
  settle(outcome: boolean | Promise<boolean>): void;
}

class PlaceOfConsumer {
  look: LookAtConsumer | null = null;
  private readonly waiting = new Set<Waiting>();
  private isLooking = false;
  private isNews = false;
  private wake: () => void = () => undefined;

  constructor(private readonly kept: LookAtConsumer) {}

  async reaches(position: number, { withinMilliseconds, signal }: ConsumerWait): Promise<boolean> {
    const isKept = async () => (await this.kept()) >= position;
    if (withinMilliseconds <= 0 || signal?.aborted === true) return isKept();
    return new Promise<boolean>((resolve) => {
      const settle = (outcome: boolean | Promise<boolean>) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', stop);
        this.waiting.delete(one);
        if (this.waiting.size === 0) this.wake();
        resolve(outcome);
      };
      const one: Waiting = { position, settle };
      // A look may hang where a broker is away: what is kept is there all the same.
      const timer = setTimeout(() => settle(isKept()), withinMilliseconds);
      const stop = () => settle(false);
      signal?.addEventListener('abort', stop, { once: true });
      this.waiting.add(one);
      this.lookSoon();
    });
  }

  /** Looks now, or once more behind a look that is under way: that one may have been too early. */
  lookSoon(): void {
    this.isNews = true;
    if (this.isLooking) this.wake();
    else if (this.waiting.size > 0) void this.lookWhileSomebodyWaits();
  }

  private async lookWhileSomebodyWaits(): Promise<void> {
    this.isLooking = true;
    for (let pause = FIRST_PAUSE_MS; this.waiting.size > 0; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      if (this.isNews) pause = FIRST_PAUSE_MS;
      this.isNews = false;
      await this.lookOnce();
      if (this.waiting.size > 0 && !this.isNews) await this.sleep(pause);
    }
    this.isLooking = false;
  }

  private async lookOnce(): Promise<void> {
    try {
      // What stands in the way of looking is told by whoever does it anyhow; what is kept may have come further.
      const place = (await this.look?.().catch(() => null)) ?? (await this.kept());
      for (const one of [...this.waiting]) if (place >= one.position) one.settle(true);
    } catch (error) {
      for (const one of [...this.waiting]) one.settle(rejected(error));
    }
  }

  private sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

async function rejected(error: unknown): Promise<boolean> {
  throw error;
}
