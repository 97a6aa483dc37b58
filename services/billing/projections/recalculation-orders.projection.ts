import { RecordedEvent, unreachable } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { failureOf } from '../domain/order-failure.policy';
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
  /** True while a fault of the program holds it up: it is tried again by itself. */
  readonly stopped: boolean;
}

/** Orders of which something is still to be recorded. */
export const UNFINISHED_ORDERS: readonly RecalculationOrderRow['state'][] = ['approved', 'begun'];

type Told = RecalculationOrderEvent & RecordedEvent;

/** Which recalculations of several accounts were ordered, and how far are they? One document for each order. */
export const recalculationOrdersProjection: Projection<RecalculationOrderRow> = {
  name: 'billing.recalculation-orders',
  version: 2,
  handles: RECALCULATION_ORDER_EVENT_TYPES,
  keysOf: (event) => [(event as Told).data.orderId],
  columns: { state: 'text', stopped: 'integer', ordered_at: 'text' },
  columnsOf: ({ state, stopped, orderedAt }) => ({ state, stopped: stopped ? 1 : 0, ordered_at: orderedAt }),
  indexes: [['state'], ['ordered_at']],
  evolve: (row, event) => evolveRow(row, event as Told),
};

function evolveRow(row: RecalculationOrderRow | null, event: Told): RecalculationOrderRow | null {
  if (event.type === 'RecalculationsOrdered') {
    const { recordedAt: orderedAt, correlationId } = event.metadata;
    const begun = { state: 'approved', recorded: 0, refused: [], failure: null, stopped: false } as const;
    return { ...event.data, orderedAt, causationId: event.eventId, correlationId, ...begun };
  }
  if (row === null) return null;
  switch (event.type) {
    case 'OrderedSumsFixed':
      return row;
    case 'RecalculationsBegun':
      return { ...row, state: 'begun' };
    case 'RecalculationsCarriedOut': {
      const { recorded, refused } = event.data;
      const failure = failureOf(event.data);
      return { ...row, state: failure === null ? 'done' : 'failed', recorded, refused, failure, stopped: false };
    }
    case 'RecalculationsFailed':
      return { ...row, state: 'failed', failure: event.data.code, stopped: false };
    case 'RecalculationsStopped':
      return { ...row, stopped: true };
    default:
      return unreachable(event);
  }
}
