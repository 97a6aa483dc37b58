export * from './check-digit';
export * from './civil-date';
export * from './clock';
export * from './decider';
export * from './event';
export * from './rejection';
