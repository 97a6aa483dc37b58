import { addDays, CivilDate, RecordedEvent, unreachable } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { INSTALMENT_EVENT_TYPES, InstalmentEvent, InstalmentsAgreed } from '../domain/instalment.events';

export interface InstalmentsRow extends Omit<InstalmentsAgreed['data'], 'effectiveOn'> {
  readonly agreedOn: CivilDate;
  readonly state: 'running' | 'broken' | 'fulfilled' | 'withdrawn';
  /** Parts that were found paid in time after their days of grace. */
  readonly keptParts: number;
  /** The part that was not paid in time, from 1; null while none was. */
  readonly brokenPart: number | null;
  /** The day on which it was found broken or paid, or was withdrawn while it ran; null while it runs. */
  readonly endedOn: CivilDate | null;
  /** The last day without penalty; null while it runs. */
  readonly suspendedUntil: CivilDate | null;
  /** The day on which a part was found missed because its payment had been recalled. Absent otherwise. */
  readonly recalledOn?: CivilDate | undefined;
  /** Why the office ended it. */
  readonly withdrawnBecause: string | null;
  /** UTC instants. */
  readonly agreedAt: string;
  readonly endedAt: string | null;
  /** The newest event of the agreement, and what it belongs to: the cause of what is done to penalty. */
  readonly causationId: string;
  readonly correlationId: string;
}

type Told = InstalmentEvent & RecordedEvent;

/** Which agreements to pay by parts are there, and what has become of them? One document for each. */
export const instalmentsProjection: Projection<InstalmentsRow> = {
  name: 'billing.instalments',
  version: 1,
  handles: INSTALMENT_EVENT_TYPES,
  keysOf: (event) => [(event as Told).data.agreementId],
  columns: { account: 'text', state: 'text', ended_on: 'text', agreed_at: 'text' },
  columnsOf: ({ account, state, endedOn, agreedAt }) => ({ account, state, ended_on: endedOn, agreed_at: agreedAt }),
  indexes: [['account'], ['state', 'ended_on'], ['agreed_at']],
  evolve: (row, event) => evolveRow(row, event as Told),
};

function evolveRow(row: InstalmentsRow | null, event: Told): InstalmentsRow | null {
  if (event.type === 'InstalmentsAgreed') return agreed(event);
  if (row === null || event.type === 'InstalmentsNotAgreed') return row;
  return { ...row, ...changedBy(event, row), causationId: event.eventId, correlationId: event.metadata.correlationId };
}

function agreed({ data, eventId, metadata }: RecordedEvent & InstalmentsAgreed): InstalmentsRow {
  const { effectiveOn: agreedOn, ...said } = data;
  return {
    ...said,
    agreedOn,
    state: 'running',
    keptParts: 0,
    brokenPart: null,
    endedOn: null,
    suspendedUntil: null,
    withdrawnBecause: null,
    agreedAt: metadata.recordedAt,
    endedAt: null,
    causationId: eventId,
    correlationId: metadata.correlationId,
  };
}

const RUNNING = {
  state: 'running',
  endedOn: null,
  endedAt: null,
  suspendedUntil: null,
  recalledOn: undefined,
} as const;

type LaterEvent = Exclude<Told, { type: 'InstalmentsAgreed' | 'InstalmentsNotAgreed' }>;

function changedBy(event: LaterEvent, row: InstalmentsRow): Partial<InstalmentsRow> {
  const { effectiveOn: endedOn } = event.data;
  const endedAt = event.metadata.recordedAt;
  switch (event.type) {
    case 'InstalmentKept':
      return { keptParts: event.data.part };
    case 'InstalmentsMissed': {
      const { part: brokenPart, penaltyFrom } = event.data;
      const recalledOn = event.data.recalled === true ? endedOn : undefined;
      const missed = { brokenPart, keptParts: brokenPart - 1, suspendedUntil: addDays(penaltyFrom, -1), recalledOn };
      // What the office has ended stays ended by it.
      return row.state === 'withdrawn' ? missed : { ...missed, state: 'broken', endedOn, endedAt };
    }
    case 'InstalmentsReopened': {
      const { keptParts } = event.data;
      return { ...RUNNING, keptParts };
    }
    case 'InstalmentsRestored':
      return { ...RUNNING, brokenPart: null };
    case 'InstalmentsFulfilled':
      return { state: 'fulfilled', endedOn, endedAt, suspendedUntil: endedOn };
    case 'InstalmentsWithdrawn': {
      const { penaltyFrom, cause: withdrawnBecause } = event.data;
      // A broken one does not run since its break, whenever the office ends it.
      const ended = row.state === 'broken' ? {} : { endedOn, endedAt };
      return { state: 'withdrawn', ...ended, withdrawnBecause, suspendedUntil: addDays(penaltyFrom, -1) };
    }
    default:
      return unreachable(event);
  }
}
