import { DomainEvent } from '#libs/kernel';
import { ActorRole } from './credential.events';

/** Somebody wants the codes of these accounts on paper. */
export type PrintRunRequested = DomainEvent<
  'PrintRunRequested',
  {
    readonly runId: string;
    readonly accounts: readonly string[];
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
