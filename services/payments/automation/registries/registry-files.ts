/** Where files lie that were handed in and are not recorded to their end yet. */
export interface RegistryFiles {
  /** The bytes; null where the file was never handed in here, or is done with. */
  read(registryId: string): Promise<Uint8Array | null>;
  /** Those that were handed in last before this instant, UTC. */
  keptBefore(instant: string): Promise<readonly string[]>;
  /** The file is recorded, or nobody has accepted it: nobody needs it any more. */
  forget(registryId: string): Promise<void>;
}

export const REGISTRY_FILES = Symbol('REGISTRY_FILES');

/** How long a file waits, from when it was handed in, that somebody accepts it; a process may set another number of days. */
export const REGISTRY_FILE_DAYS_USUAL = 7;
export const REGISTRY_FILE_DAYS = Symbol('REGISTRY_FILE_DAYS');
