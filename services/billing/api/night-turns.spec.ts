import { RejectedError } from '#libs/kernel';
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
function aJob(fail: (night: AskedNight) => boolean = () => false) {
  const asked: string[] = [];
  let working = 0;
  const most = { atOnce: 0 };
  const work = (kind: string) => async (night: AskedNight) => {
    asked.push(`${kind} ${night.date}`);
    working += 1;
    most.atOnce = Math.max(most.atOnce, working);
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
  };
  return { turns: new NightTurns(job), asked, most };
}

describe('nights that are asked for', () => {
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
