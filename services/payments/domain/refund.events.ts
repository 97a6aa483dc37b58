import { DomainEvent } from '#libs/kernel';

/** A refund to which two people had agreed was not made: something is not, or is no longer, as it was agreed to. */
export type RefundFailed = DomainEvent<
  'RefundFailed',
  {
    readonly approvalId: string;
    readonly paymentId: string;
    /** Why: a code of the catalogue of errors. */
    readonly code: string;
  }
>;

/** A refund that two people agreed to, stream `payments_refund-<approvalId>`; what was made stands with its payment. */
export type RefundEvent = RefundFailed;

export const REFUND_EVENT_TYPES: readonly RefundEvent['type'][] = ['RefundFailed'];
