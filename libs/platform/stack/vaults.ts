import { CODE_PEPPER, CODE_PRINT_KEY, KeyName, PERSON_MASTER_KEY } from './key-files';

/** What is kept apart from everything else, with keys of its own: names, access codes, and files, which persons’ keys seal. */
export type VaultName = 'persons' | 'codes' | 'files';

export const VAULTS: readonly VaultName[] = ['persons', 'codes', 'files'];

/** The keys without which nobody reads what is kept there. */
export const KEYS_OF_VAULTS: Readonly<Record<VaultName, readonly KeyName[]>> = {
  persons: [PERSON_MASTER_KEY],
  codes: [CODE_PEPPER, CODE_PRINT_KEY],
  files: [],
};

/** The process has not declared that it needs the vault, so that it was not opened. */
export class VaultNotOpenedError extends Error {
  readonly code = 'VAULT_NOT_OPENED';

  constructor(readonly vault: VaultName) {
    super(`This process has not opened the vault of ${vault}: none of its services has declared it`);
    this.name = 'VaultNotOpenedError';
  }
}
