import { CivilDate, millisecondsBetween, RecordedEvent, unreachable } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import {
  NIGHT_HOUSE_EVENT_TYPES,
  NightHouseCompleted,
  NightHouseEvent,
  NightRunStarted,
} from '../domain/night-run.events';

/** A house of a night; what was done in several goes at it is added up. */
export interface NightRunHouseRow {
  readonly date: CivilDate;
  readonly houseId: string;
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
  /** The time of the goes that came to their end. */
  readonly workedMilliseconds: number;
}

type Told = RecordedEvent & (NightRunStarted | NightHouseEvent);

/** How far was a house in a night? One document a date and house, so that a house costs the same however many there are. */
export const nightRunHousesProjection: Projection<NightRunHouseRow> = {
  name: 'billing.night-run-houses',
  version: 1,
  handles: ['NightRunStarted', ...NIGHT_HOUSE_EVENT_TYPES],
  keysOf: (event) => keysOf(event as Told),
  columns: {
    date: 'text',
    is_done: 'integer',
    calculated: 'integer',
    unchanged: 'integer',
    closed: 'integer',
    parked: 'integer',
    worked_milliseconds: 'integer',
  },
  columnsOf: (row) => ({
    date: row.date,
    is_done: row.status === 'completed' ? 1 : 0,
    calculated: row.calculated,
    unchanged: row.unchanged,
    closed: row.closed,
    parked: row.parked,
    worked_milliseconds: row.workedMilliseconds,
  }),
  indexes: [['date']],
  evolve: (row, event, key) => {
    const { date } = (event as Told).data;
    return evolveHouse(row ?? waiting(date, key.slice(date.length + 1)), event as Told);
  },
};

function keysOf({ type, data }: Told): readonly string[] {
  const houses = type === 'NightRunStarted' ? [...new Set(data.houses)] : [data.houseId];
  return houses.map((houseId) => `${data.date} ${houseId}`);
}

function waiting(date: CivilDate, houseId: string): NightRunHouseRow {
  const nothing = { accountsDone: 0, calculated: 0, unchanged: 0, closed: 0, parked: 0, workedMilliseconds: 0 };
  return { date, houseId, status: 'waiting', takenAt: null, ...nothing };
}

function evolveHouse(row: NightRunHouseRow, event: Told): NightRunHouseRow {
  const { recordedAt } = event.metadata;
  switch (event.type) {
    case 'NightRunStarted':
      return row;
    case 'NightHouseTaken':
      return { ...row, status: 'taken', accountsDone: 0, takenAt: recordedAt };
    case 'NightHouseProgressed':
      return { ...row, accountsDone: event.data.accountsDone };
    case 'NightHouseCompleted':
      return completed(row, event.data, recordedAt);
    default:
      return unreachable(event);
  }
}

function completed(row: NightRunHouseRow, data: NightHouseCompleted['data'], at: string): NightRunHouseRow {
  const { calculated, unchanged, closed, parked } = data;
  return {
    ...row,
    status: 'completed',
    calculated: row.calculated + calculated,
    unchanged: row.unchanged + unchanged,
    closed: row.closed + closed,
    parked: parked.length,
    workedMilliseconds: row.workedMilliseconds + (row.takenAt === null ? 0 : millisecondsBetween(row.takenAt, at)),
  };
}
