export * from './identity-client';
export * from './staff-client';
export * from './approvals-client';
export * from './audit-client';
export * from './codes-client';
