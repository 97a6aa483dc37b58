/** Selects the handlers of this service among those of a process that runs several. */
export const IDENTITY_CONSUMER = Symbol.for('kvitok.identity');

/** Who states the commands of the reactions. */
export const IDENTITY_ACTOR = 'service:identity';
