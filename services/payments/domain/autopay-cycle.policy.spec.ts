import { autopayCycle, nextPlannedOn } from './autopay-cycle.policy';

describe('a day of the month', () => {
  const on = (today: string, agreedOn = '2026-01-01', day = 15) =>
    autopayCycle({ kind: 'day', day }, agreedOn, today, null);

  it.each([
    ['2026-10-12', '2026-10', '2026-10-15'],
    ['2026-10-15', '2026-10', '2026-10-15'],
    ['2026-10-31', '2026-10', '2026-10-15'],
  ])('on %s the month %s is due, planned for %s', (today, cycle, plannedOn) => {
    expect(on(today)).toEqual({ cycle, plannedOn });
  });

  it('is not due earlier than three days before', () => {
    expect(on('2026-10-11')).toBeNull();
  });

  it('of the month to come is announced in the month before', () => {
    expect(on('2026-10-29', '2026-01-01', 1)).toEqual({ cycle: '2026-11', plannedOn: '2026-11-01' });
    expect(on('2026-12-30', '2026-01-01', 2)).toEqual({ cycle: '2027-01', plannedOn: '2027-01-02' });
  });

  it('is due for the first time when there is time for the notice after the agreement', () => {
    expect(on('2026-10-13', '2026-10-13')).toBeNull();
    expect(on('2026-10-12', '2026-10-12')).toEqual({ cycle: '2026-10', plannedOn: '2026-10-15' });
    expect(on('2026-10-20', '2026-10-20')).toBeNull();
  });
});

describe('a slip', () => {
  const on = (lastSlip: string | null) => autopayCycle({ kind: 'slip' }, '2026-10-20', '2026-11-05', lastSlip);

  it('is due when it is ready, three days after the notice', () => {
    expect(on('2026-10')).toEqual({ cycle: 'slip 2026-10', plannedOn: '2026-11-08' });
  });

  it('of a month that ended before the agreement is left alone, and so is none', () => {
    expect(on('2026-09')).toBeNull();
    expect(on(null)).toBeNull();
  });
});

it('the next charge is on the same day of the next month, or with a slip of which the day is not known', () => {
  expect(nextPlannedOn({ kind: 'day', day: 5 }, '2026-12')).toBe('2027-01-05');
  expect(nextPlannedOn({ kind: 'slip' }, 'slip 2026-12')).toBeNull();
});
