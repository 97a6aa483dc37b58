export * from './billing-client';
