import { Decider, Rejection, unreachable } from '#libs/kernel';
import { CompleteNightHouse, NightHouseCommand, ProgressNightHouse, TakeNightHouse } from './night-house.commands';
import { NightEvent, NightHouseEvent, ParkedAccount } from './night-run.events';

/** What was done in a house in every go at it that was completed. */
export interface NightHouseDone {
  readonly times: number;
  readonly calculated: number;
  readonly closed: number;
}

/** One house of a night. */
export type NightHouseState =
  | { readonly status: 'waiting' }
  | {
      readonly status: 'taken';
      readonly holder: string;
      readonly token: number;
      readonly leaseUntil: string;
      readonly done: NightHouseDone;
    }
  | {
      readonly status: 'completed';
      readonly token: number;
      readonly done: NightHouseDone;
      /** Accounts that the last go has left out. */
      readonly parked: readonly ParkedAccount[];
      /** What the last go has charged by. */
      readonly bookFingerprint: string;
    };

type Decision = readonly NightHouseEvent[] | Rejection;

const NOTHING_DONE: NightHouseDone = { times: 0, calculated: 0, closed: 0 };

/** A house of a night as a work item, done under a lease with a fencing token. */
export const nightHouseDecider: Decider<NightHouseState, NightHouseCommand, NightEvent> = {
  initialState: () => ({ status: 'waiting' }),
  evolve: evolveNightHouse,
  decide(command, state) {
    switch (command.kind) {
      case 'TakeNightHouse':
        return takeNightHouse(command, state);
      case 'ProgressNightHouse':
        return progressNightHouse(command, state);
      case 'CompleteNightHouse':
        return completeNightHouse(command, state);
      default:
        return unreachable(command);
    }
  },
};

/**
 * A house is free when nobody has it, its lease has run out or its holder is gone. A done one may be taken again, but not
 * for what was due before it was done.
 */
export function takeNightHouse(command: TakeNightHouse, state: NightHouseState): Decision {
  const { date, houseId, holder, at, leaseUntil, goneHolder, timesDoneBefore } = command;
  if (state.status === 'taken') {
    const isFree = state.holder === holder || state.holder === goneHolder || at >= state.leaseUntil;
    if (!isFree) return new Rejection('BILLING_NIGHT_HOUSE_TAKEN', { date, house: houseId, until: state.leaseUntil });
  }
  if (state.status === 'completed' && state.done.times > timesDoneBefore) return [];
  const token = state.status === 'waiting' ? 1 : state.token + 1;
  return [{ type: 'NightHouseTaken', version: 1, data: { date, houseId, holder, token, leaseUntil } }];
}

export function progressNightHouse(command: ProgressNightHouse, state: NightHouseState): Decision {
  const { kind, ...data } = command;
  void kind;
  return leaseLost(command, state) ?? [{ type: 'NightHouseProgressed', version: 1, data }];
}

export function completeNightHouse(command: CompleteNightHouse, state: NightHouseState): Decision {
  const { kind, ...data } = command;
  void kind;
  return leaseLost(command, state) ?? [{ type: 'NightHouseCompleted', version: 1, data }];
}

/** A worker whose lease went to another one may not report any more. */
function leaseLost(
  { date, houseId, token }: ProgressNightHouse | CompleteNightHouse,
  state: NightHouseState,
): Rejection | null {
  if (state.status === 'taken' && state.token === token) return null;
  return new Rejection('BILLING_NIGHT_LEASE_LOST', { date, house: houseId, token });
}

function evolveNightHouse(state: NightHouseState, event: NightEvent): NightHouseState {
  switch (event.type) {
    case 'NightHouseTaken': {
      const { holder, token, leaseUntil } = event.data;
      return { status: 'taken', holder, token, leaseUntil, done: doneIn(state) };
    }
    case 'NightHouseProgressed':
      return state.status === 'taken' ? { ...state, leaseUntil: event.data.leaseUntil } : state;
    case 'NightHouseCompleted': {
      const { token, calculated, closed, parked, bookFingerprint } = event.data;
      const before = doneIn(state);
      const done = {
        times: before.times + 1,
        calculated: before.calculated + calculated,
        closed: before.closed + closed,
      };
      return { status: 'completed', token, done, parked, bookFingerprint };
    }
    // In earlier logs they stood between those of the houses.
    case 'NightRunStarted':
    case 'NightRunCompleted':
    case 'CalculationAsked':
      return state;
    default:
      return unreachable(event);
  }
}

function doneIn(state: NightHouseState): NightHouseDone {
  return state.status === 'waiting' ? NOTHING_DONE : state.done;
}
