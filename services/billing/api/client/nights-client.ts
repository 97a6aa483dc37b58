import { defineClient, long } from '#libs/clients';
import { BillingPeriod, CivilDate } from '#libs/kernel';
import { CommandOrigin, CommandReceipt } from '#libs/platform';
import { CalculationProgress } from '../calculate-now';
import { NightOutcome } from '../nights';
import { ParkedCard } from '../parked-accounts.query';
import { AskedCalculation } from '../../projections/night-runs.projection';

export type { CalculationProgress } from '../calculate-now';
export type { NightOutcome } from '../nights';
export type { ParkedCard } from '../parked-accounts.query';
export type { AskedCalculation } from '../../projections/night-runs.projection';

export const NIGHTS_CLIENT = Symbol('NIGHTS_CLIENT');

/** The nightly jobs of a date, with what people had calculated on it. */
export interface NightRunCard {
  readonly date: CivilDate;
  /** `asked`: nothing was due. `running` without a process that works at it: it was interrupted, and goes on next time. */
  readonly status: 'asked' | 'running' | 'completed';
  readonly startedAt: string | null;
  readonly completedAt: string | null;
  /** The time in which houses were worked at. */
  readonly workedMilliseconds: number;
  readonly houses: number;
  readonly housesDone: number;
  readonly calculated: number;
  readonly unchanged: number;
  readonly closed: number;
  readonly parked: number;
  readonly asked: readonly AskedCalculation[];
}

export interface CalculationStart extends CommandReceipt {
  /** `joined`: one is under way, and is the one that was asked for. */
  readonly state: 'started' | 'joined';
  readonly period: BillingPeriod;
}

export interface RetriedAccount extends CommandReceipt {
  /** null where others are before it: it is done after them. */
  readonly outcome: NightOutcome | null;
}

/** What the back-office asks about the nightly jobs. In one process a direct call; between processes HTTP. Throws RejectedError. */
export interface NightsClient {
  /** Calculates the open period in the background; closes nothing. BILLING_CALCULATION_IMPOSSIBLE. */
  calculate(origin: CommandOrigin): Promise<CalculationStart>;
  /** The last calculation that was asked of this process; null where none was. */
  progress(): Promise<CalculationProgress | null>;
  /** The latest dates first. */
  runs(limit: number): Promise<readonly NightRunCard[]>;
  /** Accounts that a night has left out and that have not come further since. */
  parked(): Promise<readonly ParkedCard[]>;
  /** Tries a parked account again. BILLING_ACCOUNT_NOT_PARKED. */
  retry(account: string, origin: CommandOrigin): Promise<RetriedAccount>;
}

export const nightsClient = defineClient<NightsClient>()({
  name: 'nights',
  token: NIGHTS_CLIENT,
  operations: {
    calculate: 'tell',
    progress: 'ask',
    runs: 'ask',
    parked: 'ask',
    retry: long('tell'),
  },
});
