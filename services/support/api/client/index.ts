export * from './order-refunds-client';
export * from './support-client';
export * from './orders-client';
export * from './support-office-client';
