export * from './check-rules';
export * from './read-cases';
export * from './rules-check.command';
