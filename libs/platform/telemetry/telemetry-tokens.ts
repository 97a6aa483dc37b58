/** The names of the consumers that this process runs. */
export const CONSUMERS = Symbol('CONSUMERS');
export const METRICS = Symbol('METRICS');
export const STARTUP = Symbol('STARTUP');
