import { CivilDate, DomainEvent } from '#libs/kernel';
import { ActorRole } from './credential.events';

/**
 * The office has seen that an address is the person's own. The address is in the vault of persons, under the field
 * `mail:<contactId>`, sealed with the person's key; the log has its id alone.
 */
export type ContactVerified = DomainEvent<
  'ContactVerified',
  {
    readonly account: string;
    readonly personId: string;
    readonly contactId: string;
    readonly kind: ContactKind;
    readonly verifiedOn: CivilDate;
    readonly reason: string;
    readonly actorRole: ActorRole;
  }
>;

export type ContactKind = 'mail';

export type ContactWithdrawn = DomainEvent<
  'ContactWithdrawn',
  {
    readonly account: string;
    readonly personId: string;
    readonly contactId: string;
    readonly withdrawnOn: CivilDate;
    readonly reason: string;
    readonly actorRole: ActorRole;
  }
>;

/** Stream `identity_contacts-<account>`. */
export type ContactEvent = ContactVerified | ContactWithdrawn;

export const CONTACT_EVENT_TYPES: readonly ContactEvent['type'][] = ['ContactVerified', 'ContactWithdrawn'];
