import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SandboxAcquirer, YooKassaAcquirer } from '#libs/acquiring';
import { Acquiring, createKvitok, Kvitok, reconcilePayments } from '#services/app';
import { AgingQuery } from '#services/billing';
import { RegistryDesk } from '../../services/payments/api/registries/registry-desk';
import { FakeYooKassa } from '../../libs/acquiring/testing/fake-yookassa';
import { restoreBackup } from '../../services/cli/backup/restore-backup';
import { takeBackup } from '../../services/cli/backup/take-backup';
import {
  PAYMENTS_CLIENT,
  PaymentsClient,
  REGISTRIES_CLIENT,
  RegistriesClient,
} from '../../services/payments/api/client';
import { WholeStack } from '../../libs/testing/whole-stack';
import { pressed } from './support/at-yookassa';
import { inWords, Story, storyteller } from './support/story';

const begin = storyteller();
const UPKEEP = { connected: { upkeep: '' } };
const SHOP = { shopId: '100500', secretKey: 'test_secret_key' };
const RETURN = 'https://lk.example.ru/pay/result';
const TAKEN_AT = '2026-04-05T08:00:00.000Z';
/** A person, a command and an audit trail need a name. */
const CAUSE = { actor: 'staff:chief', correlationId: 'reconcile-1' };

