import { Contacts } from '#services/identity';
import { paymentDecider, paymentStream } from '#services/payments';
import { AnyCommand } from '../../libs/testing/whole-stack';
import { remindOfTheDay } from '../../services/support/automation/daily-reminders.job';
import { NotificationEvent } from '../../services/support/domain/notification.events';
import { Story, storyteller } from './support/story';

const begin = storyteller();

/** Two residents without a meter: 2 × 5 m³ by norm at 40 roubles are 400 roubles a month, 800 at the end of April. */
const PLAN = { accounts: { A1: { connected: { cold_water: 'no meter possible' } } } };
/** April is paid in time until 11 May, since the 10th is a Sunday; the letter goes on the day after. */
const OVERDUE_ON = '2026-05-12';

const paid = (receivedOn: string, today: string): AnyCommand =>
  ofPayment('pay', {
    ...{ kind: 'ReceivePayment', paymentId: 'P-1', account: 'A1', payee: 'main', amountKopecks: 100_00 },
    ...{ receivedOn, namedPeriod: null, channel: 'import', today },
  });

function ofPayment(commandId: string, command: object): AnyCommand {
  const said = { stream: paymentStream('P-1'), decider: paymentDecider, commandId, actor: 'import', command };
  return said as unknown as AnyCommand;
}

/** The eve of the last day of April, with somebody of the account who can be written to. */
async function aReachedAccount(): Promise<Story> {
  const story = await begin(PLAN);
  await story.through('2026-04-29');
  const commandId = 'verify';
  await story.stack.kvitok.app
    .get(Contacts)
    .verifyMail(
      { account: 'A1', personId: 'payer-1', address: 'anna@example.ru' },
      { reason: 'came with a passport', actorRole: 'chief' },
      { commandId, correlationId: commandId, causationId: null, actor: 'staff:1', input: 'A1' },
    );
  await story.stack.kvitok.drain();
  return story;
}

/** What the letter of the day after the last day says is left. */
async function leftByLetter(story: Story): Promise<unknown> {
  await story.through(OVERDUE_ON);
  const { readModelStore: readModels, commands, store } = story.stack.kvitok.stack;
  await remindOfTheDay({ readModels, commands, store }, { date: OVERDUE_ON });
  const letters = (await story.stack.log()) as unknown as NotificationEvent[];
  const overdue = letters.flatMap((event) =>
    event.type === 'NotificationRequested' && event.data.kind === 'overdue' ? [event.data.facts] : [],
  );
  expect(overdue).toHaveLength(1);
  return overdue[0]?.['leftKopecks'];
}

it('a payment that billing hears of after the close is not in the closing sum, though it was recorded before', async () => {
  const story = await aReachedAccount();
  const { commands } = story.stack.kvitok.stack;
  const executeMany = commands.executeMany.bind(commands);
  let times = 0;
  const spy = jest.spyOn(commands, 'executeMany').mockImplementation(async (requests) => {
    if (times === 0 && (requests[0]?.command as { kind?: string } | undefined)?.kind === 'ClosePeriod') {
      times += 1;
      await executeMany([paid('2026-04-29', '2026-04-30')]);
      story.stack.setTime('2026-04-30', '23:30:02');
    }
    return executeMany(requests);
  });
  await story.throughMonth('2026-04');
  spy.mockRestore();
  expect(times).toBe(1);

  expect(await story.balance('A1', '2026-04')).toBe(
    '400.00 + charged 400.00 + recalculated 0.00 + penalty 0.00 - paid 0.00 = 800.00',
  );
  // Credited to May: 800 − 100.
  expect(await leftByLetter(story)).toBe(700_00);
  await story.expectAtRest();
});

it('a payment that is credited while the close of its month is decided anew is in the closing sum', async () => {
  const story = await aReachedAccount();
  const { store, commands } = story.stack.kvitok.stack;
  const appendMany = store.appendMany.bind(store);
  let times = 0;
  const spy = jest.spyOn(store, 'appendMany').mockImplementation(async (appends) => {
    if (times === 0 && appends.some(({ events }) => events.some(({ type }) => type === 'PeriodClosed'))) {
      times += 1;
      story.stack.setTime('2026-04-30', '23:30:02');
      await commands.execute(paid('2026-04-29', '2026-04-30'));
      await story.stack.kvitok.drain();
    }
    return appendMany(appends);
  });
  await story.throughMonth('2026-04');
  spy.mockRestore();
  expect(times).toBe(1);

  expect(await story.balance('A1', '2026-04')).toBe(
    '400.00 + charged 400.00 + recalculated 0.00 + penalty 0.00 - paid 100.00 = 700.00',
  );
  expect(await leftByLetter(story)).toBe(700_00);
  await story.expectAtRest();
});

it('a payment of the closing sum that is recalled is to be paid again', async () => {
  const story = await aReachedAccount();
  await story.tomorrow(paid('2026-04-29', '2026-04-30'));
  await story.throughMonth('2026-04');
  // The closing sum is 800 − 100.
  await story.tomorrow(
    ofPayment('recall', {
      ...{ kind: 'ReversePayment', paymentId: 'P-1', reason: 'bank' },
      ...{ reversedOn: '2026-05-01', today: '2026-05-01' },
    }),
  );
  expect(await leftByLetter(story)).toBe(800_00);
  await story.expectAtRest();
});
