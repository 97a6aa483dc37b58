import { addDays, CivilDate, Clock } from '#libs/kernel';
import { TurnGivenUpError } from './shared-turns';
import { civilTimeAt } from './system-clock';

/** Something that is done once for every day, some time after the day has ended. */
export interface DailySchedule {
  readonly name: string;
  readonly says: string;
  /** Time of day in the company's zone, `HH:MM`, from which it may begin. */
  readonly from: string;
  /** Time of day from which it is left to the next night: jobs catch up with what was missed. */
  readonly until: string;
  /**
   * @param date the day that has ended. Must converge: it may be called again for the same day. Throws TurnGivenUpError where
   * the process is to end before it is done: that is neither done nor failed.
   */
  run(date: CivilDate): Promise<void>;
}

export interface DailySchedulerParts {
  readonly schedules: readonly DailySchedule[];
  readonly clock: Clock;
  timeZone(): string;
  onDone(name: string, date: CivilDate): void;
  onFailed(name: string, date: CivilDate, error: unknown): void;
}

/** How often the clock is looked at. */
const LOOK_MILLISECONDS = 20_000;
/** After a failure it is tried again, but not at every look. */
const RETRY_MILLISECONDS = 5 * 60_000;

/**
 * Runs daily schedules one after another. What was done is not written down here: a process that starts again within
 * the hours of a schedule does it again, and the job finds nothing to do or goes on where it was stopped.
 */
export class DailyScheduler {
  private readonly doneFor = new Map<string, CivilDate>();
  private readonly failedAt = new Map<string, number>();
  private timer: NodeJS.Timeout | null = null;
  private working: Promise<void> | null = null;
  private isStopped = false;

  constructor(private readonly parts: DailySchedulerParts) {}

  start(): void {
    if (this.timer !== null) return;
    this.isStopped = false;
    this.timer = setInterval(() => void this.look(), LOOK_MILLISECONDS);
    void this.look();
  }

  /** Begins nothing more; resolves when the work at hand has ended. */
  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    await this.working;
  }

  /** Does what is due now; one look at a time. */
  look(): Promise<void> {
    this.working ??= this.doDue().finally(() => {
      this.working = null;
    });
    return this.working;
  }

  private async doDue(): Promise<void> {
    for (const schedule of this.parts.schedules) {
      if (this.isStopped) return;
      const { clock } = this.parts;
      const date = addDays(clock.today(), -1);
      if (!this.isDue(schedule, date)) continue;
      try {
        await schedule.run(date);
        this.doneFor.set(schedule.name, date);
        this.failedAt.delete(schedule.name);
        this.parts.onDone(schedule.name, date);
      } catch (error) {
        if (error instanceof TurnGivenUpError) continue;
        this.failedAt.set(schedule.name, Date.parse(clock.now()));
        this.parts.onFailed(schedule.name, date, error);
      }
    }
  }

  private isDue({ name, from, until }: DailySchedule, date: CivilDate): boolean {
    const { clock } = this.parts;
    const now = clock.now();
    const time = civilTimeAt(new Date(now), this.parts.timeZone());
    // A clock that was set back must not bring a day back that was done.
    if (time < from || time >= until || date <= (this.doneFor.get(name) ?? '')) return false;
    const failedAt = this.failedAt.get(name);
    return failedAt === undefined || Math.abs(Date.parse(now) - failedAt) >= RETRY_MILLISECONDS;
  }
}
