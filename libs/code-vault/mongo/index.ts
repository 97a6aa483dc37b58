export * from '../mongo.code-rows';
