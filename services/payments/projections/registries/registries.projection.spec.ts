import { foldProjection, recordedEvents } from '#libs/testing';
import { RecordedLine, RegistryEvent } from '../../domain/registries/registry.events';
import { registries } from './registries.projection';

const FILE = {
  registryId: 'r-1',
  fileHash: 'f'.repeat(64),
  fileName: 'registry.txt',
  profileId: 'sberbank-text',
  profileFrom: '2000-01-01',
  totals: { payments: 2, amountKopecks: 300, transferKopecks: null, commissionKopecks: null, order: null },
  acceptedOn: '2026-03-10',
};
const line = { outcome: 'received', amountKopecks: 150 } as RecordedLine;
const sums = {
  received: { lines: 2, amountKopecks: 300 },
  suspended: { lines: 0, amountKopecks: 0 },
  conflict: { lines: 0, amountKopecks: 0 },
  duplicate: { lines: 0, amountKopecks: 0 },
};
const EVENTS: readonly RegistryEvent[] = [
  { type: 'RegistryReceived', version: 1, data: { ...FILE, effectiveOn: '2026-03-10' } },
  { type: 'RegistryLinesRecorded', version: 1, data: { registryId: 'r-1', after: 0, lines: [line] } },
  { type: 'RegistryLinesRecorded', version: 1, data: { registryId: 'r-1', after: 1, lines: [line] } },
  { type: 'RegistryReconciled', version: 1, data: { registryId: 'r-1', sums, effectiveOn: '2026-03-10' } },
];
const after = (events: number) => foldProjection(registries, recordedEvents(EVENTS.slice(0, events))).get('r-1');

describe('the card of a file', () => {
  it('tells who took it and when, and counts nothing yet', () => {
    expect(after(1)?.document).toMatchObject({
      ...FILE,
      actor: 'staff:test',
      recordedAt: '2026-10-15T08:00:00.000Z',
      status: 'recording',
      recorded: 0,
    });
  });

  it('tells how far it is', () => {
    expect(after(2)?.document).toMatchObject({ recorded: 1, sums: { received: { lines: 1, amountKopecks: 150 } } });
  });

  it('is reconciled with its sums', () => {
    expect(after(4)?.document).toMatchObject({ status: 'reconciled', recorded: 2, sums });
    expect(after(4)?.columns).toMatchObject({ status: 'reconciled', accepted_on: '2026-03-10' });
  });
});
