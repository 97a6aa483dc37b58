import { setTimeout as delay } from 'node:timers/promises';
import { MemoryExpiringRecords } from '#libs/expiring-records';
import { SettableClock } from '#libs/platform';
import { ACCOUNTS_PER_KEPT_PAGE } from './kept-replay-runs';
import { ReplayRuns } from './replay-runs';
import type { ReplayedAccount, ReplayQuery, ReplayQuestion } from './replay.query';

const QUESTION: ReplayQuestion = { from: '2026-03', to: '2026-04' };
const ACCOUNTS = 2 * ACCOUNTS_PER_KEPT_PAGE + 5;
const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

const UNKNOWN = { rejection: { code: 'BILLING_UNKNOWN_REPLAY_RUN' } };

const accountOf = (place: number) => `A${String(place).padStart(6, '0')}`;

function accountThatDiffers(place: number): ReplayedAccount {
  const line = { utility: 'cold_water', component: null, period: '2026-03', differenceKopecks: 100 };
  const toPost = [{ utility: 'cold_water', component: null, ofPeriod: '2026-03', amountKopecks: 100 }];
  const found = { lines: [line], toPost, corrects: [], differenceKopecks: 100, refused: null };
  return { account: accountOf(place), houseId: 'H1', ...found } as unknown as ReplayedAccount;
}

/** Copies of a process over the same records; `ended` are known to be gone. Each stops at the account it is told to. */
function world() {
  const records = new MemoryExpiringRecords();
  const ended = new Set<string>();
  const clock = new SettableClock('2026-05-10T08:00:00.000Z', '2026-05-10');
  const copy = (self: string, stopsAt = ACCOUNTS) => {
    let goOn: () => void = () => undefined;
    const mayGoOn = new Promise<void>((resolve) => (goOn = resolve));
    const replays = {
      assertAnswerable: async () => undefined,
      idOf: async () => 'the-same',
      count: async () => ACCOUNTS,
      async *accounts() {
        for (let place = 0; place < ACCOUNTS; place += 1) {
          if (place === stopsAt) await mayGoOn;
          yield accountThatDiffers(place);
        }
      },
    } as unknown as ReplayQuery;
    const holders = { self, isGone: async (holder: string) => ended.has(holder) };
    return { runs: new ReplayRuns(replays, records, holders, clock), goOn: () => goOn() };
  };
  const after = (minutes: number) => {
    const now = new Date(Date.parse(clock.now()) + minutes * MINUTE_MS).toISOString();
    clock.set(now.slice(0, 10), now.slice(11, 19), 'UTC');
  };
  const expiryOf = async (runId: string) => (await records.get('replay-runs', runId, clock.now()))?.expiresAt;
  return { copy, ended, after, expiryOf };
}

