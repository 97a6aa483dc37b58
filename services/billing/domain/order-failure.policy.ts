import { RecalculationsCarriedOut } from './recalculation-order.events';

/**
 * Whether a refusal is an answer of billing itself, which stays the same however often it is asked. Everything else, as
 * a store that others write to at the same moment or a model that is being built, is over some time later.
 */
export function isFinal(code: string): boolean {
  return code.startsWith('BILLING_');
}

/** Why an order came to nothing: each of its accounts was refused. Null where at least one has its recalculation. */
export function failureOf({
  recorded,
  refused,
}: Pick<RecalculationsCarriedOut['data'], 'recorded' | 'refused'>): string | null {
  return recorded === 0 ? (refused[0]?.code ?? null) : null;
}
