import { KeyMarks } from './key-marks.port';

/** Marks for tests and trials: gone with the process. */
export class MemoryKeyMarks implements KeyMarks {
  private readonly marks = new Map<string, string>();

  async markOf(name: string): Promise<string | null> {
    return this.marks.get(name) ?? null;
  }

  async markIfNone(name: string, mark: string): Promise<string> {
    const kept = this.marks.get(name) ?? mark;
    this.marks.set(name, kept);
    return kept;
  }

  async markAnew(name: string, mark: string): Promise<void> {
    this.marks.set(name, mark);
  }
}
