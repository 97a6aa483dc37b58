export * from './key-marks.port';
export * from './memory.key-marks';
export * from './memory.person-vault';
export * from './person-vault.port';
export * from './sqlite.key-marks';
export * from './sqlite.person-vault';
export { createSealedPersonVault, masterKeysOpen } from './sealed-person-vault';
export type { PersonRows } from './sealed-person-vault';
export { newDataKey, openBytes, openedOrNull, sealBytes, checkMasterKeys } from './sealing';
