import { JobJournal, JobRecord } from '../../services/app/job-journal';
import { schedulesOf } from '../../services/app/schedule';
import { SERVICES } from '#services/app';
import { paymentDecider, paymentStream } from '#services/payments';
import { addDays } from '#libs/kernel';
import { TurnGivenUpError } from '#libs/platform';
import { NightTurns } from '#services/billing';
import { AnyCommand } from '../../libs/testing/whole-stack';
import { timePassing } from './support/passing-time';
import { refusalOf, Story, storyteller } from './support/story';

const begin = storyteller();
const QUARTER_OF_AN_HOUR = 15 * 60_000;
const LAST_DAY = '2026-03-31';

/** A payment of the last day of March; nobody has told billing of it yet. */
const PAYMENT = {
  stream: paymentStream('P1'),
  decider: paymentDecider,
  command: {
    ...{ kind: 'ReceivePayment', paymentId: 'P1', account: 'A1', payee: 'main', amountKopecks: 40_000 },
    ...{ receivedOn: LAST_DAY, namedPeriod: null, channel: 'import', today: LAST_DAY },
  },
  commandId: 'pay:P1',
  actor: 'import',
} as unknown as AnyCommand;

/** What a night tells that has found each house with another process. */
const NOTHING_DONE = { date: LAST_DAY, calculated: 0, unchanged: 0, closed: 0, parked: [] };

/** What is known of the jobs to all processes that share these data. */
function journalOf({ stack }: Story): JobJournal {
  return new JobJournal(stack.kvitok.stack.accessRecords, stack.kvitok.stack.clock);
}

/** A daily job as a process that serves runs it, for the last day of March. */
function byTheClock(story: Story, job: string): Promise<void> {
  const daily = schedulesOf(story.stack.kvitok, SERVICES).find(({ name }) => name === job);
  if (!daily) throw new Error(`Nobody does ${job}`);
  return journalOf(story).daily(daily).run(LAST_DAY);
}

function nightByTheClock(story: Story): Promise<void> {
  return byTheClock(story, 'nightly-charges');
}

async function known(story: Story, job: string): Promise<JobRecord | undefined> {
  return (await journalOf(story).all()).get(job);
}

/** A company with a payment of the last day of March that billing has not heard of, on the morning after. */
async function unheardOf(): Promise<Story> {
  const story = await begin({ accounts: { A1: { connected: { upkeep: '' } } } });
  await story.through(addDays(LAST_DAY, -1));
  story.stack.setTime(LAST_DAY, '18:00:00');
  await story.stack.kvitok.stack.commands.execute(PAYMENT);
  story.stack.setTime(addDays(LAST_DAY, 1), '00:30:00');
  return story;
}

describe('a night by the clock', () => {
  it('does not close a month without what was paid in it, and fails until billing has heard of that', async () => {
    const story = await unheardOf();
    const head = await story.stack.kvitok.stack.store.head();

    const first = timePassing(QUARTER_OF_AN_HOUR, () => refusalOf(nightByTheClock(story)));
    expect(await first).toBe('BILLING_NOT_HEARD');
    expect(await story.stack.kvitok.stack.store.head()).toBe(head);

    await story.stack.kvitok.drain();
    await nightByTheClock(story);
    await story.stack.kvitok.drain();
    expect(await story.balance('A1', '2026-03')).toContain('- paid 400.00');
  });

  it.each([
    ['nightly-charges', QUARTER_OF_AN_HOUR],
    ['autopay-charges', 60_000],
  ])('is neither done nor failed where the process is to end before billing has heard: %s', async (job, waits) => {
    const story = await unheardOf();
    // Another copy has failed already, and the alert that follows from it stays true.
    expect(await timePassing(waits, () => refusalOf(byTheClock(story, job)))).toBe('BILLING_NOT_HEARD');
    const failed = await known(story, job);
    expect(failed?.last).toMatchObject({ date: LAST_DAY, failure: 'BILLING_NOT_HEARD' });

    story.stack.setTime(addDays(LAST_DAY, 1), '05:50:00');
    const given = byTheClock(story, job);
    story.stack.kvitok.beginToStop();
    await expect(given).rejects.toThrow(TurnGivenUpError);
    expect(await known(story, job)).toEqual(failed);
    expect(await story.statement('A1', '2026-03')).toBeNull();
  });

  it('is not done where the process is to end while others have houses of it', async () => {
    const story = await begin({ accounts: { A1: { connected: { upkeep: '' } } } });
    await story.through(addDays(LAST_DAY, -1));
    story.stack.setTime(addDays(LAST_DAY, 1), '00:30:00');
    const night = jest.spyOn(story.stack.kvitok.app.get(NightTurns), 'run');
    const isAtIt = new Promise<void>((begun) => {
      night.mockImplementation(() => {
        begun();
        return Promise.resolve({ ...NOTHING_DONE, heldByOthers: ['H1'] });
      });
    });
    const given = nightByTheClock(story);
    given.catch(() => undefined);
    await isAtIt;
    story.stack.kvitok.beginToStop();
    await expect(given).rejects.toThrow(TurnGivenUpError);
    expect(await known(story, 'nightly-charges')).toBeUndefined();
  });
});

describe('a night under way', () => {
  it('leaves off before the next house when the process is told to stop, and is gone on with', async () => {
    const upkeep = { connected: { upkeep: '' } };
    const story = await begin({
      houses: [{ houseId: 'H1' }, { houseId: 'H2' }],
      accounts: { A1: { house: 'H1', ...upkeep }, A2: { house: 'H2', ...upkeep } },
    });
    await story.through(addDays(LAST_DAY, -1));
    story.stack.setTime(addDays(LAST_DAY, 1), '00:30:00');
    const turns = story.stack.kvitok.app.get(NightTurns);
    const stopping = new AbortController();
    const night = turns.run({ date: LAST_DAY, onProgress: () => stopping.abort() }, stopping.signal);
    await expect(night).rejects.toThrow(TurnGivenUpError);
    await story.stack.kvitok.drain();
    expect(await story.statement('A1', '2026-03')).not.toBeNull();
    expect(await story.statement('A2', '2026-03')).toBeNull();

    expect(await turns.run({ date: LAST_DAY })).toMatchObject({ closed: 1, heldByOthers: [] });
    await story.stack.kvitok.drain();
    expect(await story.statement('A2', '2026-03')).not.toBeNull();
  });
});
