export * from './definitions';
export * from './standing-client';
