export * from './approval.contracts';
export * from './billing.contracts';
export * from './contract';
export * from './identity.contracts';
export * from './metering.contracts';
export * from './payments.contracts';
export * from './support.contracts';
