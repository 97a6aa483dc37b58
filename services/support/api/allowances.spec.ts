import { MemoryExpiringRecords } from '#libs/expiring-records';
import { RejectedError } from '#libs/kernel';
import { SettableClock } from '#libs/platform';
import { Allowance, Allowances, megabytesOf } from './allowances';

const ZONE = 'Europe/Samara';
const HOURLY: Allowance = { name: 'letters', limit: 3, per: 'hour', refusal: 'TOO_MANY_LETTERS' };
const DAILY: Allowance = { name: 'sums', limit: 10, per: 'day', refusal: 'TOO_MUCH' };

describe('what the residents of an account may do', () => {
  let clock: SettableClock;
  let allowances: Allowances;
  let commands: number;
  const at = (time: string, day = '2026-03-03') => clock.set(day, time, ZONE);
  const take = async (of: Allowance, amount = 1, account = '0017', id = `command-${(commands += 1)}`) =>
    allowances.take(account, id, [{ of, amount }]);
  const refusalOf = (promise: Promise<unknown>) =>
    promise.then(
      () => null,
      (error: unknown) => [(error as RejectedError).rejection.code, (error as RejectedError).rejection.details],
    );
  beforeEach(() => {
    clock = new SettableClock('2026-03-03T08:00:00.000Z', '2026-03-03');
    allowances = new Allowances(new MemoryExpiringRecords(), clock);
    commands = 0;
  });

  it('in an hour ends at its limit, and begins again as what was done becomes an hour old', async () => {
    for (const time of ['12:00:00', '12:10:00', '12:20:00']) {
      at(time);
      await take(HOURLY);
    }
    at('12:30:30');
    expect(await refusalOf(take(HOURLY))).toEqual(['TOO_MANY_LETTERS', { limit: 3, waitMinutes: 30 }]);
    at('12:59:59');
    expect(await refusalOf(take(HOURLY))).toEqual(['TOO_MANY_LETTERS', { limit: 3, waitMinutes: 1 }]);
    at('13:00:00');
    await take(HOURLY);
    expect(await refusalOf(take(HOURLY))).toEqual(['TOO_MANY_LETTERS', { limit: 3, waitMinutes: 10 }]);
  });

  it('in a day begins again with the next one of the company’s zone', async () => {
    at('00:30:00');
    await take(DAILY, 9.5);
    at('23:59:59');
    expect(await refusalOf(take(DAILY, 0.6))).toEqual(['TOO_MUCH', { limit: 10, againOn: '2026-03-04' }]);
    await take(DAILY, 0.5);
    at('00:00:00', '2026-03-04');
    await take(DAILY, 10);
  });

  it('is each account’s own', async () => {
    await take(DAILY, 10);
    expect(await refusalOf(take(DAILY, 1))).not.toBeNull();
    await take(DAILY, 10, '0018');
  });

  it('counts a command once, however often it is sent', async () => {
    for (let times = 0; times < 5; times += 1) await take(HOURLY, 1, '0017', 'the same');
    await take(HOURLY);
    await take(HOURLY);
    expect(await refusalOf(take(HOURLY))).not.toBeNull();
    await take(HOURLY, 1, '0017', 'the same');
  });

  it('is what it was where the command came to nothing, or one of several is used up', async () => {
    const giveBack = await take(DAILY, 10);
    await giveBack();
    await take(DAILY, 10);
    const both = (id: string) =>
      allowances.take(
        '0017',
        id,
        [HOURLY, DAILY].map((of) => ({ of, amount: 1 })),
      );
    for (const id of ['a', 'b', 'c', 'd']) expect((await refusalOf(both(id)))?.[0]).toBe('TOO_MUCH');
    for (let times = 0; times < 3; times += 1) await take(HOURLY);
  });

  it('goes to no more of those who come at the same moment', async () => {
    const tries = await Promise.all(Array.from({ length: 10 }, () => refusalOf(take(HOURLY))));
    expect(tries.filter((refused) => refused === null)).toHaveLength(3);
  });
});

it('files count by what they weigh together', () => {
  const half = { bytes: Buffer.alloc(512 * 1024) };
  expect(megabytesOf([])).toBe(0);
  expect(megabytesOf([half, half, half])).toBe(1.5);
});
