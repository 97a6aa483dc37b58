import { REMEMBERED_MESSAGES } from './messaging.port';

/** Old marks are looked for once for so many new ones: looking costs more than marking. */
const LOOKS_IN_A_MEMORY = 10;

/** When a consumer's old marks are to be forgotten: at first, and then each time a tenth of what is remembered was marked. */
export class Forgetting {
  private readonly marked = new Map<string, number>();

  /** @param remembered how many marks behind a checkpoint stay, at least 1. */
  constructor(readonly remembered: number = REMEMBERED_MESSAGES) {}

  note(consumer: string, messages: number): void {
    const before = this.marked.get(consumer);
    if (before !== undefined) this.marked.set(consumer, before + messages);
  }

  /** True when it is time; the next time is counted from then. */
  isDue(consumer: string): boolean {
    const marked = this.marked.get(consumer) ?? Infinity;
    if (marked < this.remembered / LOOKS_IN_A_MEMORY) return false;
    this.marked.set(consumer, 0);
    return true;
  }
}
