import { AppendOutcome } from './event-store.port';
import { GroupCommit } from './group-commit';
import { PreparedAppend } from './stored-event';

const appendOf = (stream: string): PreparedAppend => ({
  stream,
  expectedRevision: -1,
  events: [],
  mayStandElsewhere: false,
});
const outcomeOf = (position: number): AppendOutcome => ({ kind: 'appended', lastRevision: 0, lastPosition: position });

describe('group commit', () => {
  it('gives the callers of one turn one commit and each its own outcomes', async () => {
    const commits: string[][] = [];
    const group = new GroupCommit((appends) => {
      commits.push(appends.map((append) => append.stream));
      return appends.map((_, index) => outcomeOf(index + 1));
    });
    const answers = await Promise.all([
      group.add([appendOf('a')]),
      group.add([appendOf('b'), appendOf('c')]),
      group.add([appendOf('d')]),
    ]);
    expect(commits).toEqual([['a', 'b', 'c', 'd']]);
    expect(answers).toEqual([[outcomeOf(1)], [outcomeOf(2), outcomeOf(3)], [outcomeOf(4)]]);
  });

  it('answers nobody before the commit has ended, and everybody with its error when it fails', async () => {
    const group = new GroupCommit(() => {
      throw new Error('no room');
    });
    const answers = await Promise.allSettled([group.add([appendOf('a')]), group.add([appendOf('b')])]);
    expect(answers).toMatchObject([
      { status: 'rejected', reason: { message: 'no room' } },
      { status: 'rejected', reason: { message: 'no room' } },
    ]);
  });

  it('spreads many callers over several commits, in their order and none between two', async () => {
    const sizes: number[] = [];
    const group = new GroupCommit((appends) => {
      sizes.push(appends.length);
      return appends.map((_, index) => outcomeOf(index + 1));
    });
    const many = (count: number): PreparedAppend[] => Array.from({ length: count }, () => appendOf('a'));
    await Promise.all([group.add(many(1_500)), group.add(many(600)), group.add(many(5_000)), group.add(many(1))]);
    expect(sizes).toEqual([1_500, 600, 5_000, 1]);
  });

  it('says that it is overloaded instead of letting more and more wait', async () => {
    const group = new GroupCommit((appends) => appends.map(() => outcomeOf(1)));
    const many = Array.from({ length: 20_000 }, () => appendOf('a'));
    const waiting = group.add(many);
    await expect(group.add([appendOf('b')])).rejects.toMatchObject({ fault: 'overloaded' });
    await waiting;
    expect(await group.add([appendOf('b')])).toEqual([outcomeOf(1)]);
  });
});
