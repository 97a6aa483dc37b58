export * from './payments-client';
export * from './registries-client';
