export * from './memory.person-vault';
export * from './person-vault.port';
export * from './sqlite.person-vault';
export { newDataKey, openBytes, sealBytes, checkMasterKeys } from './sealing';
