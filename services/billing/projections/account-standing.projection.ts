import { BillingPeriod, CivilDate, RecordedEvent } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { PeriodOpened } from '../domain/account-period.events';
import { AccountClosed, AccountOpened, UtilityConnected, UtilityDisconnected } from '../domain/account.events';

/** A line an account: what a question about many accounts can afford to read of each. */
export interface AccountStandingRow {
  readonly account: string;
  readonly houseId: string;
  /** The payer; the name is in the vault of persons. */
  readonly personId: string;
  readonly openedOn: CivilDate;
  readonly flat: string;
  /** The first day that is not billed; null while the account is open. */
  readonly closedOn: CivilDate | null;
  /** What it is charged for: utilities that are connected, in the order of their names. */
  readonly utilities: readonly string[];
  /** The latest period that was opened; null before the first one. */
  readonly period: BillingPeriod | null;
}

type StandingEvent = AccountOpened | AccountClosed | UtilityConnected | UtilityDisconnected | PeriodOpened;

/** Where and since when is an account, what is it charged for, and which is its latest period? */
export const accountStandingProjection: Projection<AccountStandingRow> = {
  name: 'billing.account-standing',
  version: 4,
  handles: ['AccountOpened', 'AccountClosed', 'UtilityConnected', 'UtilityDisconnected', 'PeriodOpened'],
  keysOf: (event) => [(event.data as { account: string }).account],
  columns: { house: 'text', flat: 'text', closed_on: 'text', utilities: 'text' },
  columnsOf: ({ houseId, flat, closedOn, utilities }) => ({
    house: houseId,
    flat,
    closed_on: closedOn,
    utilities: utilities.join(' '),
  }),
  indexes: [['house', 'flat'], ['flat']],
  evolve: (row, event) => evolveStanding(row, event as RecordedEvent & StandingEvent),
};

function evolveStanding(
  row: AccountStandingRow | null,
  { type, data }: RecordedEvent & StandingEvent,
): AccountStandingRow | null {
  if (type === 'AccountOpened') {
    const { account, houseId, personId, openedOn, flat } = data;
    return { account, houseId, personId, openedOn, flat, closedOn: null, utilities: [], period: null };
  }
  if (row === null) return null;
  switch (type) {
    case 'AccountClosed':
      return { ...row, closedOn: data.closedOn };
    case 'UtilityConnected':
      return { ...row, utilities: [...new Set([...row.utilities, data.utility])].sort() };
    case 'UtilityDisconnected':
      return { ...row, utilities: row.utilities.filter((utility) => utility !== data.utility) };
    case 'PeriodOpened':
      return { ...row, period: data.period };
  }
}
