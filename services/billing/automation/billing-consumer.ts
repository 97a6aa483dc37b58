/** The bus consumer of this service: its reactions subscribe under this name. */
export const BILLING_CONSUMER = Symbol.for('kvitok.billing');
