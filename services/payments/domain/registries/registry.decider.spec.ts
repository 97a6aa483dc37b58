import { deciderSpec } from '#libs/testing';
import { ReceiveRegistry, RecordRegistryLines } from './registry.commands';
import { registryDecider } from './registry.decider';
import { RecordedLine, RegistryEvent } from './registry.events';

const spec = deciderSpec(registryDecider);

const FILE = {
  registryId: 'r-1',
  fileHash: 'f'.repeat(64),
  fileName: 'registry.txt',
  profileId: 'sberbank-text',
  profileFrom: '2000-01-01',
  totals: { payments: 3, amountKopecks: 600, transferKopecks: null, commissionKopecks: null, order: null },
  acceptedOn: '2026-03-10',
};
const RECEIVE: ReceiveRegistry = { kind: 'ReceiveRegistry', ...FILE };
const RECEIVED: RegistryEvent = { type: 'RegistryReceived', version: 1, data: { ...FILE, effectiveOn: '2026-03-10' } };
const line = (number: number, outcome: RecordedLine['outcome'] = 'received'): RecordedLine => ({
  line: number,
  paymentId: `p-${number}`,
  reference: null,
  account: '0017',
  amountKopecks: number * 100,
  paidOn: '2026-03-09',
  outcome,
  note: null,
});
const record = (after: number, ...lines: readonly RecordedLine[]): RecordRegistryLines => ({
  kind: 'RecordRegistryLines',
  registryId: 'r-1',
  after,
  lines,
  today: '2026-03-11',
});
const recorded = (after: number, ...lines: readonly RecordedLine[]): RegistryEvent => ({
  type: 'RegistryLinesRecorded',
  version: 1,
  data: { registryId: 'r-1', after, lines },
});

describe('a file of a bank', () => {
  it('is received once, whenever it comes again', () => {
    spec.when(RECEIVE).then([RECEIVED]);
    spec
      .given([RECEIVED])
      .when({ ...RECEIVE, acceptedOn: '2026-04-01', fileName: 'again.txt' })
      .thenNothing();
  });

  it('is read by one profile', () => {
    spec
      .given([RECEIVED])
      .when({ ...RECEIVE, profileId: 'post' })
      .thenRejected('PAYMENTS_REGISTRY_OTHER_PROFILE', { profileId: 'sberbank-text' });
  });

  it('is recorded part by part and reconciled with its last line', () => {
    spec
      .given([RECEIVED])
      .when(record(0, line(1), line(2, 'duplicate')))
      .then([recorded(0, line(1), line(2, 'duplicate'))]);
    spec
      .given([RECEIVED, recorded(0, line(1), line(2, 'duplicate'))])
      .when(record(2, line(3, 'suspended')))
      .then([
        recorded(2, line(3, 'suspended')),
        {
          type: 'RegistryReconciled',
          version: 1,
          data: {
            registryId: 'r-1',
            sums: {
              received: { lines: 1, amountKopecks: 100 },
              suspended: { lines: 1, amountKopecks: 300 },
              conflict: { lines: 0, amountKopecks: 0 },
              duplicate: { lines: 1, amountKopecks: 200 },
            },
            effectiveOn: '2026-03-11',
          },
        },
      ]);
  });

  it('records no line twice', () => {
    spec
      .given([RECEIVED, recorded(0, line(1), line(2))])
      .when(record(0, line(1), line(2)))
      .thenNothing();
    spec
      .given([RECEIVED, recorded(0, line(1), line(2))])
      .when(record(0, line(1)))
      .thenNothing();
  });

  it('leaves none out and takes none too many', () => {
    const code = 'PAYMENTS_REGISTRY_LINES_MISPLACED';
    spec
      .given([RECEIVED])
      .when(record(1, line(2)))
      .thenRejected(code, { recorded: 0 });
    spec
      .given([RECEIVED, recorded(0, line(1))])
      .when(record(0, line(1), line(2)))
      .thenRejected(code);
    spec
      .given([RECEIVED])
      .when(record(0, line(1), line(2), line(3), line(4)))
      .thenRejected(code);
  });

  it('is not reconciled with other sums than its own', () => {
    spec
      .given([RECEIVED])
      .when(record(0, line(1), line(2), line(4)))
      .thenRejected('PAYMENTS_REGISTRY_LINES_MISPLACED');
  });

  it('has to be received first', () => {
    spec.when(record(0, line(1))).thenRejected('PAYMENTS_UNKNOWN_REGISTRY');
  });
});
