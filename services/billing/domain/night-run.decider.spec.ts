import { fold } from '#libs/kernel';
import { deciderSpec } from '#libs/testing';
import { NightRunCommand, nightRunStream, TakeNightHouse } from './night-run.commands';
import { nightRunDecider } from './night-run.decider';
import {
  NightHouseCompleted,
  NightHouseProgressed,
  NightHouseTaken,
  NightRunCompleted,
  NightRunStarted,
  ParkedAccount,
} from './night-run.events';

const spec = deciderSpec(nightRunDecider);

const DATE = '2026-03-31';
const NINE = '2026-03-31T21:00:00.000Z';
const FIVE_PAST = '2026-03-31T21:05:00.000Z';
const TEN_PAST = '2026-03-31T21:10:00.000Z';
const FIFTEEN_PAST = '2026-03-31T21:15:00.000Z';

const started = (...houses: string[]): NightRunStarted => ({
  type: 'NightRunStarted',
  version: 1,
  data: { date: DATE, houses },
});
const taken = (houseId: string, holder: string, token: number, leaseUntil = TEN_PAST): NightHouseTaken => ({
  type: 'NightHouseTaken',
  version: 1,
  data: { date: DATE, houseId, holder, token, leaseUntil },
});
const progressed = (
  houseId: string,
  token: number,
  accountsDone: number,
  leaseUntil: string,
): NightHouseProgressed => ({
  type: 'NightHouseProgressed',
  version: 1,
  data: { date: DATE, houseId, token, accountsDone, leaseUntil },
});
const PARKED: ParkedAccount = {
  account: '0045120003',
  period: '2026-03',
  step: 'close',
  code: 'BILLING_NO_RULE_IN_FORCE',
  details: { rule: 'penalty_cap_percent' },
};
const completed = (
  houseId: string,
  token: number,
  result: Partial<NightHouseCompleted['data']> = {},
): NightHouseCompleted => ({
  type: 'NightHouseCompleted',
  version: 1,
  data: {
    date: DATE,
    houseId,
    token,
    calculated: 0,
    unchanged: 0,
    closed: 0,
    parked: [],
    bookFingerprint: 'book',
    ...result,
  },
});

const start = (...houses: string[]): NightRunCommand => ({ kind: 'StartNightRun', date: DATE, houses });
const take = (houseId: string, holder: string, changes: Partial<TakeNightHouse> = {}): NightRunCommand => ({
  kind: 'TakeNightHouse',
  date: DATE,
  houseId,
  holder,
  at: NINE,
  leaseUntil: TEN_PAST,
  holderIsGone: false,
  ...changes,
});
const progress = (houseId: string, token: number): NightRunCommand => ({
  kind: 'ProgressNightHouse',
  ...progressed(houseId, token, 40, FIFTEEN_PAST).data,
});
const complete = (houseId: string, token: number): NightRunCommand => ({
  kind: 'CompleteNightHouse',
  ...completed(houseId, token).data,
});
const finish: NightRunCommand = { kind: 'CompleteNightRun', date: DATE };

it('a night has a stream of its own', () => {
  expect(nightRunStream(DATE)).toBe('billing_night_run-2026-03-31');
});

describe('starting a night', () => {
  it('names its houses', () => {
    spec.when(start('H1', 'H2')).then([started('H1', 'H2')]);
  });

  it('a second time with the same houses is no news, also after it was completed', () => {
    spec
      .given([started('H1', 'H2')])
      .when(start('H2', 'H1'))
      .thenNothing();
    const done = [started('H1'), taken('H1', 'worker a', 1), completed('H1', 1), runCompleted(0, 0, 0)];
    spec.given(done).when(start('H1')).thenNothing();
  });

  it('takes in a house that was not there, and the night is running again', () => {
    const done = [started('H1'), taken('H1', 'worker a', 1), completed('H1', 1), runCompleted(0, 0, 0)];
    spec
      .given(done)
      .when(start('H1', 'H2'))
      .then([started('H1', 'H2')]);
    spec
      .given([...done, started('H1', 'H2')])
      .when(finish)
      .thenRejected('BILLING_NIGHT_HOUSES_OPEN', { house: 'H2' });
  });

  it('again keeps what was done: a completed house stays completed and tokens go on', () => {
    const history = [started('H1'), taken('H1', 'worker a', 1), completed('H1', 1), started('H1', 'H2')];
    spec
      .given(history)
      .when(take('H2', 'worker a'))
      .then([taken('H2', 'worker a', 2)]);
    spec
      .given([...history, taken('H2', 'worker a', 2), completed('H2', 2)])
      .when(finish)
      .then([runCompleted(0, 0, 0)]);
  });
});

describe('before it has started a night refuses', () => {
  it.each(
    [take('H1', 'worker a'), progress('H1', 1), complete('H1', 1), finish].map((one) => [one.kind, one] as const),
  )('%s', (_, command) => {
    spec.when(command).thenRejected('BILLING_NIGHT_NOT_STARTED', { date: DATE });
  });
});

