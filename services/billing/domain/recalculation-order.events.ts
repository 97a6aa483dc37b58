import { BillingPeriod, DomainEvent } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { RecalculationGrounds } from './recalculation';
import { SupposedRules } from './supposed-rules.policy';

/** What is to be recorded for each of many accounts: one ground for all of them, or what a replay finds for each. */
export type OrderedWork =
  | {
      readonly kind: 'grounds';
      readonly grounds: RecalculationGrounds;
      /** The account of an order that two people agree to; null where the sums name the accounts. */
      readonly account: string | null;
    }
  | {
      readonly kind: 'replay';
      readonly replayId: string;
      readonly from: BillingPeriod;
      readonly to: BillingPeriod;
      /** null for every house. */
      readonly house: string | null;
      /** null for those of today. */
      readonly rules: SupposedRules | null;
    };

/** What it comes to, as whoever ordered or approved it has seen. */
export interface OrderFigures {
  readonly accounts: number;
  readonly differenceKopecks: Kopecks;
  /** SHA-256 of the accounts with their sums in canonical JSON: other sums of the same total are something else. */
  readonly digest: string;
}

/** An account and what is recorded for it: another sum is not recorded. */
export interface OrderedSum {
  readonly account: string;
  readonly amountKopecks: Kopecks;
}

/** Recalculations of several accounts were ordered by an accountant, or agreed to by two people. */
export type RecalculationsOrdered = DomainEvent<
  'RecalculationsOrdered',
  {
    readonly orderId: string;
    readonly work: OrderedWork;
    readonly figures: OrderFigures;
    /** Why, in words that residents may read. */
    readonly cause: string;
    readonly document: string | null;
    /** null where one person may order it. */
    readonly approvalId: string | null;
    readonly orderedBy: string;
    readonly agreedBy: string | null;
  }
>;

/** Some of the accounts of an order with their sums; at most `ORDERED_SUMS_MAX` at once. */
export type OrderedSumsFixed = DomainEvent<
  'OrderedSumsFixed',
  { readonly orderId: string; readonly sums: readonly OrderedSum[] }
>;

/** All sums are fixed and are those that were ordered: they are being recorded. */
export type RecalculationsBegun = DomainEvent<'RecalculationsBegun', { readonly orderId: string }>;

export type RecalculationsCarriedOut = DomainEvent<
  'RecalculationsCarriedOut',
  {
    readonly orderId: string;
    readonly approvalId: string | null;
    readonly recorded: number;
    /** Accounts for which nothing was recorded, and why. */
    readonly refused: readonly { readonly account: string; readonly code: string }[];
  }
>;

/** Nothing was recorded: what was agreed to is something else by now. */
export type RecalculationsFailed = DomainEvent<
  'RecalculationsFailed',
  { readonly orderId: string; readonly approvalId: string | null; readonly code: string }
>;

/** A fault of the program has stopped an order. It is tried again beside the others, which do not wait for it. */
export type RecalculationsStopped = DomainEvent<
  'RecalculationsStopped',
  {
    readonly orderId: string;
    /** The kind of the fault, such as TypeError; what it says stands in the log of the process. */
    readonly fault: string;
  }
>;

/** Stream `billing_recalculation_order-<orderId>`. */
export type RecalculationOrderEvent =
  | RecalculationsOrdered
  | OrderedSumsFixed
  | RecalculationsBegun
  | RecalculationsCarriedOut
  | RecalculationsFailed
  | RecalculationsStopped;

export const RECALCULATION_ORDER_EVENT_TYPES: readonly RecalculationOrderEvent['type'][] = [
  'RecalculationsOrdered',
  'OrderedSumsFixed',
  'RecalculationsBegun',
  'RecalculationsCarriedOut',
  'RecalculationsFailed',
  'RecalculationsStopped',
];
