import { BillingPeriod, DomainEvent } from '#libs/kernel';
import { Kopecks } from '#libs/money';

/** What a close will charge, as both people have seen it. */
export interface CloseFigures {
  /** Accounts whose period is closed, and those that a missing rule keeps open. */
  readonly accounts: number;
  readonly refused: number;
  readonly chargedKopecks: Kopecks;
  readonly recalculatedKopecks: Kopecks;
}

/** Two people have agreed to the close of a period. */
export type PeriodCloseApproved = DomainEvent<
  'PeriodCloseApproved',
  {
    readonly period: BillingPeriod;
    readonly approvalId: string;
    readonly figures: CloseFigures;
    readonly requestedBy: string;
    readonly grantedBy: string;
  }
>;

/** The figures were still those that were agreed to, and accounts are being closed; the nights go on with what is left. */
export type PeriodCloseBegun = DomainEvent<
  'PeriodCloseBegun',
  { readonly period: BillingPeriod; readonly approvalId: string }
>;

export type PeriodCloseCarriedOut = DomainEvent<
  'PeriodCloseCarriedOut',
  {
    readonly period: BillingPeriod;
    readonly approvalId: string;
    /** Accounts whose period is closed since it was begun, in however many passes, and those that stand in it still. */
    readonly closed: number;
    readonly parked: number;
  }
>;

/** Nothing was closed: something has changed since, and two people have to look again. */
export type PeriodCloseFailed = DomainEvent<
  'PeriodCloseFailed',
  { readonly period: BillingPeriod; readonly approvalId: string; readonly code: string }
>;

/** Stream `billing_period_close-<year>_<month>`. */
export type PeriodCloseEvent = PeriodCloseApproved | PeriodCloseBegun | PeriodCloseCarriedOut | PeriodCloseFailed;

export const PERIOD_CLOSE_EVENT_TYPES: readonly PeriodCloseEvent['type'][] = [
  'PeriodCloseApproved',
  'PeriodCloseBegun',
  'PeriodCloseCarriedOut',
  'PeriodCloseFailed',
];