describe('taking a house', () => {
  it('gives a lease with a token', () => {
    spec
      .given([started('H1')])
      .when(take('H1', 'worker a'))
      .then([taken('H1', 'worker a', 1)]);
  });

  it('counts tokens over the whole night, not by house', () => {
    spec
      .given([started('H1', 'H2'), taken('H1', 'worker a', 1)])
      .when(take('H2', 'worker b'))
      .then([taken('H2', 'worker b', 2)]);
  });

  it('is refused for a house that the night does not have', () => {
    spec
      .given([started('H1')])
      .when(take('H9', 'worker a'))
      .thenRejected('BILLING_NIGHT_UNKNOWN_HOUSE', { house: 'H9' });
  });

  it('is refused while another worker holds it', () => {
    spec
      .given([started('H1'), taken('H1', 'worker a', 1, TEN_PAST)])
      .when(take('H1', 'worker b', { at: '2026-03-31T21:09:59.999Z', leaseUntil: FIFTEEN_PAST }))
      .thenRejected('BILLING_NIGHT_HOUSE_TAKEN', { house: 'H1', until: TEN_PAST });
  });

  it('succeeds from the instant on which the lease ends', () => {
    spec
      .given([started('H1'), taken('H1', 'worker a', 1, TEN_PAST)])
      .when(take('H1', 'worker b', { at: TEN_PAST, leaseUntil: FIFTEEN_PAST }))
      .then([taken('H1', 'worker b', 2, FIFTEEN_PAST)]);
  });

  it('succeeds before that where the holder is known to have ended', () => {
    spec
      .given([started('H1'), taken('H1', 'worker a', 1, TEN_PAST)])
      .when(take('H1', 'worker b', { at: FIVE_PAST, leaseUntil: FIFTEEN_PAST, holderIsGone: true }))
      .then([taken('H1', 'worker b', 2, FIFTEEN_PAST)]);
  });

  it('by its own holder gives a new token', () => {
    spec
      .given([started('H1'), taken('H1', 'worker a', 1)])
      .when(take('H1', 'worker a', { at: FIVE_PAST, leaseUntil: FIFTEEN_PAST }))
      .then([taken('H1', 'worker a', 2, FIFTEEN_PAST)]);
  });

  it('after it was completed is a new round, and the night is running again', () => {
    const done = [started('H1'), taken('H1', 'worker a', 1), completed('H1', 1), runCompleted(0, 0, 0)];
    spec
      .given(done)
      .when(take('H1', 'worker b'))
      .then([taken('H1', 'worker b', 2)]);
    spec
      .given([...done, taken('H1', 'worker b', 2)])
      .when(finish)
      .thenRejected('BILLING_NIGHT_HOUSES_OPEN', { house: 'H1' });
  });
});

describe('reporting from a house', () => {
  const held = [started('H1', 'H2'), taken('H1', 'worker a', 1, TEN_PAST)];

  it('progress renews the lease', () => {
    spec
      .given(held)
      .when(progress('H1', 1))
      .then([progressed('H1', 1, 40, FIFTEEN_PAST)]);
    spec
      .given([...held, progressed('H1', 1, 40, FIFTEEN_PAST)])
      .when(take('H1', 'worker b', { at: TEN_PAST }))
      .thenRejected('BILLING_NIGHT_HOUSE_TAKEN', { until: FIFTEEN_PAST });
  });

  it('completion ends the lease', () => {
    spec
      .given(held)
      .when(complete('H1', 1))
      .then([completed('H1', 1)]);
  });

  describe.each([
    ['a worker with an older token', [...held, taken('H1', 'worker b', 2)], 'H1', 1],
    ['a token that nobody was given', held, 'H1', 7],
    ['a house that nobody has taken', held, 'H2', 1],
    ['a house that the night does not have', held, 'H9', 1],
    ['a house that is completed', [...held, completed('H1', 1)], 'H1', 1],
  ] as const)('%s', (_, history, houseId, token) => {
    it.each([progress(houseId, token), complete(houseId, token)].map((one) => [one.kind, one] as const))(
      'is fenced off: %s',
      (__, command) => {
        spec.given(history).when(command).thenRejected('BILLING_NIGHT_LEASE_LOST', { house: houseId, token });
      },
    );
  });
});

describe('completing a night', () => {
  it('adds up what was done in its houses', () => {
    spec
      .given([
        started('H1', 'H2'),
        taken('H1', 'worker a', 1),
        taken('H2', 'worker b', 2),
        completed('H2', 2, { calculated: 3, unchanged: 2, closed: 4, parked: [PARKED] }),
        completed('H1', 1, { calculated: 10, closed: 11, parked: [PARKED, PARKED] }),
      ])
      .when(finish)
      .then([runCompleted(13, 15, 3)]);
  });

  it('waits for every house, the one that is taken as well as the one that is not', () => {
    const half = [started('H1', 'H2'), taken('H1', 'worker a', 1), completed('H1', 1)];
    spec.given(half).when(finish).thenRejected('BILLING_NIGHT_HOUSES_OPEN', { house: 'H2' });
    spec
      .given([...half, taken('H2', 'worker a', 2)])
      .when(finish)
      .thenRejected('BILLING_NIGHT_HOUSES_OPEN', { house: 'H2' });
  });

  it('a second time changes nothing', () => {
    spec
      .given([started('H1'), taken('H1', 'worker a', 1), completed('H1', 1), runCompleted(0, 0, 0)])
      .when(finish)
      .thenNothing();
  });
});

function runCompleted(calculated: number, closed: number, parked: number): NightRunCompleted {
  return { type: 'NightRunCompleted', version: 1, data: { date: DATE, calculated, closed, parked } };
}

describe('a calculation that a person asks for', () => {
  const asked = { date: DATE, period: '2026-03', account: null };

  it.each([
    ['while it is under way', [started('H1'), taken('H1', 'worker a', 1)]],
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
