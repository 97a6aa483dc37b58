/** Selects the handlers of this service among those of a process that runs several. */
export const SUPPORT_CONSUMER = Symbol.for('kvitok.support');

/** Who states the commands of the reactions. */
export const SUPPORT_ACTOR = 'service:support';
