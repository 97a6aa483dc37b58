import { CivilDate, RejectedError, Rejection } from '#libs/kernel';
import { ReadModels } from '#libs/read-models';
import { monthOfReading, windowOn } from '../domain/reading-window.policy';
import { accountMeters } from '../projections/account-meters.projection';
import { AccountMetersAnswer } from './meters.dto';

/**
 * The meters of an account as they are today, with the window of its house.
 * Throws RejectedError METERING_UNKNOWN_ACCOUNT.
 */
export async function metersOf(
  readModels: ReadModels,
  account: string,
  today: CivilDate,
): Promise<AccountMetersAnswer> {
  const row = await readModels.get(accountMeters, account);
  if (row === null) throw new RejectedError(new Rejection('METERING_UNKNOWN_ACCOUNT', { account }));
  const { windowFromDay, windowToDay, closedOn } = row.document;
  const window = windowFromDay === null || windowToDay === null ? null : { windowFromDay, windowToDay };
  return {
    ...row.document,
    today,
    windowToday: window === null ? null : windowOn(today, window),
    belongsToToday: window === null ? null : monthOfReading(today, window, closedOn),
  };
}
