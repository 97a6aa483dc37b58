import { RecordedEvent, unreachable } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import {
  OrderedWork,
  OrderFigures,
  RECALCULATION_ORDER_EVENT_TYPES,
  RecalculationOrderEvent,
  RecalculationsCarriedOut,
} from '../domain/recalculation-order.events';

export interface RecalculationOrderRow {
  readonly orderId: string;
  readonly work: OrderedWork;
  readonly figures: OrderFigures;
  readonly cause: string;
  readonly document: string | null;
  readonly approvalId: string | null;
  readonly orderedBy: string;
  readonly agreedBy: string | null;
  /** UTC instant. */
  readonly orderedAt: string;
  /** The event that ordered it, and what it belongs to: the cause of everything that is recorded because of it. */
  readonly causationId: string;
  readonly correlationId: string;
  readonly state: 'approved' | 'begun' | 'done' | 'failed';
  readonly recorded: number;
  readonly refused: RecalculationsCarriedOut['data']['refused'];
  /** Why nothing was recorded: a code of the catalogue of errors. */
  readonly failure: string | null;
}

type Told = RecalculationOrderEvent & RecordedEvent;

/** Which recalculations of several accounts were ordered, and how far are they? One document for each order. */
export const recalculationOrdersProjection: Projection<RecalculationOrderRow> = {
  name: 'billing.recalculation-orders',
  version: 1,
  handles: RECALCULATION_ORDER_EVENT_TYPES,
  keysOf: (event) => [(event as Told).data.orderId],
  columns: { state: 'text', ordered_at: 'text' },
  columnsOf: ({ state, orderedAt }) => ({ state, ordered_at: orderedAt }),
  indexes: [['state'], ['ordered_at']],
  evolve: (row, event) => evolveRow(row, event as Told),
};

function evolveRow(row: RecalculationOrderRow | null, event: Told): RecalculationOrderRow | null {
  if (event.type === 'RecalculationsOrdered') {
    const { recordedAt: orderedAt, correlationId } = event.metadata;
    const begun = { state: 'approved', recorded: 0, refused: [], failure: null } as const;
    return { ...event.data, orderedAt, causationId: event.eventId, correlationId, ...begun };
  }
  if (row === null) return null;
  switch (event.type) {
    case 'OrderedSumsFixed':
      return row;
    case 'RecalculationsBegun':
      return { ...row, state: 'begun' };
    case 'RecalculationsCarriedOut':
      return { ...row, state: 'done', recorded: event.data.recorded, refused: event.data.refused };
    case 'RecalculationsFailed':
      return { ...row, state: 'failed', failure: event.data.code };
    default:
      return unreachable(event);
  }
}
