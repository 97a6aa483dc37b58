import { projectionSpec, recorded } from '#libs/testing';
import { NightHouseCompleted } from '../domain/night-run.events';
import { NightRunHouseRow, nightRunHousesProjection } from './night-run-houses.projection';

const spec = projectionSpec(nightRunHousesProjection);
const DATE = '2026-03-26';
const at = (time: string) => ({ metadata: { recordedAt: `${DATE}T${time}.000Z` } });

const started = (...houses: string[]) => recorded('NightRunStarted', { date: DATE, houses }, at('08:00:00'));
const taken = (time: string, houseId: string) =>
  recorded('NightHouseTaken', { date: DATE, houseId, holder: 'a', token: 1, leaseUntil: '' }, at(time));
const progressed = (houseId: string, accountsDone: number) =>
  recorded('NightHouseProgressed', { date: DATE, houseId, token: 1, accountsDone, leaseUntil: '' });
const done = (time: string, houseId: string, result: Partial<NightHouseCompleted['data']>) => {
  const none = { calculated: 0, unchanged: 0, closed: 0, parked: [], bookFingerprint: 'rules' };
  return recorded('NightHouseCompleted', { date: DATE, houseId, token: 1, ...none, ...result }, at(time));
};
const PARKED = { account: 'A', period: '2026-03', step: 'calculate', code: 'BILLING_NO_RULE_IN_FORCE', details: {} };
const parked = [PARKED] as NightHouseCompleted['data']['parked'];

const [H1, H2] = [`${DATE} H1`, `${DATE} H2`];
const waiting = (houseId: string): NightRunHouseRow => ({
  date: DATE,
  houseId,
  status: 'waiting',
  accountsDone: 0,
  calculated: 0,
  unchanged: 0,
  closed: 0,
  parked: 0,
  takenAt: null,
  workedMilliseconds: 0,
});

it('NightRunStarted: houses that wait, one row each', () => {
  spec
    .given([started('H1', 'H2', 'H1')])
    .thenKeys(H1, H2)
    .then(H1, waiting('H1'))
    .then(H2, waiting('H2'))
    .thenColumns(H1, {
      date: DATE,
      is_done: 0,
      calculated: 0,
      unchanged: 0,
      closed: 0,
      parked: 0,
      worked_milliseconds: 0,
    });
});

it('NightHouseTaken and NightHouseProgressed: how far a house is', () => {
  spec
    .given([started('H1', 'H2'), taken('08:00:05', 'H1'), progressed('H1', 250)])
    .then(H1, { ...waiting('H1'), status: 'taken', accountsDone: 250, takenAt: `${DATE}T08:00:05.000Z` })
    .then(H2, waiting('H2'));
});

it('NightHouseCompleted: a second go adds to the first, and tells of the accounts that are parked still', () => {
  const once = [started('H1'), taken('08:00:05', 'H1'), done('08:00:20', 'H1', { calculated: 40, closed: 3, parked })];
  const row = { ...waiting('H1'), status: 'completed', calculated: 40, closed: 3 } as const;
  spec.given(once).then(H1, { ...row, parked: 1, takenAt: `${DATE}T08:00:05.000Z`, workedMilliseconds: 15_000 });
  spec
    .given([...once, taken('09:00:00', 'H1'), done('09:00:10', 'H1', { calculated: 2, unchanged: 1 })])
    .then(H1, {
      ...row,
      calculated: 42,
      unchanged: 1,
      takenAt: `${DATE}T09:00:00.000Z`,
      workedMilliseconds: 25_000,
    })
    .thenColumns(H1, {
      date: DATE,
      is_done: 1,
      calculated: 42,
      unchanged: 1,
      closed: 3,
      parked: 0,
      worked_milliseconds: 25_000,
    });
});

it('a house that another round names keeps what was done in it', () => {
  spec
    .given([started('H1'), taken('08:00:05', 'H1'), done('08:00:20', 'H1', { calculated: 1 }), started('H1', 'H2')])
    .then(H1, {
      ...waiting('H1'),
      status: 'completed',
      calculated: 1,
      takenAt: `${DATE}T08:00:05.000Z`,
      workedMilliseconds: 15_000,
    })
    .then(H2, waiting('H2'));
});
