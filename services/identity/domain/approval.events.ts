import { DomainEvent } from '#libs/kernel';
import { ActorRole } from './credential.events';
import { StaffRole } from './staff.events';

/** What one person alone does not do. Who asks and who agrees stands in `approval.policy.ts`. */
export type ApprovalKind =
  | 'close-period'
  | 'bulk-reissue'
  | 'print-codes'
  | 'write-off'
  /** Money of a payment of an account. */
  | 'refund'
  /** Money that stands aside and is nobody's. */
  | 'return-payment'
  /** Money that was paid at once for an additional service. */
  | 'refund-order'
  | 'replay'
  | 'import'
  | 'recalculation'
  | 'instalments';

export const APPROVAL_KINDS: readonly ApprovalKind[] = [
  'close-period',
  'bulk-reissue',
  'print-codes',
  'write-off',
  'refund',
  'return-payment',
  'refund-order',
  'replay',
  'import',
  'recalculation',
  'instalments',
];

/** What is to be done, as data: whoever carries it out reads it, and nothing else. */
export type ApprovalPlan = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

export type ApprovalRequested = DomainEvent<
  'ApprovalRequested',
  {
    readonly approvalId: string;
    readonly kind: ApprovalKind;
    /** To whose staff it is shown. */
    readonly companyId: string;
    /** What it is about, by the name that its service gives it: a period, a print run, a payment. */
    readonly subject: string;
    readonly plan: ApprovalPlan;
    /** SHA-256 of the plan, so that what is carried out is what was agreed to. */
    readonly planHash: string;
    /** The same for people, without anybody’s name. */
    readonly summary: string;
    readonly reason: string;
    readonly requestedBy: string;
    readonly actorRole: ActorRole;
    /** From this instant on nobody may agree any more, UTC. */
    readonly expiresAt: string;
  }
>;

export type ApprovalGranted = DomainEvent<
  'ApprovalGranted',
  {
    readonly approvalId: string;
    readonly kind: ApprovalKind;
    readonly companyId: string;
    readonly subject: string;
    readonly plan: ApprovalPlan;
    readonly planHash: string;
    readonly requestedBy: string;
    readonly grantedBy: string;
    readonly actorRole: ActorRole;
  }
>;

export type ApprovalRefused = DomainEvent<
  'ApprovalRefused',
  {
    readonly approvalId: string;
    readonly refusedBy: string;
    readonly reason: string;
    readonly actorRole: ActorRole;
  }
>;

/** Whoever asked does not want it any more. */
export type ApprovalWithdrawn = DomainEvent<
  'ApprovalWithdrawn',
  { readonly approvalId: string; readonly withdrawnBy: string; readonly reason: string }
>;

/** Nobody has agreed in time. */
export type ApprovalExpired = DomainEvent<'ApprovalExpired', { readonly approvalId: string }>;

/** The service concerned has done it, with what came of it. */
export type ApprovalCarriedOut = DomainEvent<
  'ApprovalCarriedOut',
  { readonly approvalId: string; readonly outcome: Readonly<Record<string, string | number>> }
>;

/** The service concerned could not or would not do it; a code of the catalogue of errors says why. */
export type ApprovalFailed = DomainEvent<'ApprovalFailed', { readonly approvalId: string; readonly code: string }>;

/** Stream `identity_approval-<approvalId>`. */
export type ApprovalEvent =
  | ApprovalRequested
  | ApprovalGranted
  | ApprovalRefused
  | ApprovalWithdrawn
  | ApprovalExpired
  | ApprovalCarriedOut
  | ApprovalFailed;

export const APPROVAL_EVENT_TYPES: readonly ApprovalEvent['type'][] = [
  'ApprovalRequested',
  'ApprovalGranted',
  'ApprovalRefused',
  'ApprovalWithdrawn',
  'ApprovalExpired',
  'ApprovalCarriedOut',
  'ApprovalFailed',
];

/** The role that a person acts in; a member of staff, never the system. */
export type ApprovalRole = StaffRole;
