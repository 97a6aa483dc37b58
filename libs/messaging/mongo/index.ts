export * from '../mongo.consumer-state';
