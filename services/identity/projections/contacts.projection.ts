import { RecordedEvent, unreachable } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { CONTACT_EVENT_TYPES, ContactEvent, ContactVerified } from '../domain/contact.events';

/** A verified way to reach a person; the address itself is in the vault. */
export type ContactCard = Omit<ContactVerified['data'], 'actorRole' | 'reason'>;

/** How can the people of an account be reached, and which contacts are a person's? */
export const contacts: Projection<ContactCard> = {
  name: 'identity.contacts',
  version: 1,
  handles: CONTACT_EVENT_TYPES,
  keysOf: (event) => [(event as ContactEvent & RecordedEvent).data.contactId],
  evolve(_document, event) {
    const told = event as ContactEvent & RecordedEvent;
    switch (told.type) {
      case 'ContactVerified': {
        const { account, personId, contactId, kind, verifiedOn } = told.data;
        return { account, personId, contactId, kind, verifiedOn };
      }
      case 'ContactWithdrawn':
        return null;
      default:
        return unreachable(told);
    }
  },
  columns: { account: 'text', person_id: 'text' },
  columnsOf: ({ account, personId }) => ({ account, person_id: personId }),
  indexes: [['account'], ['person_id']],
};
