import { BillingPeriod } from '#libs/kernel';
import { StaffSignedIn, StaffSignInLocked } from './staff-visit.events';

export type NoteStaffSignIn = { readonly kind: 'NoteStaffSignIn' } & StaffSignedIn['data'];
export type NoteStaffLock = { readonly kind: 'NoteStaffLock' } & StaffSignInLocked['data'];

export type StaffVisitCommand = NoteStaffSignIn | NoteStaffLock;

export function staffVisitStream(staffId: string, month: BillingPeriod): string {
  return `identity_staff_visits-${staffId}_${month.replace('-', '_')}`;
}
