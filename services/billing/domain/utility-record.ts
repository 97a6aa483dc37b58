import { BillingPeriod, CivilDate } from '#libs/kernel';

export type Basis =
  'meter' | 'average' | 'norm' | 'norm_raised' | 'sum' | 'house_share' | 'area' | 'soi_norm' | 'area_norm' | 'order';

/**
 * The branch of the decision on a metered volume (ПП РФ 354 п. 42, 59, 60): 1 a reading, 2 a failed or unverified
 * meter, 3 no reading in time, 5 no meter though one could be installed, 6 no meter possible.
 */
export type VolumeBranch = 1 | 2 | 3 | 5 | 6;

/** What one period of one utility left behind, for later averages, true-ups, corrections and absences. */
export interface UtilityRecord {
  readonly period: BillingPeriod;
  readonly basis: Basis;
  readonly branch: VolumeBranch | null;
  /** Charged volumes by register, before the raising coefficient; one quantity for utilities without meters. */
  readonly volumes: readonly string[];
  /** Tariffs by register; for a two-part utility the water tariff. */
  readonly tariffs: readonly string[];
  readonly tariffEventIds: readonly string[];
  readonly heatTariff: string | null;
  readonly heatTariffEventId: string | null;
  readonly heatNorm: string | null;
  readonly coefficient: string | null;
  /** n: persons weighted by days. */
  readonly persons: string;
  readonly whollyActive: boolean;
  /** The reading that was counted in this period. */
  readonly counted: CountedReading | null;
  /** What corrections have changed in the volume so far, by register; null while nothing. */
  readonly corrected: readonly string[] | null;
  /** The estimated periods that wait for a reading after this period, itself included where it is estimated. */
  readonly gap: readonly BillingPeriod[];
  /** The last counted reading after this period; null while the chain stands at its start. */
  readonly lastCounted: ReadingReference | null;
  /** The first meter of the chain that was in force; null without a meter. */
  readonly chain: string | null;
}

export interface ReadingReference {
  readonly meterId: string;
  readonly takenOn: CivilDate;
}

export interface CountedReading extends ReadingReference {
  /** The reading that it continues from: the one counted before, or the chain's start reading; null for start values. */
  readonly from: ReadingReference | null;
  /** Growth by register since then, as the period knew it (reduced where `ratio` says so). */
  readonly growth: readonly string[];
  /** Growth less the volumes charged in the gap periods that it closed, by register; may be below zero. */
  readonly volumes: readonly string[];
  /** How many equal monthly volumes it gives for averages. */
  readonly months: number;
  /** True when each of these months was wholly active, so that the volumes count for averages. */
  readonly averageable: boolean;
  /** The part of the first growth of a new chain that counts; null where all of it does. */
  readonly ratio: string | null;
}
