import { fold } from '#libs/kernel';
import { deciderSpec } from '#libs/testing';
import { NightHouseTotals, NightRunCommand, nightRunStream } from './night-run.commands';
import { nightRunDecider } from './night-run.decider';
import { completed, DATE, progressed, runCompleted, started, taken, TEN_PAST } from './testing/night-events';

const spec = deciderSpec(nightRunDecider);

const start = (houses: readonly string[], timesCompletedBefore = 0): NightRunCommand => ({
  kind: 'StartNightRun',
  date: DATE,
  houses,
  timesCompletedBefore,
});
const house = (houseId: string, calculated = 0, closed = 0, parked = 0): NightHouseTotals => ({
  houseId,
  calculated,
  closed,
  parked,
});
const complete = (...done: NightHouseTotals[]): NightRunCommand => ({ kind: 'CompleteNightRun', date: DATE, done });

it('a night has a stream of its own', () => {
  expect(nightRunStream(DATE)).toBe('billing_night_run-2026-03-31');
});

describe('starting a night', () => {
  it('names its houses, none where nothing is due', () => {
    spec.when(start(['H1', 'H2'])).then([started('H1', 'H2')]);
    spec.when(start([])).then([started()]);
  });

  it('a second time with the same houses, or some of them, is no news', () => {
    spec
      .given([started('H1', 'H2')])
      .when(start(['H2', 'H1']))
      .thenNothing();
    spec
      .given([started('H1', 'H2')])
      .when(start(['H2']))
      .thenNothing();
  });

  it('takes in a house that was not there, and the night is running again', () => {
    const done = [started('H1'), runCompleted(0, 0, 0)];
    spec
      .given(done)
      .when(start(['H1', 'H2']))
      .then([started('H1', 'H2')]);
    spec
      .given([...done, started('H1', 'H2')])
      .when(complete(house('H1')))
      .thenRejected('BILLING_NIGHT_HOUSES_OPEN', { house: 'H2' });
  });

  it('after its end is another round, when something is due', () => {
    const done = [started('H1', 'H2'), runCompleted(3, 0, 0)];
    spec
      .given(done)
      .when(start(['H2'], 1))
      .then([started('H2')]);
    spec.given(done).when(start([], 1)).thenNothing();
  });

  it('is no other round for a worker that has looked at what is due before the end', () => {
    spec
      .given([started('H1'), runCompleted(3, 0, 0)])
      .when(start(['H1'], 0))
      .thenNothing();
    const twice = [started('H1'), runCompleted(3, 0, 0), started('H1'), runCompleted(4, 0, 0)];
    spec
      .given(twice)
      .when(start(['H1'], 1))
      .thenNothing();
  });
});

describe('completing a night', () => {
  it('adds up what was done in its houses', () => {
    spec
      .given([started('H1', 'H2')])
      .when(complete(house('H1', 10, 11, 2), house('H2', 3, 4, 1)))
      .then([runCompleted(13, 15, 3)]);
  });

  it('is refused before it has started', () => {
    spec.when(complete()).thenRejected('BILLING_NIGHT_NOT_STARTED', { date: DATE });
  });

  it('waits for every house', () => {
    spec
      .given([started('H1', 'H2')])
      .when(complete(house('H1')))
      .thenRejected('BILLING_NIGHT_HOUSES_OPEN', { house: 'H2' });
  });

  it('a second time is no news, but where more was done since', () => {
    const done = [started('H1'), runCompleted(3, 0, 1)];
    spec
      .given(done)
      .when(complete(house('H1', 3, 0, 1)))
      .thenNothing();
    spec
      .given(done)
      .when(complete(house('H1', 4, 0, 1)))
      .then([runCompleted(4, 0, 1)]);
    spec
      .given(done)
      .when(complete(house('H1', 3, 1, 1)))
      .then([runCompleted(3, 1, 1)]);
    spec
      .given(done)
      .when(complete(house('H1', 3, 0, 0)))
      .then([runCompleted(3, 0, 0)]);
  });

  it('after another round is told again, also where nothing more was done', () => {
    spec
      .given([started('H1'), runCompleted(3, 0, 0), started('H1')])
      .when(complete(house('H1', 3)))
      .then([runCompleted(3, 0, 0)]);
  });
});

describe('an earlier log, in which the houses are told between the events of the night', () => {
  const earlier = [
    started('H1', 'H2'),
    taken('H1', 'worker a', 1),
    progressed('H1', 1, 40, TEN_PAST),
    completed('H1', 1),
  ];

  it('is started with those houses, and waits for them', () => {
    spec
      .given(earlier)
      .when(start(['H1', 'H2']))
      .thenNothing();
    spec
      .given(earlier)
      .when(complete(house('H1')))
      .thenRejected('BILLING_NIGHT_HOUSES_OPEN', { house: 'H2' });
  });

  it('is running again where a house was taken after its end', () => {
    const done = [...earlier, taken('H2', 'worker a', 2), completed('H2', 2), runCompleted(0, 0, 0)];
    spec
      .given(done)
      .when(complete(house('H1'), house('H2')))
      .thenNothing();
    spec
      .given([...done, taken('H2', 'worker a', 3)])
      .when(complete(house('H1'), house('H2')))
      .then([runCompleted(0, 0, 0)]);
  });
});

describe('a calculation that a person asks for', () => {
  const asked = { date: DATE, period: '2026-03', account: null };

  it.each([
    ['while it is under way', [started('H1')]],
    ['before the night', []],
  ])('is recorded %s, and changes nothing of its work', (_, history) => {
    const event = { type: 'CalculationAsked', version: 1, data: asked } as const;
    spec
      .given(history)
      .when({ kind: 'AskCalculation', ...asked })
      .then([event]);
    expect(fold(nightRunDecider, [...history, event])).toEqual(fold(nightRunDecider, history));
  });
});
