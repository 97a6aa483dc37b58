import { PreviewTurns } from './preview-turns';

/** Work that ends when it is told to. */
function work() {
  let end: () => void = () => undefined;
  let begun = false;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const run = async () => {
    begun = true;
    await ended;
    return 'found';
  };
  return { run, end: () => end(), hasBegun: () => begun };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('previews of many accounts', () => {
  it('are worked out one after another', async () => {
    const turns = new PreviewTurns();
    const [one, other] = [work(), work()];
    const answers = [turns.run(one.run), turns.run(other.run)];
    await settle();
    expect([one.hasBegun(), other.hasBegun()]).toEqual([true, false]);
    one.end();
    await settle();
    expect(other.hasBegun()).toBe(true);
    other.end();
    expect(await Promise.all(answers)).toEqual(['found', 'found']);
  });

  it('are refused where three wait already, and taken again when one is done', async () => {
    const turns = new PreviewTurns();
    const all = [work(), work(), work(), work()];
    const answers = all.map(({ run }) => turns.run(run));
    await expect(turns.run(work().run)).rejects.toMatchObject({ rejection: { code: 'BILLING_PREVIEW_BUSY' } });
    for (const one of all) one.end();
    await Promise.all(answers);
    const later = work();
    later.end();
    expect(await turns.run(later.run)).toBe('found');
  });

  it('that fail do not hold up the next', async () => {
    const turns = new PreviewTurns();
    const failing = turns.run(() => Promise.reject(new Error('broken')));
    const next = work();
    next.end();
    const answer = turns.run(next.run);
    await expect(failing).rejects.toThrow('broken');
    expect(await answer).toBe('found');
  });
});
