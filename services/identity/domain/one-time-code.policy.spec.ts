import { stepAt, stepsThatCount } from './one-time-code.policy';

describe('a code of the second factor', () => {
  it('belongs to half a minute', () => {
    expect([0, 29_999, 30_000, 59_999].map(stepAt)).toEqual([0, 0, 1, 1]);
  });

  it('counts in its own step, the one before and the one after', () => {
    expect(stepsThatCount(3_000_000, null)).toEqual([99, 100, 101]);
    expect(stepsThatCount(0, null)).toEqual([0, 1]);
  });

  it('counts once: neither the used step again nor an earlier one', () => {
    expect(stepsThatCount(3_000_000, 99)).toEqual([100, 101]);
    expect(stepsThatCount(3_000_000, 100)).toEqual([101]);
    expect(stepsThatCount(3_000_000, 101)).toEqual([]);
  });
});
