import { RecordedEvent } from '#libs/kernel';
import { Projection } from '#libs/read-models';

/** That a person did something: who, what, when, and where in the log it stands. What it says is read there. */
export interface AuditRow {
  readonly position: number;
  readonly eventId: string;
  /** UTC instant. */
  readonly at: string;
  readonly actor: string;
  readonly type: string;
  readonly stream: string;
  /** What it is about: an account, a house, a member of staff, an approval, or what the stream is named by. */
  readonly subject: string;
}

/** Fields that tell what an event is about, the nearest first. */
const SUBJECT_FIELDS = ['account', 'staffId', 'approvalId', 'runId', 'houseId', 'period'] as const;

/** People; the night, imports and reactions act by themselves, and are found by what they write. */
const PEOPLE = /^(staff|resident):/;

/**
 * Who did what, and when? One document for each event of a person, of whatever service: the trail reads what every event
 * carries beside its data, and asks of the data only whom it is about. The process hands it the types of all services.
 */
export function auditTrailOf(types: readonly string[]): Projection<AuditRow> {
  return {
    name: 'identity.audit-trail',
    version: 1,
    handles: types,
    keysOf: ({ eventId, metadata }) => (PEOPLE.test(metadata.actor) ? [eventId] : []),
    evolve(_row, event) {
      const { eventId, position, type, stream, metadata } = event;
      return {
        position,
        eventId,
        at: metadata.recordedAt,
        actor: metadata.actor,
        type,
        stream,
        subject: subjectOf(event),
      };
    },
    columns: { actor: 'text', subject: 'text' },
    columnsOf: ({ actor, subject }) => ({ actor, subject }),
    indexes: [['actor'], ['subject']],
  };
}

function subjectOf({ data, stream }: RecordedEvent): string {
  const said = data as Readonly<Record<string, unknown>>;
  for (const field of SUBJECT_FIELDS) {
    const value = said[field];
    if (typeof value === 'string' && value !== '') return value;
  }
  return stream.slice(stream.indexOf('-') + 1);
}
