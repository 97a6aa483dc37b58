/** Where files lie that were handed in and are not recorded to their end yet. */
export interface RegistryFiles {
  /** The bytes; null where the file was never handed in here, or is done with. */
  read(registryId: string): Promise<Uint8Array | null>;
  /** The file is recorded: nobody needs it any more. */
  forget(registryId: string): Promise<void>;
}

export const REGISTRY_FILES = Symbol('REGISTRY_FILES');
