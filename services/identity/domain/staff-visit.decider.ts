import { Decider, unreachable } from '#libs/kernel';
import { StaffVisitCommand } from './staff-visit.commands';
import { StaffVisitEvent } from './staff-visit.events';

/** What was noted in a month, by its ids. */
export type StaffVisitState = readonly string[];

export const staffVisitDecider: Decider<StaffVisitState, StaffVisitCommand, StaffVisitEvent> = {
  initialState: () => [],
  evolve: (state, event) => [...state, event.type === 'StaffSignedIn' ? event.data.visitId : event.data.lockId],
  decide: noteStaffVisit,
};

/** Notes a sign-in or a lock, once each. Whether password and code were right is known before. */
export function noteStaffVisit(command: StaffVisitCommand, state: StaffVisitState): readonly StaffVisitEvent[] {
  switch (command.kind) {
    case 'NoteStaffSignIn': {
      const { staffId, visitId, device, isNewDevice } = command;
      if (state.includes(visitId)) return [];
      return [{ type: 'StaffSignedIn', version: 1, data: { staffId, visitId, device, isNewDevice } }];
    }
    case 'NoteStaffLock': {
      const { staffId, lockId, step, failuresInARow, minutes } = command;
      if (state.includes(lockId)) return [];
      return [{ type: 'StaffSignInLocked', version: 1, data: { staffId, lockId, step, failuresInARow, minutes } }];
    }
    default:
      return unreachable(command);
  }
}
