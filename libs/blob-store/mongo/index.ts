export * from '../mongo.blob-store';
