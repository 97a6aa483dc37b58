import { DomainEvent } from '#libs/kernel';
import { ActorRole } from './credential.events';

/** What somebody of the office may do; the system itself is no member of staff. */
export type StaffRole = Exclude<ActorRole, 'system'>;

export const STAFF_ROLES: readonly StaffRole[] = ['operator', 'accountant', 'chief'];

/** Somebody works in the office of these companies. The name lies in the vault of persons under `personId`. */
export type StaffMemberRegistered = DomainEvent<
  'StaffMemberRegistered',
  {
    /** Made by the system; what is typed to sign in, and what stands in the log for whoever acts. */
    readonly staffId: string;
    /** The companies whose houses and accounts are seen, by the number under which each pays taxes. */
    readonly companies: readonly string[];
    readonly role: StaffRole;
    readonly personId: string;
    readonly reason: string;
    readonly actorRole: ActorRole;
  }
>;

export type StaffRoleChanged = DomainEvent<
  'StaffRoleChanged',
  {
    readonly staffId: string;
    readonly role: StaffRole;
    readonly previousRole: StaffRole;
    readonly reason: string;
    readonly actorRole: ActorRole;
  }
>;

export type StaffMemberSuspended = DomainEvent<
  'StaffMemberSuspended',
  { readonly staffId: string; readonly reason: string; readonly actorRole: ActorRole }
>;

export type StaffMemberRestored = DomainEvent<
  'StaffMemberRestored',
  { readonly staffId: string; readonly reason: string; readonly actorRole: ActorRole }
>;

/** A link that works once and lets its holder choose a password and enrol a second factor; its token is in no event. */
export type StaffLinkIssued = DomainEvent<
  'StaffLinkIssued',
  { readonly staffId: string; readonly linkId: string; readonly reason: string; readonly actorRole: ActorRole }
>;

/** `passwordId` names the hash in the vault of codes; the password itself is kept nowhere. */
export type StaffPasswordSet = DomainEvent<
  'StaffPasswordSet',
  { readonly staffId: string; readonly passwordId: string; readonly linkId: string }
>;

/** The secret of the second factor lies in the vault of persons under the id of the link that it was shown on. */
export type SecondFactorEnrolled = DomainEvent<
  'SecondFactorEnrolled',
  { readonly staffId: string; readonly factorId: string; readonly linkId: string }
>;

/** A chief has taken password and second factor back: a telephone was lost, or somebody has seen what he should not. */
export type SecondFactorWithdrawn = DomainEvent<
  'SecondFactorWithdrawn',
  { readonly staffId: string; readonly factorId: string; readonly reason: string; readonly actorRole: ActorRole }
>;

/** Stream `identity_staff_member-<staffId>`. */
export type StaffEvent =
  | StaffMemberRegistered
  | StaffRoleChanged
  | StaffMemberSuspended
  | StaffMemberRestored
  | StaffLinkIssued
  | StaffPasswordSet
  | SecondFactorEnrolled
  | SecondFactorWithdrawn;

export const STAFF_EVENT_TYPES: readonly StaffEvent['type'][] = [
  'StaffMemberRegistered',
  'StaffRoleChanged',
  'StaffMemberSuspended',
  'StaffMemberRestored',
  'StaffLinkIssued',
  'StaffPasswordSet',
  'SecondFactorEnrolled',
  'SecondFactorWithdrawn',
];
