import { BillingPeriod, CivilDate, firstDayOf, later, nextPeriod, previousPeriod } from '#libs/kernel';
import { Projector, ReadModels } from '#libs/read-models';
import { OpenedPeriod } from '../../domain/account-period.state';
import { accountStatementProjection } from '../../projections/account-statement.projection';
import { openPeriodProjection } from '../../projections/open-period.projection';

interface NotBeforeParts {
  readonly readModels: Pick<ReadModels, 'find' | 'count'>;
  readonly projector: Pick<Projector, 'catchUp'>;
  /** Of the company: what is before was charged elsewhere. */
  readonly firstPeriod: BillingPeriod;
}

/**
 * The first day after the latest period that is closed for any account: what is before it has been charged, of that account
 * at least. One account that was left behind holds the month open for itself alone, not for those that have closed it; one
 * that begins in a later month than the others has closed none. Null where there is no account yet. As of the last event:
 * an account may have been closed a moment ago.
 */
export async function notBeforeOf({ readModels, projector, firstPeriod }: NotBeforeParts): Promise<CivilDate | null> {
  await projector.catchUp(openPeriodProjection);
  await projector.catchUp(accountStatementProjection);
  const open = await latest(readModels, 'open');
  const closed = await latest(readModels, 'closed');
  // Between a close and the opening of the next period an account stands in the one that has been charged.
  const stands = [...(open === null ? [] : [open]), ...(closed === null ? [] : [nextPeriod(closed)])];
  if (stands.length === 0) return null;
  let period = stands.reduce((one, other) => later(one, other));
  while (period > firstPeriod && !(await isClosedForAny(readModels, previousPeriod(period)))) {
    period = previousPeriod(period);
  }
  return firstDayOf(period);
}

async function latest(
  readModels: NotBeforeParts['readModels'],
  status: OpenedPeriod['status'],
): Promise<BillingPeriod | null> {
  const [row] = await readModels.find(openPeriodProjection, { where: { status }, orderBy: ['-period'], limit: 1 });
  return row?.document.state.period ?? null;
}

async function isClosedForAny(readModels: NotBeforeParts['readModels'], period: BillingPeriod): Promise<boolean> {
  return (await readModels.count(accountStatementProjection, { where: { period, closed_at: { above: '' } } })) > 0;
}
