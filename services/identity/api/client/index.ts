export * from './identity-client';
export * from './staff-client';
