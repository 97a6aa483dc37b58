import { BillingPeriod, CivilDate, dayOfMonth, earlier, lastDayOf, periodOf, previousPeriod } from '#libs/kernel';
import { Query, ReadModels } from '#libs/read-models';
import { openPeriodProjection } from '../projections/open-period.projection';

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
  readonly fingerprint: string;
  /** By which rules the house was charged last; null before its first night. */
  readonly lastFingerprint: string | null;
}

/** The latest period whose last day has come by the evening of a date. */
export function closablePeriod(scope: Pick<NightScope, 'date' | 'lastPeriod'>): BillingPeriod {
  const present = periodOf(scope.date);
  return earlier(lastDayOf(present) === scope.date ? present : previousPeriod(present), scope.lastPeriod);
}

/** The period that is calculated on a night without being closed; null before the window has ended. */
export function calculablePeriod(scope: NightScope): BillingPeriod | null {
  const present = periodOf(scope.date);
  const isDue = dayOfMonth(scope.date) >= scope.windowToDay && present <= scope.lastPeriod;
  return isDue && present > closablePeriod(scope) ? present : null;
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
