import { BillingPeriod, CivilDate, RecordedEvent, unreachable } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { NIGHT_RUN_EVENT_TYPES, NightHouseCompleted, NightRunEvent } from '../domain/night-run.events';

/** From when to when, UTC instants. */
export interface Go {
  readonly from: string;
  readonly to: string;
}

/** A house of a run; what was done in several goes at it is added up. */
export interface NightRunHouse {
  readonly status: 'waiting' | 'taken' | 'completed';
  /** Accounts of the present go. */
  readonly accountsDone: number;
  readonly calculated: number;
  readonly unchanged: number;
  readonly closed: number;
  /** Accounts that the last go has left out. */
  readonly parked: number;
  /** UTC instant at which the present go began; null before the first. */
  readonly takenAt: string | null;
  /** When it was worked at, the latest goes. */
  readonly goes: readonly Go[];
}

export interface AskedCalculation {
  /** `staff:48210935`. */
  readonly by: string;
  readonly at: string;
  readonly period: BillingPeriod;
  /** null for all accounts. */
  readonly account: string | null;
}

/** The nightly jobs of a date, and what people had calculated on that day. */
export interface NightRunRow {
  readonly date: CivilDate;
  readonly status: 'asked' | 'running' | 'completed';
  /** UTC instants; null before it began, and while it goes on. */
  readonly startedAt: string | null;
  readonly completedAt: string | null;
  readonly houses: Readonly<Record<string, NightRunHouse>>;
  /** In the order recorded, the latest of them. */
  readonly asked: readonly AskedCalculation[];
}

const ASKED_KEPT = 50;
const GOES_KEPT = 20;
const UNTOUCHED: NightRunHouse = {
  status: 'waiting',
  accountsDone: 0,
  calculated: 0,
  unchanged: 0,
  closed: 0,
  parked: 0,
  takenAt: null,
  goes: [],
};

type Told = RecordedEvent & NightRunEvent;

/** When did the nightly jobs run, how far did they come, and who asked for them besides? One document a date. */
export const nightRunsProjection: Projection<NightRunRow> = {
  name: 'billing.night-runs',
  version: 1,
  handles: NIGHT_RUN_EVENT_TYPES,
  keysOf: (event) => [(event as Told).data.date],
  columns: { date: 'text' },
  columnsOf: ({ date }) => ({ date }),
  indexes: [['date']],
  evolve: (row, event, date) => evolveRun(row ?? newRun(date), event as Told),
};

function newRun(date: CivilDate): NightRunRow {
  return { date, status: 'asked', startedAt: null, completedAt: null, houses: {}, asked: [] };
}

function evolveRun(row: NightRunRow, event: Told): NightRunRow {
  const { recordedAt, actor } = event.metadata;
  switch (event.type) {
    case 'CalculationAsked': {
      const { period, account } = event.data;
      return { ...row, asked: [...row.asked, { by: actor, at: recordedAt, period, account }].slice(-ASKED_KEPT) };
    }
    case 'NightRunStarted': {
      const houses = Object.fromEntries(event.data.houses.map((houseId) => [houseId, UNTOUCHED]));
      const begun = { startedAt: row.startedAt ?? recordedAt, completedAt: null };
      return { ...row, ...begun, status: 'running', houses: { ...houses, ...row.houses } };
    }
    case 'NightHouseTaken': {
      const taken = { status: 'taken', accountsDone: 0, takenAt: recordedAt } as const;
      return withHouse({ ...row, status: 'running', completedAt: null }, event.data.houseId, taken);
    }
    case 'NightHouseProgressed':
      return withHouse(row, event.data.houseId, { accountsDone: event.data.accountsDone });
    case 'NightHouseCompleted': {
      const { houseId } = event.data;
      return withHouse(row, houseId, completed(row.houses[houseId] ?? UNTOUCHED, event.data, recordedAt));
    }
    case 'NightRunCompleted':
      return { ...row, status: 'completed', completedAt: recordedAt };
    default:
      return unreachable(event);
  }
}

function completed(house: NightRunHouse, data: NightHouseCompleted['data'], at: string): Partial<NightRunHouse> {
  const { calculated, unchanged, closed, parked } = data;
  const goes = house.takenAt === null ? house.goes : [...house.goes, { from: house.takenAt, to: at }].slice(-GOES_KEPT);
  return {
    status: 'completed',
    calculated: house.calculated + calculated,
    unchanged: house.unchanged + unchanged,
    closed: house.closed + closed,
    parked: parked.length,
    goes,
  };
}

function withHouse(row: NightRunRow, houseId: string, change: Partial<NightRunHouse>): NightRunRow {
  const house = { ...(row.houses[houseId] ?? UNTOUCHED), ...change };
  return { ...row, houses: { ...row.houses, [houseId]: house } };
}
