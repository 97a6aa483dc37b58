import { contactVerified, contactWithdrawn, DataOf } from '#libs/contracts';
import { RecordedEvent } from '#libs/kernel';
import { IntegrationMessage, RelayTranslation } from '#libs/messaging';
import { CONTACT_EVENT_TYPES, ContactEvent } from '../domain/contact.events';

/** Tells the other services how people can be reached. Of codes and sign-ins nobody else hears. */
export const IDENTITY_RELAY: RelayTranslation = {
  service: 'identity',
  handles: CONTACT_EVENT_TYPES,
  translate(recorded: RecordedEvent): Omit<IntegrationMessage, 'messageId' | 'source'> | null {
    const event = recorded as ContactEvent & RecordedEvent;
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
      default:
        return null;
    }
  },
};
