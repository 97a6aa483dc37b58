import { DomainEvent } from '#libs/kernel';
import { ActorRole } from './credential.events';

/** A code as it stood when its paper was asked for. */
export interface RunCode {
  readonly account: string;
  /** Null where the account had none, or where a release before version 2 did not note it. */
  readonly codeId: string | null;
  /** How often it had left the system on paper by then. */
  readonly timesOnPaper: number;
}

/**
 * Somebody wants the codes of these accounts on paper: those that are in force now, not those that will replace them, and
 * not once more after another run has printed them.
 */
export type PrintRunRequested = DomainEvent<
  'PrintRunRequested',
  {
    readonly runId: string;
    readonly codes: readonly RunCode[];
    readonly reason: string;
    readonly actorRole: ActorRole;
    /** Who stated it, so that nobody approves the own request. */
    readonly requestedBy: string;
    /** So many codes at once leave the system only when a second person agrees. */
    readonly needsApproval: boolean;
  }
>;

export type PrintRunApproved = DomainEvent<
  'PrintRunApproved',
  { readonly runId: string; readonly approvedBy: string; readonly reason: string; readonly actorRole: ActorRole }
>;

/** A link that prints once, for ten minutes; its token is in no event. */
export type PrintLinkIssued = DomainEvent<'PrintLinkIssued', { readonly runId: string; readonly linkId: string }>;

export type PrintRunPrinted = DomainEvent<
  'PrintRunPrinted',
  {
    readonly runId: string;
    /** Null where the machine of the data printed it, without a link. */
    readonly linkId: string | null;
    readonly printedBy: string;
  }
>;

/** Stream `identity_print_run-<runId>`. */
export type PrintRunEvent = PrintRunRequested | PrintRunApproved | PrintLinkIssued | PrintRunPrinted;

export const PRINT_RUN_EVENT_TYPES: readonly PrintRunEvent['type'][] = [
  'PrintRunRequested',
  'PrintRunApproved',
  'PrintLinkIssued',
  'PrintRunPrinted',
];
