import { AcquirerRefusedError, AcquirerUnavailableError, NewAcquirerPayment } from './acquirer.port';
import { FakeYooKassa } from './testing/fake-yookassa';
import { YooKassaAcquirer } from './yookassa.acquirer';

const SHOP = { shopId: '100500', secretKey: 'test_secret_key' };
const PAYMENT: NewAcquirerPayment = {
  reference: 'c0ffee',
  amountKopecks: 1_234_05,
  description: 'Жилищно-коммунальные услуги, лицевой счёт 0045120023',
  purpose: {
    account: '0045120023',
    recipient: {
      name: 'УК «Заря»',
      inn: '6320000001',
      kpp: '632001001',
      bankName: 'Поволжский банк с очень длинным названием, длиннее сорока пяти знаков',
      bic: '043601607',
      bankAccount: '40702810000000000001',
      correspondentAccount: '30101810200000000607',
    },
  },
  returnAddress: 'https://lk.example.ru/pay/result/c0ffee',
  saveMethod: false,
  methodId: null,
  labels: { account: '0045120023' },
};

const ID = '2c5d0f2e-000f-5000-9000-1b68e7b15f3f';
const running: FakeYooKassa[] = [];

async function start(twoStages = false, timeoutMilliseconds?: number) {
  const server = new FakeYooKassa(SHOP, twoStages);
  running.push(server);
  const endpoint = await server.start();
  const timeout = timeoutMilliseconds === undefined ? {} : { timeoutMilliseconds };
  return { server, bank: new YooKassaAcquirer({ ...SHOP, endpoint, ...timeout }), endpoint };
}

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});

