export * from './mongo.connection';
export * from './mongo-errors';
export * from './mongo.key-marks';
