import { JobRun } from './job-journal';
import { watchedJobOf } from './watch-work';

const clock = (today: string) => ({ today: () => today });

const run = (over: Partial<JobRun>): { last: JobRun; lastFailure: null } => ({
  last: {
    date: '2026-10-14',
    startedAt: '2026-10-14T20:30:00.000Z',
    endedAt: '2026-10-14T20:42:00.000Z',
    failure: null,
    ...over,
  },
  lastFailure: null,
});

const behind = (over: Partial<JobRun>, today: string) => watchedJobOf('night', run(over), clock(today)).daysBehind;

describe('the days that a daily job owes', () => {
  it('are none on the day after the one that it was done for', () => {
    expect(behind({}, '2026-10-15')).toBe(0);
  });

  it('begin with the midnight that ends the next day', () => {
    expect(behind({}, '2026-10-16')).toBe(1);
    expect(behind({}, '2026-10-19')).toBe(4);
  });

  it('hold the day of a run that failed', () => {
    expect(behind({ failure: 'BILLING_NO_COMPANY' }, '2026-10-15')).toBe(1);
    expect(watchedJobOf('night', run({ failure: 'X' }), clock('2026-10-15')).hasFailed).toBe(true);
  });

  it('are never below none where a log was played ahead of the clock', () => {
    expect(behind({}, '2026-10-10')).toBe(0);
  });

  it('are no matter of a job that goes on all day', () => {
    expect(behind({ date: null }, '2026-10-19')).toBeNull();
  });
});
