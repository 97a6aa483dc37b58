export * from './app.module';
export * from './company-zone';
export * from './create-kvitok';
export * from './drain';
export * from './services';
