export * from './billing-client';
export * from './slips-client';
