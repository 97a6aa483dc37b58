import { BillingPeriod, CivilDate, RecordedEvent } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { PeriodOpened } from '../domain/account-period.events';
import { AccountOpened } from '../domain/account.events';

/** A line an account: what a question about many accounts can afford to read of each. */
export interface AccountStandingRow {
  readonly account: string;
  readonly houseId: string;
  /** The payer; the name is in the vault of persons. */
  readonly personId: string;
  readonly openedOn: CivilDate;
  /** The latest period that was opened; null before the first one. */
  readonly period: BillingPeriod | null;
}

/** Since when does an account exist, and which is its latest period? */
export const accountStandingProjection: Projection<AccountStandingRow> = {
  name: 'billing.account-standing',
  version: 3,
  handles: ['AccountOpened', 'PeriodOpened'],
  keysOf: (event) => [(event.data as { account: string }).account],
  columns: { house: 'text' },
  columnsOf: ({ houseId }) => ({ house: houseId }),
  indexes: [['house']],
  evolve(row, event) {
    const { type, data } = event as RecordedEvent & (AccountOpened | PeriodOpened);
    if (type === 'AccountOpened') {
      const { account, houseId, personId, openedOn } = data;
      return { account, houseId, personId, openedOn, period: null };
    }
    return row && { ...row, period: data.period };
  },
};
