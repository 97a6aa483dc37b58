import { RecordedEvent } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { SLIP_EVENT_TYPES, SlipEvent } from '../domain/slip.events';

/** All that may be told of a slip to whoever has its code; whose it is stands nowhere here. */
export interface SlipCodeRow {
  readonly state: 'genuine' | 'superseded';
}

/** Is the slip with this verification code in force? Found by the hash of the code; the code itself is not kept. */
export const slipCodesProjection: Projection<SlipCodeRow> = {
  name: 'billing.slip-codes',
  version: 1,
  handles: SLIP_EVENT_TYPES,
  keysOf: (event) => {
    const { type, data } = event as RecordedEvent & SlipEvent;
    return [type === 'SlipIssued' ? data.code.hash : data.codeHash];
  },
  columns: {},
  columnsOf: () => ({}),
  indexes: [],
  evolve: (_row, event) => ({ state: event.type === 'SlipIssued' ? 'genuine' : 'superseded' }),
};
