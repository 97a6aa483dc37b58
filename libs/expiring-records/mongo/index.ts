export * from '../mongo.expiring-records';
