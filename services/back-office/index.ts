export * from './api/package-import';
export * from './back-office.module';
export * from './configure-back-office';
export * from './settings';
