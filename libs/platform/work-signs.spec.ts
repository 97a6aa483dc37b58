import { WorkSign, WorkSigns } from './work-signs';

const SECOND = 1_000;
const OTHERS: WorkSign = { holder: 'another-host', token: 'go-1', beat: 5 };

function looker() {
  let now = 0;
  const holders = { self: 'this-host', isGone: () => Promise.resolve(false), close: () => Promise.resolve() };
  const signs = new WorkSigns({ holders, elapsed: () => now, silentAfterMilliseconds: 60 * SECOND });
  return {
    signs,
    /** What a look answers so many seconds after the one before. */
    after(seconds: number, sign: WorkSign): Promise<boolean> {
      now += seconds * SECOND;
      return signs.isAbandoned(sign);
    },
  };
}

describe('the sign of a worker', () => {
  it('is that of nobody when it has stayed the same for a minute of looks', async () => {
    const { after } = looker();
    const answers = [];
    for (let look = 0; look < 7; look += 1) answers.push(await after(10, OTHERS));
    expect(answers).toEqual([false, false, false, false, false, false, true]);
  });

  it('lives where nobody could look for longer, and is looked at again before its next beat', async () => {
    const { after } = looker();
    expect(await after(0, OTHERS)).toBe(false);
    expect(await after(600, OTHERS)).toBe(false);
    expect(await after(8, OTHERS)).toBe(false);
    expect(await after(2, { ...OTHERS, beat: 6 })).toBe(false);
    // The silence begins anew with the beat.
    expect(await after(50, { ...OTHERS, beat: 6 })).toBe(false);
  });

  it('is that of nobody at the third look of somebody who looks seldom', async () => {
    const { after } = looker();
    expect([await after(0, OTHERS), await after(600, OTHERS), await after(600, OTHERS)]).toEqual([false, false, true]);
  });

  it('of this process lives until the work is ended', async () => {
    const { signs } = looker();
    const own = signs.begin();
    expect([signs.isOwn(own), await signs.isAbandoned(own)]).toEqual([true, false]);
    signs.end(own);
    expect([signs.isOwn(own), await signs.isAbandoned(own)]).toEqual([false, true]);
  });
});
