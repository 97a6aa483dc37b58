import { RecalculationsCarriedOut } from './recalculation-order.events';

/** Why an order came to nothing: each of its accounts was refused. Null where at least one has its recalculation. */
export function failureOf({
  recorded,
  refused,
}: Pick<RecalculationsCarriedOut['data'], 'recorded' | 'refused'>): string | null {
  return recorded === 0 ? (refused[0]?.code ?? null) : null;
}
