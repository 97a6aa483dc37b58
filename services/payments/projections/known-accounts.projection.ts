import { CivilDate, RecordedEvent } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { PayerAccountNoted } from '../domain/payer-account.events';

export interface KnownAccount {
  readonly account: string;
  readonly houseId: string;
  readonly openedOn: CivilDate;
}

/** Is there such an account to pay for? */
export const knownAccounts: Projection<KnownAccount> = {
  name: 'payments.known-accounts',
  version: 1,
  handles: ['PayerAccountNoted'],
  keysOf: (event) => [(event as PayerAccountNoted & RecordedEvent).data.account],
  evolve(_document, event) {
    const { account, houseId, openedOn } = (event as PayerAccountNoted & RecordedEvent).data;
    return { account, houseId, openedOn };
  },
  columns: { house_id: 'text' },
  columnsOf: ({ houseId }) => ({ house_id: houseId }),
  indexes: [],
};
