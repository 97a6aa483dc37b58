import { IntervalJob, IntervalJobs } from './interval-jobs';
import { TurnGivenUpError } from './shared-turns';

function job(run: () => Promise<void>): IntervalJob {
  return { name: 'ask', says: 'Asks', everyMilliseconds: 60_000, run };
}

describe('jobs at intervals', () => {
  it('do one turn at a time', async () => {
    let running = 0;
    let finish: () => void = () => undefined;
    const slow = job(async () => {
      running += 1;
      await new Promise<void>((resolve) => (finish = resolve));
    });
    const jobs = new IntervalJobs([slow], () => undefined);
    const turns = [jobs.turn(slow), jobs.turn(slow)];
    expect(running).toBe(1);
    finish();
    await Promise.all(turns);
    void jobs.turn(slow);
    expect(running).toBe(2);
    finish();
    await jobs.stop();
  });

  it('go on after a turn that failed, and tell of it', async () => {
    const failed: string[] = [];
    const failing = job(() => Promise.reject(new Error('down')));
    const jobs = new IntervalJobs([failing], (name, error) => failed.push(`${name} ${(error as Error).message}`));
    await jobs.turn(failing);
    await jobs.turn(failing);
    expect(failed).toEqual(['ask down', 'ask down']);
  });

  it('have not failed where the process is to end', async () => {
    const failed: string[] = [];
    const givenUp = job(() => Promise.reject(new TurnGivenUpError()));
    const jobs = new IntervalJobs([givenUp], (name) => failed.push(name));
    await jobs.turn(givenUp);
    expect(failed).toEqual([]);
  });
});
