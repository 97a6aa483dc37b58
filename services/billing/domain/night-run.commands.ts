import { CivilDate } from '#libs/kernel';
import { CalculationAsked } from './night-run.events';

export interface StartNightRun {
  readonly kind: 'StartNightRun';
  readonly date: CivilDate;
  readonly houses: readonly string[];
  /** How often the night had been completed when these houses were found to be due. */
  readonly timesCompletedBefore: number;
}

/** What was done in a house on the whole, in every go at it; `parked` by the last one. */
export interface NightHouseTotals {
  readonly houseId: string;
  readonly calculated: number;
  readonly closed: number;
  readonly parked: number;
}

export interface CompleteNightRun {
  readonly kind: 'CompleteNightRun';
  readonly date: CivilDate;
  /** The houses whose own streams tell that they are done. */
  readonly done: readonly NightHouseTotals[];
}

export type AskCalculation = { readonly kind: 'AskCalculation' } & CalculationAsked['data'];

export type NightRunCommand = StartNightRun | CompleteNightRun | AskCalculation;

export function nightRunStream(date: CivilDate): string {
  return `billing_night_run-${date}`;
}
