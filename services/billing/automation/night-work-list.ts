import { BillingPeriod, CivilDate, dayOfMonth, earlier, lastDayOf, periodOf, previousPeriod } from '#libs/kernel';
import { Query, ReadModels } from '#libs/read-models';
import { openPeriodProjection } from '../projections/open-period.projection';

/** What the events of a night are caused by, where it is not the clock. */
export interface NightCause {
  readonly actor: string;
  readonly correlationId: string;
  readonly causationId: string;
}

/** The work of one night in one house. */
export interface NightScope {
  readonly date: CivilDate;
  readonly houseId: string;
  /** One account only; null for all. */
  readonly account: string | null;
  /** The last day of the reading window: from its evening on charges are calculated. */
  readonly windowToDay: number;
  /** The last period that is computed at all. */
  readonly lastPeriod: BillingPeriod;
  /** The last period that may be closed: what follows waits for two people. Absent: the night closes by itself. */
  readonly closesThrough?: BillingPeriod;
  /** A period that somebody wants calculated now: the window of its readings need not have ended. Absent: as the clock says. */
  readonly calculates?: BillingPeriod | undefined;
  /** Who has the accounts closed, and by what; the night itself where absent. */
  readonly cause?: NightCause | undefined;
  readonly fingerprint: string;
  /** By which rules the house was charged last; null before its first night. */
  readonly lastFingerprint: string | null;
}

/** The latest period whose last day has come by the evening of a date. */
export function endedPeriod({ date, lastPeriod }: Pick<NightScope, 'date' | 'lastPeriod'>): BillingPeriod {
  const present = periodOf(date);
  return earlier(lastDayOf(present) === date ? present : previousPeriod(present), lastPeriod);
}

/** The latest period that the night of a date may close: it has ended, and where two people are needed, they agreed. */
export function closablePeriod(scope: Pick<NightScope, 'date' | 'lastPeriod' | 'closesThrough'>): BillingPeriod {
  const ended = endedPeriod(scope);
  return scope.closesThrough === undefined ? ended : earlier(ended, scope.closesThrough);
}

/**
 * The period that is calculated on a night without being closed: one that has ended and waits for two people, or the
 * present one from the end of its window on; null before. Or the one that somebody has asked for.
 */
export function calculablePeriod(scope: NightScope): BillingPeriod | null {
  if (scope.calculates !== undefined) return scope.calculates <= scope.lastPeriod ? scope.calculates : null;
  const ended = endedPeriod(scope);
  if (ended > closablePeriod(scope)) return ended;
  const present = periodOf(scope.date);
  const isDue = dayOfMonth(scope.date) >= scope.windowToDay && present <= scope.lastPeriod;
  return isDue && present > ended ? present : null;
}

/** Open periods that have to be closed, in `billing.open-period`. */
export function toClose(scope: NightScope): NonNullable<Query['where']> {
  return { house: scope.houseId, status: 'open', period: { to: closablePeriod(scope) } };
}

/** Accounts whose next period was not opened after a close: a night was stopped in between. */
export function toOpen(scope: NightScope): NonNullable<Query['where']> {
  return { house: scope.houseId, status: 'closed' };
}

/**
 * Open periods of accounts that have changed since their last calculation; all of them where the rules of the house
 * have changed.
 */
export function toCalculate(scope: NightScope, period: BillingPeriod): NonNullable<Query['where']> {
  const rulesChanged = scope.lastFingerprint !== null && scope.lastFingerprint !== scope.fingerprint;
  const where = { house: scope.houseId, status: 'open', period };
  return rulesChanged ? where : { ...where, needs_calculation: 1 };
}

/** How many accounts the night of a house would touch; a quiet night costs no more than this. */
export async function countDue(readModels: ReadModels, scope: NightScope): Promise<number> {
  const closing = await readModels.count(openPeriodProjection, { where: toClose(scope) });
  const opening = await readModels.count(openPeriodProjection, { where: toOpen(scope) });
  const period = calculablePeriod(scope);
  if (period === null) return closing + opening;
  return closing + opening + (await readModels.count(openPeriodProjection, { where: toCalculate(scope, period) }));
}
