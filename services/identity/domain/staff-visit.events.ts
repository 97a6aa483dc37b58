import { DomainEvent } from '#libs/kernel';

/** Somebody of the office signed in. Neither address nor browser line is kept, as of residents. */
export type StaffSignedIn = DomainEvent<
  'StaffSignedIn',
  {
    readonly staffId: string;
    readonly visitId: string;
    /** In words. */
    readonly device: string;
    readonly isNewDevice: boolean;
  }
>;

/** Too many wrong passwords or codes in a row: sign-in waits, or, without minutes, is over until a chief helps. */
export type StaffSignInLocked = DomainEvent<
  'StaffSignInLocked',
  {
    readonly staffId: string;
    readonly lockId: string;
    readonly step: 'password' | 'second_factor';
    readonly failuresInARow: number;
    readonly minutes: number | null;
  }
>;

/** Stream `identity_staff_visits-<staffId>_<year>_<month>`. */
export type StaffVisitEvent = StaffSignedIn | StaffSignInLocked;

export const STAFF_VISIT_EVENT_TYPES: readonly StaffVisitEvent['type'][] = ['StaffSignedIn', 'StaffSignInLocked'];
