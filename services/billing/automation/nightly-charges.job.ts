import { Inject, Injectable } from '@nestjs/common';
import { hashOfInput } from '#libs/event-store';
import { BillingPeriod, CivilDate, Clock, previousPeriod, RejectedError } from '#libs/kernel';
import { CLOCK, HeldTurn, LEASE_HOLDERS, LeaseHolders, PROJECTOR, READ_MODELS, requireHeld } from '#libs/platform';
import { Projector, ReadModels } from '#libs/read-models';
import { closableThrough } from '../domain/close-authority.policy';
import { MeteredPosition, meteredPositions } from '../domain/metered-position.policy';
import { NightHouseState } from '../domain/night-house.decider';
import { ParkedAccount } from '../domain/night-run.events';
import { accountsPutBy, NightStanding } from '../domain/night-standing.policy';
import { periodClosesProjection } from '../projections/period-closes.projection';
import { nightHouseProjection } from '../projections/night-house.projection';
import { bookFingerprint } from './book-fingerprint';
import { KeepInstalmentsJob } from './keep-instalments.job';
import { NightAccounts, NightTally, PlannedAccount, PreviewedAccount, SupposedUnit } from './night-accounts';
import { HeldHouse, NightLog } from './night-log';
import { countDue, endedPeriod, NightCause, NightScope } from './night-work-list';
import { OpenedBook, ReferenceBooks } from '../projections/reference-books';

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

interface DueHouse {
  readonly scope: NightScope;
  readonly accountsDue: number;
  /** How often it was done in this night when this was counted. */
  readonly timesDone: number;
}

/**
 * The nightly charging: volumes, charges, recalculations, and on the evening of a month's last day the close with
 * advances and penalty. One unit is one account; a bad account is parked and the night goes on. Killed at any moment
 * and started again it goes on where it was; a second run adds no event.
 */
