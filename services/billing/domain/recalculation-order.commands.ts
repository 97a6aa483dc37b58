import { OrderedSum, RecalculationsCarriedOut, RecalculationsOrdered } from './recalculation-order.events';

/** Two people have agreed; the sums are fixed when it is begun. */
export type ApproveRecalculations = { readonly kind: 'ApproveRecalculations' } & RecalculationsOrdered['data'];

/** One person orders what one person may, with all its sums. */
export type OrderRecalculations = {
  readonly kind: 'OrderRecalculations';
  readonly sums: readonly OrderedSum[];
} & RecalculationsOrdered['data'];

export interface BeginRecalculations {
  readonly kind: 'BeginRecalculations';
  readonly orderId: string;
  readonly sums: readonly OrderedSum[];
}

export interface CompleteRecalculations {
  readonly kind: 'CompleteRecalculations';
  readonly orderId: string;
  readonly recorded: number;
  readonly refused: RecalculationsCarriedOut['data']['refused'];
}

export interface FailRecalculations {
  readonly kind: 'FailRecalculations';
  readonly orderId: string;
  readonly code: string;
}

/** A fault of the program has stopped it. */
export interface StopRecalculations {
  readonly kind: 'StopRecalculations';
  readonly orderId: string;
  readonly fault: string;
}

export type RecalculationOrderCommand =
  | ApproveRecalculations
  | OrderRecalculations
  | BeginRecalculations
  | CompleteRecalculations
  | FailRecalculations
  | StopRecalculations;

export function recalculationOrderStream(orderId: string): string {
  return `billing_recalculation_order-${orderId}`;
}

/** The id under which each account of an order has its recalculation: once recorded it is not recorded again. */
export function recalculationIdOf(orderId: string): string {
  return `order:${orderId}`;
}
