import { CivilDate } from '#libs/kernel';
import { RegistryFaults } from './registry-faults';
import { RegistryTotals } from './registry-payment';
import { RecordedLine, SumsByOutcome } from './registry.events';

/** A registry of 100,000 lines has some 15 MB; more than this is no registry. */
export const REGISTRY_BYTES_MAX = 64 * 1024 * 1024;
/** Lines of a dry run that are told one by one; the others are counted. */
export const CHECK_LINES_TOLD = 1_000;
/** Of those that are simply received. */
export const CHECK_ORDINARY_LINES_TOLD = 200;

export interface RegistryFile {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  readonly profileId: string;
}

/** What would happen with a file. */
export interface RegistryCheck {
  readonly registryId: string;
  readonly fileHash: string;
  readonly profileId: string;
  readonly profileFrom: CivilDate;
  readonly totals: RegistryTotals;
  /** Any refuses the file: then nothing else of it is looked at. */
  readonly faults: RegistryFaults;
  /** How the file stands that was taken before; null for one that is new. */
  readonly taken: 'recording' | 'reconciled' | null;
  readonly sums: SumsByOutcome;
  /** The first lines that are not simply received, in the order of the file. */
  readonly lines: readonly RecordedLine[];
  readonly more: boolean;
  /** The first lines that are simply received, in the order of the file. */
  readonly ordinary: readonly RecordedLine[];
}

export interface AcceptedRegistry {
  readonly registryId: string;
  readonly status: 'recording' | 'reconciled';
  readonly totals: RegistryTotals;
  readonly recorded: number;
  readonly sums: SumsByOutcome;
  readonly position: number;
  /** True for a file that had been taken to its end before. */
  readonly repeated: boolean;
}

export interface IntakeCause {
  readonly actor: string;
}
