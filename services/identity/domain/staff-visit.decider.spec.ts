import { deciderSpec } from '#libs/testing';
import { staffVisitStream } from './staff-visit.commands';
import { staffVisitDecider } from './staff-visit.decider';
import { StaffVisitEvent } from './staff-visit.events';

const spec = deciderSpec(staffVisitDecider);
const VISIT = { staffId: 'anna', visitId: 'v-1', device: 'Chrome, Linux', isNewDevice: true };
const LOCK = { staffId: 'anna', lockId: 'k-1', step: 'password', failuresInARow: 8, minutes: 60 } as const;
const signedIn: StaffVisitEvent = { type: 'StaffSignedIn', version: 1, data: VISIT };
const locked: StaffVisitEvent = { type: 'StaffSignInLocked', version: 1, data: LOCK };

describe('the sign-ins of a member of staff', () => {
  it('are noted once each, as locks are', () => {
    spec.when({ kind: 'NoteStaffSignIn', ...VISIT }).then([signedIn]);
    spec
      .given([signedIn])
      .when({ kind: 'NoteStaffSignIn', ...VISIT })
      .thenNothing();
    spec
      .given([signedIn])
      .when({ kind: 'NoteStaffLock', ...LOCK })
      .then([locked]);
    spec
      .given([signedIn, locked])
      .when({ kind: 'NoteStaffLock', ...LOCK })
      .thenNothing();
  });

  it('of a month stand in a stream of their own', () => {
    expect(staffVisitStream('anna', '2026-10')).toBe('identity_staff_visits-anna_2026_10');
  });
});
