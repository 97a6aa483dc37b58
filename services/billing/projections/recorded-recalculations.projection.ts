import { BillingPeriod, CivilDate, RecordedEvent } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { Projection } from '#libs/read-models';
import { PeriodClosed } from '../domain/account-period.events';
import { RecalculationRecorded } from '../domain/account.events';
import { RecalculationKind } from '../domain/recalculation';

/** A recalculation that was recorded for an account; its lines stand in its event. */
export interface RecordedRecalculationRow {
  readonly account: string;
  readonly recalculationId: string;
  readonly kind: RecalculationKind;
  readonly recordedOn: CivilDate;
  /** UTC instant. */
  readonly recordedAt: string;
  readonly actor: string;
  readonly cause: string;
  readonly document: string | null;
  readonly approvalId: string | null;
  readonly amountKopecks: Kopecks;
  /** The months that it corrects. */
  readonly periods: readonly BillingPeriod[];
  /** The period whose close has posted it; null while it waits. */
  readonly postedIn: BillingPeriod | null;
  /** The recalculation that took it back; null while it stands. */
  readonly takenBackBy: string | null;
  readonly eventId: string;
  readonly position: number;
}

type Told = RecordedEvent & (RecalculationRecorded | PeriodClosed);

function keyOf(account: string, recalculationId: string): string {
  return `${account}|${recalculationId}`;
}

/** What was recalculated in the company, by whom, when and why? One document for each recalculation of an account. */
export const recordedRecalculationsProjection: Projection<RecordedRecalculationRow> = {
  name: 'billing.recorded-recalculations',
  version: 1,
  handles: ['RecalculationRecorded', 'PeriodClosed'] satisfies Told['type'][],
  keysOf: (event) => keysOf(event as Told),
  columns: { account: 'text', kind: 'text', recalculation_id: 'text', recorded_position: 'integer' },
  columnsOf: ({ account, kind, recalculationId, position }) => ({
    account,
    kind,
    recalculation_id: recalculationId,
    recorded_position: position,
  }),
  indexes: [['recorded_position'], ['account', 'recorded_position'], ['recalculation_id']],
  evolve: (row, event, key) => evolveRow(row, event as Told, key),
};

function keysOf(event: Told): readonly string[] {
  if (event.type === 'PeriodClosed') {
    return (event.data.recalculationIds ?? []).map((id) => keyOf(event.data.account, id));
  }
  const { account, recalculationId, grounds } = event.data;
  const own = keyOf(account, recalculationId);
  return grounds.kind === 'reversal' ? [own, keyOf(account, grounds.of)] : [own];
}

function evolveRow(row: RecordedRecalculationRow | null, event: Told, key: string): RecordedRecalculationRow | null {
  if (event.type === 'PeriodClosed') return row && { ...row, postedIn: event.data.period };
  const { account, recalculationId, grounds, effectiveOn, cause, document, approvalId, amountKopecks } = event.data;
  if (key !== keyOf(account, recalculationId)) return row && { ...row, takenBackBy: recalculationId };
  const { lines, waivers } = event.data;
  const periods = [...lines, ...waivers].map(({ ofPeriod }) => ofPeriod);
  return {
    account,
    recalculationId,
    kind: grounds.kind,
    recordedOn: effectiveOn,
    recordedAt: event.metadata.recordedAt,
    actor: event.metadata.actor,
    cause,
    document,
    approvalId,
    amountKopecks,
    periods: [...new Set(periods)].sort(),
    postedIn: null,
    takenBackBy: null,
    eventId: event.eventId,
    position: event.position,
  };
}
