import { CivilDate, RecordedEvent, unreachable } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import {
  MeterEvent,
  ReadingAccepted,
  ReadingCorrected,
  ReadingDoubtNoted,
  ReadingDoubtSettled,
} from '../domain/meter.events';

/** A reading on which a person insists though it is doubtful. */
export interface DoubtfulReading extends Omit<ReadingDoubtNoted['data'], 'effectiveOn'> {
  /** `replaced`: the reading of that day got other values, and nothing is left to decide. */
  readonly state: 'waiting' | 'confirmed' | 'rejected' | 'replaced';
  readonly settledOn: CivilDate | null;
  readonly reason: string | null;
}

type Handled = (ReadingDoubtNoted | ReadingDoubtSettled | ReadingAccepted | ReadingCorrected) & RecordedEvent;

const HANDLED: readonly MeterEvent['type'][] = [
  'ReadingDoubtNoted',
  'ReadingDoubtSettled',
  'ReadingAccepted',
  'ReadingCorrected',
];

/** Which doubtful readings wait for the office, and what became of the others? One document a meter and day taken. */
export const readingDoubts: Projection<DoubtfulReading> = {
  name: 'metering.reading-doubts',
  version: 1,
  handles: HANDLED,
  keysOf: (event) => {
    const { meterId, takenOn } = (event as Handled).data;
    return [doubtKey(meterId, takenOn)];
  },
  columns: { account: 'text', state: 'text', received_on: 'text' },
  columnsOf: ({ account, state, receivedOn }) => ({ account, state, received_on: receivedOn }),
  indexes: [['state', 'received_on'], ['account']],
  evolve: (row, event) => evolveDoubt(row, event as Handled),
};

export function doubtKey(meterId: string, takenOn: CivilDate): string {
  return `${meterId} ${takenOn}`;
}

function evolveDoubt(row: DoubtfulReading | null, event: Handled): DoubtfulReading | null {
  if (event.type === 'ReadingDoubtNoted') {
    const { effectiveOn, ...said } = event.data;
    void effectiveOn;
    return { ...said, state: 'waiting', settledOn: null, reason: null };
  }
  if (row === null) return null;
  switch (event.type) {
    // Another reading of that day; where it is the decision of the office, that follows.
    case 'ReadingAccepted':
    case 'ReadingCorrected':
      return row.state === 'waiting' ? { ...row, state: 'replaced' } : row;
    case 'ReadingDoubtSettled': {
      const { verdict, settledOn, reason } = event.data;
      return { ...row, state: verdict, settledOn, reason };
    }
    default:
      return unreachable(event);
  }
}
