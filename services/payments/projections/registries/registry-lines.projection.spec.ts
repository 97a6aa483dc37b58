import { projectionSpec, recorded } from '#libs/testing';
import { RecordedLine } from '../../domain/registries/registry.events';
import { registryLineKey, registryLines } from './registry-lines.projection';

const line = (number: number): RecordedLine => ({
  line: number,
  paymentId: `p-${number}`,
  reference: null,
  account: '0017',
  amountKopecks: 100,
  paidOn: '2026-03-09',
  outcome: 'suspended',
  note: 'unknown_account',
});
const lines = (after: number, ...all: RecordedLine[]) =>
  recorded('RegistryLinesRecorded', { registryId: 'r-1', after, lines: all });

it('each line has its place in the file, wherever its part begins', () => {
  projectionSpec(registryLines)
    .given([lines(0, line(1), line(2)), lines(2, line(5))])
    .thenKeys('r-1:0000001', 'r-1:0000002', 'r-1:0000003')
    .then('r-1:0000002', { registryId: 'r-1', ordinal: 2, ...line(2) })
    .then('r-1:0000003', { registryId: 'r-1', ordinal: 3, ...line(5) })
    .thenColumns('r-1:0000003', {
      registry_id: 'r-1',
      outcome: 'suspended',
      account: '0017',
      payment_id: 'p-5',
      amount_kopecks: 100,
    });
});

it('keys of a file are in the order of its lines', () => {
  expect(registryLineKey('r', 9) < registryLineKey('r', 10)).toBe(true);
});
