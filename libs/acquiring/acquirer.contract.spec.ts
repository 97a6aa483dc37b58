import { Acquirer, NewAcquirerPayment } from './acquirer.port';
import { SandboxAcquirer } from './sandbox.acquirer';
import { FakeYooKassa } from './testing/fake-yookassa';
import { YooKassaAcquirer } from './yookassa.acquirer';

/** What the clocks of the banks say. */
const NOW = '2026-04-05T08:00:00.000Z';

interface Bank {
  readonly acquirer: Acquirer;
  /** What happens at the bank. */
  pay(id: string): Promise<unknown>;
  decline(id: string): Promise<unknown>;
  giveBack(id: string): Promise<unknown>;
  notificationOf(id: string): unknown;
  close(): Promise<void>;
}

const PAYMENT: NewAcquirerPayment = {
  reference: 'c0ffee',
  amountKopecks: 1_234_05,
  description: 'Взнос на капитальный ремонт, лицевой счёт 0017',
  purpose: null,
  returnAddress: 'https://lk.example.ru/pay/result/c0ffee',
  saveMethod: true,
  methodId: null,
  labels: { account: '0017', payee: 'capital_repair' },
};

function training(): Promise<Bank> {
  const acquirer = new SandboxAcquirer('http://bank.local');
  acquirer.keepTime(() => NOW);
  return Promise.resolve({
    acquirer,
    pay: (id) => acquirer.act(id, 'approve'),
    decline: (id) => acquirer.act(id, 'decline'),
    giveBack: (id) => acquirer.act(id, 'refund'),
    notificationOf: (paymentId) => ({ paymentId }),
    close: () => Promise.resolve(),
  });
}

async function yooKassa(): Promise<Bank> {
  const shop = { shopId: '100500', secretKey: 'test_secret_key' };
  const server = new FakeYooKassa(shop);
  server.now = NOW;
  const acquirer = new YooKassaAcquirer({ ...shop, endpoint: await server.start() });
  return {
    acquirer,
    pay: (id) => Promise.resolve(server.become(id, 'succeeded')),
    decline: (id) => Promise.resolve(server.become(id, 'canceled')),
    giveBack: (id) => Promise.resolve(server.refund(id, '1234.05')),
    notificationOf: (id) => ({ type: 'notification', event: 'payment.succeeded', object: { id } }),
    close: () => server.stop(),
  };
}

describe.each([
  ['the training bank', training],
  ['YooKassa', yooKassa],
])('%s keeps the promises of the port', (_, open) => {
  let bank: Bank;

  beforeEach(async () => {
    bank = await open();
  });

  afterEach(() => bank.close());

  it('a payment waits on a page of the bank, and the same name again is the same payment', async () => {
    const { acquirer } = bank;
    const made = await acquirer.create(PAYMENT);
    const pending = { state: 'pending', amountKopecks: 1_234_05, method: null, capturedAt: null };
    expect(made).toMatchObject({ reference: 'c0ffee', ...pending });
    expect(acquirer.pageOrigins).toContain(new URL(made.pageAddress ?? '').origin);
    expect((await acquirer.create(PAYMENT)).acquirerPaymentId).toBe(made.acquirerPaymentId);
    expect((await acquirer.create({ ...PAYMENT, reference: 'other' })).acquirerPaymentId).not.toBe(
      made.acquirerPaymentId,
    );
    expect(await acquirer.find(made.acquirerPaymentId)).toEqual(made);
  });

  it('money is captured at an instant that stays the same, the method is kept and charged without the payer, and all of it may go back', async () => {
    const { acquirer } = bank;
    const { acquirerPaymentId: id } = await acquirer.create(PAYMENT);
    await bank.pay(id);
    const paid = await acquirer.find(id);
    expect(paid).toMatchObject({ state: 'captured', refundedKopecks: 0, capturedAt: NOW });
    const methodId = paid?.method?.methodId ?? '';
    const charged = await acquirer.create({ ...PAYMENT, reference: 'charge', saveMethod: false, methodId });
    expect(charged).toMatchObject({ state: 'captured', pageAddress: null, reference: 'charge', capturedAt: NOW });
    await bank.giveBack(id);
    expect(await acquirer.find(id)).toMatchObject({ state: 'captured', refundedKopecks: 1_234_05, capturedAt: NOW });
  });

  it('a payment whose answer was lost is found by its name, and what went back is told once', async () => {
    const { acquirer } = bank;
    const always = { from: '2020-01-01T00:00:00.000Z', to: '2099-01-01T00:00:00.000Z' };
    expect(await acquirer.look({ reference: 'c0ffee', ...always })).toBeNull();
    const made = await acquirer.create(PAYMENT);
    await acquirer.create({ ...PAYMENT, reference: 'other' });
    expect(await acquirer.look({ reference: 'c0ffee', ...always })).toEqual(made);
    await bank.pay(made.acquirerPaymentId);
    expect(await acquirer.refundedSince(always.from)).toEqual([]);
    await bank.giveBack(made.acquirerPaymentId);
    expect(await acquirer.refundedSince(always.from)).toEqual([made.acquirerPaymentId]);
  });

  it('what was made since an instant is listed, the earliest first, with what was given to the bank to keep', async () => {
    const { acquirer } = bank;
    const made = await acquirer.create(PAYMENT);
    const other = await acquirer.create({ ...PAYMENT, reference: 'other', labels: {} });
    await bank.pay(other.acquirerPaymentId);
    const { payments, unread } = await acquirer.madeSince('2020-01-01T00:00:00.000Z');
    expect(unread).toBe(0);
    expect(payments).toMatchObject([
      { payment: made, labels: PAYMENT.labels },
      { payment: { reference: 'other', state: 'captured', capturedAt: NOW }, labels: {} },
    ]);
  });

  it('a declined payment says why, and keeps no method', async () => {
    const { acquirer } = bank;
    const { acquirerPaymentId: id } = await acquirer.create(PAYMENT);
    await bank.decline(id);
    const declined = await acquirer.find(id);
    expect(declined).toMatchObject({ state: 'declined', method: null, capturedAt: null });
    expect(declined?.declineReason).toMatch(/^[a-z_]+$/);
  });

  it('a notification names its payment, anything else names none, and what it does not know is nothing', async () => {
    const { acquirer } = bank;
    const { acquirerPaymentId: id } = await acquirer.create(PAYMENT);
    expect(acquirer.subjectOf(bank.notificationOf(id))).toBe(id);
    for (const other of [null, 'text', 7, [], {}]) expect(acquirer.subjectOf(other)).toBeNull();
    expect(await acquirer.find('00000000-0000-4000-8000-000000000000')).toBeNull();
  });
});
