import { CommandOrigin } from '#libs/platform';
import { paymentDecider, paymentStream, refundPayment, RegistryIntake } from '#services/payments';
import { REGISTRIES_CLIENT, RegistriesClient } from '#services/payments/api/client';
import { RegistryRow, sberbankRegistry } from '../support/registry-file';
import { CompanyPlan } from './support/company';
import { Story, storyteller } from './support/story';

const begin = storyteller();

/** Every account is charged 1000.00 a month; what is overdue for more than thirty days bears a penalty. */
const UPKEEP = { connected: { upkeep: '' } };
const COMPANY: CompanyPlan = { accounts: { A1: UPKEEP, A2: UPKEEP, A3: UPKEEP }, keyRates: ['2020-01-01 9.5'] };

const A1_PAYS: RegistryRow = { operation: '101', account: 'A1', kopecks: 1_500_00 };
const A2_PAYS: RegistryRow = { operation: '102', account: 'A2', kopecks: 900_00 };
const A2_MISTYPED: RegistryRow = { ...A2_PAYS, account: 'A9', payer: 'Лесной Пётр' };
const A3_PAYS: RegistryRow = { operation: '103', account: 'A3', kopecks: 700_00 };
const A3_DIFFERS: RegistryRow = { ...A3_PAYS, kopecks: 800_00 };

const FILE = [A1_PAYS, A2_MISTYPED, A1_PAYS, A3_PAYS, A3_DIFFERS];

let commands = 0;
const origin = (): CommandOrigin => {
  const commandId = `office-${(commands += 1)}`;
  return { commandId, correlationId: commandId, causationId: null, actor: 'staff:1', input: undefined };
};
const clientOf = (story: Story) => story.stack.kvitok.app.get<RegistriesClient>(REGISTRIES_CLIENT, { strict: false });

/** Accepts a file at noon of the day after the last night, to its last line. */
async function accept(story: Story, rows: readonly RegistryRow[]) {
  await story.tomorrow();
  const intake = story.stack.kvitok.app.get(RegistryIntake);
  const bytes = sberbankRegistry(rows);
  const file = { bytes, fileName: 'registry.txt', profileId: 'sberbank-text' };
  const { registryId } = await intake.take(file, { actor: 'staff:1' });
  const done = await intake.record(bytes, registryId, { actor: 'staff:1' });
  await story.tomorrow();
  return done;
}

it('tells of a file before it is accepted what will become of each line, and writes nothing', async () => {
  const story = await begin(COMPANY);
  await story.through('2026-05-05');
  await story.tomorrow();
  const head = await story.stack.kvitok.stack.store.head();
  const file = { bytes: sberbankRegistry(FILE), fileName: 'registry.txt', profileId: 'sberbank-text' };
  const checked = await clientOf(story).check(file);
  expect(checked).toMatchObject({
    taken: null,
    totals: { payments: 5, amountKopecks: 5_400_00 },
    sums: {
      received: { lines: 2, amountKopecks: 2_200_00 },
      suspended: { lines: 1, amountKopecks: 900_00 },
      duplicate: { lines: 1, amountKopecks: 1_500_00 },
      conflict: { lines: 1, amountKopecks: 800_00 },
    },
    faults: { count: 0 },
  });
  expect(checked.lines.map(({ line, outcome, note }) => [line, outcome, note])).toEqual([
    [2, 'suspended', 'unknown_account'],
    [3, 'duplicate', 'repeated_in_file'],
    [5, 'conflict', 'differs'],
  ]);
  expect(await story.stack.kvitok.stack.store.head()).toBe(head);

  const { sums } = await accept(story, FILE);
  expect(sums).toEqual(checked.sums);
  const again = await clientOf(story).check(file);
  expect(again).toMatchObject({ taken: 'reconciled', sums: { received: { lines: 0 }, duplicate: { lines: 5 } } });
  await story.expectAtRest();
});

it('adds nothing with the same file again, nor with its lines in another file', async () => {
  const story = await begin(COMPANY);
  await story.through('2026-05-05');
  const first = await accept(story, FILE);
  const { store } = story.stack.kvitok.stack;
  const head = await store.head();
  expect(await accept(story, FILE)).toEqual({ ...first, repeated: true, position: expect.any(Number) as number });
  expect(await store.head()).toBe(head);

  const other = await accept(story, [...FILE].reverse());
  expect(other.sums).toMatchObject({ received: { lines: 0 }, suspended: { lines: 0 }, conflict: { lines: 0 } });
  // Of the two sums of one operation the first one that came is the known one, in whatever order they come again.
  expect(other.sums.duplicate).toEqual({ lines: 5, amountKopecks: 5_400_00 });
  await story.throughMonth('2026-05');
  await story.expectAtRest();
});

