import { Inject, Injectable } from '@nestjs/common';
import { CommandHandler, CommandResult, EventStore } from '#libs/event-store';
import { BillingPeriod, CivilDate, Clock, fold, previousPeriod, RejectedError } from '#libs/kernel';
import {
  CLOCK,
  COMMAND_HANDLER,
  EVENT_STORE,
  HeldTurn,
  LEASE_HOLDERS,
  LeaseHolders,
  PROJECTOR,
  READ_MODELS,
  requireHeld,
} from '#libs/platform';
import { Projector, ReadModels } from '#libs/read-models';
import { closableThrough } from '../domain/close-authority.policy';
import { MeteredPosition, meteredPositions } from '../domain/metered-position.policy';
import { NightRunCommand, nightRunStream } from '../domain/night-run.commands';
import { NightHouse, nightRunDecider, NightRunState } from '../domain/night-run.decider';
import { NightRunEvent, ParkedAccount } from '../domain/night-run.events';
import { periodClosesProjection } from '../projections/period-closes.projection';
import { nightHouseProjection } from '../projections/night-house.projection';
import { bookFingerprint } from './book-fingerprint';
import { KeepInstalmentsJob } from './keep-instalments.job';
import { NightAccounts, NightTally, PlannedAccount, PreviewedAccount, SupposedUnit } from './night-accounts';
import { countDue, endedPeriod, NightCause, NightScope } from './night-work-list';
import { OpenedBook, ReferenceBooks } from '../projections/reference-books';

/** How long a worker may be silent before another one takes its house. */
const LEASE_MINUTES = 10;
/** How many accounts are done between two progress events, which renew the lease too. */
const PROGRESS_EVERY_ACCOUNTS = 1_000;

export interface NightOptions {
  readonly date: CivilDate;
  /** One account only; all where absent. */
  readonly account?: string | undefined;
  /** One house only. */
  readonly house?: string | undefined;
  /** A period that two people have agreed to close, or that somebody only looks at. */
  readonly closes?: BillingPeriod | undefined;
  /** The open period, of which somebody wants the calculation now: nothing is closed. */
  readonly calculates?: BillingPeriod | undefined;
  readonly cause?: NightCause | undefined;
  /** Asked at each house and each portion of its accounts; none where nobody else may be at a night. */
  readonly turn?: HeldTurn | undefined;
  /** How many accounts there are to be done in all houses. */
  onDue?(accounts: number): void;
  onProgress?(houseId: string, accountsDone: number, accountsDue: number): void;
}

/** The meters of an account as the open period stands. */
export interface AccountPositions {
  readonly account: string;
  readonly houseId: string;
  readonly flat: string;
  /** Why nothing can be computed; null where it can. */
  readonly refused: string | null;
  readonly refusedDetails: ParkedAccount['details'];
  readonly positions: readonly MeteredPosition[];
}

export interface NightReport {
  readonly date: CivilDate;
  readonly calculated: number;
  readonly unchanged: number;
  readonly closed: number;
  readonly parked: readonly ParkedAccount[];
  /** Houses that another worker holds, or has taken over from this one. */
  readonly heldByOthers: readonly string[];
}

/**
 * The nightly charging: volumes, charges, recalculations, and on the evening of a month's last day the close with
 * advances and penalty. One unit is one account; a bad account is parked and the night goes on. Killed at any moment
 * and started again it goes on where it was; a second run adds no event.
 */
