import { DailySchedule, DailyScheduler } from './daily-scheduler';
import { TurnGivenUpError } from './shared-turns';
import { SettableClock } from './system-clock';

const SAMARA = 'Europe/Samara';

function aScheduler(run: (date: string) => Promise<void>) {
  const clock = new SettableClock('', '');
  const failed: string[] = [];
  const told: string[] = [];
  const schedule: DailySchedule = { name: 'nightly', says: 'A job', from: '00:30', until: '06:00', run };
  const scheduler = new DailyScheduler({
    schedules: [schedule],
    clock,
    timeZone: () => SAMARA,
    onDone: (_name, date) => told.push(date),
    onFailed: (_name, date) => failed.push(date),
  });
  const lookAt = (date: string, time: string) => {
    clock.set(date, `${time}:00`, SAMARA);
    return scheduler.look();
  };
  return { scheduler, lookAt, failed, told };
}

describe('a daily schedule', () => {
  it('is done once a night for the day that has ended, by the company’s clock', async () => {
    const done: string[] = [];
    const { lookAt } = aScheduler(async (date) => void done.push(date));
    await lookAt('2026-04-01', '00:29');
    expect(done).toEqual([]);
    await lookAt('2026-04-01', '00:30');
    await lookAt('2026-04-01', '00:31');
    expect(done).toEqual(['2026-03-31']);
    await lookAt('2026-04-02', '00:30');
    expect(done).toEqual(['2026-03-31', '2026-04-01']);
  });

  it('is done late by a process that starts within its hours, and left to the next night after them', async () => {
    const done: string[] = [];
    const { lookAt } = aScheduler(async (date) => void done.push(date));
    await lookAt('2026-04-01', '06:00');
    await lookAt('2026-04-01', '14:00');
    expect(done).toEqual([]);
    await lookAt('2026-04-02', '05:59');
    expect(done).toEqual(['2026-04-01']);
  });

  it('is not done again for a day before the last one when the clock is set back', async () => {
    const done: string[] = [];
    const { lookAt } = aScheduler(async (date) => void done.push(date));
    await lookAt('2026-04-02', '00:30');
    await lookAt('2026-04-01', '03:00');
    expect(done).toEqual(['2026-04-01']);
  });

  it('is tried again five minutes after it failed', async () => {
    let attempts = 0;
    const { lookAt, failed } = aScheduler(async () => {
      attempts += 1;
      if (attempts === 1) throw new Error('The disk is full');
    });
    await lookAt('2026-04-01', '00:30');
    await lookAt('2026-04-01', '00:34');
    expect(attempts).toBe(1);
    await lookAt('2026-04-01', '00:35');
    await lookAt('2026-04-01', '00:45');
    expect(attempts).toBe(2);
    expect(failed).toEqual(['2026-03-31']);
  });

  it('is neither done nor failed where it was given up, and is done by whoever looks next', async () => {
    let attempts = 0;
    const { lookAt, failed, told } = aScheduler(async () => {
      attempts += 1;
      if (attempts === 1) throw new TurnGivenUpError();
    });
    await lookAt('2026-04-01', '00:30');
    expect([failed, told]).toEqual([[], []]);
    await lookAt('2026-04-01', '00:31');
    expect([failed, told]).toEqual([[], ['2026-03-31']]);
  });

  it('never works twice at once, and is waited for when the process stops', async () => {
    let running = 0;
    let most = 0;
    let finish: () => void = () => undefined;
    const { scheduler, lookAt } = aScheduler(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => (finish = resolve));
      running -= 1;
    });
    const first = lookAt('2026-04-01', '00:30');
    const second = scheduler.look();
    const stopped = scheduler.stop();
    finish();
    await Promise.all([first, second, stopped]);
    expect([most, running]).toEqual([1, 0]);
  });

  it('begins nothing more when the process is to stop', async () => {
    const begun: string[] = [];
    let finish: () => void = () => undefined;
    const name = (which: string) => ({ name: which, says: '', from: '00:30', until: '06:00' });
    const scheduler = new DailyScheduler({
      schedules: [
        {
          ...name('first'),
          run: async () => {
            begun.push('first');
            await new Promise<void>((resolve) => (finish = resolve));
          },
        },
        { ...name('second'), run: async () => void begun.push('second') },
      ],
      clock: new SettableClock('2026-04-01T00:30:00.000Z', '2026-04-01'),
      timeZone: () => 'UTC',
      onDone: () => undefined,
      onFailed: () => undefined,
    });
    void scheduler.look();
    const stopped = scheduler.stop();
    finish();
    await stopped;
    expect(begun).toEqual(['first']);
  });
});
