import { Decider, isBillingPeriod, Rejection, unreachable } from '#libs/kernel';
import { RecordConsumptionHistory } from './consumption-history.commands';
import { ConsumptionHistoryEvent, MonthlyVolume } from './consumption-history.events';
import { exactDecimal, REGISTERS_LIMIT, sameValues } from './register-values.policy';

export type ConsumptionHistoryState =
  { readonly status: 'unknown' } | { readonly status: 'recorded'; readonly months: readonly MonthlyVolume[] };

export const consumptionHistoryDecider: Decider<
  ConsumptionHistoryState,
  RecordConsumptionHistory,
  ConsumptionHistoryEvent
> = {
  initialState: () => ({ status: 'unknown' }),
  evolve(_state, event) {
    switch (event.type) {
      case 'ConsumptionHistoryRecorded':
        return { status: 'recorded', months: event.data.months };
      default:
        return unreachable(event.type);
    }
  },
  decide: recordConsumptionHistory,
};

/**
 * Records the actual volumes of the months before the first billing period, once for an account and utility: averages
 * rest on them. The same months again change nothing; others are refused.
 */
export function recordConsumptionHistory(
  command: RecordConsumptionHistory,
  state: ConsumptionHistoryState,
): readonly ConsumptionHistoryEvent[] | Rejection {
  const { account, utility } = command;
  const months: MonthlyVolume[] = [];
  for (const month of [...command.months].sort((left, right) => (left.period < right.period ? -1 : 1))) {
    const volumes = month.volumes.map(exactDecimal);
    const isWhole = volumes.every((volume) => volume !== null);
    const registersFit = volumes.length >= 1 && volumes.length <= REGISTERS_LIMIT;
    if (!isWhole || !registersFit || !isBillingPeriod(month.period)) {
      return new Rejection('METERING_HISTORY_MONTH_INVALID', { account, utility, period: month.period });
    }
    if (months.at(-1)?.period === month.period) {
      return new Rejection('METERING_HISTORY_MONTH_REPEATED', { account, utility, period: month.period });
    }
    months.push({ period: month.period, volumes: volumes.map((volume) => volume.toText()) });
  }
  if (months.length === 0) return new Rejection('METERING_HISTORY_EMPTY', { account, utility });
  if (state.status === 'recorded') {
    return sameMonths(state.months, months) ? [] : new Rejection('METERING_HISTORY_EXISTS', { account, utility });
  }
  return [{ type: 'ConsumptionHistoryRecorded', version: 1, data: { account, utility, months } }];
}

function sameMonths(left: readonly MonthlyVolume[], right: readonly MonthlyVolume[]): boolean {
  return (
    left.length === right.length &&
    left.every(({ period, volumes }, index) => {
      const other = right[index] as MonthlyVolume;
      return period === other.period && sameValues(volumes, other.volumes);
    })
  );
}
