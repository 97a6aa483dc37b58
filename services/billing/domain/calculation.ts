import { BillingPeriod } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { Basis, UtilityRecord, VolumeBranch } from './utility-record';
import { Component, Payee } from './reference-book';

/** A number that went into a line, and the event that supplied it; null where the line's own rule gives the number. */
export interface LineInput {
  readonly name: string;
  readonly value: string;
  readonly eventId: string | null;
}

/** Why the volume was found the way it was: a code with its numbers, put into words when it is explained. */
export interface Why {
  readonly code: string;
  readonly branch?: VolumeBranch;
  /** The place of the period in its gap, 1 for the first estimated one. */
  readonly gapMonth?: number;
  readonly details?: Readonly<Record<string, string | number>>;
}

/** How a line came about: the formula with its numbers computes the exact amount in roubles before rounding. */
export interface LineBasis {
  /** Arithmetic over plain numbers with + - * / and brackets; its value is `exact`. */
  readonly formula: string;
  /** The unrounded result in roubles (`Rational.toText`). */
  readonly exact: string;
  readonly why: Why;
  readonly inputs: readonly LineInput[];
}

/** A line of an order, which no utility names, has the title under which it is printed; a line of a utility has none. */
export interface Titled {
  readonly title?: string | undefined;
}

export interface ChargeLine extends LineBasis, Titled {
  readonly utility: string;
  readonly payee: Payee;
  readonly component: Component | null;
  readonly basis: Basis;
  /** Exact, before the raising coefficient. */
  readonly quantity: string;
  readonly unit: string;
  readonly tariff: string;
  readonly coefficient: string | null;
  readonly amountKopecks: Kopecks;
  /** The part of the amount that the raising coefficient adds: amount less the rounded amount without it. */
  readonly excessKopecks: Kopecks;
}

/** The first four are found by the monthly run; the others are recorded by an accountant. */
export type RecalculationReason =
  | 'true_up'
  | 'absence'
  | 'reading_correction'
  | 'order_cancelled'
  | 'interruption'
  | 'cold'
  | 'provider_error'
  | 'provider_fine'
  | 'relief'
  | 'tampering'
  | 'heating_year'
  | 'replay'
  | 'reversal';

export interface RecalculationLine extends LineBasis, Titled {
  readonly utility: string;
  readonly payee: Payee;
  readonly component: Component | null;
  /** The utility whose volume changed, on a line of a sewage utility that follows it. */
  readonly source: string | null;
  readonly reason: RecalculationReason;
  readonly ofPeriod: BillingPeriod;
  readonly quantity: string;
  /** Of an order; that of a utility stands in the book. */
  readonly unit?: string | undefined;
  readonly tariff: string;
  readonly amountKopecks: Kopecks;
}

/** Penalty of a month that is given up, as far as it is posted and not paid when the period closes. */
export interface PenaltyWaiver {
  readonly recalculationId: string;
  readonly payee: Payee;
  readonly ofPeriod: BillingPeriod;
  readonly amountKopecks: Kopecks;
  /** Of the event that recorded it. */
  readonly eventId: string;
}

/** A correction changes what a closed period is known to have consumed; later averages and corrections use it. */
export interface RecordCorrection {
  readonly utility: string;
  readonly period: BillingPeriod;
  /** Added by register. */
  readonly volumes: readonly string[];
}

/** The whole result of charging one account for one period. */
export interface Calculation {
  readonly charges: readonly ChargeLine[];
  readonly recalculations: readonly RecalculationLine[];
  /** By utility. */
  readonly records: Readonly<Record<string, UtilityRecord>>;
  readonly recordCorrections: readonly RecordCorrection[];
  /** Penalty that is given up; absent where none is. */
  readonly waivers?: readonly PenaltyWaiver[] | undefined;
  /** Recorded recalculations whose lines and waivers these are; absent where there are none. */
  readonly recalculationIds?: readonly string[] | undefined;
}
