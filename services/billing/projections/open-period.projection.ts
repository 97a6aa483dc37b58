import { RecordedEvent } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { ACCOUNT_PERIOD_EVENT_TYPES, AccountPeriodEvent } from '../domain/account-period.events';
import { AccountPeriodState, evolveAccountPeriod, OpenedPeriod } from '../domain/account-period.state';

/** The state of the latest period of an account, with the revision of its stream. */
export interface OpenPeriodRow {
  readonly state: OpenedPeriod;
  readonly revision: number;
}

/** In which period does an account stand, and with what debts and money? */
export const openPeriodProjection: Projection<OpenPeriodRow> = {
  name: 'billing.open-period',
  version: 2,
  handles: ACCOUNT_PERIOD_EVENT_TYPES,
  keysOf: (event) => [(event.data as { account: string }).account],
  columns: { house: 'text', period: 'text', status: 'text' },
  columnsOf: ({ state }) => ({ house: state.houseId, period: state.period, status: state.status }),
  indexes: [
    ['house', 'status', 'period'],
    ['period', 'status'],
  ],
  evolve(row, event) {
    const before: AccountPeriodState = row?.state ?? { status: 'not_opened' };
    const state = evolveAccountPeriod(before, event as RecordedEvent & AccountPeriodEvent);
    return state.status === 'not_opened' ? null : { state, revision: event.revision };
  },
};
