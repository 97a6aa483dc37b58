import { BillingPeriod, CivilDate, firstDayOf, later, nextPeriod } from '#libs/kernel';
import { Projector, ReadModels } from '#libs/read-models';
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
  await projector.catchUp(accountStatementProjection);
  const closed = { where: { closed_at: { above: '' } }, orderBy: ['-period'], limit: 1 };
  const [latest] = await readModels.find(accountStatementProjection, closed);
  if (latest !== undefined) return firstDayOf(later(nextPeriod(latest.document.period), firstPeriod));
  await projector.catchUp(openPeriodProjection);
  return (await readModels.count(openPeriodProjection, {})) === 0 ? null : firstDayOf(firstPeriod);
}
