import { CivilDate, RecordedEvent } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { NIGHT_HOUSE_EVENT_TYPES, NightHouseCompleted, NightHouseEvent } from '../domain/night-run.events';

/** The last night that was done for a house. */
export interface NightHouseRow {
  readonly houseId: string;
  readonly date: CivilDate;
  readonly status: 'taken' | 'completed';
  readonly holder: string | null;
  readonly accountsDone: number;
  readonly result: NightHouseCompleted['data'] | null;
  /** What the charges of the house were last computed by; null before the first night. */
  readonly bookFingerprint: string | null;
}

/** How far is the night of each house, and by which rules was it charged last? */
export const nightHouseProjection: Projection<NightHouseRow> = {
  name: 'billing.night-house',
  version: 1,
  handles: NIGHT_HOUSE_EVENT_TYPES,
  keysOf: (event) => [(event.data as { houseId: string }).houseId],
  columns: { date: 'text', status: 'text' },
  columnsOf: (row) => ({ date: row.date, status: row.status }),
  indexes: [],
  evolve: (row, event) => evolveNightHouse(row, event as RecordedEvent & NightHouseEvent),
};

function evolveNightHouse(row: NightHouseRow | null, event: RecordedEvent & NightHouseEvent): NightHouseRow | null {
  switch (event.type) {
    case 'NightHouseTaken': {
      const { houseId, date, holder } = event.data;
      const bookFingerprint = row?.bookFingerprint ?? null;
      return { houseId, date, holder, status: 'taken', accountsDone: 0, result: null, bookFingerprint };
    }
    case 'NightHouseProgressed':
      return row && { ...row, accountsDone: event.data.accountsDone };
    case 'NightHouseCompleted': {
      const { bookFingerprint } = event.data;
      return row && { ...row, status: 'completed', holder: null, result: event.data, bookFingerprint };
    }
  }
}
