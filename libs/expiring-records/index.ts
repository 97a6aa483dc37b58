export * from './expiring-records.port';
export * from './memory.expiring-records';
export * from './sqlite.expiring-records';
