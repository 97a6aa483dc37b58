import { BillingPeriod, CivilDate } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { ParkedAccount } from '../domain/night-run.events';

export interface AskedNight {
  readonly date: CivilDate;
  /** One account only; all where absent. */
  readonly account?: string | undefined;
  /** One house only. */
  readonly house?: string | undefined;
  /** A period of which is asked what its close would do. */
  readonly closes?: BillingPeriod | undefined;
}

/** What the close of an account would charge. */
export interface PreviewedClose {
  readonly account: string;
  readonly chargedKopecks: Kopecks;
  readonly recalculatedKopecks: Kopecks;
  /** Charges of the period before; null where there is none. */
  readonly chargedBeforeKopecks: Kopecks | null;
  readonly differenceKopecks: Kopecks | null;
  /** Why it would be parked; null where it would be closed. */
  readonly refused: string | null;
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
  preview(night: AskedNight): Promise<readonly PreviewedClose[]>;
  one(night: AskedNight): Promise<NightOutcome>;
  all(night: AskedNight): Promise<NightOutcome>;
}

export const NIGHT_WORK = Symbol('NIGHT_WORK');
