export * from '../mongo.key-marks';
export * from '../mongo.person-vault';
