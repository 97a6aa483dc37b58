export * from './decider-spec';
export * from './event-store.contract';
export * from './numbered-event-store';
export * from './projection-spec';
export * from './read-models.contract';
export * from './consumer-state.contract';
export * from './transport.contract';
