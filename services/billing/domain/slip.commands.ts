import { BillingPeriod } from '#libs/kernel';
import { SealedSlipCode } from './slip.events';
import { SlipContent } from './slip-content';

/** What a closed period says on a slip. */
export interface SlipDraft {
  readonly content: SlipContent;
  readonly contentHash: string;
  readonly snapshotPosition: number;
  /** Drawn anew for each command; used where the command makes a version. */
  readonly code: SealedSlipCode;
}

export interface IssueSlip {
  readonly kind: 'IssueSlip';
  readonly account: string;
  readonly period: BillingPeriod;
  /** Null as long as the period is not closed. */
  readonly draft: SlipDraft | null;
  readonly reason: string | null;
}

export type SlipCommand = IssueSlip;

export function slipStream(account: string, period: BillingPeriod): string {
  return `billing_slip-${account}_${period.replace('-', '_')}`;
}
