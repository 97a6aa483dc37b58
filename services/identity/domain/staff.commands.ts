import { ActorRole } from './credential.events';
import { StaffRole } from './staff.events';

/** Who states it and why. `by` is the actor of the log, so that nobody changes the own access. */
export interface StaffCause {
  readonly reason: string;
  readonly actorRole: ActorRole;
  readonly by: string;
}

export interface RegisterStaffMember extends StaffCause {
  readonly kind: 'RegisterStaffMember';
  readonly staffId: string;
  readonly companies: readonly string[];
  readonly role: StaffRole;
  readonly personId: string;
}

export interface ChangeStaffRole extends StaffCause {
  readonly kind: 'ChangeStaffRole';
  readonly staffId: string;
  readonly role: StaffRole;
}

export interface SuspendStaffMember extends StaffCause {
  readonly kind: 'SuspendStaffMember';
  readonly staffId: string;
}

export interface RestoreStaffMember extends StaffCause {
  readonly kind: 'RestoreStaffMember';
  readonly staffId: string;
}

/** The first link, or another one: whatever opened the back-office before opens it no more. */
export interface IssueStaffLink extends StaffCause {
  readonly kind: 'IssueStaffLink';
  readonly staffId: string;
  readonly linkId: string;
}

/** The holder of the link has chosen a password and shown a code of the second factor. */
export interface EnrolStaffMember {
  readonly kind: 'EnrolStaffMember';
  readonly staffId: string;
  readonly linkId: string;
  readonly passwordId: string;
}

export type StaffCommand =
  RegisterStaffMember | ChangeStaffRole | SuspendStaffMember | RestoreStaffMember | IssueStaffLink | EnrolStaffMember;

export function staffStream(staffId: string): string {
  return `identity_staff_member-${staffId}`;
}

/** Who acts, as the log names a member of staff. */
export function staffActor(staffId: string): string {
  return `staff:${staffId}`;
}
