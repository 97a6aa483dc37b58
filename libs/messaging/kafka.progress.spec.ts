import { KafkaConnection } from './kafka.connection';
import { KafkaProgress, NobodyListensError } from './kafka.progress';
import { MemoryConsumerState } from './memory.consumer-state';

const CONSUMER = 'kvitok.billing';
const HEAD = 7;

let now: number;
let done: number;

beforeEach(() => {
  [now, done] = [0, 0];
  jest.spyOn(performance, 'now').mockImplementation(() => now);
});

afterEach(() => jest.restoreAllMocks());

/** Of a group with three messages, `done` of which it has dealt with; each look is made `everyMs` after the one before. */
async function progress(everyMs: number, onLook: (looks: number) => void = () => undefined): Promise<KafkaProgress> {
  const state = new MemoryConsumerState();
  await state.saveCheckpoint('kvitok.metering.relay', HEAD);
  let looks = 0;
  const placesOf = async () => {
    now += everyMs;
    onLook((looks += 1));
    return [{ partition: 'metering.v1/0', done, end: 3 }];
  };
  return new KafkaProgress({
    consumer: CONSUMER,
    topics: new Map([['metering', 'metering.v1']]),
    connection: { placesOf } as unknown as KafkaConnection,
    state,
    events: { head: () => Promise.resolve(HEAD) },
  });
}

describe('whoever waits for a group', () => {
  it('is told after two minutes of looking that nobody takes its messages', async () => {
    let looked = 0;
    const watched = await progress(4_000, (looks) => (looked = looks));
    await expect(watched.reach(HEAD)).rejects.toThrow(NobodyListensError);
    // The first look finds how far the group is; from then on it stands still for thirty times four seconds and one more.
    expect(looked).toBe(32);
  });

  it('goes on waiting on a machine that was suspended: nobody has watched the group meanwhile', async () => {
    const watched = await progress(3_600_000, (looks) => {
      if (looks === 5) done = 3;
    });
    await expect(watched.reach(HEAD)).resolves.toBeUndefined();
  });

  it('waits as long as the group gets further', async () => {
    const watched = await progress(5_000, (looks) => (done = looks % 50 === 0 ? 3 : looks % 2));
    await expect(watched.reach(HEAD)).resolves.toBeUndefined();
  });
});
