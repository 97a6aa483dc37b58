import { BillingPeriod, CivilDate, firstDayOf, later, nextPeriod } from '#libs/kernel';
import { ReadModels } from '#libs/read-models';
import { OpenedPeriod } from '../../domain/account-period.state';
import { openPeriodProjection } from '../../projections/open-period.projection';

/**
 * The first day of the latest period that an account stands in: what is before it has been charged, of that account at
 * least. One account that was left behind holds the month open for itself alone, not for those that have closed it.
 * Null where nothing has been charged.
 */
export async function notBeforeOf(readModels: ReadModels): Promise<CivilDate | null> {
  const open = await latest(readModels, 'open');
  const closed = await latest(readModels, 'closed');
  // Between a close and the opening of the next period an account stands in the one that has been charged.
  const stands = [...(open === null ? [] : [open]), ...(closed === null ? [] : [nextPeriod(closed)])];
  return stands.length === 0 ? null : firstDayOf(stands.reduce((one, other) => later(one, other)));
}

async function latest(readModels: ReadModels, status: OpenedPeriod['status']): Promise<BillingPeriod | null> {
  const [row] = await readModels.find(openPeriodProjection, { where: { status }, orderBy: ['-period'], limit: 1 });
  return row?.document.state.period ?? null;
}
