import { projectionSpec, recorded } from '#libs/testing';
import { NightRunRow, nightRunsProjection } from './night-runs.projection';

const spec = projectionSpec(nightRunsProjection);
const DATE = '2026-03-26';
const at = (time: string, actor = 'night') => ({ metadata: { recordedAt: `${DATE}T${time}.000Z`, actor } });

const started = (time: string, ...houses: string[]) => recorded('NightRunStarted', { date: DATE, houses }, at(time));
const ended = (time: string) =>
  recorded('NightRunCompleted', { date: DATE, calculated: 1, closed: 0, parked: 0 }, at(time));

const RUN: NightRunRow = {
  date: DATE,
  status: 'running',
  startedAt: `${DATE}T08:00:00.000Z`,
  completedAt: null,
  asked: [],
};

it('NightRunStarted: a run of a date', () => {
  spec
    .given([started('08:00:00', 'H1', 'H2')])
    .then(DATE, RUN)
    .thenKeys(DATE)
    .thenColumns(DATE, { date: DATE });
});

it('NightRunCompleted: it is done, until another round begins', () => {
  const history = [started('08:00:00', 'H1'), ended('08:01:00')];
  spec.given(history).then(DATE, { ...RUN, status: 'completed', completedAt: `${DATE}T08:01:00.000Z` });
  spec.given([...history, started('10:00:00', 'H1')]).then(DATE, RUN);
  spec
    .given([...history, started('10:00:00', 'H1'), ended('10:02:00')])
    .then(DATE, { ...RUN, status: 'completed', completedAt: `${DATE}T10:02:00.000Z` });
});

it('CalculationAsked: who wanted it, also before anything ran', () => {
  const ask = { date: DATE, period: '2026-03', account: null };
  const asked = [{ by: 'staff:10000001', at: `${DATE}T07:59:00.000Z`, period: '2026-03', account: null }];
  const event = recorded('CalculationAsked', ask, at('07:59:00', 'staff:10000001'));
  spec.given([event]).then(DATE, { ...RUN, status: 'asked', startedAt: null, asked });
  spec.given([event, started('08:00:00', 'H1', 'H2')]).then(DATE, { ...RUN, asked });
});

it('what is done in a house is no fact of the run: a night costs the same a house, however many there are', () => {
  expect(nightRunsProjection.handles).toEqual(['NightRunStarted', 'NightRunCompleted', 'CalculationAsked']);
});
