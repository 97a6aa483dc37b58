import { CivilDate } from '#libs/kernel';
import { CalculationAsked, NightHouseCompleted } from './night-run.events';

export interface StartNightRun {
  readonly kind: 'StartNightRun';
  readonly date: CivilDate;
  readonly houses: readonly string[];
}

export interface TakeNightHouse {
  readonly kind: 'TakeNightHouse';
  readonly date: CivilDate;
  readonly houseId: string;
  readonly holder: string;
  /** The present instant and the end of the lease, UTC. */
  readonly at: string;
  readonly leaseUntil: string;
  /** True where the present holder of the house is known to have ended. */
  readonly holderIsGone: boolean;
}

export interface ProgressNightHouse {
  readonly kind: 'ProgressNightHouse';
  readonly date: CivilDate;
  readonly houseId: string;
  readonly token: number;
  readonly accountsDone: number;
  readonly leaseUntil: string;
}

export type CompleteNightHouse = { readonly kind: 'CompleteNightHouse' } & NightHouseCompleted['data'];

export interface CompleteNightRun {
  readonly kind: 'CompleteNightRun';
  readonly date: CivilDate;
}

export type AskCalculation = { readonly kind: 'AskCalculation' } & CalculationAsked['data'];

export type NightRunCommand =
  StartNightRun | TakeNightHouse | ProgressNightHouse | CompleteNightHouse | CompleteNightRun | AskCalculation;

export function nightRunStream(date: CivilDate): string {
  return `billing_night_run-${date}`;
}
