import { CivilDate, firstDayOf } from '#libs/kernel';
import { ReadModels } from '#libs/read-models';
import { openPeriodProjection } from '../../projections/open-period.projection';

/** The first day of the oldest open period: what is before it has been charged. Null where nothing has. */
export async function notBeforeOf(readModels: ReadModels): Promise<CivilDate | null> {
  const where = { status: 'open' };
  const [oldest] = await readModels.find(openPeriodProjection, { where, orderBy: ['period'], limit: 1 });
  return oldest === undefined ? null : firstDayOf(oldest.document.state.period);
}
