import { CivilDate, RecordedEvent } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { PAYER_ACCOUNT_EVENT_TYPES, PayerAccountEvent } from '../domain/payer-account.events';

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
  handles: PAYER_ACCOUNT_EVENT_TYPES,
  keysOf: (event) => [(event as PayerAccountEvent & RecordedEvent).data.account],
  evolve(document, recorded) {
    const event = recorded as PayerAccountEvent & RecordedEvent;
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
