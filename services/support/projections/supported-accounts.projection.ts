import { RecordedEvent } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { SUPPORTED_ACCOUNT_EVENT_TYPES, SupportedAccountEvent } from '../domain/supported-account.events';
import { evolveAccount, SupportedAccount, UNTOLD_ACCOUNT } from '../domain/supported-account.state';

/** Whose correspondence is it, who of an account can be reached, and what do they want to be told? */
export const supportedAccounts: Projection<SupportedAccount> = {
  name: 'support.accounts',
  version: 4,
  handles: SUPPORTED_ACCOUNT_EVENT_TYPES,
  keysOf: (event) => [(event as SupportedAccountEvent & RecordedEvent).data.account],
  evolve: (document, event) =>
    evolveAccount(document ?? UNTOLD_ACCOUNT, event as SupportedAccountEvent & RecordedEvent),
  columns: { reachable: 'integer', due_on: 'text' },
  columnsOf: ({ contacts, due }) => ({ reachable: contacts.length > 0 ? 1 : 0, due_on: due?.dueOn ?? null }),
  indexes: [['reachable']],
};
