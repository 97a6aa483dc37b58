import { fold } from '#libs/kernel';
import { deciderSpec } from '#libs/testing';
import { NightHouseCommand, nightHouseStream, TakeNightHouse } from './night-house.commands';
import { nightHouseDecider } from './night-house.decider';
import {
  completed,
  DATE,
  FIFTEEN_PAST,
  FIVE_PAST,
  NINE,
  PARKED,
  progressed,
  taken,
  TEN_PAST,
} from './testing/night-events';

const spec = deciderSpec(nightHouseDecider);

const take = (holder: string, changes: Partial<TakeNightHouse> = {}): NightHouseCommand => ({
  kind: 'TakeNightHouse',
  date: DATE,
  houseId: 'H1',
  holder,
  at: NINE,
  leaseUntil: TEN_PAST,
  goneHolder: null,
  timesDoneBefore: 0,
  ...changes,
});
const progress = (token: number): NightHouseCommand => ({
  kind: 'ProgressNightHouse',
  ...progressed('H1', token, 40, FIFTEEN_PAST).data,
});
const complete = (token: number): NightHouseCommand => ({
  kind: 'CompleteNightHouse',
  ...completed('H1', token).data,
});

it('a house of a night has a stream of its own', () => {
  expect(nightHouseStream(DATE, 'H1')).toBe('billing_night_house-2026-03-31_H1');
});

describe('taking a house', () => {
  it('gives a lease with a token', () => {
    spec.when(take('worker a')).then([taken('H1', 'worker a', 1)]);
  });

  it('is refused while another worker holds it', () => {
    spec
      .given([taken('H1', 'worker a', 1, TEN_PAST)])
      .when(take('worker b', { at: '2026-03-31T21:09:59.999Z', leaseUntil: FIFTEEN_PAST }))
      .thenRejected('BILLING_NIGHT_HOUSE_TAKEN', { house: 'H1', until: TEN_PAST });
  });

  it('succeeds from the instant on which the lease ends', () => {
    spec
      .given([taken('H1', 'worker a', 1, TEN_PAST)])
      .when(take('worker b', { at: TEN_PAST, leaseUntil: FIFTEEN_PAST }))
      .then([taken('H1', 'worker b', 2, FIFTEEN_PAST)]);
  });

  it('succeeds before that where the holder is known to have ended', () => {
    spec
      .given([taken('H1', 'worker a', 1, TEN_PAST)])
      .when(take('worker b', { at: FIVE_PAST, leaseUntil: FIFTEEN_PAST, goneHolder: 'worker a' }))
      .then([taken('H1', 'worker b', 2, FIFTEEN_PAST)]);
  });

  it('is refused where the one that has ended is not the one that holds it by now', () => {
    spec
      .given([taken('H1', 'worker a', 1), taken('H1', 'worker c', 2)])
      .when(take('worker b', { at: FIVE_PAST, goneHolder: 'worker a' }))
      .thenRejected('BILLING_NIGHT_HOUSE_TAKEN', { house: 'H1' });
  });

  it('by its own holder gives a new token', () => {
    spec
      .given([taken('H1', 'worker a', 1)])
      .when(take('worker a', { at: FIVE_PAST, leaseUntil: FIFTEEN_PAST }))
      .then([taken('H1', 'worker a', 2, FIFTEEN_PAST)]);
  });

  it('after it was done is another go, with a new token', () => {
    spec
      .given([taken('H1', 'worker a', 1), completed('H1', 1)])
      .when(take('worker b', { timesDoneBefore: 1 }))
      .then([taken('H1', 'worker b', 2)]);
  });

  it('changes nothing where it was done since it was found to be due', () => {
    spec
      .given([taken('H1', 'worker a', 1), completed('H1', 1)])
      .when(take('worker b'))
      .thenNothing();
    const twice = [taken('H1', 'worker a', 1), completed('H1', 1), taken('H1', 'worker a', 2), completed('H1', 2)];
    spec
      .given(twice)
      .when(take('worker b', { timesDoneBefore: 1 }))
      .thenNothing();
  });
});

describe('reporting from a house', () => {
  const held = [taken('H1', 'worker a', 1, TEN_PAST)];

  it('progress renews the lease', () => {
    spec
      .given(held)
      .when(progress(1))
      .then([progressed('H1', 1, 40, FIFTEEN_PAST)]);
    spec
      .given([...held, progressed('H1', 1, 40, FIFTEEN_PAST)])
      .when(take('worker b', { at: TEN_PAST }))
      .thenRejected('BILLING_NIGHT_HOUSE_TAKEN', { until: FIFTEEN_PAST });
  });

  it('completion ends the lease', () => {
    spec
      .given(held)
      .when(complete(1))
      .then([completed('H1', 1)]);
  });

  describe.each([
    ['a worker with an older token', [...held, taken('H1', 'worker b', 2)], 1],
    ['a token that nobody was given', held, 7],
    ['a house that nobody has taken', [], 1],
    ['a house that is completed', [...held, completed('H1', 1)], 1],
  ] as const)('%s', (_, history, token) => {
    it.each([progress(token), complete(token)].map((one) => [one.kind, one] as const))(
      'is fenced off: %s',
      (__, command) => {
        spec.given(history).when(command).thenRejected('BILLING_NIGHT_LEASE_LOST', { house: 'H1', token });
      },
    );
  });
});

it('what was done is added up over the goes; of those left out the last go tells', () => {
  const history = [
    taken('H1', 'worker a', 1),
    completed('H1', 1, { calculated: 10, closed: 11, parked: [PARKED] }),
    taken('H1', 'worker b', 2),
    completed('H1', 2, { calculated: 2, bookFingerprint: 'newer' }),
  ];
  expect(fold(nightHouseDecider, history)).toEqual({
    status: 'completed',
    token: 2,
    done: { times: 2, calculated: 12, closed: 11 },
    parked: [],
    bookFingerprint: 'newer',
  });
});
