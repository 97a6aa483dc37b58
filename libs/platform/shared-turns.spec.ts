import { MemoryExpiringRecords } from '#libs/expiring-records';
import { LeaseHolders } from './lease-holders';
import { requireHeld, SharedTurns, TurnGivenUpError } from './shared-turns';
import { WorkSigns } from './work-signs';

const clock = { now: () => '2026-05-10T08:00:00.000Z' };
const SILENT_AFTER = 1_000;

/** Processes over the same records; `ended` are known to be gone, and `elapsed` is what all of them take for time. */
function world() {
  const records = new MemoryExpiringRecords();
  const ended = new Set<string>();
  const time = { elapsed: 0 };
  const process = (self: string) => {
    const holders: LeaseHolders = { self, isGone: async (holder) => ended.has(holder) };
    const signs = new WorkSigns({
      holders,
      elapsed: () => time.elapsed,
      silentAfterMilliseconds: SILENT_AFTER,
      beatsEveryMilliseconds: 1_000_000,
    });
    return new SharedTurns({ name: 'nights', records, holders, clock, signs, looksEveryMilliseconds: 1 });
  };
  return { process, ended, time };
}

/** Work that goes on until it is told to end. */
function longWork() {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  let begun: () => void = () => undefined;
  const hasBegun = new Promise<void>((resolve) => (begun = resolve));
  return {
    hasBegun,
    end: () => end(),
    work: async () => {
      begun();
      await ended;
    },
  };
}

async function passes(): Promise<void> {
  for (let look = 0; look < 5; look += 1) await new Promise((resolve) => setTimeout(resolve, 2));
}

describe('turns that processes share', () => {
  it('are had together by any number, and alone by nobody else', async () => {
    const { process } = world();
    const [one, other, third] = [process('a'), process('b'), process('c')];
    const [first, second] = [longWork(), longWork()];
    const nights = [one.within('together', first.work), other.within('together', second.work)];
    await Promise.all([first.hasBegun, second.hasBegun]);
    const order: string[] = [];
    const alone = third.within('alone', async () => void order.push('alone'));
    first.end();
    await passes();
    expect(order).toEqual([]);
    order.push('the second ends');
    second.end();
    await Promise.all([...nights, alone]);
    expect(order).toEqual(['the second ends', 'alone']);
  });

  it('wait for one that is had alone, and one had alone for another', async () => {
    const { process } = world();
    const long = longWork();
    const holding = process('a').within('alone', long.work);
    await long.hasBegun;
    const order: string[] = [];
    const waiting = [
      process('b').within('together', async () => void order.push('together')),
      process('c').within('alone', async () => void order.push('alone')),
    ];
    await passes();
    expect(order).toEqual([]);
    long.end();
    await Promise.all([holding, ...waiting]);
    expect(order.sort()).toEqual(['alone', 'together']);
  });

  it('pass over a process that has ended, whose late end takes nothing from the next one', async () => {
    const { process, ended } = world();
    const [long, next] = [longWork(), longWork()];
    let isHeld: (() => Promise<boolean>) | null = null;
    const silent = process('a').within('alone', async (turn) => {
      isHeld = () => turn.isHeld();
      await long.work();
    });
    await long.hasBegun;
    expect(await isHeld!()).toBe(true);
    ended.add('a');
    const taken = process('b').within('alone', next.work);
    await next.hasBegun;
    expect(await isHeld!()).toBe(false);
    long.end();
    await silent;
    const third = process('c');
    const given = new AbortController();
    const waiting = third.within('together', async () => undefined, given.signal);
    await passes();
    given.abort();
    await expect(waiting).rejects.toThrow(TurnGivenUpError);
    next.end();
    await taken;
    await expect(third.within('together', async () => 'done')).resolves.toBe('done');
  });

  it('pass over a process of which nothing is known when it has given no sign for long', async () => {
    const { process, time } = world();
    const long = longWork();
    const holding = process('a').within('alone', long.work);
    await long.hasBegun;
    const order: string[] = [];
    const waiting = process('b').within('together', async () => void order.push('together'));
    await passes();
    for (const elapsed of [SILENT_AFTER / 2, SILENT_AFTER - 1]) {
      time.elapsed = elapsed;
      await passes();
    }
    expect(order).toEqual([]);
    time.elapsed = SILENT_AFTER;
    await waiting;
    expect(order).toEqual(['together']);
    long.end();
    await holding;
  });

  it('are given up by work under way, where it asks next after it was told to stop', async () => {
    const { process } = world();
    const until = new AbortController();
    let pages = 0;
    const night = process('a').within(
      'alone',
      async (turn) => {
        for (; pages < 5; pages += 1) {
          await requireHeld(turn);
          if (pages === 2) until.abort();
        }
      },
      until.signal,
    );
    await expect(night).rejects.toThrow(TurnGivenUpError);
    expect(pages).toBe(3);
    await expect(process('b').within('alone', async () => 'done')).resolves.toBe('done');
  });

  it('are given back by work that fails', async () => {
    const { process } = world();
    await expect(process('a').within('alone', () => Promise.reject(new Error('no disk')))).rejects.toThrow('no disk');
    await expect(process('b').within('alone', async () => 'done')).resolves.toBe('done');
  });
});