@Injectable()
export class NightlyChargesJob {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(PROJECTOR) private readonly projector: Projector,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LEASE_HOLDERS) private readonly holders: LeaseHolders,
    private readonly books: ReferenceBooks,
    private readonly accounts: NightAccounts,
    private readonly instalments: KeepInstalmentsJob,
  ) {}

  /** The accounts that the night of a date would open, calculate or close. */
  async list(options: NightOptions): Promise<readonly PlannedAccount[]> {
    const opened = await this.books.current();
    await this.projector.catchUp();
    const planned: PlannedAccount[] = [];
    for (const scope of await this.scopes(options, opened)) planned.push(...(await this.accounts.plan(scope)));
    return planned;
  }

  /** The charges that a close would post, beside those of the period before, account by account; writes nothing. */
  async *preview(options: NightOptions): AsyncGenerator<PreviewedAccount> {
    const opened = await this.books.current();
    await this.projector.catchUp();
    const today = this.clock.today();
    for (const scope of await this.scopes(options, opened)) yield* this.accounts.preview(scope, opened, today);
  }

  /** What a close would charge each meter by, account by account; writes nothing. */
  async *positions(options: NightOptions): AsyncGenerator<AccountPositions> {
    const opened = await this.books.current();
    await this.projector.catchUp();
    for (const scope of await this.scopes(options, opened)) {
      for await (const page of this.accounts.supposed(scope, opened)) {
        for (const one of page) yield positionsOf(one, opened);
      }
    }
  }

  /** The night of one account, without the houses' work items. Throws TurnLostError, TurnGivenUpError. */
  async one(options: NightOptions): Promise<NightReport> {
    const opened = await this.books.current();
    await this.projector.catchUp();
    if (isWholeNight(options)) await this.instalments.all(options.date, options.account);
    const tally = new NightTally();
    for (const scope of await this.scopes(options, opened)) {
      tally.add(await this.accounts.work(scope, opened, () => requireHeld(options.turn)));
    }
    return reportOf(options.date, tally, []);
  }

  /**
   * The night of all houses, or of one. Throws TurnLostError, TurnGivenUpError: what is done stands, and a house that was left
   * in its middle goes to whoever comes next, once the lease ends or its holder is gone.
   */
  async all(options: NightOptions): Promise<NightReport> {
    const opened = await this.books.current();
    await this.projector.catchUp();
    if (isWholeNight(options)) await this.instalments.all(options.date, options.account);
    const due = new Map<NightScope, number>();
    const before = await this.runState(options.date);
    for (const scope of await this.scopes(options, opened)) {
      const accounts = await countDue(this.readModels, scope);
      const house = before.status === 'not_started' ? undefined : before.houses[scope.houseId];
      const isAsked = options.closes !== undefined || options.calculates !== undefined;
      if (isAsked ? accounts > 0 : hasWork(scope, accounts, house)) due.set(scope, accounts);
    }
    options.onDue?.([...due.values()].reduce((sum, accounts) => sum + accounts, 0));
    const houses = [...due.keys()].map((scope) => scope.houseId);
    if (before.status === 'not_started' || houses.some((houseId) => !before.houses[houseId])) {
      await this.state(
        options.date,
        { kind: 'StartNightRun', date: options.date, houses },
        `start:${houses.join(',')}`,
      );
    }
    const tally = new NightTally();
    const heldByOthers: string[] = [];
    for (const [scope, accountsDue] of due) {
      await requireHeld(options.turn);
      const token = await this.take(scope, before);
      if (token === undefined) continue;
      const done = token === null ? null : await this.runHouse(scope, accountsDue, token, opened, options);
      if (done === null) heldByOthers.push(scope.houseId);
      else tally.add(done);
    }
    if (heldByOthers.length === 0) await this.completeRun(options.date);
    await this.projector.catchUp();
    return reportOf(options.date, tally, heldByOthers);
  }

  /**
   * What was done; null where the house went to another worker in the middle, which finishes it. It may have taken this one
   * for gone, or its clock goes ahead by more than a lease.
   */
  private async runHouse(
    scope: NightScope,
    accountsDue: number,
    token: number,
    opened: OpenedBook,
    options: NightOptions,
  ): Promise<NightTally | null> {
    try {
      return await this.workHouse(scope, accountsDue, token, opened, options);
    } catch (error) {
      if (error instanceof RejectedError && error.rejection.code === 'BILLING_NIGHT_LEASE_LOST') return null;
      throw error;
    }
  }

  private async workHouse(
    scope: NightScope,
    accountsDue: number,
    token: number,
    opened: OpenedBook,
    options: NightOptions,
  ): Promise<NightTally> {
    const { date, houseId } = scope;
    let reported = 0;
    const tally = await this.accounts.work(scope, opened, async (accountsDone) => {
      options.onProgress?.(houseId, accountsDone, accountsDue);
      await requireHeld(options.turn);
      if (accountsDone - reported < PROGRESS_EVERY_ACCOUNTS) return;
      reported = accountsDone;
      const leaseUntil = this.leaseUntil();
      const command = { kind: 'ProgressNightHouse', date, houseId, token, accountsDone, leaseUntil } as const;
      await this.state(date, command, `progress:${houseId}:${token}:${accountsDone}`);
    });
    const { calculated, unchanged, closed, parked } = tally;
    const result = { date, houseId, token, calculated, unchanged, closed, parked };
    const command = { kind: 'CompleteNightHouse', ...result, bookFingerprint: scope.fingerprint } as const;
    await this.state(date, command, `complete:${houseId}:${token}`);
    return tally;
  }

  private async scopes(options: NightOptions, opened: OpenedBook): Promise<NightScope[]> {
    const fingerprint = bookFingerprint(opened.row);
    const houses = Object.keys(opened.book.document.houses).sort();
    const asked = houses.filter((houseId) => options.house === undefined || options.house === houseId);
    const last = await this.readModels.getMany(nightHouseProjection, asked);
    const closesThrough = await this.closesThrough(options, opened);
    return asked.map((houseId) => ({
      date: options.date,
      houseId,
      account: options.account ?? null,
      windowToDay: opened.book.house(houseId).windowToDay,
      lastPeriod: opened.book.lastPeriod,
      closesThrough,
      calculates: options.calculates,
      cause: options.cause,
      fingerprint,
      lastFingerprint: last.get(houseId)?.document.bookFingerprint ?? null,
    }));
  }

  /** How far the night may close: nothing where a calculation is all that is wanted, else what it may by itself. */
  private async closesThrough(
    { date, closes, calculates }: NightOptions,
    { book, row }: OpenedBook,
  ): Promise<BillingPeriod> {
    if (closes !== undefined) return closes;
    if (calculates !== undefined) return previousPeriod(book.firstPeriod);
    const agreed = await this.readModels.find(periodClosesProjection, { where: { state: { in: ['begun', 'done'] } } });
    const periods = new Set(agreed.map(({ document }) => document.period));
    const ended = endedPeriod({ date, lastPeriod: book.lastPeriod });
    return closableThrough(row.settings, ended, book.firstPeriod, (period) => periods.has(period));
  }

  private async runState(date: CivilDate): Promise<NightRunState> {
    const events = await this.store.readStream(nightRunStream(date));
    return fold(nightRunDecider, events as unknown as readonly NightRunEvent[]);
  }

  /**
   * The fencing token of a house taken for this worker; null where another worker holds it. `undefined` where another one
   * has done it since `before`: several share a night, and each looks at what is due only once.
   */
  private async take({ date, houseId }: NightScope, before: NightRunState): Promise<number | null | undefined> {
    const state = await this.runState(date);
    if (state.status === 'not_started') throw new Error(`The night of ${date} was not started`);
    const house = state.houses[houseId];
    const tokenBefore = before.status === 'not_started' ? 0 : before.lastToken;
    if (house?.status === 'completed' && house.result.token > tokenBefore) return undefined;
    const result = await this.execute(
      date,
      {
        kind: 'TakeNightHouse',
        date,
        houseId,
        holder: this.holders.self,
        at: this.clock.now(),
        leaseUntil: this.leaseUntil(),
        holderIsGone: house?.status === 'taken' && (await this.holders.isGone(house.holder)),
      },
      `take:${houseId}:${state.lastToken}:${this.holders.self}`,
    );
    if (result.kind === 'rejected') {
      if (result.rejection.code === 'BILLING_NIGHT_HOUSE_TAKEN') return null;
      throw new RejectedError(result.rejection);
    }
    return (result.events[0]?.data as { token: number }).token;
  }

  private async completeRun(date: CivilDate): Promise<void> {
    const state = await this.runState(date);
    if (state.status !== 'running') return;
    if (Object.values(state.houses).some((house) => house.status !== 'completed')) return;
    await this.state(date, { kind: 'CompleteNightRun', date }, `complete:${state.lastToken}`);
  }

  private leaseUntil(): string {
    return new Date(Date.parse(this.clock.now()) + LEASE_MINUTES * 60_000).toISOString();
  }

  private async state(date: CivilDate, command: NightRunCommand, id: string): Promise<void> {
    const result = await this.execute(date, command, id);
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
  }

  private execute(date: CivilDate, command: NightRunCommand, id: string): Promise<CommandResult<NightRunEvent>> {
    return this.commands.execute({
      stream: nightRunStream(date),
      decider: nightRunDecider,
      command,
      commandId: `night:${date}:${id}`,
      actor: 'night',
    });
  }
}

