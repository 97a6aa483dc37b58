export * from './support-client';
