import { BillingPeriod, CivilDate } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { HeldTurn } from '#libs/platform';
import { MeteredPosition } from '../domain/metered-position.policy';
import { ParkedAccount } from '../domain/night-run.events';
import { NightStanding } from '../domain/night-standing.policy';

export interface AskedNight {
  readonly date: CivilDate;
  /** One account only; all where absent. */
  readonly account?: string | undefined;
  /** One house only. */
  readonly house?: string | undefined;
  /** A period of which is asked what its close would do. */
  readonly closes?: BillingPeriod | undefined;
  /** The open period, of which somebody wants the calculation now: nothing is closed. */
  readonly calculates?: BillingPeriod | undefined;
  /** Asked at each house and each portion of its accounts: a night whose turn went to others leaves off. */
  readonly turn?: HeldTurn | undefined;
  onDue?(accounts: number): void;
  onProgress?(houseId: string, accountsDone: number): void;
}

/** What the close of an account would charge. */
export interface PreviewedClose {
  readonly account: string;
  readonly houseId: string;
  readonly period: BillingPeriod;
  readonly chargedKopecks: Kopecks;
  readonly recalculatedKopecks: Kopecks;
  /** Charges of the period before; null where there is none. */
  readonly chargedBeforeKopecks: Kopecks | null;
  /** Charges and recalculations less those charges. */
  readonly differenceKopecks: Kopecks | null;
  /** Principal of earlier months that is overdue today, and what they had left a month before; null where nothing came before. */
  readonly owedKopecks: Kopecks;
  readonly owedBeforeKopecks: Kopecks | null;
  /** Why it would be parked; null where it would be closed. */
  readonly refused: string | null;
  readonly refusedDetails: ParkedAccount['details'];
}

export interface DueAccount {
  readonly account: string;
  readonly period: BillingPeriod;
  readonly action: 'close' | 'calculate' | 'open';
}

/** The meters of an account as the open period stands. */
export interface AccountPositions {
  readonly account: string;
  readonly houseId: string;
  readonly flat: string;
  /** Why nothing can be computed; null where it can. */
  readonly refused: string | null;
  readonly refusedDetails: ParkedAccount['details'];
  readonly positions: readonly MeteredPosition[];
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
  preview(night: AskedNight): AsyncIterable<PreviewedClose>;
  positions(night: AskedNight): AsyncIterable<AccountPositions>;
  one(night: AskedNight): Promise<NightOutcome>;
  all(night: AskedNight): Promise<NightOutcome>;
  standing(date: CivilDate): Promise<NightStanding>;
}

export const NIGHT_WORK = Symbol('NIGHT_WORK');
