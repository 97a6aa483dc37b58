import { Silences } from './silences';

function listener() {
  let now = -1_000_000;
  const silences = new Silences({ silentAfterMilliseconds: 5_000, elapsed: () => now });
  return (milliseconds: number, whose: string, sign: string | number) => {
    now += milliseconds;
    return silences.isSilent(whose, sign);
  };
}

describe('the silence of others', () => {
  it('begins with the first look, and anew with another sign', () => {
    const after = listener();
    expect([0, 2_500, 2_499].map((milliseconds) => after(milliseconds, 'a', 1))).toEqual([false, false, false]);
    expect(after(1, 'a', 2)).toBe(false);
    expect([2_500, 2_499, 1].map((milliseconds) => after(milliseconds, 'a', 2))).toEqual([false, false, true]);
  });

  it('is heard of each by itself', () => {
    const after = listener();
    expect([after(0, 'a', 1), after(2_500, 'a', 1), after(0, 'b', 1)]).toEqual([false, false, false]);
    expect([after(2_500, 'a', 1), after(0, 'b', 1)]).toEqual([true, false]);
  });

  it('counts no more than half of the limit between two looks', () => {
    const after = listener();
    expect([0, 60_000, 60_000].map((milliseconds) => after(milliseconds, 'a', 1))).toEqual([false, false, true]);
  });

  it('is remembered of a thousand at most', () => {
    const after = listener();
    for (let one = 0; one <= 1_000; one += 1) after(0, `worker-${one}`, 1);
    // The first was forgotten, and the last was not.
    const answers = [2_500, 2_500].map((milliseconds) => [
      after(milliseconds, 'worker-1000', 1),
      after(0, 'worker-0', 1),
    ]);
    expect(answers).toEqual([
      [false, false],
      [true, false],
    ]);
  });
});
