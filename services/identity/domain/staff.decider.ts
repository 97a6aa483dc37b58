import { Decider, Rejection, unreachable } from '#libs/kernel';
import {
  ChangeStaffRole,
  EnrolStaffMember,
  IssueStaffLink,
  RegisterStaffMember,
  RestoreStaffMember,
  staffActor,
  StaffCommand,
  SuspendStaffMember,
} from './staff.commands';
import { StaffEvent, StaffRole } from './staff.events';

export interface KnownStaff {
  readonly status: 'known';
  readonly companies: readonly string[];
  readonly role: StaffRole;
  readonly personId: string;
  readonly suspended: boolean;
  /** The link that may still be used; null where none is out. */
  readonly linkId: string | null;
  /** Both or none: whoever has a password has shown a second factor as well. */
  readonly access: { readonly passwordId: string; readonly factorId: string } | null;
}

export type StaffState = { readonly status: 'unknown' } | KnownStaff;

const REASON_CHARACTERS_LIMIT = 300;
const COMPANIES_MAX = 50;

export const staffDecider: Decider<StaffState, StaffCommand, StaffEvent> = {
  initialState: () => ({ status: 'unknown' }),
  evolve: evolveStaff,
  decide(command, state) {
    const { kind, staffId } = command;
    if (kind !== 'EnrolStaffMember') {
      const refused = refusalOfCause(command);
      if (refused !== null) return refused;
    }
    if (kind === 'RegisterStaffMember') return registerStaffMember(command, state);
    if (state.status === 'unknown') return new Rejection('IDENTITY_UNKNOWN_STAFF', { staff: staffId });
    switch (kind) {
      case 'ChangeStaffRole':
        return changeStaffRole(command, state);
      case 'SuspendStaffMember':
        return suspendStaffMember(command, state);
      case 'RestoreStaffMember':
        return restoreStaffMember(command, state);
      case 'IssueStaffLink':
        return issueStaffLink(command, state);
      case 'EnrolStaffMember':
        return enrolStaffMember(command, state);
      default:
        return unreachable(command);
    }
  },
};

/** Access is a chief’s to give and to take, never one’s own: so that there is always a chief, and always a witness. */
function refusalOfCause({ staffId, by, reason, actorRole }: Exclude<StaffCommand, EnrolStaffMember>): Rejection | null {
  if (actorRole !== 'chief') return new Rejection('IDENTITY_STAFF_CHIEF_ONLY');
  if (by === staffActor(staffId)) return new Rejection('IDENTITY_STAFF_OWN_ACCESS');
  if (reason === '' || [...reason].length > REASON_CHARACTERS_LIMIT) {
    return new Rejection('IDENTITY_REASON_REQUIRED', { charactersLimit: REASON_CHARACTERS_LIMIT });
  }
  return null;
}

export function registerStaffMember(
  { staffId, role, personId, reason, actorRole, ...command }: RegisterStaffMember,
  state: StaffState,
): readonly StaffEvent[] | Rejection {
  if (state.status === 'known') return new Rejection('IDENTITY_STAFF_TAKEN', { staff: staffId });
  const companies = [...new Set(command.companies)];
  if (companies.length === 0 || companies.length > COMPANIES_MAX) {
    return new Rejection('IDENTITY_STAFF_COMPANIES', { limit: COMPANIES_MAX });
  }
  const data = { staffId, companies, role, personId, reason, actorRole };
  return [{ type: 'StaffMemberRegistered', version: 1, data }];
}

export function changeStaffRole(
  { staffId, role, reason, actorRole }: ChangeStaffRole,
  { role: previousRole }: KnownStaff,
): readonly StaffEvent[] {
  if (role === previousRole) return [];
  return [{ type: 'StaffRoleChanged', version: 1, data: { staffId, role, previousRole, reason, actorRole } }];
}

export function suspendStaffMember(
  { staffId, reason, actorRole }: SuspendStaffMember,
  { suspended }: KnownStaff,
): readonly StaffEvent[] {
  if (suspended) return [];
  return [{ type: 'StaffMemberSuspended', version: 1, data: { staffId, reason, actorRole } }];
}

export function restoreStaffMember(
  { staffId, reason, actorRole }: RestoreStaffMember,
  { suspended }: KnownStaff,
): readonly StaffEvent[] {
  if (!suspended) return [];
  return [{ type: 'StaffMemberRestored', version: 1, data: { staffId, reason, actorRole } }];
}

export function issueStaffLink(
  { staffId, linkId, reason, actorRole }: IssueStaffLink,
  { suspended, access }: KnownStaff,
): readonly StaffEvent[] | Rejection {
  if (suspended) return new Rejection('IDENTITY_STAFF_SUSPENDED');
  const issued: StaffEvent = { type: 'StaffLinkIssued', version: 1, data: { staffId, linkId, reason, actorRole } };
  if (access === null) return [issued];
  const { factorId } = access;
  const withdrawn = { staffId, factorId, reason, actorRole };
  return [{ type: 'SecondFactorWithdrawn', version: 1, data: withdrawn }, issued];
}

export function enrolStaffMember(
  { staffId, linkId, passwordId }: EnrolStaffMember,
  state: KnownStaff,
): readonly StaffEvent[] | Rejection {
  if (state.linkId !== linkId) return new Rejection('IDENTITY_STAFF_LINK_SPENT');
  if (state.suspended) return new Rejection('IDENTITY_STAFF_SUSPENDED');
  return [
    { type: 'StaffPasswordSet', version: 1, data: { staffId, passwordId, linkId } },
    // The secret was made with the link and shown by it alone, so that it goes by the id of the link.
    { type: 'SecondFactorEnrolled', version: 1, data: { staffId, factorId: linkId, linkId } },
  ];
}

function evolveStaff(state: StaffState, event: StaffEvent): StaffState {
  if (event.type === 'StaffMemberRegistered') {
    const { companies, role, personId } = event.data;
    return { status: 'known', companies, role, personId, suspended: false, linkId: null, access: null };
  }
  if (state.status === 'unknown') return state;
  switch (event.type) {
    case 'StaffRoleChanged':
      return { ...state, role: event.data.role };
    case 'StaffMemberSuspended':
      return { ...state, suspended: true };
    case 'StaffMemberRestored':
      return { ...state, suspended: false };
    case 'StaffLinkIssued':
      return { ...state, linkId: event.data.linkId };
    case 'StaffPasswordSet':
      return { ...state, access: { passwordId: event.data.passwordId, factorId: '' } };
    case 'SecondFactorEnrolled': {
      const { factorId } = event.data;
      return { ...state, linkId: null, access: state.access === null ? null : { ...state.access, factorId } };
    }
    case 'SecondFactorWithdrawn':
      return { ...state, access: null };
    default:
      return unreachable(event);
  }
}
