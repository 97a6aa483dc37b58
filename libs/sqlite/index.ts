export * from './sqlite-errors';
export * from './sqlite.write-ahead-log';
