import { ConsumptionHistoryRecorded } from './consumption-history.events';

export type RecordConsumptionHistory = {
  readonly kind: 'RecordConsumptionHistory';
} & ConsumptionHistoryRecorded['data'];

/**
 * An account number and a utility may hold `_` themselves. Inside the name of the stream it stands as `~`, which
 * neither may hold, so that no two pairs share a stream.
 */
export function consumptionHistoryStream(account: string, utility: string): string {
  return `metering_consumption_history-${unambiguous(account)}_${unambiguous(utility)}`;
}

function unambiguous(id: string): string {
  return id.replaceAll('_', '~');
}
