import { CivilDate, DomainEvent } from '#libs/kernel';
import { ActorRole } from './credential.events';

/** What was kept of a person was erased at the person's demand (152-ФЗ): the key is dropped, the log stays as it was. */
export type PersonErased = DomainEvent<
  'PersonErased',
  {
    readonly personId: string;
    readonly erasedOn: CivilDate;
    readonly reason: string;
    readonly actorRole: ActorRole;
  }
>;

/** Stream `identity_person-<personId>`. */
export type PersonEvent = PersonErased;

export const PERSON_EVENT_TYPES: readonly PersonEvent['type'][] = ['PersonErased'];
