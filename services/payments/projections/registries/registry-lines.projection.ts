import { RecordedEvent } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { RecordedLine, RegistryLinesRecorded } from '../../domain/registries/registry.events';

export interface RegistryLineCard extends RecordedLine {
  readonly registryId: string;
  /** The place among the payments of the file, from 1. */
  readonly ordinal: number;
}

/** What became of each line of a file? One document a line, in the order of the file. */
export const registryLines: Projection<RegistryLineCard> = {
  name: 'payments.registry-lines',
  version: 1,
  handles: ['RegistryLinesRecorded'],
  keysOf(recorded) {
    const { registryId, after, lines } = (recorded as RegistryLinesRecorded & RecordedEvent).data;
    return lines.map((_line, index) => registryLineKey(registryId, after + index + 1));
  },
  evolve(_card, recorded, key) {
    const { registryId, after, lines } = (recorded as RegistryLinesRecorded & RecordedEvent).data;
    const ordinal = Number(key.slice(key.indexOf(':') + 1));
    const line = lines[ordinal - after - 1];
    return line === undefined ? null : { registryId, ordinal, ...line };
  },
  columns: { registry_id: 'text', outcome: 'text', account: 'text', payment_id: 'text', amount_kopecks: 'integer' },
  columnsOf: ({ registryId, outcome, account, paymentId, amountKopecks }) => ({
    registry_id: registryId,
    outcome,
    account,
    payment_id: paymentId,
    amount_kopecks: amountKopecks,
  }),
  indexes: [['registry_id', 'outcome'], ['payment_id']],
};

/** Keys of one file follow one another as its lines do. */
export function registryLineKey(registryId: string, ordinal: number): string {
  return `${registryId}:${String(ordinal).padStart(7, '0')}`;
}
