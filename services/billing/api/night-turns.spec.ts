import { MemoryExpiringRecords } from '#libs/expiring-records';
import { RejectedError } from '#libs/kernel';
import { processLeaseHolders, requireHeld, SettableClock, TurnGivenUpError } from '#libs/platform';
import { NightTurns } from './night-turns';
import { AskedNight, NightOutcome, NightWork } from './nights';

const outcomeOf = ({ date }: AskedNight): NightOutcome => ({
  date,
  calculated: 0,
  unchanged: 0,
  closed: 0,
  parked: [],
  heldByOthers: [],
});

/** A job that tells what it was asked for and how many nights worked at once. */
function aJob(
  fail: (night: AskedNight) => boolean = () => false,
  records = new MemoryExpiringRecords(),
  look: (night: AskedNight) => Promise<void> = async () => undefined,
) {
  const asked: string[] = [];
  let working = 0;
  const most = { atOnce: 0 };
  const work = (kind: string) => async (night: AskedNight) => {
    asked.push(`${kind} ${night.date}`);
    working += 1;
    most.atOnce = Math.max(most.atOnce, working);
    await look(night);
    await new Promise((resolve) => setImmediate(resolve));
    working -= 1;
    if (fail(night)) throw new Error('The disk is full');
    return outcomeOf(night);
  };
  const nothing = () => ({
    [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true as const, value: undefined }) }),
  });
  const job: NightWork = {
    list: async () => [],
    preview: nothing,
    positions: nothing,
    one: work('one'),
    all: work('all'),
    standing: async () => ({ run: { status: 'not_started' }, houses: new Map() }),
  };
  const clock = new SettableClock('2026-05-10T08:00:00.000Z', '2026-05-10');
  return { turns: new NightTurns(job, records, processLeaseHolders(), clock), asked, most };
}

