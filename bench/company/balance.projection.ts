import { RecordedEvent } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { AccountPeriodEvent } from '#services/billing';

export interface BalanceRow {
  readonly account: string;
  readonly owedKopecks: number;
}

/** What an account owes: one number an account, so that reading the log is the work and writing rows is not. */
export const balanceProjection: Projection<BalanceRow> = {
  name: 'bench.balance',
  version: 1,
  handles: ['PaymentCredited', 'PeriodClosed'],
  keysOf: (event) => [(event.data as { account: string }).account],
  columns: { owed_kopecks: 'integer' },
  columnsOf: (row) => ({ owed_kopecks: row.owedKopecks }),
  indexes: [],
  evolve: (row, event) => {
    const { type, data } = event as RecordedEvent & AccountPeriodEvent;
    return { account: data.account, owedKopecks: (row?.owedKopecks ?? 0) + changeOf(type, data) };
  },
};

/** By how much an event changes what is owed; the anchor folds by the same function. */
export function changeOf(type: string, data: object): number {
  if (type === 'PaymentCredited') return -(data as { amountKopecks: number }).amountKopecks;
  const { payees } = data as { payees: readonly { chargedKopecks: number }[] };
  let charged = 0;
  for (const { chargedKopecks } of payees) charged += chargedKopecks;
  return charged;
}
