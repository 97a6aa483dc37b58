import { BillingPeriod, DomainEvent } from '#libs/kernel';
import { RegisterValues } from './meter.events';

export interface MonthlyVolume {
  readonly period: BillingPeriod;
  /** One volume a register, in the unit of the utility. */
  readonly volumes: RegisterValues;
}

/** Stream `metering_consumption_history-<account>_<utility>`. */
export type ConsumptionHistoryRecorded = DomainEvent<
  'ConsumptionHistoryRecorded',
  {
    readonly account: string;
    readonly utility: string;
    /** Actual monthly volumes from before the first billing period, in the order of the months; for averages only. */
    readonly months: readonly MonthlyVolume[];
  }
>;

export type ConsumptionHistoryEvent = ConsumptionHistoryRecorded;

export const CONSUMPTION_HISTORY_EVENT_TYPES: readonly ConsumptionHistoryEvent['type'][] = [
  'ConsumptionHistoryRecorded',
];
