export * from '../mongo.person-vault';
