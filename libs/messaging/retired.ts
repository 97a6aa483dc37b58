/** What some program announced and a later one leaves out on purpose: a contract of a consumer, or a word of a relay. */
export interface Retired {
  /** Who announced it: a consumer, or the place of a relay. */
  readonly name: string;
  readonly word: string;
}

/**
 * Whatever a release takes away is named here in the same release and stays here: what was announced is kept, and
 * the program would wait in front of it for a newer one.
 */
export const RETIRED: readonly Retired[] = [
  // Billing tells support what a recall takes off a debt: `billing.payment-credit-reversed.v1`.
  { name: 'kvitok.support', word: 'payments.payment-reversed.v1' },
];
