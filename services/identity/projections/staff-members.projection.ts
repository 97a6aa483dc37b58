import { RecordedEvent, unreachable } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { STAFF_VISIT_EVENT_TYPES, StaffVisitEvent } from '../domain/staff-visit.events';
import { STAFF_EVENT_TYPES, StaffEvent, StaffRole } from '../domain/staff.events';

/** A member of staff, without the name: that lies in the vault of persons. */
export interface StaffCard {
  readonly staffId: string;
  readonly personId: string;
  readonly companies: readonly string[];
  readonly role: StaffRole;
  readonly suspended: boolean;
  /** Names the hash in the vault of codes; null before a link was used. */
  readonly passwordId: string | null;
  /** UTC instants. */
  readonly registeredAt: string;
  readonly lastSignedInAt: string | null;
}

type Told = (StaffEvent | StaffVisitEvent) & RecordedEvent;

/** Who works in the office, in which role, and who can get in? */
export const staffMembers: Projection<StaffCard> = {
  name: 'identity.staff-members',
  version: 1,
  handles: [...STAFF_EVENT_TYPES, ...STAFF_VISIT_EVENT_TYPES],
  keysOf: (event) => [(event as Told).data.staffId],
  evolve: (card, event) => evolveCard(card, event as Told),
  columns: { has_password: 'integer' },
  columnsOf: ({ passwordId }) => ({ has_password: passwordId === null ? 0 : 1 }),
  indexes: [],
};

function evolveCard(card: StaffCard | null, event: Told): StaffCard | null {
  const { recordedAt } = event.metadata;
  if (event.type === 'StaffMemberRegistered') {
    const { staffId, personId, companies, role } = event.data;
    const begun = { suspended: false, passwordId: null, registeredAt: recordedAt, lastSignedInAt: null };
    return { staffId, personId, companies, role, ...begun };
  }
  if (card === null) return null;
  switch (event.type) {
    case 'StaffRoleChanged':
      return { ...card, role: event.data.role };
    case 'StaffMemberSuspended':
      return { ...card, suspended: true };
    case 'StaffMemberRestored':
      return { ...card, suspended: false };
    case 'StaffPasswordSet':
      return { ...card, passwordId: event.data.passwordId };
    case 'SecondFactorWithdrawn':
      return { ...card, passwordId: null };
    case 'StaffSignedIn':
      return { ...card, lastSignedInAt: recordedAt };
    case 'StaffLinkIssued':
    case 'SecondFactorEnrolled':
    case 'StaffSignInLocked':
      return card;
    default:
      return unreachable(event);
  }
}
