export * from './company-package';
export * from './directory-source';
export * from './read-company-package';
export * from './requisites';
export { ERROR_LIMIT, FILE_NAMES, toldIn } from './package-error';
export type { FileName, PackageError, PackageErrorCode, ToldError } from './package-error';
export type { PackageSource } from './read-tables';
export * from './zip-source';
