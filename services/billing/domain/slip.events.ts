import { BillingPeriod, CivilDate, DomainEvent } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { SlipContent } from './slip-content';

/** The verification code of a slip: its hash finds it, its sealed text is opened to print it again. */
export interface SealedSlipCode {
  /** SHA-256 of the code, hexadecimal. */
  readonly hash: string;
  readonly sealed: string;
}

export type SlipIssued = DomainEvent<
  'SlipIssued',
  {
    readonly account: string;
    readonly period: BillingPeriod;
    readonly version: number;
    /** The last day of the period. */
    readonly effectiveOn: CivilDate;
    readonly content: SlipContent;
    /** SHA-256 of the content in canonical form, hexadecimal. */
    readonly contentHash: string;
    /** The event of the log up to which facts were counted: the close of the period. */
    readonly snapshotPosition: number;
    readonly code: SealedSlipCode;
    readonly payableKopecks: Kopecks;
    /** Why a new version was made, as told by whoever asked; null where nothing was said. */
    readonly reason: string | null;
    /** The version that this one replaces; null for the first. */
    readonly replaces: { readonly version: number; readonly contentHash: string } | null;
  }
>;

export type SlipSuperseded = DomainEvent<
  'SlipSuperseded',
  {
    readonly account: string;
    readonly period: BillingPeriod;
    readonly version: number;
    readonly effectiveOn: CivilDate;
    readonly codeHash: string;
    readonly byVersion: number;
  }
>;

/** The slips of an account for a period, stream `billing_slip-<account>_<year>_<month>`. */
export type SlipEvent = SlipIssued | SlipSuperseded;

export const SLIP_EVENT_TYPES: readonly SlipEvent['type'][] = ['SlipIssued', 'SlipSuperseded'];
