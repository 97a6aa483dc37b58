export * from './billing-client';
export * from './slips-client';
export * from './companies-client';
export * from './periods-client';
export * from './billing-office-client';
export * from './account-history-client';
export * from './houses-client';
export * from './rules-client';
