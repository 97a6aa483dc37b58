import { RejectedError } from '#libs/kernel';
import { CallsLimit } from './calls-limit';

const aLimit = (callersMax = 10) => new CallsLimit({ calls: 2, windowMilliseconds: 1_000, callersMax });

function refusalOf(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    if (error instanceof RejectedError) return error.rejection;
    throw error;
  }
  return null;
}

describe('a limit of calls', () => {
  it('answers so many calls of a caller within a window, and says how long to wait', () => {
    const limit = aLimit();
    limit.take('a', 0);
    limit.take('a', 100);
    expect(refusalOf(() => limit.take('a', 300))).toMatchObject({
      code: 'CABINET_TOO_MANY_CALLS',
      details: { waitSeconds: 1 },
    });
  });

  it('counts callers apart', () => {
    const limit = aLimit();
    limit.take('a', 0);
    limit.take('a', 0);
    expect(refusalOf(() => limit.take('b', 0))).toBeNull();
  });

  it('begins anew when the window is over', () => {
    const limit = aLimit();
    limit.take('a', 0);
    limit.take('a', 0);
    expect(refusalOf(() => limit.take('a', 999))).not.toBeNull();
    expect(refusalOf(() => limit.take('a', 1_000))).toBeNull();
  });

  it('remembers no more callers than it was told to, the latest of them', () => {
    const limit = aLimit(2);
    for (const caller of ['a', 'a', 'b', 'b', 'c', 'c']) limit.take(caller, 0);
    expect(refusalOf(() => limit.take('c', 0))).not.toBeNull();
    expect(refusalOf(() => limit.take('b', 0))).not.toBeNull();
    expect(refusalOf(() => limit.take('a', 0))).toBeNull();
  });
});
