import { NightHouseEvent } from './night-run.events';
import { accountsPutBy, doneHouses, nightStanding } from './night-standing.policy';
import { completed, FIFTEEN_PAST, PARKED, runCompleted, started, taken } from './testing/night-events';

const nobody = (): readonly NightHouseEvent[] => [];
const told = (streams: Record<string, readonly NightHouseEvent[]>) => (houseId: string) => streams[houseId] ?? [];

it('a night that has not begun has no houses, and nothing of it is done', () => {
  expect(nightStanding([], nobody)).toEqual({ run: { status: 'not_started' }, houses: new Map() });
});

it('each house stands as its stream tells', () => {
  const standing = nightStanding(
    [started('H1', 'H2', 'H3')],
    told({ H1: [taken('H1', 'a', 1), completed('H1', 1, { calculated: 3 })], H2: [taken('H2', 'b', 1)] }),
  );
  const stands = [...standing.houses].map(([houseId, { house, timesDone }]) => [houseId, house.status, timesDone]);
  expect(stands).toEqual([
    ['H1', 'completed', 1],
    ['H2', 'taken', 0],
    ['H3', 'waiting', 0],
  ]);
  expect(doneHouses(standing)).toBeNull();
});

it('of a night whose houses are all done it tells what was done in each', () => {
  const streams = {
    H1: [taken('H1', 'a', 1), completed('H1', 1, { calculated: 3, closed: 2, parked: [PARKED] })],
    H2: [taken('H2', 'b', 1), completed('H2', 1, { unchanged: 4 })],
  };
  expect(doneHouses(nightStanding([started('H1', 'H2')], told(streams)))).toEqual([
    { houseId: 'H1', calculated: 3, closed: 2, parked: 1 },
    { houseId: 'H2', calculated: 0, closed: 0, parked: 0 },
  ]);
});

describe('accounts that a night has put by', () => {
  const houseWith = (...parked: readonly (typeof PARKED)[]) => {
    const streams = { H1: [taken('H1', 'a', 1), completed('H1', 1, { parked, bookFingerprint: 'book of May' })] };
    return nightStanding([started('H1')], told(streams)).houses.get('H1')!.house;
  };

  it('are those that were parked by the rules that are in force', () => {
    expect(accountsPutBy(houseWith(PARKED), 'book of May')).toBe(1);
    expect(accountsPutBy(houseWith(PARKED), 'book of June')).toBe(0);
  });

  it('are none where one came to nothing because others wrote first', () => {
    const raced = { ...PARKED, account: '0045120004', code: 'EVENT_STORE_CONFLICT', details: {} };
    expect(accountsPutBy(houseWith(raced), 'book of May')).toBe(0);
    expect(accountsPutBy(houseWith(raced, PARKED), 'book of May')).toBe(0);
  });
});

describe('a night that was begun in an earlier log, with its houses in its own stream', () => {
  const half = [
    started('H1', 'H2', 'H3'),
    taken('H1', 'a', 1),
    taken('H2', 'b', 2, FIFTEEN_PAST),
    completed('H1', 1, { calculated: 3, closed: 2 }),
  ];

  it('stands as that stream tells, and no house was done by its own stream yet', () => {
    const { houses } = nightStanding(half, nobody);
    const stands = [...houses].map(([houseId, { house, timesDone }]) => [houseId, house.status, timesDone]);
    expect(stands).toEqual([
      ['H1', 'completed', 0],
      ['H2', 'taken', 0],
      ['H3', 'waiting', 0],
    ]);
  });

  it('is gone on with in the streams of the houses, and what was done before counts', () => {
    const streams = {
      H1: [taken('H1', 'c', 1), completed('H1', 1, { calculated: 1 })],
      H2: [taken('H2', 'c', 1), completed('H2', 1, { calculated: 5 })],
      H3: [taken('H3', 'c', 1), completed('H3', 1)],
    };
    const standing = nightStanding(half, told(streams));
    expect(doneHouses(standing)).toEqual([
      { houseId: 'H1', calculated: 4, closed: 2, parked: 0 },
      { houseId: 'H2', calculated: 5, closed: 0, parked: 0 },
      { houseId: 'H3', calculated: 0, closed: 0, parked: 0 },
    ]);
    expect(standing.houses.get('H1')?.timesDone).toBe(1);
  });

  it('that was completed is told as such', () => {
    const whole = [started('H1'), taken('H1', 'a', 1), completed('H1', 1, { calculated: 3 }), runCompleted(3, 0, 0)];
    const { run, houses } = nightStanding(whole, nobody);
    expect(run).toMatchObject({
      status: 'completed',
      timesCompleted: 1,
      totals: { calculated: 3, closed: 0, parked: 0 },
    });
    expect(houses.get('H1')?.house).toMatchObject({ status: 'completed', done: { calculated: 3 } });
  });
});
