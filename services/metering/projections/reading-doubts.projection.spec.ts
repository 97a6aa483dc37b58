import { projectionSpec, recorded } from '#libs/testing';
import { DoubtfulReading, readingDoubts } from './reading-doubts.projection';

const spec = projectionSpec(readingDoubts);
const NAMED = { account: '6301000017', meterId: 'cold-1', takenOn: '2026-10-20' };
const KEY = 'cold-1 2026-10-20';
const SAID = {
  ...NAMED,
  receivedOn: '2026-10-20',
  values: ['90'],
  doubts: ['below_previous'],
  explanation: 'earlier_reading_wrong',
  counted: false,
} as const;
const noted = recorded('ReadingDoubtNoted', { ...SAID, effectiveOn: '2026-10-20' });
const settled = (verdict: string) =>
  recorded('ReadingDoubtSettled', { ...NAMED, settledOn: '2026-10-22', verdict, reason: 'акт', effectiveOn: '' });
const accepted = recorded('ReadingAccepted', { ...NAMED, receivedOn: '2026-10-20', values: ['130'] });
const corrected = recorded('ReadingCorrected', { ...NAMED, correctedOn: '2026-10-21', values: ['130'] });
const WAITING: DoubtfulReading = { ...SAID, state: 'waiting', settledOn: null, reason: null };

it('ReadingDoubtNoted: it waits for the office', () => {
  spec
    .given([noted])
    .thenKeys(KEY)
    .then(KEY, WAITING)
    .thenColumns(KEY, { account: '6301000017', state: 'waiting', received_on: '2026-10-20' });
});

it.each(['confirmed', 'rejected'] as const)('ReadingDoubtSettled: it is %s, with the reason', (verdict) => {
  const done = { ...WAITING, state: verdict, settledOn: '2026-10-22', reason: 'акт' };
  spec.given([noted, settled(verdict)]).then(KEY, done);
  // The decision of the office may write a reading before it.
  spec.given([noted, accepted, settled(verdict)]).then(KEY, done);
  spec.given([noted, settled(verdict), corrected]).then(KEY, done);
});

it.each([
  ['ReadingAccepted', accepted],
  ['ReadingCorrected', corrected],
])('%s of the same day: nothing is left to decide', (_, event) => {
  spec.given([noted, event]).then(KEY, { ...WAITING, state: 'replaced' });
});

it('insisting once more waits once more', () => {
  spec.given([noted, settled('rejected'), noted]).then(KEY, WAITING);
});

it('a reading without a doubt leaves no row', () => {
  spec.given([accepted, corrected]).thenKeys();
});
