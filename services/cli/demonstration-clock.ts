import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { EventStore } from '#libs/event-store';
import { Clock } from '#libs/kernel';
import { civilDateAt } from '#libs/platform';

/** Says of a folder that its data are the demonstration's, and with which instant its time begins. */
const CLOCK_FILE = 'demonstration-clock.json';

const clockSchema = z.strictObject({ beginsAt: z.iso.datetime({ offset: true }), timeZone: z.string() });

export type Beginning = z.infer<typeof clockSchema>;

/** Time goes on from its beginning, or from the last event of the log. */
export class DemonstrationClock implements Clock {
  private readonly startedAt = Date.now();
  private beganAt: number;

  constructor(private readonly beginning: Beginning) {
    this.beganAt = Date.parse(beginning.beginsAt);
  }

  /** Before anything is written: what was recorded is past. */
  async continueAfter(store: EventStore): Promise<void> {
    const last = await store.lastEvent();
    if (last !== null) this.beganAt = Math.max(this.beganAt, Date.parse(last.metadata.recordedAt) + 1);
  }

  now(): string {
    return new Date(this.beganAt + Date.now() - this.startedAt).toISOString();
  }

  today(): string {
    return this.dayOf(this.now());
  }

  dayOf(instant: string): string {
    return civilDateAt(new Date(instant), this.beginning.timeZone);
  }
}

/** Commands of the operator on this folder keep to the demonstration's time from now on. */
export function keepDemonstrationClock(dataDir: string, beginning: Beginning): void {
  writeFileSync(join(dataDir, CLOCK_FILE), `${JSON.stringify(beginning)}\n`);
}

/** With what instant the time of a folder begins; null where it is no folder of the demonstration. Throws where the file is damaged. */
export function demonstrationBeginningOf(dataDir: string): Beginning | null {
  const file = join(dataDir, CLOCK_FILE);
  return existsSync(file) ? clockSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
}

/** The clock of a folder of the demonstration; null for every other folder. Throws as `demonstrationBeginningOf`. */
export function demonstrationClockOf(dataDir: string): DemonstrationClock | null {
  const beginning = demonstrationBeginningOf(dataDir);
  return beginning === null ? null : new DemonstrationClock(beginning);
}
