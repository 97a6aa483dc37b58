/** Selects the handlers of this service among those of a process that runs several. */
export const METERING_CONSUMER = Symbol.for('kvitok.metering');

/** Who states the commands of the reactions. */
export const METERING_ACTOR = 'service:metering';
