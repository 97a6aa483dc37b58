import { BillingPeriod, RecordedEvent, unreachable } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { CloseFigures, PERIOD_CLOSE_EVENT_TYPES, PeriodCloseEvent } from '../domain/period-close.events';

export interface PeriodCloseRow {
  readonly period: BillingPeriod;
  readonly approvalId: string;
  readonly figures: CloseFigures;
  /** The event that granted it, and what it belongs to: the cause of everything that the close writes. */
  readonly causationId: string;
  readonly correlationId: string;
  readonly state: 'approved' | 'begun' | 'done' | 'failed';
}

type Told = PeriodCloseEvent & RecordedEvent;

/** Which periods have two people agreed to close, and how far is it? One document for each approval. */
export const periodClosesProjection: Projection<PeriodCloseRow> = {
  name: 'billing.period-closes',
  version: 1,
  handles: PERIOD_CLOSE_EVENT_TYPES,
  keysOf: (event) => [(event as Told).data.approvalId],
  columns: { period: 'text', state: 'text' },
  columnsOf: ({ period, state }) => ({ period, state }),
  indexes: [['state', 'period']],
  evolve: (row, event) => evolveRow(row, event as Told),
};

function evolveRow(row: PeriodCloseRow | null, event: Told): PeriodCloseRow | null {
  if (event.type === 'PeriodCloseApproved') {
    const { period, approvalId, figures } = event.data;
    const { correlationId } = event.metadata;
    return { period, approvalId, figures, causationId: event.eventId, correlationId, state: 'approved' };
  }
  if (row === null) return null;
  switch (event.type) {
    case 'PeriodCloseBegun':
      return { ...row, state: 'begun' };
    case 'PeriodCloseCarriedOut':
      return { ...row, state: 'done' };
    case 'PeriodCloseFailed':
      return { ...row, state: 'failed' };
    default:
      return unreachable(event);
  }
}
