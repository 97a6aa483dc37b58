import { Decider, Rejection, unreachable } from '#libs/kernel';
import { RecalculationOrderCommand } from './recalculation-order.commands';
import { OrderedSum, RecalculationOrderEvent, RecalculationsOrdered } from './recalculation-order.events';
import { needsApproval } from './recalculation';
import { ALONE_MAX_KOPECKS } from './recalculation-bounds.policy';

/** Sums of one event: an event that says no more can be read with the others of its page. */
export const ORDERED_SUMS_MAX = 500;

export type RecalculationOrderState =
  | { readonly status: 'none' }
  | {
      readonly status: 'approved' | 'begun' | 'done' | 'failed';
      readonly ordered: RecalculationsOrdered['data'];
      readonly sums: readonly OrderedSum[];
      /** Whether a fault has stopped it before: that is told once. */
      readonly stopped: boolean;
    };

type Answer = readonly RecalculationOrderEvent[] | Rejection;

export const recalculationOrderDecider: Decider<
  RecalculationOrderState,
  RecalculationOrderCommand,
  RecalculationOrderEvent
> = {
  initialState: () => ({ status: 'none' }),
  decide: decideOrder,
  evolve: evolveOrder,
};

/** Each step is taken once, in its order; a step that is told late or again changes nothing. */
export function decideOrder(command: RecalculationOrderCommand, state: RecalculationOrderState): Answer {
  switch (command.kind) {
    case 'ApproveRecalculations': {
      const { kind, ...data } = command;
      void kind;
      return state.status === 'none' ? [{ type: 'RecalculationsOrdered', version: 1, data }] : [];
    }
    case 'OrderRecalculations': {
      const { kind, sums, ...data } = command;
      void kind;
      if (state.status !== 'none') return [];
      const { work, approvalId, orderId } = data;
      if (approvalId === null && (work.kind === 'replay' || needsApproval(work.grounds.kind))) {
        return new Rejection('BILLING_RECALCULATION_NEEDS_APPROVAL', { account: sums[0]?.account ?? '' });
      }
      const tooLarge = sums.find(({ amountKopecks }) => Math.abs(amountKopecks) > ALONE_MAX_KOPECKS);
      if (approvalId === null && tooLarge !== undefined) {
        return new Rejection('BILLING_RECALCULATION_NEEDS_APPROVAL', { account: tooLarge.account });
      }
      if (sums.length === 0) return new Rejection('BILLING_RECALCULATION_CHANGES_NOTHING', { account: '' });
      return [{ type: 'RecalculationsOrdered', version: 1, data }, ...begun(orderId, sums)];
    }
    case 'BeginRecalculations':
      return state.status === 'approved' ? begun(command.orderId, command.sums) : [];
    case 'CompleteRecalculations': {
      const { orderId, recorded, refused } = command;
      if (state.status !== 'begun') return [];
      const { approvalId } = state.ordered;
      return [{ type: 'RecalculationsCarriedOut', version: 1, data: { orderId, approvalId, recorded, refused } }];
    }
    case 'FailRecalculations': {
      const { orderId, code } = command;
      if (state.status !== 'approved') return [];
      return [
        { type: 'RecalculationsFailed', version: 1, data: { orderId, approvalId: state.ordered.approvalId, code } },
      ];
    }
    case 'StopRecalculations': {
      const { orderId, fault } = command;
      const isOver = state.status === 'none' || state.status === 'done' || state.status === 'failed';
      if (isOver || state.stopped) return [];
      return [{ type: 'RecalculationsStopped', version: 1, data: { orderId, fault } }];
    }
    default:
      return unreachable(command);
  }
}

function begun(orderId: string, sums: readonly OrderedSum[]): RecalculationOrderEvent[] {
  const events: RecalculationOrderEvent[] = [];
  for (let from = 0; from < sums.length; from += ORDERED_SUMS_MAX) {
    const some = sums.slice(from, from + ORDERED_SUMS_MAX);
    events.push({ type: 'OrderedSumsFixed', version: 1, data: { orderId, sums: some } });
  }
  return [...events, { type: 'RecalculationsBegun', version: 1, data: { orderId } }];
}

function evolveOrder(state: RecalculationOrderState, event: RecalculationOrderEvent): RecalculationOrderState {
  if (event.type === 'RecalculationsOrdered')
    return { status: 'approved', ordered: event.data, sums: [], stopped: false };
  if (state.status === 'none') return state;
  switch (event.type) {
    case 'OrderedSumsFixed':
      return { ...state, sums: [...state.sums, ...event.data.sums] };
    case 'RecalculationsBegun':
      return { ...state, status: 'begun' };
    case 'RecalculationsCarriedOut':
      return { ...state, status: 'done' };
    case 'RecalculationsFailed':
      return { ...state, status: 'failed' };
    case 'RecalculationsStopped':
      return { ...state, stopped: true };
    default:
      return unreachable(event);
  }
}
