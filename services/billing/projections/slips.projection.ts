import { BillingPeriod, RecordedEvent } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { Projection } from '#libs/read-models';
import { SLIP_EVENT_TYPES, SlipEvent } from '../domain/slip.events';

/** One version of a slip in the list of an account. */
export interface SlipRow {
  readonly account: string;
  readonly houseId: string;
  readonly period: BillingPeriod;
  readonly version: number;
  readonly issuedAt: string;
  readonly superseded: boolean;
  readonly payableKopecks: Kopecks;
}

/** Which slips does an account have? One document a version. */
export const slipsProjection: Projection<SlipRow> = {
  name: 'billing.slips',
  version: 2,
  handles: SLIP_EVENT_TYPES,
  keysOf: (event) => {
    const { account, period, version } = event.data as SlipEvent['data'];
    return [`${account} ${period} ${String(version).padStart(4, '0')}`];
  },
  columns: { account: 'text', house: 'text', period: 'text', superseded: 'integer' },
  columnsOf: (row) => ({
    account: row.account,
    house: row.houseId,
    period: row.period,
    superseded: row.superseded ? 1 : 0,
  }),
  indexes: [
    ['account', 'period'],
    ['period', 'superseded', 'house'],
  ],
  evolve: (row, event) => evolveSlip(row, event as RecordedEvent & SlipEvent),
};

function evolveSlip(row: SlipRow | null, event: RecordedEvent & SlipEvent): SlipRow | null {
  if (event.type === 'SlipSuperseded') return row && { ...row, superseded: true };
  const { account, period, version, content, payableKopecks } = event.data;
  const { houseId } = content;
  const issuedAt = event.metadata.recordedAt;
  return { account, houseId, period, version, issuedAt, superseded: false, payableKopecks };
}
