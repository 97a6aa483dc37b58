import { CivilDate, RecordedEvent } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { PayerAccountClosed, PayerAccountNoted } from '../domain/payer-account.events';

type AccountEvent = (PayerAccountNoted | PayerAccountClosed) & RecordedEvent;

export interface KnownAccount {
  readonly account: string;
  readonly houseId: string;
  readonly openedOn: CivilDate;
  /** The first day that is not billed; null for an account that is open. */
  readonly closedOn: CivilDate | null;
}

/** Is there such an account to pay for? */
export const knownAccounts: Projection<KnownAccount> = {
  name: 'payments.known-accounts',
  version: 2,
  handles: ['PayerAccountNoted', 'PayerAccountClosed'],
  keysOf: (event) => [(event as AccountEvent).data.account],
  evolve(document, recorded) {
    const event = recorded as AccountEvent;
    if (event.type === 'PayerAccountClosed') {
      return document === null ? null : { ...document, closedOn: event.data.closedOn };
    }
    const { account, houseId, openedOn } = event.data;
    return { account, houseId, openedOn, closedOn: document?.closedOn ?? null };
  },
  columns: { house_id: 'text' },
  columnsOf: ({ houseId }) => ({ house_id: houseId }),
  indexes: [],
};