it('a payment whose account is found later counts as if it had been right at once', async () => {
  const late = await begin(COMPANY);
  await late.through('2026-05-05');
  await accept(late, [A1_PAYS, A2_MISTYPED]);
  await late.through('2026-05-19');
  // Until then nobody could know: the debt of March has begun to bear a penalty.
  expect(await late.debts('A2', '2026-05-19')).toEqual([
    expect.stringMatching(/^2026-03: 1000\.00 penalty /),
    '2026-04: 1000.00',
  ]);
  await late.tomorrow();
  const [waiting] = (await clientOf(late).setAside()).payments;
  expect(waiting).toMatchObject({
    because: 'unknown_account',
    statedAccount: 'A9',
    receivedOn: '2026-05-05',
    payer: { payerName: 'Лесной Пётр', payerAddress: 'Лесная 1' },
  });
  await clientOf(late).assign(waiting?.paymentId ?? '', { account: 'A2', reason: 'Ошибка в номере' }, origin());
  await late.throughMonth('2026-06');

  const atOnce = await begin(COMPANY);
  await atOnce.through('2026-05-05');
  await accept(atOnce, [A1_PAYS, A2_PAYS]);
  await atOnce.throughMonth('2026-06');

  expect(await late.statements()).toEqual(await atOnce.statements());
  for (const day of ['2026-05-05', '2026-05-19', '2026-05-31', '2026-06-30']) {
    expect(await late.aging(day)).toEqual(await atOnce.aging(day));
  }
  expect((await clientOf(late).setAside()).payments).toEqual([]);
  await late.expectAtRest();
  await atOnce.expectAtRest();
});

it('a person says of a conflict whether it is a payment of its own, and money that nobody owns goes back', async () => {
  const story = await begin(COMPANY);
  await story.through('2026-05-05');
  await accept(story, [...FILE, { operation: '104', account: '', kopecks: 50_00 }]);
  const client = clientOf(story);
  const { payments } = await client.setAside({ because: ['conflict'] });
  expect(payments).toMatchObject([{ amountKopecks: 800_00, statedAccount: 'A3' }]);
  const conflict = payments[0]?.paymentId ?? '';
  await client.assign(conflict, { account: 'A3', reason: 'Банк подтвердил оба платежа' }, origin());
  await expect(client.refuse(conflict, 'передумали', origin())).rejects.toMatchObject({
    rejection: { code: 'PAYMENTS_SET_ASIDE_SETTLED' },
  });
  const unknown = await client.setAside({ because: ['unknown_account'] });
  expect(unknown.total).toEqual({ payments: 2, amountKopecks: 950_00 });
  const nameless = unknown.payments.find(({ statedAccount }) => statedAccount === '')?.paymentId ?? '';
  const day = { returnedOn: '2026-05-05', today: '2026-05-05' };
  const back = { to: 'bank', reason: 'Плательщик не найден', approvalId: 'a-1', ...day } as const;
  const returned = await story.stack.kvitok.stack.commands.execute({
    stream: paymentStream(nameless),
    decider: paymentDecider,
    command: { kind: 'ReturnPayment', paymentId: nameless, ...back },
    ...{ commandId: 'return:a-1', actor: 'staff:2' },
  });
  expect(returned.kind).toBe('done');
  await story.throughMonth('2026-05');
  expect(await story.balance('A3', '2026-05')).toMatch(/paid 1500\.00/);
  expect((await client.setAside({ status: 'returned' })).payments).toMatchObject([{ paymentId: nameless }]);
  await story.expectAtRest();
});

it('a payment on the wrong account is moved with its own day, and a part that is given back leaves the rest', async () => {
  const story = await begin(COMPANY);
  await story.through('2026-05-05');
  const { registryId } = await accept(story, [A1_PAYS, { ...A3_PAYS, kopecks: 400_00 }]);
  const client = clientOf(story);
  const { lines } = await client.lines(registryId);
  const [first = '', second = ''] = lines.map(({ paymentId }) => paymentId);
  await story.through('2026-05-19');
  await story.tomorrow();
  await client.transfer(first, { account: 'A2', reason: 'Не тот счёт' }, origin());
  const refund = { paymentId: second, amountKopecks: 100_00, refundedOn: '2026-05-20', reason: 'По заявлению' };
  const cause = { actor: 'staff:2', correlationId: 'approval', causationId: 'approval' };
  const { commands: handler } = story.stack.kvitok.stack;
  const give = (approvalId: string) => refundPayment(handler, { ...refund, approvalId, today: '2026-05-20' }, cause);
  expect(await give('')).toMatchObject({ rejection: { code: 'PAYMENTS_APPROVAL_REQUIRED' } });
  expect(await give('approval-1')).toMatchObject({ kind: 'done', repeated: false });
  expect(await give('approval-1')).toMatchObject({ kind: 'done', repeated: true });
  await story.throughMonth('2026-05');
  expect(await story.debts('A1', '2026-05-31')).toHaveLength(3);
  expect(await story.debts('A2', '2026-05-31')).toEqual(['2026-04: 500.00', '2026-05: 1000.00']);
  expect(await story.balance('A3', '2026-05')).toMatch(/paid 300\.00/);
  await story.expectAtRest();
});
