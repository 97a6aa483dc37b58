import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#libs/event-store';
import { RecordedEvent } from '#libs/kernel';
import { EVENT_STORE, READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { AuditRow, auditTrailOf } from '../../projections/audit-trail.projection';
import { staffMembers } from '../../projections/staff-members.projection';
import { sharesCompany, StaffActor, StaffOffice } from './staff-office';

export interface AuditAsked {
  /** An account, a house, a member of staff, an approval. */
  readonly subject?: string | undefined;
  /** As the log names an actor: `staff:48210935`. */
  readonly actor?: string | undefined;
  /** Older than this position: the last one of the page before. */
  readonly before?: number | undefined;
}

/** A field of what was recorded, with what the event before it of the same kind said. */
export interface AuditedField {
  readonly field: string;
  /** Null where nothing is known from before. */
  readonly before: string | null;
  readonly after: string;
}

export interface AuditEntry extends AuditRow {
  /** Null for residents, and for whoever was erased. */
  readonly actorName: string | null;
  readonly fields: readonly AuditedField[];
}

export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  readonly more: boolean;
}

const ENTRIES_PER_PAGE = 50;
/** What is longer is sealed, or a document of its own: the trail says that it is there. */
const VALUE_CHARACTERS_MAX = 200;
/** Fields that say where an event belongs, not what was done. */
const LEFT_OUT = new Set([
  'approvalId',
  'planHash',
  'visitId',
  'linkId',
  'passwordId',
  'factorId',
  'codeId',
  'personId',
]);
const PREVIOUS = /^previous([A-Z])/;

/** Who did what, and when, with what it was before: read from the log each time, so that nothing can be taken out of it. */
@Injectable()
export class AuditTrail {
  private readonly trail = auditTrailOf([]);

  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly office: StaffOffice,
  ) {}

  /** The newest first. Of other companies’ staff nothing is told. */
  async page({ subject, actor, before }: AuditAsked, reader: StaffActor): Promise<AuditPage> {
    const rows = await this.readModels.find(this.trail, {
      where: {
        ...(subject === undefined ? {} : { subject }),
        ...(actor === undefined ? {} : { actor }),
        ...(before === undefined ? {} : { position: { below: before } }),
      },
      orderBy: ['-position'],
      limit: ENTRIES_PER_PAGE + 1,
    });
    const shown = rows.slice(0, ENTRIES_PER_PAGE).map(({ document }) => document);
    const streams = await this.store.readStreams([...new Set(shown.map(({ stream }) => stream))]);
    const names = await this.office.namesOfActors([...new Set(shown.map((row) => row.actor))]);
    const entries: AuditEntry[] = [];
    for (const row of shown) {
      const history = streams.get(row.stream) ?? [];
      const at = history.findIndex(({ eventId }) => eventId === row.eventId);
      const event = history[at];
      if (event === undefined || !(await this.isOf(event, reader))) continue;
      const earlier = history.slice(0, at).findLast(({ type }) => type === event.type);
      entries.push({ ...row, actorName: names.get(row.actor) ?? null, fields: fieldsOf(event, earlier) });
    }
    return { entries, more: rows.length > ENTRIES_PER_PAGE };
  }

  /** Events that name companies are those companies’; those of a member of staff are of the member’s companies. */
  private async isOf({ data }: RecordedEvent, { companies }: StaffActor): Promise<boolean> {
    const { staffId, companyId, companies: named } = data as Readonly<Record<string, unknown>>;
    if (Array.isArray(named)) return sharesCompany({ companies: named as string[] }, companies);
    if (typeof companyId === 'string') return sharesCompany({ companies: [companyId] }, companies);
    if (typeof staffId !== 'string') return true;
    const card = (await this.readModels.get(staffMembers, staffId))?.document;
    return card !== undefined && sharesCompany(card, companies);
  }
}

function fieldsOf({ data }: RecordedEvent, earlier: RecordedEvent | undefined): readonly AuditedField[] {
  const now = data as Readonly<Record<string, unknown>>;
  const then = (earlier?.data ?? {}) as Readonly<Record<string, unknown>>;
  return Object.entries(now).flatMap(([field, value]) => {
    if (LEFT_OUT.has(field) || PREVIOUS.test(field)) return [];
    const previous = now[`previous${field.slice(0, 1).toUpperCase()}${field.slice(1)}`] ?? then[field];
    const after = textOf(value);
    const before = previous === undefined ? null : textOf(previous);
    return [{ field, before: before === after ? null : before, after }];
  });
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '—';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > VALUE_CHARACTERS_MAX ? `${text.slice(0, VALUE_CHARACTERS_MAX)}…` : text;
}
