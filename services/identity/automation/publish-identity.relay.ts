import { accountShared, contactVerified, contactWithdrawn, DataOf } from '#libs/contracts';
import { RecordedEvent } from '#libs/kernel';
import { IntegrationMessage, RelayTranslation } from '#libs/messaging';
import { AccountShared } from '../domain/account-sharing.events';
import { CONTACT_EVENT_TYPES, ContactEvent } from '../domain/contact.events';

/**
 * Tells the other services how people can be reached, and that an account is seen by others: who they are stays here. Of
 * codes and sign-ins nobody else hears.
 */
export const IDENTITY_RELAY: RelayTranslation = {
  service: 'identity',
  handles: [...CONTACT_EVENT_TYPES, 'AccountShared'],
  translate(recorded: RecordedEvent): Omit<IntegrationMessage, 'messageId' | 'source'> | null {
    const event = recorded as (ContactEvent | AccountShared) & RecordedEvent;
    const key = event.data.account;
    switch (event.type) {
      case 'ContactVerified': {
        const { account, personId, contactId, kind, verifiedOn } = event.data;
        const data: DataOf<typeof contactVerified> = { account, personId, contactId, kind, verifiedOn };
        return { contract: contactVerified.name, key, data };
      }
      case 'ContactWithdrawn': {
        const { account, contactId, withdrawnOn } = event.data;
        const data: DataOf<typeof contactWithdrawn> = { account, contactId, withdrawnOn };
        return { contract: contactWithdrawn.name, key, data };
      }
      case 'AccountShared': {
        const { account, sharedOn } = event.data;
        const data: DataOf<typeof accountShared> = { account, sharedOn };
        return { contract: accountShared.name, key, data };
      }
      default:
        return null;
    }
  },
};
