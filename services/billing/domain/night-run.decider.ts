import { CivilDate, Decider, Rejection, unreachable } from '#libs/kernel';
import {
  AskCalculation,
  CompleteNightRun,
  NightHouseTotals,
  NightRunCommand,
  StartNightRun,
} from './night-run.commands';
import { NightEvent, NightRunCompleted, NightRunEvent } from './night-run.events';

export type NightRunState =
  | { readonly status: 'not_started' }
  | {
      readonly status: 'running' | 'completed';
      readonly date: CivilDate;
      /** In the order in which they were named. */
      readonly houses: readonly string[];
      readonly timesCompleted: number;
      /** What was told when the night was completed last; null before that. */
      readonly totals: NightTotals | null;
    };

type NightTotals = Omit<NightRunCompleted['data'], 'date'>;
type KnownRun = Exclude<NightRunState, { status: 'not_started' }>;
type Decision = readonly NightRunEvent[] | Rejection;

/** A night as the list of its houses; how far each is stands in a stream of its own, see `night-house.decider.ts`. */
export const nightRunDecider: Decider<NightRunState, NightRunCommand, NightEvent> = {
  initialState: () => ({ status: 'not_started' }),
  evolve: evolveNightRun,
  decide(command, state) {
    switch (command.kind) {
      case 'StartNightRun':
        return startNightRun(command, state);
      case 'AskCalculation':
        return askCalculation(command);
      case 'CompleteNightRun':
        if (state.status === 'not_started') return new Rejection('BILLING_NIGHT_NOT_STARTED', { date: command.date });
        return completeNightRun(command, state);
      default:
        return unreachable(command);
    }
  },
};

/**
 * Starts the night; started again it takes in houses that it did not have. After its end it is another round, but not for
 * a worker that has looked at what is due before that end: others have done it since.
 */
export function startNightRun({ date, houses, timesCompletedBefore }: StartNightRun, state: NightRunState): Decision {
  const started: Decision = [{ type: 'NightRunStarted', version: 1, data: { date, houses } }];
  if (state.status === 'not_started') return started;
  const known = new Set(state.houses);
  if (houses.some((houseId) => !known.has(houseId))) return started;
  const isNextRound = state.status === 'completed' && state.timesCompleted <= timesCompletedBefore;
  return isNextRound && houses.length > 0 ? started : [];
}

/** A person may ask at any time, also before the night and while one is under way. */
export function askCalculation({ date, period, account }: AskCalculation): Decision {
  return [{ type: 'CalculationAsked', version: 1, data: { date, period, account } }];
}

/** Completes the night when every house is done; once more where more was done since. */
export function completeNightRun({ date, done }: CompleteNightRun, state: KnownRun): Decision {
  const doneHouses = new Set(done.map(({ houseId }) => houseId));
  const open = state.houses.find((houseId) => !doneHouses.has(houseId));
  if (open !== undefined) return new Rejection('BILLING_NIGHT_HOUSES_OPEN', { date, house: open });
  const totals = totalsOf(done);
  if (state.status === 'completed' && areEqual(totals, state.totals)) return [];
  return [{ type: 'NightRunCompleted', version: 1, data: { date, ...totals } }];
}

function totalsOf(done: readonly NightHouseTotals[]): NightTotals {
  const total = (count: (house: NightHouseTotals) => number) => done.reduce((sum, house) => sum + count(house), 0);
  return {
    calculated: total((house) => house.calculated),
    closed: total((house) => house.closed),
    parked: total((house) => house.parked),
  };
}

function areEqual(one: NightTotals, other: NightTotals | null): boolean {
  return (
    other !== null && one.calculated === other.calculated && one.closed === other.closed && one.parked === other.parked
  );
}

function evolveNightRun(state: NightRunState, event: NightEvent): NightRunState {
  if (event.type === 'NightRunStarted') {
    const { date, houses } = event.data;
    if (state.status === 'not_started') {
      return { status: 'running', date, houses: [...new Set(houses)], timesCompleted: 0, totals: null };
    }
    return { ...state, status: 'running', houses: [...new Set([...state.houses, ...houses])] };
  }
  if (state.status === 'not_started') return state;
  switch (event.type) {
    case 'NightRunCompleted': {
      const { calculated, closed, parked } = event.data;
      const totals = { calculated, closed, parked };
      return { ...state, status: 'completed', timesCompleted: state.timesCompleted + 1, totals };
    }
    // In earlier logs, where this was all that told of another round.
    case 'NightHouseTaken':
      return state.status === 'running' ? state : { ...state, status: 'running' };
    case 'NightHouseProgressed':
    case 'NightHouseCompleted':
    case 'CalculationAsked':
      return state;
    default:
      return unreachable(event);
  }
}
