import { TurnGivenUpError } from './shared-turns';

/** Something that is done again and again while the process serves. */
export interface IntervalJob {
  readonly name: string;
  readonly says: string;
  readonly everyMilliseconds: number;
  /** Must converge: a process that starts again does it again. TurnGivenUpError, where the process is to end, is no failure. */
  run(): Promise<void>;
}

/** Runs jobs at their intervals, each one at a time: one that takes longer than its interval leaves turns out. */
export class IntervalJobs {
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly working = new Map<string, Promise<void>>();

  constructor(
    private readonly jobs: readonly IntervalJob[],
    private readonly onFailed: (name: string, error: unknown) => void,
  ) {}

  start(): void {
    for (const job of this.jobs) {
      const timer = setInterval(() => void this.turn(job), job.everyMilliseconds);
      timer.unref();
      this.timers.push(timer);
    }
  }

  /** Resolves when the work at hand has ended. */
  async stop(): Promise<void> {
    for (const timer of this.timers.splice(0)) clearInterval(timer);
    await Promise.all(this.working.values());
  }

  /** One turn of a job; while one is under way it is that one. */
  turn(job: IntervalJob): Promise<void> {
    let turn = this.working.get(job.name);
    if (turn === undefined) {
      turn = job
        .run()
        .catch((error: unknown) => {
          if (!(error instanceof TurnGivenUpError)) this.onFailed(job.name, error);
        })
        .finally(() => this.working.delete(job.name));
      this.working.set(job.name, turn);
    }
    return turn;
  }
}
