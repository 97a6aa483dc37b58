import { CivilDate, DomainEvent } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { RegistryTotals } from './registry-payment';

/**
 * What became of a line. `received`: it is a payment of its account; `suspended`: its account is not known, it stands
 * aside; `conflict`: the identity of another payment with other content, it stands aside; `duplicate`: known already.
 */
export type RegistryOutcome = 'received' | 'suspended' | 'conflict' | 'duplicate';

export const REGISTRY_OUTCOMES: readonly RegistryOutcome[] = ['received', 'suspended', 'conflict', 'duplicate'];

/** What a person should know of a line besides. */
export type RegistryLineNote =
  'unknown_account' | 'wrong_check_digit' | 'closed_account' | 'repeated_in_file' | 'known_before' | 'differs';

export interface RecordedLine {
  /** The line of the file, from 1. */
  readonly line: number;
  readonly paymentId: string;
  readonly reference: string | null;
  /** As the bank states it; empty where that is no number of an account. */
  readonly account: string;
  readonly amountKopecks: Kopecks;
  readonly paidOn: CivilDate;
  readonly outcome: RegistryOutcome;
  readonly note: RegistryLineNote | null;
}

export interface OutcomeSums {
  readonly lines: number;
  readonly amountKopecks: Kopecks;
}

export type SumsByOutcome = Readonly<Record<RegistryOutcome, OutcomeSums>>;

/** A bank's file was read without a fault and is being recorded. */
export type RegistryReceived = DomainEvent<
  'RegistryReceived',
  {
    readonly registryId: string;
    /** SHA-256 over the bytes of the file. */
    readonly fileHash: string;
    readonly fileName: string;
    readonly profileId: string;
    /** From when the version of the profile holds by which the file was read. */
    readonly profileFrom: CivilDate;
    readonly totals: RegistryTotals;
    readonly acceptedOn: CivilDate;
    readonly effectiveOn: CivilDate;
  }
>;

/** The outcome of some lines that follow one another; the next such event goes on behind them. */
export type RegistryLinesRecorded = DomainEvent<
  'RegistryLinesRecorded',
  {
    readonly registryId: string;
    /** How many payments of the file stand before these. */
    readonly after: number;
    readonly lines: readonly RecordedLine[];
  }
>;

/** Every line has its outcome, and the sums over them are those of the file. */
export type RegistryReconciled = DomainEvent<
  'RegistryReconciled',
  { readonly registryId: string; readonly sums: SumsByOutcome; readonly effectiveOn: CivilDate }
>;

/** A bank's file, stream `payments_registry-<registryId>`. */
export type RegistryEvent = RegistryReceived | RegistryLinesRecorded | RegistryReconciled;

export const REGISTRY_EVENT_TYPES: readonly RegistryEvent['type'][] = [
  'RegistryReceived',
  'RegistryLinesRecorded',
  'RegistryReconciled',
];
