import { Decider, unreachable } from '#libs/kernel';
import { EnterCabinet } from './visit.commands';
import { VisitEvent } from './visit.events';

/** The visits of a month, by their ids. */
export type VisitState = readonly string[];

export const visitDecider: Decider<VisitState, EnterCabinet, VisitEvent> = {
  initialState: () => [],
  evolve(state, event) {
    switch (event.type) {
      case 'CabinetEntered':
        return [...state, event.data.visitId];
      default:
        return unreachable(event.type);
    }
  },
  decide: enterCabinet,
};

/** Records a sign-in, once. Whether the code was right is known before: the log holds no code to compare with. */
export function enterCabinet(command: EnterCabinet, state: VisitState): readonly VisitEvent[] {
  const { login, account, visitId, device, isNewDevice, attachedAccounts = [] } = command;
  if (state.includes(visitId)) return [];
  const others = attachedAccounts.length === 0 ? {} : { attachedAccounts };
  return [{ type: 'CabinetEntered', version: 1, data: { login, account, visitId, device, isNewDevice, ...others } }];
}
