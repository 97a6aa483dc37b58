import { Logger } from '@nestjs/common';
import { ExpiringRecords } from '#libs/expiring-records';
import { CivilDate, Clock, RejectedError } from '#libs/kernel';
import { DailySchedule, EventStoreDamagedError, IntervalJob, TurnGivenUpError } from '#libs/platform';

/** One go at a job. */
export interface JobRun {
  /** The day it was for; null for a job that goes on all day. */
  readonly date: CivilDate | null;
  /** UTC instants. */
  readonly startedAt: string;
  readonly endedAt: string;
  /** A code of the catalogue of errors, or the name of a fault; null where it went well. */
  readonly failure: string | null;
}

/** How a job went last, and when it failed last. */
export interface JobRecord {
  readonly last: JobRun;
  readonly lastFailure: JobRun | null;
}

const COLLECTION = 'jobs';
const JOBS_MAX = 100;
const KEPT_MILLISECONDS = 400 * 24 * 3_600_000;
/** A job that is done every few seconds is not written down each time. */
const TELL_EVERY_MILLISECONDS = 10 * 60_000;

/**
 * When the jobs of the process ran and how they went, for whoever looks after them. What a job did stands in the log; that
 * it ran and found nothing is no fact of the business, so it is kept beside the log and may be lost.
 */
export class JobJournal {
  private readonly logger = new Logger('Jobs');

  constructor(
    private readonly records: ExpiringRecords,
    private readonly clock: Clock,
  ) {}

  /** The same schedule, which writes down how it went. */
  daily(schedule: DailySchedule): DailySchedule {
    return { ...schedule, run: (date) => this.noting(schedule.name, date, () => schedule.run(date)) };
  }

  interval(job: IntervalJob): IntervalJob {
    return { ...job, run: () => this.noting(job.name, null, () => job.run()) };
  }

  /** By the name of the job. */
  async all(): Promise<ReadonlyMap<string, JobRecord>> {
    const kept = await this.records.all<JobRecord>(COLLECTION, this.clock.now(), JOBS_MAX);
    return new Map(kept.map(({ key, document }) => [key, document]));
  }

  private async noting(name: string, date: CivilDate | null, work: () => Promise<void>): Promise<void> {
    const startedAt = this.clock.now();
    try {
      await work();
    } catch (error) {
      // What another copy has noted of the day stays true: this one has neither done it nor failed.
      if (error instanceof TurnGivenUpError) throw error;
      await this.note(name, { date, startedAt, endedAt: this.clock.now(), failure: failureOf(error) });
      throw error;
    }
    await this.note(name, { date, startedAt, endedAt: this.clock.now(), failure: null });
  }

  /** A job is not undone because nobody could write down that it was done. */
  private async note(name: string, run: JobRun): Promise<void> {
    await this.keep(name, run).catch((error: unknown) => {
      this.logger.error({ err: error, job: name }, 'It could not be written down how a job went');
    });
  }

  private async keep(name: string, run: JobRun): Promise<void> {
    const now = this.clock.now();
    const expiresAt = new Date(Date.parse(now) + KEPT_MILLISECONDS).toISOString();
    await this.records.change<JobRecord, null>({ collection: COLLECTION, key: name, now }, (known) => {
      if (known !== null && isNoNews(known.last, run)) return { change: { kind: 'leave' }, answer: null };
      const lastFailure = run.failure === null ? (known?.lastFailure ?? null) : run;
      const last = known !== null && isDoneMeanwhile(known.last, run) ? known.last : run;
      return { change: { kind: 'keep', document: { last, lastFailure }, expiresAt }, answer: null };
    });
  }
}

/**
 * Whether another copy of the process has done the day while this one was at it. Who is done with a day does not run again:
 * the failure would stand as the last word until the next night, if this copy is gone before it tries again. What fails
 * in a run that began when the day was done already is news, and so is damage of the log whenever it is found.
 */
function isDoneMeanwhile(last: JobRun, { date, failure, startedAt }: JobRun): boolean {
  const isDone = last.failure === null && last.date !== null && date !== null && last.date >= date;
  const isPassing = failure !== null && failure !== EventStoreDamagedError.name;
  return isPassing && isDone && startedAt < last.endedAt;
}

function isNoNews(last: JobRun, { date, failure, endedAt }: JobRun): boolean {
  const since = Date.parse(endedAt) - Date.parse(last.endedAt);
  return date === null && failure === last.failure && since >= 0 && since < TELL_EVERY_MILLISECONDS;
}

/** Never what a message says: it may hold what belongs into no record. */
function failureOf(error: unknown): string {
  if (error instanceof RejectedError) return error.rejection.code;
  return error instanceof Error ? error.name : 'Error';
}