const work = mkdtempSync(join(tmpdir(), 'kvitok-reconcile-'));
const opened: Kvitok[] = [];
const servers: FakeYooKassa[] = [];
afterEach(async () => {
  for (const kvitok of opened.splice(0)) await kvitok.close();
  for (const server of servers.splice(0)) await server.stop();
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

async function bank() {
  const server = new FakeYooKassa(SHOP);
  servers.push(server);
  const acquirer = new YooKassaAcquirer({ ...SHOP, endpoint: await server.start() });
  return { server, acquiring: { acquirer, returnAddress: RETURN } };
}

/** March is closed, every account owes 1000.00, and a backup is taken at noon of 5 April. */
async function backedUp(name: string, acquiring: Acquiring, paidBefore: (story: Story) => Promise<void>) {
  const dataDir = join(work, name);
  const story = await begin({ accounts: { A1: UPKEEP, A2: UPKEEP, A3: UPKEEP } }, acquiring, dataDir);
  await story.throughMonth('2026-03');
  story.stack.setTime('2026-04-05', '12:00:00');
  await paidBefore(story);
  await story.stack.kvitok.drain();
  const file = join(work, `${name}.kvitok`);
  await takeBackup({ dataDir, file, withKeys: true, environment: {}, takenAt: TAKEN_AT });
  return { story, file, payments: clientOf(story.stack.kvitok) };
}

/** The folder of the backup, opened on the same day of the same company. */
async function restored(name: string, file: string, acquiring: Acquiring, { stack }: Story): Promise<Kvitok> {
  const dataDir = join(work, `${name}-restored`);
  await restoreBackup({ file, dataDir, environment: {} });
  const kvitok = await createKvitok({ dataDir, clock: stack.clock, follow: false, acquiring });
  opened.push(kvitok);
  await kvitok.drain();
  return kvitok;
}

function clientOf({ app }: Kvitok): PaymentsClient {
  return app.get<PaymentsClient>(PAYMENTS_CLIENT, { strict: false });
}

async function debtsOf({ app }: Kvitok, asOf: string): Promise<Record<string, readonly string[]>> {
  const debts: Record<string, readonly string[]> = {};
  for await (const aged of app.get(AgingQuery).all(asOf)) debts[aged.account] = inWords(aged, 'main');
  return debts;
}

/** The night of the day, and all that has to hold after it. */
async function expectRest(kvitok: Kvitok, story: Story): Promise<void> {
  const stack = WholeStack.of(kvitok, story.stack.clock, kvitok.zone.current());
  await stack.night('2026-04-08');
  await stack.expectAtRest('2026-04-08');
}

const NONE = { known: 0, gone_on: 0, recorded: 0, under_way: 0, set_aside: 0, nothing_paid: 0, refused: 0 };
const atBank = (address: string) => new URL(address).searchParams.get('orderId') ?? '';

it('after a restore, what was paid since the backup counts again, on its own day, once', async () => {
  const { server, acquiring } = await bank();
  server.now = '2026-04-05T07:00:00.000Z';
  let [before, lost] = ['', ''];
  const { story, file, payments } = await backedUp('lost', acquiring, async ({ stack: { kvitok } }) => {
    const pay = (key: string, account: string, amountKopecks: number) =>
      clientOf(kvitok).startPayment({ account, payee: 'main', amountKopecks }, pressed(key));
    before = atBank((await pay('before', 'A1', 100_00)).redirectUrl);
    server.become(before, 'succeeded');
    await clientOf(kvitok).notified({ type: 'notification', event: 'payment.succeeded', object: { id: before } });
    // Begun before the backup, and paid after it.
    lost = atBank((await pay('begun', 'A2', 300_00)).redirectUrl);
  });
  const told = async (id: string) => {
    server.become(id, 'succeeded');
    await payments.notified({ type: 'notification', event: 'payment.succeeded', object: { id } });
  };
  const pay = async (key: string, account: string, amountKopecks: number) =>
    atBank((await payments.startPayment({ account, payee: 'main', amountKopecks }, pressed(key))).redirectUrl);
  story.stack.setTime('2026-04-06', '12:00:00');
  server.now = '2026-04-06T09:00:00.000Z';
  await told(lost);
  for (const [key, account, amount] of [
    ['one', 'A1', 400_00],
    ['two', 'A3', 1_250_00],
  ] as const) {
    await told(await pay(key, account, amount));
  }
  // A part of a payment went back; another payment is on the page of the bank; one was given up.
  const part = await pay('part', 'A2', 200_00);
  await told(part);
  server.refund(part, '50.00');
  await payments.notified({ type: 'notification', event: 'refund.succeeded', object: { id: part, payment_id: part } });
  const open = await pay('open', 'A1', 70_00);
  server.become(await pay('given-up', 'A1', 80_00), 'canceled');
  await story.stack.kvitok.drain();
  const live = story.stack.kvitok;
  const asOf = '2026-04-08';
  const alive = await debtsOf(live, asOf);
  expect(alive).toEqual({ A1: ['2026-03: 500.00'], A2: ['2026-03: 550.00'], A3: ['advance 250.00'] });
  await live.close();

  story.stack.setTime('2026-04-08', '12:00:00');
  const kvitok = await restored('lost', file, acquiring, story);
  expect(await debtsOf(kvitok, asOf)).toEqual({
    A1: ['2026-03: 900.00'],
    A2: ['2026-03: 1000.00'],
    A3: ['2026-03: 1000.00'],
  });
  const head = await kvitok.stack.store.head();
  const outcomes = { ...NONE, known: 1, gone_on: 1, recorded: 3, under_way: 1, nothing_paid: 1 };
  const since = '2026-04-05T06:00:00.000Z';
  const tried = await reconcilePayments(kvitok, { since, dryRun: true, cause: CAUSE });
  expect(tried).toMatchObject({ dryRun: true, outcomes, unread: 0 });
  expect(await kvitok.stack.store.head()).toBe(head);

  const { payments: taken, ...report } = await reconcilePayments(kvitok, { since, dryRun: false, cause: CAUSE });
  expect(report).toMatchObject({ outcomes });
  expect(taken).toEqual(tried.payments);
  expect(taken.map(({ account, amountKopecks, paidOn, outcome }) => [account, amountKopecks, paidOn, outcome])).toEqual(
    [
      ['A2', 300_00, '2026-04-06', 'gone_on'],
      ['A1', 400_00, '2026-04-06', 'recorded'],
      ['A3', 1_250_00, '2026-04-06', 'recorded'],
      ['A2', 200_00, '2026-04-06', 'recorded'],
      ['A1', 70_00, '2026-04-08', 'under_way'],
    ],
  );
  await kvitok.drain();
  expect(await debtsOf(kvitok, asOf)).toEqual(alive);
  expect(await kvitok.stack.consumerState.parkedKeys()).toEqual([]);

  // Once: the list again, the bank's notifications again, and the press of whoever still has the page open.
  const settled = await kvitok.stack.store.head();
  const again = await reconcilePayments(kvitok, { since, dryRun: false, cause: CAUSE });
  expect(again).toMatchObject({ outcomes: { ...NONE, known: 6, nothing_paid: 1 }, payments: [] });
  await clientOf(kvitok).notified({ type: 'notification', event: 'payment.succeeded', object: { id: part } });
  expect(
    atBank(
      (await clientOf(kvitok).startPayment({ account: 'A1', payee: 'main', amountKopecks: 70_00 }, pressed('open')))
        .redirectUrl,
    ),
  ).toBe(open);
  await kvitok.drain();
  expect(await kvitok.stack.store.head()).toBe(settled);
  await expectRest(kvitok, story);
});

it('what is nobody’s stands aside with its own day until a person puts it on an account', async () => {
  const { server, acquiring } = await bank();
  const { story, file } = await backedUp('nobody', acquiring, () => Promise.resolve());
  const { kvitok: live } = story.stack;
  server.now = '2026-04-06T09:00:00.000Z';
  story.stack.setTime('2026-04-06', '12:00:00');
  const order = { account: 'A1', payee: 'main' as const, amountKopecks: 90_00, orderId: 'order-1' };
  const ordered = atBank((await clientOf(live).startPayment(order, pressed('order'))).redirectUrl);
  server.become(ordered, 'succeeded');
  await live.close();
  const rouble = (value: string) => ({ value, currency: 'RUB' });
  const kept = (account: string, reference: string) => ({ metadata: { account, payee: 'main', reference } });
  const stranger = server.madeOtherwise(rouble('10.00'), kept('A9', 'of-a-stranger'));
  const earlier = server.madeOtherwise(rouble('20.00'), { metadata: { reference: 'of-an-earlier-release' } });
  const invoice = server.madeOtherwise(rouble('30.00'), { refunded_amount: rouble('5.00') });
  server.madeOtherwise(rouble('40.00'), { refunded_amount: rouble('40.00') });
  server.madeOtherwise({ value: '50.00', currency: 'USD' });

  story.stack.setTime('2026-04-08', '12:00:00');
  const kvitok = await restored('nobody', file, acquiring, story);
  const asked = { since: TAKEN_AT, dryRun: false, cause: CAUSE };
  const report = await reconcilePayments(kvitok, asked);
  expect(report).toMatchObject({ outcomes: { ...NONE, set_aside: 4, nothing_paid: 1 }, unread: 1 });
  await kvitok.drain();
  const registries = kvitok.app.get<RegistriesClient>(REGISTRIES_CLIENT, { strict: false });
  const { payments } = await registries.setAside({});
  const stated = payments.map(({ paymentId, statedAccount, amountKopecks, because, receivedOn, reference }) => [
    ...[paymentId, statedAccount, amountKopecks, because, receivedOn, reference],
  ]);
  expect(new Set(stated)).toEqual(
    new Set([
      [`bank-yookassa-${ordered}`, 'A1', 90_00, 'unknown_order', '2026-04-06', ordered],
      [`bank-yookassa-${stranger}`, 'A9', 10_00, 'unknown_account', '2026-04-06', stranger],
      [`bank-yookassa-${earlier}`, '', 20_00, 'unknown_account', '2026-04-06', earlier],
      [`bank-yookassa-${invoice}`, '', 25_00, 'unknown_account', '2026-04-06', invoice],
    ]),
  );
  const match = { account: 'A2', reason: 'Нашли плательщика по выписке банка' };
  await kvitok.app.get(RegistryDesk, { strict: false }).assign(`bank-yookassa-${invoice}`, match, pressed('match'));
  await kvitok.drain();
  expect((await debtsOf(kvitok, '2026-04-08'))['A2']).toEqual(['2026-03: 975.00']);
  expect((await clientOf(kvitok).history('A2')).entries).toMatchObject([{ channel: 'online', paidOn: '2026-04-06' }]);

  const head = await kvitok.stack.store.head();
  expect(await reconcilePayments(kvitok, asked)).toMatchObject({ outcomes: { ...NONE, known: 4, nothing_paid: 1 } });
  expect(await kvitok.stack.store.head()).toBe(head);
  await expectRest(kvitok, story);
});

it('a payment that contradicts what is known is told, and records nothing', async () => {
  const { server, acquiring } = await bank();
  let reference = '';
  const { story } = await backedUp('conflict', acquiring, async ({ stack: { kvitok } }) => {
    const asked = { account: 'A1', payee: 'main' as const, amountKopecks: 100_00 };
    reference = (await clientOf(kvitok).startPayment(asked, pressed('one'))).paymentId;
  });
  const { kvitok } = story.stack;
  const amount = { value: '999.00', currency: 'RUB' };
  server.madeOtherwise(amount, { metadata: { account: 'A1', payee: 'main', reference } });
  const refused = { outcome: 'refused', code: 'PAYMENTS_ONLINE_PAYMENT_CONFLICT', amountKopecks: 999_00 };
  for (const dryRun of [true, false]) {
    const report = await reconcilePayments(kvitok, { since: TAKEN_AT, dryRun, cause: CAUSE });
    expect(report.payments).toMatchObject([refused]);
  }
  await kvitok.drain();
  expect(await debtsOf(kvitok, '2026-04-05')).toMatchObject({ A1: ['2026-03: 1000.00'] });
  expect((await clientOf(kvitok).needingAttention()).payments).toMatchObject([{ attention: 'does_not_fit' }]);
});

it('the list of the training bank is taken as well', async () => {
  const acquirer = new SandboxAcquirer('http://bank.local');
  const acquiring = { acquirer, returnAddress: RETURN };
  const { story, file, payments } = await backedUp('training', acquiring, () => Promise.resolve());
  await payments.startPayment({ account: 'A1', payee: 'main', amountKopecks: 400_00 }, pressed('one'));
  for (const { acquirerPaymentId } of acquirer.all()) await acquirer.act(acquirerPaymentId, 'approve_silently');
  await story.stack.kvitok.close();
  const kvitok = await restored('training', file, acquiring, story);
  const report = await reconcilePayments(kvitok, { since: TAKEN_AT, dryRun: false, cause: CAUSE });
  expect(report).toMatchObject({ outcomes: { ...NONE, recorded: 1 } });
  await kvitok.drain();
  expect(await debtsOf(kvitok, '2026-04-05')).toMatchObject({ A1: ['2026-03: 600.00'] });
});
