export * from './create-back-office';
export * from './create-cabinet';
export * from './serve-gateways';
