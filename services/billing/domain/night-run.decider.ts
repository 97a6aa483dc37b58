import { CivilDate, Decider, Rejection, unreachable } from '#libs/kernel';
import {
  AskCalculation,
  CompleteNightHouse,
  CompleteNightRun,
  NightRunCommand,
  ProgressNightHouse,
  StartNightRun,
  TakeNightHouse,
} from './night-run.commands';
import { NightHouseCompleted, NightRunEvent } from './night-run.events';

/** One house of a night. */
export type NightHouse =
  | { readonly status: 'waiting' }
  | { readonly status: 'taken'; readonly holder: string; readonly token: number; readonly leaseUntil: string }
  | { readonly status: 'completed'; readonly result: NightHouseCompleted['data'] };

export type NightRunState =
  | { readonly status: 'not_started' }
  | {
      readonly status: 'running' | 'completed';
      readonly date: CivilDate;
      readonly houses: Readonly<Record<string, NightHouse>>;
      readonly lastToken: number;
    };

type KnownRun = Exclude<NightRunState, { status: 'not_started' }>;
type Decision = readonly NightRunEvent[] | Rejection;

/** A night as a durable state machine: its houses are work items, each done under a lease with a fencing token. */
export const nightRunDecider: Decider<NightRunState, NightRunCommand, NightRunEvent> = {
  initialState: () => ({ status: 'not_started' }),
  evolve: evolveNightRun,
  decide(command, state) {
    if (command.kind === 'StartNightRun') return startNightRun(command, state);
    if (command.kind === 'AskCalculation') return askCalculation(command);
    if (state.status === 'not_started') return new Rejection('BILLING_NIGHT_NOT_STARTED', { date: command.date });
    switch (command.kind) {
      case 'TakeNightHouse':
        return takeNightHouse(command, state);
      case 'ProgressNightHouse':
        return progressNightHouse(command, state);
      case 'CompleteNightHouse':
        return completeNightHouse(command, state);
      case 'CompleteNightRun':
        return completeNightRun(command, state);
      default:
        return unreachable(command);
    }
  },
};

/** Starts the night; started again it takes in houses that it did not have. */
export function startNightRun({ date, houses }: StartNightRun, state: NightRunState): Decision {
  const known = state.status === 'not_started' ? {} : state.houses;
  const isNews = state.status === 'not_started' || houses.some((houseId) => !known[houseId]);
  return isNews ? [{ type: 'NightRunStarted', version: 1, data: { date, houses } }] : [];
}

/** A person may ask at any time, also before the night and while one is under way. */
export function askCalculation({ date, period, account }: AskCalculation): Decision {
  return [{ type: 'CalculationAsked', version: 1, data: { date, period, account } }];
}

/** A house is free when nobody has it, its lease has run out or its holder is gone; a done one may be taken again. */
export function takeNightHouse(command: TakeNightHouse, state: KnownRun): Decision {
  const { date, houseId, holder, at, leaseUntil } = command;
  const house = state.houses[houseId];
  if (!house) return new Rejection('BILLING_NIGHT_UNKNOWN_HOUSE', { date, house: houseId });
  const isHeld = house.status === 'taken' && house.holder !== holder && !command.holderIsGone && at < house.leaseUntil;
  if (isHeld) return new Rejection('BILLING_NIGHT_HOUSE_TAKEN', { date, house: houseId, until: house.leaseUntil });
  const token = state.lastToken + 1;
  return [{ type: 'NightHouseTaken', version: 1, data: { date, houseId, holder, token, leaseUntil } }];
}

export function progressNightHouse(command: ProgressNightHouse, state: KnownRun): Decision {
  const { kind, ...data } = command;
  void kind;
  return leaseLost(data, state) ?? [{ type: 'NightHouseProgressed', version: 1, data }];
}

export function completeNightHouse(command: CompleteNightHouse, state: KnownRun): Decision {
  const { kind, ...data } = command;
  void kind;
  return leaseLost(data, state) ?? [{ type: 'NightHouseCompleted', version: 1, data }];
}

/** A worker whose lease went to another one may not report any more. */
function leaseLost(work: { houseId: string; token: number; date: CivilDate }, state: KnownRun): Rejection | null {
  const house = state.houses[work.houseId];
  if (house?.status === 'taken' && house.token === work.token) return null;
  return new Rejection('BILLING_NIGHT_LEASE_LOST', { date: work.date, house: work.houseId, token: work.token });
}

/** Completes the night when every house is done. */
export function completeNightRun({ date }: CompleteNightRun, state: KnownRun): Decision {
  if (state.status === 'completed') return [];
  const houses = Object.entries(state.houses);
  const open = houses.find(([, house]) => house.status !== 'completed');
  if (open) return new Rejection('BILLING_NIGHT_HOUSES_OPEN', { date, house: open[0] });
  const results = houses.flatMap(([, house]) => (house.status === 'completed' ? [house.result] : []));
  const total = (count: (result: NightHouseCompleted['data']) => number) =>
    results.reduce((sum, result) => sum + count(result), 0);
  return [
    {
      type: 'NightRunCompleted',
      version: 1,
      data: {
        date,
        calculated: total((result) => result.calculated),
        closed: total((result) => result.closed),
        parked: total((result) => result.parked.length),
      },
    },
  ];
}

function evolveNightRun(state: NightRunState, event: NightRunEvent): NightRunState {
  if (event.type === 'NightRunStarted') {
    const known = state.status === 'not_started' ? {} : state.houses;
    const houses: Record<string, NightHouse> = { ...known };
    for (const houseId of event.data.houses) houses[houseId] ??= { status: 'waiting' };
    return {
      status: 'running',
      date: event.data.date,
      houses,
      lastToken: state.status === 'not_started' ? 0 : state.lastToken,
    };
  }
  if (state.status === 'not_started') return state;
  switch (event.type) {
    case 'NightHouseTaken': {
      const { houseId, holder, token, leaseUntil } = event.data;
      const taken: NightHouse = { status: 'taken', holder, token, leaseUntil };
      return { ...state, status: 'running', lastToken: token, houses: { ...state.houses, [houseId]: taken } };
    }
    case 'NightHouseProgressed': {
      const house = state.houses[event.data.houseId];
      if (house?.status !== 'taken') return state;
      const renewed = { ...house, leaseUntil: event.data.leaseUntil };
      return { ...state, houses: { ...state.houses, [event.data.houseId]: renewed } };
    }
    case 'NightHouseCompleted': {
      const completed: NightHouse = { status: 'completed', result: event.data };
      return { ...state, houses: { ...state.houses, [event.data.houseId]: completed } };
    }
    case 'NightRunCompleted':
      return { ...state, status: 'completed' };
    case 'CalculationAsked':
      return state;
    default:
      return unreachable(event);
  }
}
