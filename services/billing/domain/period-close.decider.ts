import { Decider, unreachable } from '#libs/kernel';
import { PeriodCloseCommand } from './period-close.commands';
import { PeriodCloseEvent } from './period-close.events';

/** How far each approval of the period has come. */
export type PeriodCloseState = Readonly<Record<string, 'approved' | 'begun' | 'done' | 'failed'>>;

export const periodCloseDecider: Decider<PeriodCloseState, PeriodCloseCommand, PeriodCloseEvent> = {
  initialState: () => ({}),
  evolve: evolveClose,
  decide: decideClose,
};

/** Each step is taken once, in its order; a step that is told late or again changes nothing. */
export function decideClose(command: PeriodCloseCommand, state: PeriodCloseState): readonly PeriodCloseEvent[] {
  const { period, approvalId } = command;
  const status = state[approvalId];
  switch (command.kind) {
    case 'ApprovePeriodClose': {
      const { figures, requestedBy, grantedBy } = command;
      if (status !== undefined) return [];
      const data = { period, approvalId, figures, requestedBy, grantedBy };
      return [{ type: 'PeriodCloseApproved', version: 1, data }];
    }
    case 'BeginPeriodClose':
      return status === 'approved' ? [{ type: 'PeriodCloseBegun', version: 1, data: { period, approvalId } }] : [];
    case 'CompletePeriodClose': {
      const { closed, parked } = command;
      if (status !== 'begun') return [];
      return [{ type: 'PeriodCloseCarriedOut', version: 1, data: { period, approvalId, closed, parked } }];
    }
    case 'FailPeriodClose': {
      const { code } = command;
      if (status !== 'approved') return [];
      return [{ type: 'PeriodCloseFailed', version: 1, data: { period, approvalId, code } }];
    }
    default:
      return unreachable(command);
  }
}

function evolveClose(state: PeriodCloseState, event: PeriodCloseEvent): PeriodCloseState {
  const { approvalId } = event.data;
  switch (event.type) {
    case 'PeriodCloseApproved':
      return { ...state, [approvalId]: 'approved' };
    case 'PeriodCloseBegun':
      return { ...state, [approvalId]: 'begun' };
    case 'PeriodCloseCarriedOut':
      return { ...state, [approvalId]: 'done' };
    case 'PeriodCloseFailed':
      return { ...state, [approvalId]: 'failed' };
    default:
      return unreachable(event);
  }
}
