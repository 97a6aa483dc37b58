import { STAFF_ROLES, StaffRole } from './staff.events';

/** Whether a role may do what another one is needed for: an accountant does all that an operator does, a chief all. */
export function isAtLeast(role: StaffRole, needed: StaffRole): boolean {
  return STAFF_ROLES.indexOf(role) >= STAFF_ROLES.indexOf(needed);
}