describe('a replay where several processes may be asked for it', () => {
  it('goes on in one, is joined and looked at in the other, and stays when it is done', async () => {
    const { copy, after } = world();
    const [one, other] = [copy('a', ACCOUNTS_PER_KEPT_PAGE + 7), copy('b')];
    const { runId } = await one.runs.start(QUESTION);
    expect(await other.runs.get(runId)).toMatchObject({ runId, state: 'running', total: ACCOUNTS, question: QUESTION });
    let seen = await other.runs.start(QUESTION);
    while (seen.done < ACCOUNTS_PER_KEPT_PAGE + 7) {
      await delay(50);
      seen = await other.runs.get(runId);
    }
    expect(seen).toMatchObject({ state: 'running', figures: null });
    expect(seen.accounts.map(({ account }) => account)).toEqual(
      Array.from({ length: ACCOUNTS_PER_KEPT_PAGE + 7 }, (_, place) => accountOf(place)),
    );
    one.goOn();
    await one.runs.settled();
    const found = await other.runs.get(runId);
    expect(found).toMatchObject({ state: 'done', done: ACCOUNTS, lines: ACCOUNTS, differenceKopecks: ACCOUNTS * 100 });
    expect(found.figures).toMatchObject({ accounts: ACCOUNTS });
    expect(found.accounts.map(({ account }) => account)).toEqual(
      Array.from({ length: ACCOUNTS }, (_, place) => accountOf(place)),
    );
    expect(await one.runs.get(runId)).toEqual(found);
    after(DAY_MINUTES + 1);
    await expect(other.runs.get(runId)).rejects.toMatchObject(UNKNOWN);
  });

  it('is there with all its accounts for a day from its end on, however long it took', async () => {
    const { copy, after } = world();
    const [one, other] = [copy('a', ACCOUNTS_PER_KEPT_PAGE + 7), copy('b')];
    const { runId } = await one.runs.start(QUESTION);
    while ((await one.runs.get(runId)).done < ACCOUNTS_PER_KEPT_PAGE + 7) await delay(5);
    after(6 * 60);
    one.goOn();
    await one.runs.settled();
    // Longer than a day after its first page was written.
    after(DAY_MINUTES - 1);
    expect((await other.runs.get(runId)).accounts.map(({ account }) => account)).toEqual(
      Array.from({ length: ACCOUNTS }, (_, place) => accountOf(place)),
    );
    after(2);
    await expect(other.runs.get(runId)).rejects.toMatchObject(UNKNOWN);
  });

  it('is not told of with a hole in the list of its accounts', async () => {
    const { copy, after, expiryOf } = world();
    const [one, other] = [copy('a', ACCOUNTS_PER_KEPT_PAGE + 7), copy('b')];
    const { runId } = await one.runs.start(QUESTION);
    while ((await one.runs.get(runId)).done < ACCOUNTS_PER_KEPT_PAGE + 7) await delay(5);
    // Days go by while it says that it is there.
    for (let half = 0; half < 5; half += 1) {
      const before = await expiryOf(runId);
      after(DAY_MINUTES / 2);
      while ((await expiryOf(runId)) === before) await delay(20);
    }
    one.goOn();
    await one.runs.settled();
    await expect(other.runs.get(runId)).rejects.toMatchObject(UNKNOWN);
  });

  it('is interrupted when its process has ended, and is begun again in another', async () => {
    const { copy, ended } = world();
    const [one, other] = [copy('a', 3), copy('b')];
    const { runId } = await one.runs.start(QUESTION);
    ended.add('a');
    expect(await other.runs.get(runId)).toMatchObject({ runId, state: 'interrupted', figures: null });
    expect(await other.runs.start(QUESTION)).toMatchObject({ runId, state: 'running' });
    await other.runs.settled();
    expect(await other.runs.get(runId)).toMatchObject({ state: 'done', done: ACCOUNTS });
    // The first one lived after all: it leaves what the other has found.
    one.goOn();
    await one.runs.settled();
    const found = await one.runs.get(runId);
    expect([found.state, found.accounts.length]).toEqual(['done', ACCOUNTS]);
  });

  it('has two places in a process, those that are just being begun included', async () => {
    const { copy } = world();
    const one = copy('a', 3);
    const asked = ['H1', 'H2', 'H3'].map((house) => one.runs.start({ ...QUESTION, house }));
    const answers = await Promise.allSettled(asked);
    const refused = answers.filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject([{ reason: { rejection: { code: 'BILLING_REPLAY_BUSY' } } }]);
    one.goOn();
    await one.runs.settled();
    expect(await one.runs.start({ ...QUESTION, house: 'H4' })).toMatchObject({ state: 'running' });
    await one.runs.settled();
  });

  it('leaves off with its process', async () => {
    const { copy, ended } = world();
    const [one, other] = [copy('a', 3), copy('b')];
    const { runId } = await one.runs.start(QUESTION);
    const ending = one.runs.onModuleDestroy();
    one.goOn();
    await ending;
    ended.add('a');
    expect(await other.runs.get(runId)).toMatchObject({ state: 'interrupted' });
  });

  it('begun in two at once is begun by one', async () => {
    const { copy } = world();
    const [one, other] = [copy('a', 3), copy('b', 3)];
    const [begun, joined] = await Promise.all([one.runs.start(QUESTION), other.runs.start(QUESTION)]);
    expect(begun.runId).toBe(joined.runId);
    other.goOn();
    one.goOn();
    await Promise.all([one.runs.settled(), other.runs.settled()]);
    expect(await other.runs.get(begun.runId)).toMatchObject({ state: 'done', done: ACCOUNTS });
  });
});
