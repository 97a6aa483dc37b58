import { BillingPeriod, CivilDate } from '#libs/kernel';
import { ParkedAccount } from '../domain/night-run.events';

export interface AskedNight {
  readonly date: CivilDate;
  /** One account only; all where absent. */
  readonly account?: string | undefined;
  /** One house only. */
  readonly house?: string | undefined;
}

export interface DueAccount {
  readonly account: string;
  readonly period: BillingPeriod;
  readonly action: 'close' | 'calculate' | 'open';
}

export interface NightOutcome {
  readonly date: CivilDate;
  readonly calculated: number;
  readonly unchanged: number;
  readonly closed: number;
  readonly parked: readonly ParkedAccount[];
  readonly heldByOthers: readonly string[];
}

/** The nightly job as the API sees it; the module binds it to the job itself. */
export interface NightWork {
  list(night: AskedNight): Promise<readonly DueAccount[]>;
  one(night: AskedNight): Promise<NightOutcome>;
  all(night: AskedNight): Promise<NightOutcome>;
}

export const NIGHT_WORK = Symbol('NIGHT_WORK');
