import { defineClient, long } from '#libs/clients';
import { BillingPeriod, CivilDate } from '#libs/kernel';
import { CloseFigures } from '../../domain/period-close.events';
import { PreviewedClose } from '../nights';

export type { CloseFigures } from '../../domain/period-close.events';
export type { PreviewedClose } from '../nights';
export { closeFiguresOf } from '../../domain/close-authority.policy';

export const PERIODS_CLIENT = Symbol('PERIODS_CLIENT');

/** The period in which accounts stand, as the office asks. */
export interface PeriodStanding {
  /** The oldest one that is open. */
  readonly period: BillingPeriod;
  /** Its last day, on whose evening it may be closed, and whether it has come. */
  readonly endsOn: CivilDate;
  readonly hasEnded: boolean;
  readonly openAccounts: number;
  /** Of these, accounts of which something has changed since they were calculated. */
  readonly uncalculatedAccounts: number;
  readonly closedBy: 'night' | 'two_people';
}

/** What a close would do, as both people see it. */
export interface ProposedClose {
  readonly period: BillingPeriod;
  readonly figures: CloseFigures;
}

/** What the back-office asks about periods. In one process a direct call; between processes HTTP. Throws RejectedError. */
export interface PeriodsClient {
  /** Null where no account is open. */
  standing(): Promise<PeriodStanding | null>;
  /**
   * The figures of the close of the oldest open period, computed now; nothing is written. BILLING_CLOSE_NOT_ENDED,
   * BILLING_CLOSE_OF_NIGHT where the night closes by itself, BILLING_CLOSE_OTHER_PERIOD,
   * BILLING_CLOSE_OF_NOTHING.
   */
  proposeClose(period: BillingPeriod): Promise<ProposedClose>;
  /** The same account by account, in the order of houses and accounts. */
  previewClose(period: BillingPeriod): AsyncIterable<PreviewedClose>;
}

export const periodsClient = defineClient<PeriodsClient>()({
  name: 'periods',
  token: PERIODS_CLIENT,
  operations: {
    standing: 'ask',
    proposeClose: long('ask'),
    previewClose: 'stream',
  },
});
