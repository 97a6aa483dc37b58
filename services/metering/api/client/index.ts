export * from './metering-client';
export * from './metering-office-client';
