export * from './configure-cabinet';
export * from './resident.module';
export * from './settings';
