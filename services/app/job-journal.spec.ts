import { MemoryExpiringRecords } from '#libs/expiring-records';
import { RejectedError, Rejection } from '#libs/kernel';
import { EventStoreDamage, EventStoreDamagedError, SettableClock, TurnGivenUpError } from '#libs/platform';
import { JobJournal } from './job-journal';

const DAY = '2026-10-15';
const at = (time: string) => `${DAY}T${time}.000Z`;

function begin() {
  const clock = new SettableClock(at('00:00:00'), DAY);
  const journal = new JobJournal(new MemoryExpiringRecords(), clock);
  const set = (time: string) => clock.set(DAY, time, 'UTC');
  /** A job that takes from its start to `ends`. */
  const work = (ends: string, failure?: Error) => async () => {
    set(ends);
    if (failure) throw failure;
    return Promise.resolve();
  };
  const daily = (ends: string, failure?: Error) =>
    journal.daily({ name: 'night', says: '', from: '00:30', until: '06:00', run: work(ends, failure) });
  const often = (ends: string, failure?: Error) =>
    journal.interval({ name: 'often', says: '', everyMilliseconds: 5_000, run: work(ends, failure) });
  return { journal, set, daily, often };
}

it('says for which day a daily job ran, from when to when', async () => {
  const { journal, set, daily } = begin();
  set('00:30:00');
  await daily('00:42:00').run('2026-10-14');
  const run = { date: '2026-10-14', startedAt: at('00:30:00'), endedAt: at('00:42:00'), failure: null };
  expect(await journal.all()).toEqual(new Map([['night', { last: run, lastFailure: null }]]));
});

it('keeps the last failure beside a later success, by its code and never by its message', async () => {
  const { journal, set, daily } = begin();
  set('00:30:00');
  const refused = new RejectedError(new Rejection('BILLING_NO_COMPANY', { account: '6301000017' }));
  await expect(daily('00:31:00', refused).run('2026-10-14')).rejects.toBe(refused);
  set('00:36:00');
  await daily('00:40:00').run('2026-10-14');
  expect((await journal.all()).get('night')).toMatchObject({
    last: { startedAt: at('00:36:00'), failure: null },
    lastFailure: { endedAt: at('00:31:00'), failure: 'BILLING_NO_COMPANY' },
  });
  await expect(daily('00:50:00', new TypeError('of 6301000017')).run(DAY)).rejects.toThrow(TypeError);
  expect((await journal.all()).get('night')?.last.failure).toBe('TypeError');
});

it('writes a job of every few seconds down every ten minutes, and at once where it goes otherwise', async () => {
  const { journal, often } = begin();
  const lastEnd = async () => (await journal.all()).get('often')?.last.endedAt;
  await often('08:00:00').run();
  await often('08:09:59').run();
  expect(await lastEnd()).toBe(at('08:00:00'));
  await often('08:10:00').run();
  expect(await lastEnd()).toBe(at('08:10:00'));
  await expect(often('08:10:05', new Error('down')).run()).rejects.toThrow('down');
  await expect(often('08:10:10', new Error('down')).run()).rejects.toThrow('down');
  expect(await lastEnd()).toBe(at('08:10:05'));
  await often('08:10:15').run();
  expect(await lastEnd()).toBe(at('08:10:15'));
});

/** Begins first and ends last: meanwhile another copy does the day. */
async function failBeside(failure: Error) {
  const { journal, set, daily } = begin();
  set('00:30:00');
  const failing = journal.daily({
    ...daily('00:50:00'),
    run: async (date) => {
      await daily('00:42:00').run(date);
      set('00:50:00');
      throw failure;
    },
  });
  await expect(failing.run('2026-10-14')).rejects.toBe(failure);
  return (await journal.all()).get('night');
}

it('lets a day stay done that another copy has done while one failed with it', async () => {
  expect(await failBeside(new Error('down'))).toMatchObject({
    last: { date: '2026-10-14', endedAt: at('00:42:00'), failure: null },
    lastFailure: { startedAt: at('00:30:00'), endedAt: at('00:50:00'), failure: 'Error' },
  });
});

it('never lets a day stand as done where the log was found damaged', async () => {
  const damage = { reason: 'damaged', position: 7, fault: '' } as unknown as EventStoreDamage;
  expect((await failBeside(new EventStoreDamagedError(damage)))?.last.failure).toBe('EventStoreDamagedError');
});

it('says of a day that was done that a later run of it has failed, until somebody has done it again', async () => {
  const { journal, set, daily } = begin();
  const down = new Error('down');
  set('00:30:00');
  await daily('00:42:00').run('2026-10-14');
  set('00:45:00');
  await expect(daily('00:50:00', down).run('2026-10-14')).rejects.toBe(down);
  expect((await journal.all()).get('night')?.last).toMatchObject({ endedAt: at('00:50:00'), failure: 'Error' });
  // Another copy does it.
  set('00:51:00');
  await daily('00:55:00').run('2026-10-14');
  expect((await journal.all()).get('night')?.last).toMatchObject({ endedAt: at('00:55:00'), failure: null });
});

it('leaves what is known of a day, and of a job, as it is where a run was given up', async () => {
  const { journal, set, daily, often } = begin();
  set('00:30:00');
  await expect(daily('00:31:00', new TurnGivenUpError()).run('2026-10-14')).rejects.toThrow(TurnGivenUpError);
  expect(await journal.all()).toEqual(new Map());

  const refused = new RejectedError(new Rejection('BILLING_NOT_HEARD'));
  await expect(daily('00:45:00', refused).run('2026-10-14')).rejects.toBe(refused);
  await expect(often('01:00:00', refused).run()).rejects.toBe(refused);
  const known = await journal.all();
  await expect(daily('05:50:00', new TurnGivenUpError()).run('2026-10-14')).rejects.toThrow(TurnGivenUpError);
  await expect(often('05:50:00', new TurnGivenUpError()).run()).rejects.toThrow(TurnGivenUpError);
  expect(await journal.all()).toEqual(known);
});
