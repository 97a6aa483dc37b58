export interface NoteRefundFailed {
  readonly kind: 'NoteRefundFailed';
  readonly approvalId: string;
  readonly paymentId: string;
  /** Why: a code of the catalogue of errors. */
  readonly code: string;
}

export function refundStream(approvalId: string): string {
  return `payments_refund-${approvalId}`;
}
