import { projectionSpec, recorded } from '#libs/testing';
import { NightHouseCompleted } from '../domain/night-run.events';
import { nightHouseProjection, NightHouseRow } from './night-house.projection';

const spec = projectionSpec(nightHouseProjection);

const taken = (houseId: string, date: string, holder: string) =>
  recorded('NightHouseTaken', { date, houseId, holder, token: 1, leaseUntil: `${date}T21:10:00.000Z` });
const progressed = (accountsDone: number) =>
  recorded('NightHouseProgressed', {
    date: '2026-03-31',
    houseId: 'H1',
    token: 1,
    accountsDone,
    leaseUntil: '2026-03-31T21:15:00.000Z',
  });
const RESULT: NightHouseCompleted['data'] = {
  date: '2026-03-31',
  houseId: 'H1',
  token: 1,
  calculated: 3,
  unchanged: 1,
  closed: 4,
  parked: [],
  bookFingerprint: 'rules of March',
};
const completed = recorded('NightHouseCompleted', RESULT);
const TAKEN: NightHouseRow = {
  houseId: 'H1',
  date: '2026-03-31',
  status: 'taken',
  holder: 'worker a',
  accountsDone: 0,
  result: null,
  bookFingerprint: null,
};

it('NightHouseTaken: a worker has the house, one row a house', () => {
  spec
    .given([taken('H1', '2026-03-31', 'worker a'), taken('H2', '2026-03-31', 'worker b')])
    .thenKeys('H1', 'H2')
    .then('H1', TAKEN)
    .thenColumns('H1', { date: '2026-03-31', status: 'taken' });
});

it('NightHouseProgressed: tells how many accounts are done', () => {
  spec
    .given([taken('H1', '2026-03-31', 'worker a'), progressed(40), progressed(80)])
    .then('H1', { ...TAKEN, accountsDone: 80 });
});

it('NightHouseCompleted: nobody has the house, and it is known by which rules it was charged', () => {
  spec
    .given([taken('H1', '2026-03-31', 'worker a'), progressed(40), completed])
    .then('H1', {
      ...TAKEN,
      status: 'completed',
      holder: null,
      accountsDone: 40,
      result: RESULT,
      bookFingerprint: 'rules of March',
    })
    .thenColumns('H1', { date: '2026-03-31', status: 'completed' });
});

it('the next night begins anew and remembers the rules of the last one that was completed', () => {
  const history = [taken('H1', '2026-03-31', 'worker a'), completed, taken('H1', '2026-04-01', 'worker b')];
  spec
    .given(history)
    .then('H1', { ...TAKEN, date: '2026-04-01', holder: 'worker b', bookFingerprint: 'rules of March' });
});

it('a report from a house that nobody has taken leaves no row', () => {
  spec.given([progressed(40), completed]).thenKeys();
});

it('the beginning and the end of a night are no facts of a house', () => {
  expect(nightHouseProjection.handles).toEqual(['NightHouseTaken', 'NightHouseProgressed', 'NightHouseCompleted']);
});
