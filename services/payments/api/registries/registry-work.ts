import { AcceptedRegistry, IntakeCause, RegistryCheck, RegistryFile } from '../../domain/registries/registry-check';

/** What the API asks of those who read and record files; the work also goes on without a person. */
export interface RegistryWork {
  /** So many days a file that was looked at waits to be accepted. */
  readonly keptDays: number;
  /** What would happen; nothing is written. */
  check(file: RegistryFile): Promise<RegistryCheck>;
  /** Notes that a file is taken. */
  take(file: RegistryFile, cause: IntakeCause): Promise<AcceptedRegistry>;
  /** Begins to record a file that was taken, and does not wait. */
  begin(registryId: string, actor: string): void;
}

export const REGISTRY_WORK = Symbol('REGISTRY_WORK');
