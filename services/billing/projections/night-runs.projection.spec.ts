import { projectionSpec, recorded } from '#libs/testing';
import { NightHouseCompleted } from '../domain/night-run.events';
import { NightRunHouse, NightRunRow, nightRunsProjection } from './night-runs.projection';

const spec = projectionSpec(nightRunsProjection);
const DATE = '2026-03-26';
const at = (time: string, actor = 'night') => ({ metadata: { recordedAt: `${DATE}T${time}.000Z`, actor } });

const started = (time: string, ...houses: string[]) => recorded('NightRunStarted', { date: DATE, houses }, at(time));
const taken = (time: string, houseId: string) =>
  recorded('NightHouseTaken', { date: DATE, houseId, holder: 'a', token: 1, leaseUntil: '' }, at(time));
const done = (time: string, houseId: string, result: Partial<NightHouseCompleted['data']>) => {
  const none = { calculated: 0, unchanged: 0, closed: 0, parked: [], bookFingerprint: 'rules' };
  return recorded('NightHouseCompleted', { date: DATE, houseId, token: 1, ...none, ...result }, at(time));
};
const go = (from: string, to: string) => ({ from: `${DATE}T${from}.000Z`, to: `${DATE}T${to}.000Z` });
const PARKED = { account: 'A', period: '2026-03', step: 'calculate', code: 'BILLING_NO_RULE_IN_FORCE', details: {} };
const parked = [PARKED] as NightHouseCompleted['data']['parked'];

const WAITING: NightRunHouse = {
  status: 'waiting',
  accountsDone: 0,
  calculated: 0,
  unchanged: 0,
  closed: 0,
  parked: 0,
  takenAt: null,
  goes: [],
};
const RUN: NightRunRow = {
  date: DATE,
  status: 'running',
  startedAt: `${DATE}T08:00:00.000Z`,
  completedAt: null,
  houses: { H1: WAITING, H2: WAITING },
  asked: [],
};

it('NightRunStarted: a run of a date, with the houses that wait', () => {
  spec
    .given([started('08:00:00', 'H1', 'H2')])
    .then(DATE, RUN)
    .thenKeys(DATE)
    .thenColumns(DATE, { date: DATE });
});

it('NightHouseTaken and NightHouseProgressed: how far a house is', () => {
  const progressed = recorded('NightHouseProgressed', {
    date: DATE,
    houseId: 'H1',
    token: 1,
    accountsDone: 250,
    leaseUntil: '',
  });
  const house = { ...WAITING, status: 'taken', accountsDone: 250, takenAt: `${DATE}T08:00:05.000Z` } as const;
  spec
    .given([started('08:00:00', 'H1', 'H2'), taken('08:00:05', 'H1'), progressed])
    .then(DATE, { ...RUN, houses: { H1: house, H2: WAITING } });
});

it('NightHouseCompleted: a second go adds to the first, and tells of the accounts that are parked still', () => {
  const house: NightRunHouse = {
    status: 'completed',
    accountsDone: 0,
    calculated: 42,
    unchanged: 1,
    closed: 3,
    parked: 0,
    takenAt: `${DATE}T09:00:00.000Z`,
    goes: [go('08:00:05', '08:00:20'), go('09:00:00', '09:00:10')],
  };
  spec
    .given([
      started('08:00:00', 'H1'),
      taken('08:00:05', 'H1'),
      done('08:00:20', 'H1', { calculated: 40, closed: 3, parked }),
      taken('09:00:00', 'H1'),
      done('09:00:10', 'H1', { calculated: 2, unchanged: 1 }),
    ])
    .then(DATE, { ...RUN, houses: { H1: house } });
});

it('NightRunCompleted: it is done, until a house is taken again', () => {
  const ended = recorded('NightRunCompleted', { date: DATE, calculated: 1, closed: 0, parked: 0 }, at('08:01:00'));
  const history = [
    started('08:00:00', 'H1'),
    taken('08:00:05', 'H1'),
    done('08:00:20', 'H1', { calculated: 1 }),
    ended,
  ];
  const house = { ...WAITING, status: 'completed', calculated: 1, takenAt: `${DATE}T08:00:05.000Z` } as const;
  const completedAt = `${DATE}T08:01:00.000Z`;
  const houses = { H1: { ...house, goes: [go('08:00:05', '08:00:20')] } };
  spec.given(history).then(DATE, { ...RUN, status: 'completed', completedAt, houses });
  spec.given([...history, taken('10:00:00', 'H1')]).then(DATE, {
    ...RUN,
    houses: { H1: { ...houses.H1, status: 'taken', takenAt: `${DATE}T10:00:00.000Z` } },
  });
});

it('CalculationAsked: who wanted it, also before anything ran', () => {
  const ask = { date: DATE, period: '2026-03', account: null };
  const asked = [{ by: 'staff:10000001', at: `${DATE}T07:59:00.000Z`, period: '2026-03', account: null }];
  const event = recorded('CalculationAsked', ask, at('07:59:00', 'staff:10000001'));
  spec.given([event]).then(DATE, { ...RUN, status: 'asked', startedAt: null, houses: {}, asked });
  spec.given([event, started('08:00:00', 'H1', 'H2')]).then(DATE, { ...RUN, asked });
});
