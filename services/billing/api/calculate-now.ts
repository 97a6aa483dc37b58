import { Inject, Injectable, Logger } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { CommandHandler, EventStore } from '#libs/event-store';
import { addDays, BillingPeriod, CivilDate, Clock, lastDayOf, later, RejectedError, Rejection } from '#libs/kernel';
import {
  CLOCK,
  COMMAND_HANDLER,
  CommandOrigin,
  CommandReceipt,
  EVENT_STORE,
  READ_MODELS,
  receiptOf,
} from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { CalculationAsked } from '../domain/night-run.events';
import { nightRunStream } from '../domain/night-run.commands';
import { nightRunDecider } from '../domain/night-run.decider';
import { openPeriodProjection } from '../projections/open-period.projection';
import { ReferenceBooks } from '../projections/reference-books';
import { NightTurns } from './night-turns';
import { NightOutcome } from './nights';
import { ParkedAccountsQuery } from './parked-accounts.query';

/** A calculation that somebody has asked of this process. */
export interface CalculationProgress {
  readonly state: 'running' | 'finished' | 'failed';
  readonly date: CivilDate;
  readonly period: BillingPeriod;
  /** `staff:48210935`. */
  readonly askedBy: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly accountsDone: number;
  /** 0 until they are counted, and where nothing has changed. */
  readonly accountsDue: number;
  readonly outcome: NightOutcome | null;
}

/** How long somebody who has one account tried again is kept waiting before it goes on without them. */
const ANSWER_WITHIN_MILLISECONDS = 10_000;

/**
 * The calculation of the open period by day, as the night would do it, for whoever wants to see its figures now. It goes
 * on in the background; killed and asked for again it goes on where it was, for what is calculated is not due any more.
 */
@Injectable()
export class CalculateNow {
  private readonly logger = new Logger('Calculation');
  private starting = false;
  private current: CalculationProgress | null = null;

  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly books: ReferenceBooks,
    private readonly turns: NightTurns,
    private readonly parked: ParkedAccountsQuery,
  ) {}

  progress(): CalculationProgress | null {
    return this.current;
  }

  /** Throws RejectedError BILLING_CALCULATION_IMPOSSIBLE. */
  async start(
    origin: CommandOrigin,
  ): Promise<CommandReceipt & { readonly state: 'started' | 'joined'; readonly period: BillingPeriod }> {
    const period = await this.openPeriod();
    // From here to the mark nothing waits: of two who press at once the second joins.
    if (this.starting || this.current?.state === 'running') {
      return { state: 'joined', period, position: await this.store.head(), eventIds: [] };
    }
    this.starting = true;
    try {
      const date = this.clock.today();
      const receipt = await this.record({ date, period, account: null }, origin);
      this.run(date, period, origin.actor);
      return { ...receipt, state: 'started', period };
    } finally {
      this.starting = false;
    }
  }

  /** Tries an account again that a night has left out. Throws RejectedError BILLING_ACCOUNT_NOT_PARKED. */
  async retry(
    account: string,
    origin: CommandOrigin,
  ): Promise<CommandReceipt & { readonly outcome: NightOutcome | null }> {
    const parked = (await this.parked.all()).find((one) => one.account === account);
    if (parked === undefined) throw new RejectedError(new Rejection('BILLING_ACCOUNT_NOT_PARKED', { account }));
    const { period, step } = parked;
    const today = this.clock.today();
    const receipt = await this.record({ date: today, period, account }, origin);
    // A close is tried as the night would try it, and never where two people have not agreed.
    const closing = { date: later(addDays(today, -1), earliestClose(period, today)), account };
    const running = this.turns.run(step === 'close' ? closing : { date: today, account, calculates: period });
    running.catch((error: unknown) => this.logger.error({ err: error, account }, 'An account tried again failed'));
    const outcome = await Promise.race([running, delay(ANSWER_WITHIN_MILLISECONDS, null, { ref: false })]);
    return { ...receipt, outcome };
  }

  private run(date: CivilDate, period: BillingPeriod, askedBy: string): void {
    const startedAt = this.clock.now();
    const begun = {
      date,
      period,
      askedBy,
      startedAt,
      finishedAt: null,
      accountsDone: 0,
      accountsDue: 0,
      outcome: null,
    };
    this.current = { ...begun, state: 'running' };
    const note = (change: Partial<CalculationProgress>) => {
      if (this.current !== null) this.current = { ...this.current, ...change };
    };
    const doneByHouse = new Map<string, number>();
    const night = {
      date,
      calculates: period,
      onDue: (accountsDue: number) => note({ accountsDue }),
      onProgress: (houseId: string, done: number) => {
        doneByHouse.set(houseId, done);
        note({ accountsDone: [...doneByHouse.values()].reduce((sum, one) => sum + one, 0) });
      },
    };
    this.turns.run(night).then(
      (outcome) => note({ state: 'finished', finishedAt: this.clock.now(), outcome }),
      (error: unknown) => {
        note({ state: 'failed', finishedAt: this.clock.now() });
        this.logger.error({ err: error, date }, 'A calculation that was asked for failed');
      },
    );
  }

  /** The oldest open period, where it is computed at all. */
  private async openPeriod(): Promise<BillingPeriod> {
    const { book } = await this.books.current();
    const where = { status: 'open' };
    const [oldest] = await this.readModels.find(openPeriodProjection, { where, orderBy: ['period'], limit: 1 });
    const period = oldest?.document.state.period;
    if (period !== undefined && period <= book.lastPeriod) return period;
    throw new RejectedError(new Rejection('BILLING_CALCULATION_IMPOSSIBLE'));
  }

  private async record(asked: CalculationAsked['data'], origin: CommandOrigin): Promise<CommandReceipt> {
    const result = await this.commands.execute({
      ...origin,
      stream: nightRunStream(asked.date),
      decider: nightRunDecider,
      command: { kind: 'AskCalculation', ...asked },
    });
    return receiptOf(result);
  }
}

/** The evening from which a period may be closed, where it has come. */
function earliestClose(period: BillingPeriod, today: CivilDate): CivilDate {
  const lastDay = lastDayOf(period);
  return lastDay <= today ? lastDay : addDays(today, -1);
}