describe('YooKassa by its published contract', () => {
  it('makes a payment of utilities with an order that names account and recipient, and leads to its page', async () => {
    const { bank, server } = await start();
    const made = await bank.create(PAYMENT);
    expect(made).toMatchObject({ reference: 'c0ffee', state: 'pending', amountKopecks: 1_234_05, refundedKopecks: 0 });
    expect(new URL(made.pageAddress ?? '').origin).toBe('https://yoomoney.ru');
    const [asked] = server.requests;
    expect(asked).toMatchObject({ method: 'POST', path: '/v3/payments', key: 'c0ffee' });
    expect(asked?.body).toEqual({
      amount: { value: '1234.05', currency: 'RUB' },
      capture: true,
      description: 'Жилищно-коммунальные услуги, лицевой счёт 0045120023',
      metadata: { account: '0045120023', reference: 'c0ffee' },
      confirmation: { type: 'redirect', return_url: 'https://lk.example.ru/pay/result/c0ffee' },
      payment_order: {
        type: 'utilities',
        amount: { value: '1234.05', currency: 'RUB' },
        payment_purpose: 'Оплата жилищно-коммунальных услуг, лицевой счёт 0045120023',
        recipient: {
          name: 'УК «Заря»',
          inn: '6320000001',
          kpp: '632001001',
          bank: {
            name: 'Поволжский банк с очень длинным названием, дл',
            bic: '043601607',
            account: '40702810000000000001',
            correspondent_account: '30101810200000000607',
          },
        },
        account_number: '0045120023',
      },
    });
  });

  it('makes one payment of a request that is repeated, also when the first answer was lost', async () => {
    const { bank, server } = await start();
    server.faults.push(null);
    await expect(bank.create(PAYMENT)).rejects.toThrow(AcquirerUnavailableError);
    const first = await bank.create(PAYMENT);
    const again = await bank.create(PAYMENT);
    expect(again.acquirerPaymentId).toBe(first.acquirerPaymentId);
  });

  it.each([
    ['succeeded', 'captured', null],
    ['waiting_for_capture', 'authorized', null],
    ['canceled', 'declined', 'insufficient_funds'],
  ] as const)('says of a payment that became %s that it is %s', async (status, state, declineReason) => {
    const { bank, server } = await start();
    const { acquirerPaymentId } = await bank.create(PAYMENT);
    server.become(acquirerPaymentId, status);
    expect(await bank.find(acquirerPaymentId)).toMatchObject({ state, declineReason, reference: 'c0ffee' });
  });

  it('takes the money of a shop with two stages, once', async () => {
    const { bank, server } = await start(true);
    const { acquirerPaymentId } = await bank.create(PAYMENT);
    server.become(acquirerPaymentId, 'succeeded');
    expect(await bank.find(acquirerPaymentId)).toMatchObject({ state: 'authorized' });
    expect(await bank.capture(acquirerPaymentId)).toMatchObject({ state: 'captured' });
    expect(await bank.capture(acquirerPaymentId)).toMatchObject({ state: 'captured' });
  });

  it('lets go of money that is held, and of none that was taken', async () => {
    const { bank, server } = await start(true);
    const { acquirerPaymentId } = await bank.create(PAYMENT);
    server.become(acquirerPaymentId, 'succeeded');
    const cancelled = { state: 'declined', declineReason: 'canceled_by_merchant' };
    expect(await bank.cancel(acquirerPaymentId)).toMatchObject(cancelled);
    expect(await bank.cancel(acquirerPaymentId)).toMatchObject(cancelled);
    const { acquirerPaymentId: taken } = await bank.create({ ...PAYMENT, reference: 'taken' });
    server.become(taken, 'succeeded');
    await bank.capture(taken);
    await expect(bank.cancel(taken)).rejects.toThrow(AcquirerRefusedError);
  });

  it('keeps a method of payment where the payer has agreed, and charges it without the payer', async () => {
    const { bank, server } = await start();
    const first = await bank.create({ ...PAYMENT, saveMethod: true });
    server.become(first.acquirerPaymentId, 'succeeded');
    const method = (await bank.find(first.acquirerPaymentId))?.method;
    expect(method).toEqual({ methodId: first.acquirerPaymentId, title: 'Bank card *4477' });
    const charged = await bank.create({ ...PAYMENT, reference: 'charge-1', methodId: method?.methodId ?? null });
    expect(charged).toMatchObject({ state: 'captured', pageAddress: null });
    expect(server.requests.at(-1)?.body).not.toHaveProperty('confirmation');
  });

  it('keeps no method of a payer who has not agreed', async () => {
    const { bank, server } = await start();
    const { acquirerPaymentId } = await bank.create(PAYMENT);
    server.become(acquirerPaymentId, 'succeeded');
    expect((await bank.find(acquirerPaymentId))?.method).toBeNull();
  });

  it('tells what was given back', async () => {
    const { bank, server } = await start();
    const { acquirerPaymentId } = await bank.create(PAYMENT);
    server.become(acquirerPaymentId, 'succeeded');
    server.refund(acquirerPaymentId, '200.50');
    expect(await bank.find(acquirerPaymentId)).toMatchObject({ state: 'captured', refundedKopecks: 200_50 });
  });

  it('knows nothing of a payment of another shop, and puts no odd id into an address', async () => {
    const { bank, server } = await start();
    expect(await bank.find('00000000-0000-0000-0000-000000000000')).toBeNull();
    expect(await bank.find('../payments?limit=1')).toBeNull();
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    [500, false],
    [502, true],
    [429, true],
    [202, false],
  ])('leaves open what a status of %d means; that the bank answers nobody: %s', async (status, isDown) => {
    const { bank, server } = await start();
    server.faults.push(status);
    await expect(bank.create(PAYMENT)).rejects.toMatchObject({ name: 'AcquirerUnavailableError', isDown });
  });

  it('waits no longer than it may, and says that the bank answers nobody', async () => {
    const { bank, server } = await start(false, 50);
    server.speak = () => undefined;
    await expect(bank.find(ID)).rejects.toMatchObject({ name: 'AcquirerUnavailableError', isDown: true });
  });

  it('stops reading an answer that never ends', async () => {
    const { bank, server } = await start();
    const megabyte = Buffer.alloc(1024 * 1024, ' ');
    let written = 0;
    server.speak = (response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write(megabyte)) written += 1;
        written += 1;
      };
      response.on('drain', more);
      more();
    };
    await expect(bank.find(ID)).rejects.toThrow('yookassa: the answer is too long');
    // What lies in buffers between the two is a few megabytes; then nobody takes any more.
    expect(written).toBeLessThan(20);
  });

  it('looks through every page of a list, between the instants alone', async () => {
    const { bank, server } = await start();
    const lost = { reference: 'payment-3', from: '2026-04-05T07:55:00.000Z', to: '2026-04-05T09:00:00.000Z' };
    for (let index = 0; index < 205; index += 1)
      await bank.create({ ...PAYMENT, reference: `payment-${String(index)}` });
    server.requests.length = 0;
    expect(await bank.look(lost)).toMatchObject({ reference: 'payment-3', state: 'pending' });
    expect(server.requests.map(({ path }) => new URL(path, 'http://b').searchParams.get('cursor'))).toEqual([
      null,
      '100',
      '200',
    ]);
    expect(await bank.look({ ...lost, from: '2026-04-05T08:00:01.000Z' })).toBeNull();
    expect(await bank.look({ ...lost, to: '2026-04-05T07:59:59.000Z' })).toBeNull();
  });

  it('names each payment once of which money went back since an instant', async () => {
    const { bank, server } = await start();
    const ids = [];
    for (const reference of ['one', 'two']) {
      const { acquirerPaymentId } = await bank.create({ ...PAYMENT, reference });
      server.become(acquirerPaymentId, 'succeeded');
      ids.push(acquirerPaymentId);
    }
    const [one = '', two = ''] = ids;
    server.refund(one, '100.00');
    server.now = '2026-04-07T08:00:00.000Z';
    server.refund(two, '100.00');
    server.refund(two, '200.00');
    expect(await bank.refundedSince('2026-04-06T00:00:00.000Z')).toEqual([two]);
    expect((await bank.refundedSince('2026-04-01T00:00:00.000Z')).toSorted()).toEqual([one, two].toSorted());
  });

  it('lists what was made since an instant, page by page and the earliest first, with what it keeps of each', async () => {
    const { bank, server } = await start();
    await bank.create({ ...PAYMENT, reference: 'earlier' });
    server.now = '2026-04-06T08:00:00.000Z';
    for (let index = 0; index < 203; index += 1)
      await bank.create({ ...PAYMENT, reference: `payment-${String(index)}` });
    const [first = ''] = server.paymentIds.slice(1);
    server.now = '2026-04-06T09:30:00.000+03:00';
    server.become(first, 'succeeded');
    const invoiced = server.madeOtherwise({ value: '10.00', currency: 'RUB' }, { metadata: { order: 'ours?' } });
    server.madeOtherwise({ value: '10.00', currency: 'USD' });
    server.requests.length = 0;
    const { payments, unread } = await bank.madeSince('2026-04-06T00:00:00.000Z');
    const cursors = server.requests.map(({ path }) => new URL(path, 'http://b').searchParams.get('cursor'));
    expect(cursors).toEqual([null, '100', '200']);
    expect([payments.length, unread]).toEqual([204, 1]);
    expect(payments[0]).toMatchObject({
      payment: {
        ...{ acquirerPaymentId: first, reference: 'payment-0', state: 'captured', amountKopecks: 1_234_05 },
        capturedAt: '2026-04-06T06:30:00.000Z',
      },
      labels: { account: '0045120023' },
    });
    expect(payments[202]).toMatchObject({ payment: { reference: 'payment-202', state: 'pending', capturedAt: null } });
    expect(payments[203]).toMatchObject({
      payment: { acquirerPaymentId: invoiced, reference: null },
      labels: { order: 'ours?' },
    });
  });

  it.each(['2026-04-05', 'yesterday', '', null, 1_775_376_000])(
    'notes money whose time is told as %j, which is none',
    async (told) => {
      const { bank, server } = await start();
      const id = server.madeOtherwise({ value: '10.00', currency: 'RUB' }, { captured_at: told });
      expect(await bank.find(id)).toMatchObject({ state: 'captured', capturedAt: null });
    },
  );

  it('says that it cannot be looked through where pages never end', async () => {
    const { bank, server } = await start();
    server.speak = (response) =>
      response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"items":[],"next_cursor":"more"}');
    await expect(bank.madeSince('2026-04-06T00:00:00.000Z')).rejects.toThrow('more than 200 pages');
  });

  it('is told by a status of 4xx that repeating does not help, by which parameter, and never by the key', async () => {
    const { bank, endpoint } = await start();
    await expect(bank.create({ ...PAYMENT, methodId: 'nobody' })).rejects.toThrow(
      new AcquirerRefusedError('yookassa', '400 invalid_request:payment_method_id'),
    );
    const stranger = new YooKassaAcquirer({ ...SHOP, secretKey: 'test_other_key', endpoint });
    await expect(stranger.create(PAYMENT)).rejects.toThrow(/^yookassa refused: 401 invalid_credentials$/);
  });

  it('does not lead a payer to a page of somebody else', async () => {
    const server = new FakeYooKassa(SHOP);
    running.push(server);
    const bank = new YooKassaAcquirer({
      ...SHOP,
      endpoint: await server.start(),
      pageOrigins: ['https://bank.example'],
    });
    expect((await bank.create(PAYMENT)).pageAddress).toBeNull();
  });
});

describe('a notification of YooKassa', () => {
  const bank = new YooKassaAcquirer(SHOP);
  const told = (event: string, object: object) => ({ type: 'notification', event, object });

  it.each(['payment.waiting_for_capture', 'payment.succeeded', 'payment.canceled'])('%s names a payment', (event) => {
    expect(bank.subjectOf(told(event, { id: ID, status: 'whatever it says' }))).toBe(ID);
  });

  it('refund.succeeded names the payment that was given back', () => {
    const refund = { id: '1da5c87d-0984-50e8-a7f3-8de646dd9ec9', payment_id: ID };
    expect(bank.subjectOf(told('refund.succeeded', refund))).toBe(ID);
  });

  it.each([
    [null],
    ['payment.succeeded'],
    [told('payout.succeeded', { id: ID })],
    [told('payment.succeeded', { id: '../../me' })],
    [told('payment.succeeded', {})],
    [told('refund.succeeded', { id: ID })],
  ])('%j names none', (notification) => {
    expect(bank.subjectOf(notification)).toBeNull();
  });
});
