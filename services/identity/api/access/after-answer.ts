import { Injectable, Logger, OnModuleDestroy } from '@nestjs/common';

/**
 * Work that may differ between a login that exists and one that does not: it is done after the answer was given, so that
 * the time of the answer tells nothing.
 */
@Injectable()
export class AfterAnswer implements OnModuleDestroy {
  private readonly logger = new Logger('Identity');
  private readonly pending = new Set<Promise<void>>();

  do(work: () => Promise<void>): void {
    const task = new Promise<void>((resolve) => setImmediate(resolve))
      .then(work)
      .catch((error: unknown) => this.logger.error({ err: error }, 'Work after an answer failed'))
      .finally(() => this.pending.delete(task));
    this.pending.add(task);
  }

  /** Resolves when everything at hand is done. */
  async settle(): Promise<void> {
    while (this.pending.size > 0) await Promise.all(this.pending);
  }

  onModuleDestroy(): Promise<void> {
    return this.settle();
  }
}
