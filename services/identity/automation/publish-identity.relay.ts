import { accountShared, contactVerified, contactWithdrawn, DataOf, personErased } from '#libs/contracts';
import { RecordedEvent } from '#libs/kernel';
import { IntegrationMessage, RelayTranslation } from '#libs/messaging';
import { AccountShared } from '../domain/account-sharing.events';
import { CONTACT_EVENT_TYPES, ContactEvent } from '../domain/contact.events';
import { PERSON_EVENT_TYPES, PersonEvent } from '../domain/person.events';

/**
 * Tells the other services how people can be reached, who was erased, and that an account is seen by others: who they are
 * stays here. Of codes and sign-ins nobody else hears.
 */
export const IDENTITY_RELAY: RelayTranslation = {
  service: 'identity',
  handles: [...CONTACT_EVENT_TYPES, ...PERSON_EVENT_TYPES, 'AccountShared'],
  translate(recorded: RecordedEvent): Omit<IntegrationMessage, 'messageId' | 'source'> | null {
    const event = recorded as (ContactEvent | PersonEvent | AccountShared) & RecordedEvent;
    switch (event.type) {
      case 'ContactVerified': {
        const { account, personId, contactId, kind, verifiedOn } = event.data;
        const data: DataOf<typeof contactVerified> = { account, personId, contactId, kind, verifiedOn };
        return { contract: contactVerified.name, key: account, data };
      }
      case 'ContactWithdrawn': {
        const { account, contactId, withdrawnOn } = event.data;
        const data: DataOf<typeof contactWithdrawn> = { account, contactId, withdrawnOn };
        return { contract: contactWithdrawn.name, key: account, data };
      }
      case 'PersonErased': {
        const { personId, erasedOn } = event.data;
        const data: DataOf<typeof personErased> = { personId, erasedOn };
        return { contract: personErased.name, key: personId, data };
      }
      case 'AccountShared': {
        const { account, sharedOn } = event.data;
        const data: DataOf<typeof accountShared> = { account, sharedOn };
        return { contract: accountShared.name, key: account, data };
      }
      default:
        return null;
    }
  },
};
