export * from './billing-client';
export * from './slips-client';
export * from './companies-client';
export * from './periods-client';
export * from './billing-office-client';
export * from './house-slips-client';
export * from './nights-client';
export * from './reading-control-client';
