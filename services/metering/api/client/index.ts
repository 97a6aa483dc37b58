export * from './metering-client';
