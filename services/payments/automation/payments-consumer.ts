/** Selects the handlers of this service among those of a process that runs several. */
export const PAYMENTS_CONSUMER = Symbol.for('kvitok.payments');

/** Who states the commands of the reactions. */
export const PAYMENTS_ACTOR = 'service:payments';