describe('nights that are asked for', () => {
  it('gives short work that must be alone up, and never does it, where a night goes on for longer', async () => {
    const { turns } = aJob();
    let end = (): void => undefined;
    const night = turns.together(() => new Promise<void>((resolve) => (end = resolve)));
    let isDone = false;
    const work = () => Promise.resolve((isDone = true));
    await expect(turns.alone(work, AbortSignal.timeout(20))).rejects.toThrow(TurnGivenUpError);
    let isBehindBegun = false;
    const behind = turns.together(() => Promise.resolve((isBehindBegun = true)));
    await new Promise((resolve) => setTimeout(resolve, 20));
    // Whoever came after the one that has given up waits for the night all the same.
    expect(isBehindBegun).toBe(false);
    end();
    await night;
    await behind;
    expect(isDone).toBe(false);
    expect(await turns.alone(work, AbortSignal.timeout(1_000))).toBe(true);
  });

  it('take turns in a process, in the order in which they were asked for', async () => {
    const { turns, asked, most } = aJob();
    await Promise.all([
      turns.run({ date: '2026-03-30' }),
      turns.run({ date: '2026-03-31', account: 'A-1' }),
      turns.run({ date: '2026-04-01', house: 'H1' }),
    ]);
    expect(asked).toEqual(['all 2026-03-30', 'one 2026-03-31', 'all 2026-04-01']);
    expect(most.atOnce).toBe(1);
  });

  it('of another process go on beside those of this one, and wait for what bears none', async () => {
    const records = new MemoryExpiringRecords();
    const [here, there] = [aJob(undefined, records), aJob(undefined, records)];
    let order: string[] = [];
    await here.turns.together(async () => {
      await there.turns.run({ date: '2026-03-30' });
      order.push('beside');
    });
    let night: Promise<unknown> = Promise.resolve();
    await here.turns.alone(async () => {
      night = there.turns.run({ date: '2026-03-31' }).then(() => order.push('night'));
      await new Promise((resolve) => setTimeout(resolve, 50));
      order.push('alone');
    });
    await night;
    expect(order).toEqual(['beside', 'alone', 'night']);
    order = [];
    const until = new AbortController();
    await here.turns.alone(async () => {
      const waiting = there.turns.run({ date: '2026-04-01' }, until.signal);
      until.abort();
      await expect(waiting).rejects.toThrow('given up');
      const atItsEnd = there.turns.run({ date: '2026-04-02' });
      void there.turns.onModuleDestroy();
      await expect(atItsEnd).rejects.toThrow('given up');
    });
    expect(there.asked).toEqual(['all 2026-03-30', 'all 2026-03-31']);
  });

  it.each<[string, (turns: NightTurns, signal: AbortController) => void]>([
    ['whoever asked for it', (_turns, signal) => signal.abort()],
    ['the end of the process', (turns) => void turns.onModuleDestroy()],
  ])('under way leave off at the next page when they are told to stop by %s', async (_who, tellToStop) => {
    const signal = new AbortController();
    let pages = 0;
    const job = aJob(undefined, undefined, async ({ turn }) => {
      for (; pages < 5; pages += 1) {
        await requireHeld(turn);
        if (pages === 2) tellToStop(job.turns, signal);
      }
    });
    await expect(job.turns.run({ date: '2026-03-31' }, signal.signal)).rejects.toThrow(TurnGivenUpError);
    expect(pages).toBe(3);
  });

  it('are waited for by the end of the process, before its stores are closed', async () => {
    const { turns } = aJob();
    const order: string[] = [];
    let end = (): void => undefined;
    const night = turns.together(async () => {
      await new Promise<void>((resolve) => (end = resolve));
      order.push('the page is done');
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const ended = turns.onModuleDestroy().then(() => order.push('the process ends'));
    await new Promise((resolve) => setTimeout(resolve, 5));
    end();
    await Promise.all([night, ended]);
    expect(order).toEqual(['the page is done', 'the process ends']);
  });

  it('ask whoever wanted them in their turn, and are not done where that throws', async () => {
    const { turns, asked } = aJob();
    let end = (): void => undefined;
    const before = turns.together(() => new Promise<void>((resolve) => (end = resolve)));
    let isAsked = false;
    const night = turns.run({ date: '2026-03-31' }, undefined, async () => {
      isAsked = true;
      throw new Error('Not all is known');
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(isAsked).toBe(false);
    end();
    await before;
    await expect(night).rejects.toThrow('Not all is known');
    expect(asked).toEqual([]);
    await turns.run({ date: '2026-03-31' }, undefined, async () => undefined);
    expect(asked).toEqual(['all 2026-03-31']);
  });

  it('are told whether their turn is still had', async () => {
    const seen: (boolean | undefined)[] = [];
    const { turns } = aJob(undefined, undefined, async ({ turn }) => void seen.push(await turn?.isHeld()));
    await turns.run({ date: '2026-03-30' });
    await turns.run({ date: '2026-03-31', account: 'A-1' });
    await turns.together(async (turn) => void seen.push(await turn.isHeld()));
    expect(seen).toEqual([true, true, true]);
  });

  it('go on after one that failed', async () => {
    const { turns } = aJob(({ date }) => date === '2026-03-30');
    const failed = turns.run({ date: '2026-03-30' });
    const next = turns.run({ date: '2026-03-31' });
    await expect(failed).rejects.toThrow('The disk is full');
    await expect(next).resolves.toEqual(outcomeOf({ date: '2026-03-31' }));
  });

  it('are done once for a key', async () => {
    const { turns, asked } = aJob();
    const answers = await Promise.all([
      turns.runOnce('key', { date: '2026-03-31' }),
      turns.runOnce('key', { date: '2026-03-31' }),
    ]);
    expect(answers[0]).toBe(answers[1]);
    expect(asked).toHaveLength(1);
    await turns.runOnce('other', { date: '2026-03-31' });
    expect(asked).toHaveLength(2);
  });

  it('are refused for a key of another night', async () => {
    const { turns } = aJob();
    await turns.runOnce('key', { date: '2026-03-31' });
    for (const other of [{ date: '2026-03-30' }, { date: '2026-03-31', house: 'H1' }]) {
      expect(() => turns.runOnce('key', other)).toThrow(RejectedError);
    }
  });

  it('may be asked for again under their key when they failed', async () => {
    let isBroken = true;
    const { turns, asked } = aJob(() => isBroken);
    await expect(turns.runOnce('key', { date: '2026-03-31' })).rejects.toThrow();
    isBroken = false;
    await expect(turns.runOnce('key', { date: '2026-03-31' })).resolves.toMatchObject({ date: '2026-03-31' });
    expect(asked).toHaveLength(2);
  });
});
