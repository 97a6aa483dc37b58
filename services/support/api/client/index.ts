export * from './support-client';
export * from './orders-client';
