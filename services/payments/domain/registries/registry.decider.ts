import { Decider, Rejection, unreachable } from '#libs/kernel';
import { sumKopecks } from '#libs/money';
import { NO_SUMS, withLines } from './outcome-sums.policy';
import { ReceiveRegistry, RecordRegistryLines, RegistryCommand } from './registry.commands';
import { REGISTRY_OUTCOMES, RegistryEvent, RegistryReceived, SumsByOutcome } from './registry.events';

export type RegistryState =
  | { readonly status: 'unknown' }
  | {
      readonly status: 'recording' | 'reconciled';
      readonly received: RegistryReceived['data'];
      /** How many payments of the file have their outcome. */
      readonly recorded: number;
      readonly sums: SumsByOutcome;
    };

export const registryDecider: Decider<RegistryState, RegistryCommand, RegistryEvent> = {
  initialState: () => ({ status: 'unknown' }),
  evolve(state, event) {
    switch (event.type) {
      case 'RegistryReceived':
        return { status: 'recording', received: event.data, recorded: 0, sums: NO_SUMS };
      case 'RegistryLinesRecorded': {
        if (state.status === 'unknown') return state;
        const { lines } = event.data;
        return { ...state, recorded: state.recorded + lines.length, sums: withLines(state.sums, lines) };
      }
      case 'RegistryReconciled':
        return state.status === 'unknown' ? state : { ...state, status: 'reconciled' };
      default:
        return unreachable(event);
    }
  },
  decide(command, state) {
    switch (command.kind) {
      case 'ReceiveRegistry':
        return receiveRegistry(command, state);
      case 'RecordRegistryLines':
        return recordRegistryLines(command, state);
      default:
        return unreachable(command);
    }
  },
};

/** The same file again is no news; read by another profile it would have other lines, and is refused. */
export function receiveRegistry(command: ReceiveRegistry, state: RegistryState): readonly RegistryEvent[] | Rejection {
  const { kind, ...data } = command;
  void kind;
  if (state.status === 'unknown') {
    return [{ type: 'RegistryReceived', version: 1, data: { ...data, effectiveOn: data.acceptedOn } }];
  }
  const { registryId, profileId } = state.received;
  if (profileId !== data.profileId) {
    return new Rejection('PAYMENTS_REGISTRY_OTHER_PROFILE', { registryId, profileId });
  }
  return [];
}

/**
 * Records the outcome of the next lines, and after the last one that the file is reconciled. Lines that are recorded
 * already change nothing: whoever was stopped, or comes second, goes on behind them.
 */
export function recordRegistryLines(
  command: RecordRegistryLines,
  state: RegistryState,
): readonly RegistryEvent[] | Rejection {
  const { registryId, after, lines, today } = command;
  if (state.status === 'unknown') return new Rejection('PAYMENTS_UNKNOWN_REGISTRY', { registryId });
  const { recorded, received } = state;
  if (after + lines.length <= recorded) return [];
  const next = after + lines.length;
  if (after !== recorded || next > received.totals.payments) {
    return new Rejection('PAYMENTS_REGISTRY_LINES_MISPLACED', { registryId, after, recorded });
  }
  const progress: RegistryEvent = { type: 'RegistryLinesRecorded', version: 1, data: { registryId, after, lines } };
  if (next < received.totals.payments) return [progress];
  const sums = withLines(state.sums, lines);
  const total = sumKopecks(REGISTRY_OUTCOMES.map((outcome) => sums[outcome].amountKopecks));
  if (total !== received.totals.amountKopecks) {
    return new Rejection('PAYMENTS_REGISTRY_LINES_MISPLACED', { registryId, after, recorded });
  }
  return [progress, { type: 'RegistryReconciled', version: 1, data: { registryId, sums, effectiveOn: today } }];
}
