import {
  Contract,
  instalmentKept,
  instalmentsAgreed,
  instalmentsFulfilled,
  instalmentsMissed,
  instalmentsReopened,
  instalmentsRestored,
  instalmentsWithdrawn,
} from '#libs/contracts';
import { recordedEvents } from '#libs/testing';
import { INSTALMENT_EVENT_TYPES } from '../domain/instalment.events';
import { INSTALMENT_NEWS_RELAY } from './publish-instalment-news.relay';

const SAID = { account: '0017', agreementId: 'a-1' };
const PARTS = [
  { dueOn: '2026-12-20', amountKopecks: 70_000 },
  { dueOn: '2027-01-20', amountKopecks: 30_000 },
];
const TERMS = {
  payee: 'main',
  months: [{ period: '2026-09', amountKopecks: 100_000 }],
  parts: PARTS,
  graceDays: 5,
};
const PEOPLE = { requestedBy: 'staff:anna', grantedBy: 'staff:boris' };

it.each<[string, object, Contract, object]>([
  [
    'InstalmentsAgreed',
    {
      ...SAID,
      effectiveOn: '2026-11-27',
      terms: TERMS,
      amountKopecks: 100_000,
      cause: 'Болезнь',
      document: null,
      ...PEOPLE,
    },
    instalmentsAgreed,
    { ...SAID, agreedOn: '2026-11-27', payee: 'main', graceDays: 5, amountKopecks: 100_000, parts: PARTS },
  ],
  [
    'InstalmentKept',
    { ...SAID, effectiveOn: '2026-12-26', part: 1, leftKopecks: 30_000 },
    instalmentKept,
    { ...SAID, keptOn: '2026-12-26', part: 1, leftKopecks: 30_000 },
  ],
  [
    'InstalmentsMissed',
    { ...SAID, effectiveOn: '2026-12-26', part: 1, penaltyFrom: '2026-12-21', missingKopecks: 500 },
    instalmentsMissed,
    { ...SAID, missedOn: '2026-12-26', part: 1, penaltyFrom: '2026-12-21', missingKopecks: 500 },
  ],
  [
    'InstalmentsMissed',
    { ...SAID, effectiveOn: '2027-02-03', part: 1, penaltyFrom: '2026-12-21', missingKopecks: 500, recalled: true },
    instalmentsMissed,
    { ...SAID, missedOn: '2027-02-03', part: 1, penaltyFrom: '2026-12-21', missingKopecks: 500, recalled: true },
  ],
  [
    'InstalmentsReopened',
    { ...SAID, effectiveOn: '2026-12-27', keptParts: 1, leftKopecks: 30_000 },
    instalmentsReopened,
    { ...SAID, reopenedOn: '2026-12-27', leftKopecks: 30_000 },
  ],
  [
    'InstalmentsRestored',
    { ...SAID, effectiveOn: '2026-12-28', part: 1 },
    instalmentsRestored,
    { ...SAID, restoredOn: '2026-12-28', part: 1 },
  ],
  [
    'InstalmentsFulfilled',
    { ...SAID, effectiveOn: '2027-01-19' },
    instalmentsFulfilled,
    { ...SAID, fulfilledOn: '2027-01-19' },
  ],
  [
    'InstalmentsWithdrawn',
    { ...SAID, effectiveOn: '2026-12-10', penaltyFrom: '2026-12-11', cause: 'Просьба' },
    instalmentsWithdrawn,
    { ...SAID, withdrawnOn: '2026-12-10', penaltyFrom: '2026-12-11' },
  ],
])('%s is told of its account, without a cause and without people', (type, data, contract, says) => {
  const message = INSTALMENT_NEWS_RELAY.translate(recordedEvents([{ type, version: 1, data }])[0]!);
  expect(message).toEqual({ contract: contract.name, key: '0017', data: says });
  expect(contract.schema.parse(message?.data)).toEqual(says);
});

it('tells of everything but what was not agreed', () => {
  const silent = INSTALMENT_EVENT_TYPES.filter((type) => !INSTALMENT_NEWS_RELAY.handles.includes(type));
  expect(silent).toEqual(['InstalmentsNotAgreed']);
});
