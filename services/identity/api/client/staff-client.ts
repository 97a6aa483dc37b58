import { defineClient } from '#libs/clients';
import { CommandOrigin, CommandReceipt } from '#libs/platform';
import { StaffRole } from '../../domain/staff.events';
import { StaffInvitation } from '../staff/staff-enrolment';
import { NewStaffMember, StaffLink, StaffMemberView } from '../staff/staff-office';
import { StaffSession } from '../staff/staff-sessions';
import { OpenedOffice, StaffCodeAsked, StaffPasswordAsked } from '../staff/staff-sign-in';

export { isAtLeast } from '../../domain/staff-role.policy';
export { PASSWORD_CHARACTERS_MAX, PASSWORD_CHARACTERS_MIN } from '../../domain/staff-password.policy';
export { STAFF_ROLES } from '../../domain/staff.events';
export type { StaffRole } from '../../domain/staff.events';
export type { StaffInvitation } from '../staff/staff-enrolment';
export type { NewStaffMember, StaffLink, StaffMemberView } from '../staff/staff-office';
export type { StaffSession } from '../staff/staff-sessions';
export type { OpenedOffice, StaffCodeAsked, StaffPasswordAsked } from '../staff/staff-sign-in';

export interface Colleague {
  readonly staffId: string;
  /** Null where the person was erased. */
  readonly name: string | null;
  readonly role: StaffRole;
}

export const STAFF_CLIENT = Symbol('STAFF_CLIENT');

/**
 * What the back-office asks of identity. Whoever acts is known by the token of the session, which is looked at each time:
 * role and companies are those of the log at that moment, whatever the gateway believes. Throws RejectedError.
 */
export interface StaffClient {
  /** The first step; throws IDENTITY_STAFF_SIGN_IN_WRONG, …_LOCKED, …_CLOSED, IDENTITY_STAFF_SUSPENDED. */
  password(asked: StaffPasswordAsked): Promise<{ readonly proof: string }>;
  /** The second step; throws IDENTITY_STAFF_CODE_WRONG, IDENTITY_STAFF_PROOF_ENDED besides. */
  secondFactor(asked: StaffCodeAsked): Promise<OpenedOffice>;
  /** Null for a session that has ended; asking makes it last. */
  session(sessionToken: string): Promise<StaffSession | null>;
  signOut(sessionToken: string): Promise<void>;
  /** Null for a link that is used, old or replaced; looking uses nothing up. */
  invitation(link: string): Promise<StaffInvitation | null>;
  /** Throws IDENTITY_STAFF_LINK_SPENT, IDENTITY_STAFF_PASSWORD_SHORT, …_LONG, …_PLAIN, IDENTITY_STAFF_CODE_WRONG. */
  enrol(asked: { readonly link: string; readonly password: string; readonly code: string }): Promise<void>;

  /** Who may be given work: those of the own companies who can sign in. Throws IDENTITY_STAFF_SESSION_ENDED. */
  colleagues(sessionToken: string): Promise<readonly Colleague[]>;
  /** Each of the following throws IDENTITY_STAFF_SESSION_ENDED; those that change something are a chief’s. */
  staff(sessionToken: string): Promise<readonly StaffMemberView[]>;
  register(session: string, member: NewStaffMember, reason: string, origin: CommandOrigin): Promise<StaffLink>;
  changeRole(
    session: string,
    change: { readonly staffId: string; readonly role: StaffRole },
    reason: string,
    origin: CommandOrigin,
  ): Promise<CommandReceipt>;
  suspend(session: string, staffId: string, reason: string, origin: CommandOrigin): Promise<CommandReceipt>;
  restore(session: string, staffId: string, reason: string, origin: CommandOrigin): Promise<CommandReceipt>;
  /** Password and second factor are to be set anew: a telephone was lost. */
  issueLink(session: string, staffId: string, reason: string, origin: CommandOrigin): Promise<StaffLink>;
}

export const staffClient = defineClient<StaffClient>()({
  name: 'staff',
  token: STAFF_CLIENT,
  operations: {
    password: 'once',
    secondFactor: 'once',
    session: 'ask',
    signOut: 'tell',
    invitation: 'ask',
    enrol: 'once',
    colleagues: 'ask',
    staff: 'ask',
    register: 'once',
    changeRole: 'tell',
    suspend: 'tell',
    restore: 'tell',
    issueLink: 'once',
  },
});
