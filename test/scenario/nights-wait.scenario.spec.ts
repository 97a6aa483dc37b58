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

function nightByTheClock({ stack }: Story): Promise<void> {
  const night = schedulesOf(stack.kvitok, SERVICES).find(({ name }) => name === 'nightly-charges');
  if (!night) throw new Error('Nobody does the night');
  return night.run(LAST_DAY);
}

describe('a night by the clock', () => {
  it('does not close a month without what was paid in it, and fails until billing has heard of that', async () => {
    const story = await begin({ accounts: { A1: { connected: { upkeep: '' } } } });
    await story.through(addDays(LAST_DAY, -1));
    story.stack.setTime(LAST_DAY, '18:00:00');
    await story.stack.kvitok.stack.commands.execute(PAYMENT);
    story.stack.setTime(addDays(LAST_DAY, 1), '00:30:00');
    const head = await story.stack.kvitok.stack.store.head();

    const first = timePassing(QUARTER_OF_AN_HOUR, () => refusalOf(nightByTheClock(story)));
    expect(await first).toBe('BILLING_NOT_HEARD');
    expect(await story.stack.kvitok.stack.store.head()).toBe(head);

    await story.stack.kvitok.drain();
    await nightByTheClock(story);
    await story.stack.kvitok.drain();
    expect(await story.balance('A1', '2026-03')).toContain('- paid 400.00');
  });

  it('has not failed where the process is to end before billing has heard', async () => {
    const story = await begin({ accounts: { A1: { connected: { upkeep: '' } } } });
    await story.through(addDays(LAST_DAY, -1));
    story.stack.setTime(LAST_DAY, '18:00:00');
    await story.stack.kvitok.stack.commands.execute(PAYMENT);
    const night = nightByTheClock(story);
    story.stack.kvitok.beginToStop();
    await night;
    expect(await story.statement('A1', '2026-03')).toBeNull();
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
