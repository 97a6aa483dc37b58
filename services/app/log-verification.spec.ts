import { MemoryExpiringRecords } from '#libs/expiring-records';
import { VerifyResult } from '#libs/event-store';
import { EventStoreDamagedError, LeaseHolders, TurnGivenUpError } from '#libs/platform';
import { LogVerification, LogVerificationParts } from './log-verification';

const BAD: VerifyResult = {
  ok: false,
  ...{ position: 7, stream: 's-1', revision: 2, eventId: 'e7' },
  ...{ fault: 'hash', reason: 'The hash does not follow from what is stored' },
};

/** A log, and processes that share what lies beside it; a reading ends when the test says so. */
function world() {
  const records = new MemoryExpiringRecords();
  const log = { head: 10, found: null as VerifyResult | null, now: '2026-11-27T22:30:00.000Z' };
  const readings: { process: string; end: () => void }[] = [];
  const process = (self: string, isShared = true) => {
    const stopping = new AbortController();
    const holders: LeaseHolders = { self, isGone: async () => false };
    const store = {
      head: async () => log.head,
      verify: async () => {
        await new Promise<void>((end) => readings.push({ process: self, end }));
        return log.found ?? { ok: true, events: log.head, head: log.head };
      },
    };
    const clock = { now: () => log.now };
    const stack = { store, accessRecords: records, leaseHolders: holders, clock };
    const parts = { stack, stopping: stopping.signal } as unknown as LogVerificationParts;
    const verification = new LogVerification(parts, { isShared, looksEveryMilliseconds: 1 });
    return { verification, stop: () => stopping.abort() };
  };
  return { process, readings, log };
}

const passes = () => new Promise((resolve) => setTimeout(resolve, 20));
const outcomeOf = (work: Promise<void>) =>
  work.then(
    () => 'sound',
    (error: unknown) => error,
  );

describe('the reading of a whole log that processes share', () => {
  it('is done by one of those that start together', async () => {
    const { process, readings } = world();
    const started = ['a', 'b', 'c'].map((name) => outcomeOf(process(name).verification.atStart()));
    await passes();
    expect(readings).toHaveLength(1);
    readings[0]?.end();
    expect(await Promise.all(started)).toEqual(['sound', 'sound', 'sound']);
    expect(readings).toHaveLength(1);
  });

  it('is done each night by one, whatever starts have read', async () => {
    const { process, readings } = world();
    const [one, other] = [process('a').verification, process('b').verification];
    const start = one.atStart();
    await passes();
    readings[0]?.end();
    await start;
    const night = [one, other].map((verification) => outcomeOf(verification.ofNight('2026-11-27')));
    await passes();
    expect(readings).toHaveLength(2);
    readings[1]?.end();
    expect(await Promise.all(night)).toEqual(['sound', 'sound']);
    void other.ofNight('2026-11-28');
    await passes();
    expect(readings).toHaveLength(3);
  });

  it.each<[string, (log: ReturnType<typeof world>['log']) => void, number]>([
    ['is not done again by a start the day after', (log) => (log.now = '2026-11-28T20:00:00.000Z'), 1],
    ['is done again by a start after a night in which nobody has', (log) => (log.now = '2026-11-29T01:00:00.000Z'), 2],
    ['is done again by a start that finds a shorter log', (log) => (log.head = 9), 2],
  ])('%s', async (_, change, expected) => {
    const { process, readings, log } = world();
    const night = process('a').verification.ofNight('2026-11-27');
    await passes();
    readings[0]?.end();
    await night;
    change(log);
    void process('b').verification.atStart();
    await passes();
    expect(readings).toHaveLength(expected);
  });

  it('ends every process that has waited for it where the log does not hold', async () => {
    const { process, readings, log } = world();
    log.found = BAD;
    const night = ['a', 'b', 'c'].map((name) => outcomeOf(process(name).verification.ofNight('2026-11-27')));
    await passes();
    readings[0]?.end();
    for (const outcome of await Promise.all(night)) {
      expect(outcome).toBeInstanceOf(EventStoreDamagedError);
      expect((outcome as EventStoreDamagedError).damage).toMatchObject({ fault: 'hash', position: 7, eventId: 'e7' });
    }
    expect(readings).toHaveLength(1);
  });

  it('is done again by whoever starts after the log did not hold: it may have been mended', async () => {
    const { process, readings, log } = world();
    log.found = BAD;
    const first = outcomeOf(process('a').verification.ofNight('2026-11-27'));
    await passes();
    readings[0]?.end();
    await first;
    log.found = null;
    const { verification } = process('b');
    const again = [verification.atStart(), verification.ofNight('2026-11-27')];
    await passes();
    expect(readings).toHaveLength(2);
    readings[1]?.end();
    await again[0];
    await passes();
    readings[2]?.end();
    expect(await Promise.all(again)).toEqual([undefined, undefined]);
  });

  it('goes to another one when whoever is at it is to end', async () => {
    const { process, readings } = world();
    const [one, other] = [process('a'), process('b')];
    const given = outcomeOf(one.verification.ofNight('2026-11-27'));
    await passes();
    const taken = outcomeOf(other.verification.ofNight('2026-11-27'));
    one.stop();
    expect(await given).toBeInstanceOf(TurnGivenUpError);
    await passes();
    expect(readings.map((reading) => reading.process)).toEqual(['a', 'b']);
    readings[1]?.end();
    expect(await taken).toBe('sound');
  });
});

describe('the reading of a log of one process', () => {
  it('is done at every start and every night', async () => {
    const { process, readings } = world();
    const { verification } = process('a', false);
    for (const begin of [
      () => verification.atStart(),
      () => verification.atStart(),
      () => verification.ofNight('2026-11-27'),
    ]) {
      const reading = begin();
      await passes();
      readings.at(-1)?.end();
      await reading;
    }
    expect(readings).toHaveLength(3);
  });
});
