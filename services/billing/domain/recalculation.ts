import { BillingPeriod, CivilDate } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { ChargeLine, PenaltyWaiver, RecalculationLine } from './calculation';
import { Component, Payee, Utility } from './reference-book';

/** What was interrupted, which decides the hours that a month may be without it. ПП РФ 354 прил. 1. */
export type InterruptedSupply =
  'water' | 'sewage' | 'electricity_two_feeds' | 'electricity_one_feed' | 'gas' | 'heating';

/** Hours of a month one after another in which the quality was not what it is to be. */
export interface Spell {
  readonly startedOn: CivilDate;
  /** `14:30`; absent where the act does not say it, and then the hours count from the beginning of the day. */
  readonly startedAt?: string | undefined;
  /** Exact decimal; those of the month alone. */
  readonly hours: string;
}

/** What an accountant states of a recalculation that the monthly run does not make by itself, by its kind. */
export type RecalculationGrounds =
  | {
      /** A supply was interrupted for longer than it may be. ПП РФ 354 прил. 1. */
      readonly kind: 'interruption';
      readonly utility: string;
      readonly period: BillingPeriod;
      readonly supply: InterruptedSupply;
      readonly acts: readonly Spell[];
    }
  | {
      /** The air of the dwelling was colder than it may be. ПП РФ 354 прил. 1. */
      readonly kind: 'cold';
      readonly utility: string;
      readonly period: BillingPeriod;
      /** Absent in what was recorded before a start was asked for: which hours of the month it is about nobody knows. */
      readonly startedOn?: CivilDate | undefined;
      readonly startedAt?: string | undefined;
      readonly hours: string;
      readonly degreesBelow: string;
    }
  | {
      /** The provider charged too much (or too little) by mistake. ЖК РФ ст. 157 ч. 6. */
      readonly kind: 'provider_error';
      readonly utility: string;
      readonly component: Component | null;
      readonly period: BillingPeriod;
      readonly rightQuantity: string;
      /** Roubles for a unit. */
      readonly rightTariff: string;
      /** The day of the consumer's claim before which it was not put right; null without one, and then without a fine. */
      readonly claimedOn: CivilDate | null;
    }
  | {
      /** A relief that is given on the bill. ЖК РФ ст. 160. */
      readonly kind: 'relief';
      readonly utility: string;
      readonly component: Component | null;
      readonly period: BillingPeriod;
      readonly percent: string;
      /** The norm up to which it is given, in units of the line; null without one. */
      readonly limit: string | null;
    }
  | {
      /** A meter was tampered with, or a connection not authorised: ten times the norm. ПП РФ 354 п. 62, 63. */
      readonly kind: 'tampering';
      readonly utility: string;
      /** The day of the act; up to three months before its month are charged anew. */
      readonly foundOn: CivilDate;
      readonly months: number;
    }
  | {
      /** A year of heating that was paid evenly. ПП РФ 354 п. 42(1). */
      readonly kind: 'heating_year';
      readonly utility: string;
      readonly year: string;
    }
  | {
      /** Penalty is given up, by a court (ГК РФ ст. 333) or by the company. */
      readonly kind: 'penalty_waiver';
      readonly payee: Payee;
      readonly months: readonly { readonly period: BillingPeriod; readonly amountKopecks: Kopecks }[];
    }
  | {
      /** What a replay of closed periods found. */
      readonly kind: 'replay';
      readonly replayId: string;
      readonly lines: readonly RecalculationLine[];
    }
  | {
      /** Takes back an earlier recalculation of this list, whole. */
      readonly kind: 'reversal';
      readonly of: string;
    };

export type RecalculationKind = RecalculationGrounds['kind'];

/** What the monthly run has given back or charged of a closed period by itself, then or at a later close. */
export interface OwnRecalculation extends Pick<
  RecalculationLine,
  'utility' | 'component' | 'quantity' | 'amountKopecks'
> {
  /** Of the calculation of the period that posts it; null where it is not calculated yet. */
  readonly eventId: string | null;
}

/** A closed period as it was charged, with the event that says so. */
export interface ChargedPeriod {
  readonly period: BillingPeriod;
  readonly eventId: string;
  readonly charges: readonly ChargeLine[];
  /** Those alone that nobody has recorded; what was recorded is known to the account. */
  readonly recalculated: readonly OwnRecalculation[];
}

/** A number with the event that supplied it. */
export interface KnownValue {
  readonly value: string;
  readonly eventId: string | null;
}

/** A month of a year of heating. */
export interface HeatedMonth {
  /** On which heating was billed; 0 before the account was opened and after it was closed. */
  readonly days: number;
  readonly daysOfMonth: number;
  /** Gcal of the house meter; null where none are recorded. */
  readonly volume: KnownValue | null;
  /** In force in the month, as it is known now; null where there is none. */
  readonly tariff: KnownValue | null;
}

/** What decides which hours without a utility are allowed. */
export interface SuppliedUtility extends Pick<Utility, 'kind' | 'unit'> {
  /** Whether a sewage utility adds up its volume: then it is water. */
  readonly isSourceOfSewage: boolean;
}

/** What a kind needs beside its grounds; looked up by whoever states the command. */
export interface RecalculationFacts {
  readonly charged: readonly ChargedPeriod[];
  /** The utility that the grounds name; null where they name none that the company has. */
  readonly supplied: SuppliedUtility | null;
  /** Of a tampering act, by period. */
  readonly norms: Readonly<Record<BillingPeriod, { readonly norm: KnownValue; readonly persons: string }>>;
  /** Of a year of heating. */
  readonly heating: {
    readonly areaM2: KnownValue;
    readonly houseAreaM2: KnownValue;
    /** All twelve. */
    readonly months: Readonly<Record<BillingPeriod, HeatedMonth>>;
  } | null;
}

export const NO_FACTS: RecalculationFacts = { charged: [], supplied: null, norms: {}, heating: null };

/** A recalculation that was recorded and waits for the close that posts it. */
export interface RecordedRecalculation {
  readonly recalculationId: string;
  readonly recordedOn: CivilDate;
  readonly lines: readonly RecalculationLine[];
  readonly waivers: readonly PenaltyWaiver[];
}

/** Kinds that give away what is owed, or change many accounts at once: a second person approves them. */
const NEED_APPROVAL: readonly RecalculationKind[] = ['penalty_waiver', 'replay'];

export function needsApproval(kind: RecalculationKind): boolean {
  return NEED_APPROVAL.includes(kind);
}