@Injectable()
export class NightlyChargesJob {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(PROJECTOR) private readonly projector: Projector,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LEASE_HOLDERS) private readonly holders: LeaseHolders,
    private readonly books: ReferenceBooks,
    private readonly accounts: NightAccounts,
    private readonly log: NightLog,
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
    const { date } = options;
    const opened = await this.books.current();
    await this.projector.catchUp();
    if (isWholeNight(options)) await this.instalments.all(date, options.account);
    const before = await this.log.standing(date);
    const { due, leftOut } = await this.dueHouses(options, opened, before);
    options.onDue?.(due.reduce((sum, { accountsDue }) => sum + accountsDue, 0));
    const houses = due.map(({ scope }) => scope.houseId);
    if (before.run.status === 'not_started' || houses.length > 0) await this.log.start(date, houses, before);
    const { tally, ofOthers } = await this.workHouses(due, opened, options);
    // What others had when this worker came by they may have done by now: whoever ends last completes the night.
    const heldByOthers = await this.log.unfinished(date, ofOthers);
    const isAtRest = before.run.status === 'completed' && due.length === 0;
    if (heldByOthers.length === 0 && !isAtRest) await this.log.completeRun(date);
    await this.projector.catchUp();
    tally.parked.push(...leftOut);
    return reportOf(date, tally, heldByOthers);
  }

  /** How the night of a date stands, house by house. */
  standing(date: CivilDate): Promise<NightStanding> {
    return this.log.standing(date);
  }

  /**
   * The houses that have work, and the accounts that this night has parked in the others: who asks again is told of them
   * again.
   */
  private async dueHouses(
    options: NightOptions,
    opened: OpenedBook,
    before: NightStanding,
  ): Promise<{ readonly due: readonly DueHouse[]; readonly leftOut: readonly ParkedAccount[] }> {
    const due: DueHouse[] = [];
    const leftOut: ParkedAccount[] = [];
    for (const scope of await this.scopes(options, opened)) {
      const standing = before.houses.get(scope.houseId);
      const accountsDue = await countDue(this.readModels, scope);
      // Who wants a period closed or calculated wants it whatever a night has left out.
      const isDue = isWholeNight(options) ? hasWork(scope, accountsDue, standing?.house) : accountsDue > 0;
      if (isDue) due.push({ scope, accountsDue, timesDone: standing?.timesDone ?? 0 });
      else if (accountsDue > 0 && standing?.house.status === 'completed') leftOut.push(...standing.house.parked);
    }
    return { due, leftOut };
  }

  /** Does the houses, and tells those that another worker has. */
  private async workHouses(
    due: readonly DueHouse[],
    opened: OpenedBook,
    options: NightOptions,
  ): Promise<{ readonly tally: NightTally; readonly ofOthers: readonly string[] }> {
    const tally = new NightTally();
    const ofOthers: string[] = [];
    let houses = due;
    for (let place = 0; place < houses.length; place += 1) {
      const house = houses[place] as DueHouse;
      await requireHeld(options.turn);
      const done = await this.takeAndWork(house, opened, options);
      if (done !== null) {
        tally.add(done);
        continue;
      }
      // Another one is here: this one goes on elsewhere, instead of asking for one house after another beside it.
      const next = place + 1;
      const { houseId } = house.scope;
      const elsewhere = fromOwnPlace(houses.slice(next), `${this.holders.self} ${houseId}`);
      houses = [...houses.slice(0, next), ...elsewhere];
      ofOthers.push(houseId);
    }
    return { tally, ofOthers };
  }

  /**
   * What was done, nothing where another worker has done it since; null where one has the house, or got it in the middle and
   * finishes it: it may have taken this one for gone, or its clock goes ahead by more than a lease.
   */
  private async takeAndWork(due: DueHouse, opened: OpenedBook, options: NightOptions): Promise<NightTally | null> {
    const { date, houseId } = due.scope;
    const taken = await this.log.take(date, houseId, due.timesDone);
    if (taken === 'held') return null;
    if (taken === 'done') return new NightTally();
    try {
      return await this.workHouse(taken, due, opened, options);
    } catch (error) {
      if (error instanceof RejectedError && error.rejection.code === 'BILLING_NIGHT_LEASE_LOST') return null;
      throw error;
    }
  }

  private async workHouse(
    house: HeldHouse,
    { scope, accountsDue }: DueHouse,
    opened: OpenedBook,
    options: NightOptions,
  ): Promise<NightTally> {
    let reported = 0;
    const tally = await this.accounts.work(scope, opened, async (accountsDone) => {
      options.onProgress?.(house.houseId, accountsDone, accountsDue);
      await requireHeld(options.turn);
      if (accountsDone - reported < PROGRESS_EVERY_ACCOUNTS) return;
      reported = accountsDone;
      await this.log.progress(house, accountsDone);
    });
    const { calculated, unchanged, closed, parked } = tally;
    await this.log.complete(house, { calculated, unchanged, closed, parked, bookFingerprint: scope.fingerprint });
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
}

/** Only the night itself looks at what was paid by parts; who closes a month by hand closes what was seen. */
function isWholeNight({ closes, calculates }: NightOptions): boolean {
  return closes === undefined && calculates === undefined;
}

/** A house has work while it is unfinished, or accounts are due that are not just the ones that this night has put by. */
function hasWork(scope: NightScope, accountsDue: number, house: NightHouseState | undefined): boolean {
  if (house === undefined) return accountsDue > 0;
  if (house.status !== 'completed') return true;
  return accountsDue > 0 && accountsDue !== accountsPutBy(house, scope.fingerprint);
}

/** The houses in their order, begun at a place that follows from the name: other workers begin at other places. */
function fromOwnPlace(due: readonly DueHouse[], name: string): readonly DueHouse[] {
  const place = Number.parseInt(hashOfInput(name).slice(0, 8), 16) % Math.max(due.length, 1);
  return [...due.slice(place), ...due.slice(0, place)];
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
