export * from './app.module';
export * from './company-zone';
export * from './create-kvitok';
export * from './drain';
export * from './services';
export * from './edge';
export * from './run';
export * from './schedule';
