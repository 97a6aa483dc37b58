import { BillingPeriod, CivilDate, DomainEvent } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { Payee } from './reference-book';

/** The open principal of a month on the day of the agreement. */
export interface CoveredMonth {
  readonly period: BillingPeriod;
  readonly amountKopecks: Kopecks;
}

/** A part of the debt and the last day on which it is paid in time. */
export interface InstalmentPart {
  readonly dueOn: CivilDate;
  readonly amountKopecks: Kopecks;
}

/** What an account and the company agree on. The parts add up to the months, to the kopeck. */
export interface InstalmentTerms {
  readonly payee: Payee;
  readonly months: readonly CoveredMonth[];
  readonly parts: readonly InstalmentPart[];
  /** Days after the due day of a part that its money may still be on its way. */
  readonly graceDays: number;
}

/** Two people have agreed to let an account pay what it owes by parts; until they are late no penalty is charged on it. */
export type InstalmentsAgreed = DomainEvent<
  'InstalmentsAgreed',
  {
    readonly account: string;
    /** The approval of a second person is its name. */
    readonly agreementId: string;
    readonly effectiveOn: CivilDate;
    readonly terms: InstalmentTerms;
    readonly amountKopecks: Kopecks;
    readonly cause: string;
    /** The agreement on paper; null without one. */
    readonly document: string | null;
    readonly requestedBy: string;
    readonly grantedBy: string;
  }
>;

/** Two people agreed to what is something else by now: the debt changed, or an agreement runs already. */
export type InstalmentsNotAgreed = DomainEvent<
  'InstalmentsNotAgreed',
  {
    readonly account: string;
    readonly agreementId: string;
    readonly effectiveOn: CivilDate;
    /** Of the catalogue of errors. */
    readonly code: string;
  }
>;

export type InstalmentKept = DomainEvent<
  'InstalmentKept',
  {
    readonly account: string;
    readonly agreementId: string;
    /** From 1. */
    readonly part: number;
    readonly effectiveOn: CivilDate;
    /** Of the whole debt that is covered, when the days of grace were over. */
    readonly leftKopecks: Kopecks;
  }
>;

export type InstalmentsMissed = DomainEvent<
  'InstalmentsMissed',
  {
    readonly account: string;
    readonly agreementId: string;
    /** The part that was not paid in time, from 1. */
    readonly part: number;
    readonly effectiveOn: CivilDate;
    /** The first day that bears penalty again: the one after the due day of the part. */
    readonly penaltyFrom: CivilDate;
    readonly missingKopecks: Kopecks;
    /** True where the part, or the whole debt, had been found paid: a payment was recalled since. Absent otherwise. */
    readonly recalled?: boolean | undefined;
  }
>;

/** A payment that was told late had been made in time: the agreement was not broken after all. */
export type InstalmentsRestored = DomainEvent<
  'InstalmentsRestored',
  {
    readonly account: string;
    readonly agreementId: string;
    readonly part: number;
    readonly effectiveOn: CivilDate;
  }
>;

export type InstalmentsFulfilled = DomainEvent<
  'InstalmentsFulfilled',
  {
    readonly account: string;
    readonly agreementId: string;
    readonly effectiveOn: CivilDate;
  }
>;

/** A payment of a fulfilled agreement was recalled, and none of its parts is late: it runs again. */
export type InstalmentsReopened = DomainEvent<
  'InstalmentsReopened',
  {
    readonly account: string;
    readonly agreementId: string;
    readonly effectiveOn: CivilDate;
    /** Parts that are paid in time without what was recalled, and whose days of grace are over. */
    readonly keptParts: number;
    /** Of the whole debt that is covered. */
    readonly leftKopecks: Kopecks;
  }
>;

export type InstalmentsWithdrawn = DomainEvent<
  'InstalmentsWithdrawn',
  {
    readonly account: string;
    readonly agreementId: string;
    readonly effectiveOn: CivilDate;
    /** The first day that bears penalty again. */
    readonly penaltyFrom: CivilDate;
    readonly cause: string;
  }
>;

/** Agreements of an account to pay by parts, stream `billing_instalments-<account>`. */
export type InstalmentEvent =
  | InstalmentsAgreed
  | InstalmentsNotAgreed
  | InstalmentKept
  | InstalmentsMissed
  | InstalmentsRestored
  | InstalmentsFulfilled
  | InstalmentsReopened
  | InstalmentsWithdrawn;

export const INSTALMENT_EVENT_TYPES: readonly InstalmentEvent['type'][] = [
  'InstalmentsAgreed',
  'InstalmentsNotAgreed',
  'InstalmentKept',
  'InstalmentsMissed',
  'InstalmentsRestored',
  'InstalmentsFulfilled',
  'InstalmentsReopened',
  'InstalmentsWithdrawn',
];
