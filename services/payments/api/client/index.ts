export * from './payments-client';
export * from './payments-office-client';
export * from './registries-client';
