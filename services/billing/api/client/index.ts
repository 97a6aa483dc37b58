export * from './slips-client';
