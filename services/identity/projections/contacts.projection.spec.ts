import { foldProjection, recordedEvents } from '#libs/testing';
import { ContactEvent } from '../domain/contact.events';
import { contacts } from './contacts.projection';

const CONTACT = { account: '0017', personId: 'p-1', contactId: 'c-1', kind: 'mail', verifiedOn: '2026-10-12' } as const;
const VERIFIED: ContactEvent = {
  type: 'ContactVerified',
  version: 1,
  data: { ...CONTACT, reason: 'came with a passport', actorRole: 'operator' },
};
const WITHDRAWN: ContactEvent = {
  type: 'ContactWithdrawn',
  version: 1,
  data: {
    account: '0017',
    personId: 'p-1',
    contactId: 'c-1',
    withdrawnOn: '2026-10-20',
    reason: 'asked for it',
    actorRole: 'operator',
  },
};

describe('the contacts', () => {
  it('are found by account and by person, until they are withdrawn', () => {
    expect(foldProjection(contacts, recordedEvents([VERIFIED])).get('c-1')).toEqual({
      document: CONTACT,
      columns: { account: '0017', person_id: 'p-1' },
    });
    expect(foldProjection(contacts, recordedEvents([VERIFIED, WITHDRAWN])).size).toBe(0);
  });
});