/** Only the night itself looks at what was paid by parts; who closes a month by hand closes what was seen. */
function isWholeNight({ closes, calculates }: NightOptions): boolean {
  return closes === undefined && calculates === undefined;
}

/**
 * A house has work while it is unfinished or accounts are due, but not when those that are due are just the ones that
 * this night parked by the same rules: they are tried again the next night, or when a rule or a fact has come.
 */
function hasWork(scope: NightScope, accountsDue: number, house: NightHouse | undefined): boolean {
  if (house === undefined) return accountsDue > 0;
  if (house.status !== 'completed') return true;
  const { parked, bookFingerprint } = house.result;
  const onlyParked = parked.length === accountsDue && bookFingerprint === scope.fingerprint;
  return accountsDue > 0 && !onlyParked;
}

function reportOf(date: CivilDate, tally: NightTally, heldByOthers: readonly string[]): NightReport {
  const { calculated, unchanged, closed, parked } = tally;
  return { date, calculated, unchanged, closed, parked, heldByOthers };
}

function positionsOf(
  { account, dossier, open, calculation, refused, refusedDetails }: SupposedUnit,
  opened: OpenedBook,
): AccountPositions {
  const { houseId, flat } = dossier;
  const positions = calculation === null ? [] : meteredPositions(dossier, opened.book, open.state.period, calculation);
  return { account, houseId, flat, refused, refusedDetails, positions };
}
