export * from './billing-client';
export * from './slips-client';
export * from './billing-office-client';
