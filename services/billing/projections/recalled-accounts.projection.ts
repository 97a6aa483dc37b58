import { Projection } from '#libs/read-models';
import { PaymentCreditReversed } from '../domain/account-period.events';

export interface RecalledAccountRow {
  readonly account: string;
}

/** Of which accounts was a payment ever recalled? One document for each. */
export const recalledAccountsProjection: Projection<RecalledAccountRow> = {
  name: 'billing.recalled-accounts',
  version: 1,
  handles: ['PaymentCreditReversed'] satisfies PaymentCreditReversed['type'][],
  keysOf: (event) => [accountOf(event.data)],
  columns: {},
  columnsOf: () => ({}),
  indexes: [],
  evolve: (_, event) => ({ account: accountOf(event.data) }),
};

function accountOf(data: unknown): string {
  return (data as PaymentCreditReversed['data']).account;
}
