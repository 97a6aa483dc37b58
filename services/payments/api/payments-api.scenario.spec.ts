import request from 'supertest';
import { accountOpened } from '#libs/contracts';
import { createUpcasting } from '#libs/event-store';
import { createDocument, SettableClock } from '#libs/platform';
import { startOneService } from '../../../libs/testing/one-service';
import { PAYMENTS_CONSUMER } from '../automation/payments-consumer';
import { PAYMENTS_UPCASTERS } from '../domain/earlier-versions';
import { OnlinePaymentCommand, onlinePaymentStream } from '../domain/online-payment.commands';
import { onlinePaymentDecider } from '../domain/online-payment.decider';
import { PaymentsModule } from '../payments.module';
import { PAYMENTS_PROJECTIONS } from '../projections';
import { CONSUMER } from './payments.controller';

const ZONE = 'Europe/Samara';

async function startPayments() {
  const clock = new SettableClock('2026-03-10T08:00:00.000Z', '2026-03-10');
  const service = await startOneService({
    module: PaymentsModule,
    consumer: PAYMENTS_CONSUMER,
    stack: { dataDir: null, clock, projections: PAYMENTS_PROJECTIONS, upcasting: createUpcasting(PAYMENTS_UPCASTERS) },
    told: [accountOpened],
  });
  const { app } = service;
  return {
    ...service,
    clock,
    post: (path: string, key: string, body: object) =>
      request(app.getHttpServer()).post(path).set('Idempotency-Key', key).send(body),
    get: (path: string) => request(app.getHttpServer()).get(path),
  };
}

const OPENED = { account: '0017', houseId: 'h-1', openedOn: '2026-01-01', windowFromDay: 15, windowToDay: 25 };
const PAYMENT = { paymentId: 'sber-1', account: '0017', amountKopecks: 150_000, channel: 'cash_desk' };

describe('payments over HTTP', () => {
  let payments: Awaited<ReturnType<typeof startPayments>>;
  beforeEach(async () => {
    payments = await startPayments();
    await payments.tell(accountOpened, OPENED);
    await payments.catchUp();
  });
  afterEach(() => payments.close());

  it('notes an account once, however often it is told of it', async () => {
    await payments.tell(accountOpened, OPENED);
    await payments.catchUp();
    expect(await payments.stack.store.readStream('payments_account-0017')).toHaveLength(1);
  });

  it('takes a payment of today to the company unless it says otherwise', async () => {
    const { status, body } = await payments.post('/payments', 'key-0001', PAYMENT);
    expect([status, body]).toEqual([201, { position: 3, eventIds: [expect.any(String)] }]);
    const [event] = await payments.stack.store.readStream('payments_payment-sber-1');
    expect(event?.data).toEqual({
      ...PAYMENT,
      payee: 'main',
      receivedOn: '2026-03-10',
      namedPeriod: null,
      effectiveOn: '2026-03-10',
    });
  });

  it('posts a webhook that is repeated once, under the same key or another', async () => {
    const body = { ...PAYMENT, receivedOn: '2026-03-09', channel: 'online' };
    const answers = [];
    for (const key of ['key-0001', 'key-0001', 'key-0002']) answers.push(await payments.post('/payments', key, body));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(answers[1]?.body).toEqual(answers[0]?.body);
    expect(await payments.stack.store.head()).toBe(3);
  });

  it('refuses the same payment with another amount', async () => {
    await payments.post('/payments', 'key-0001', PAYMENT);
    const { status, body } = await payments.post('/payments', 'key-0002', { ...PAYMENT, amountKopecks: 1 });
    expect([status, body.code]).toEqual([409, 'PAYMENTS_PAYMENT_CONFLICT']);
  });

  it('refuses a payment for an account that billing has not told of', async () => {
    const { status, body } = await payments.post('/payments', 'key-0001', { ...PAYMENT, account: '0018' });
    expect([status, body.code]).toEqual([404, 'PAYMENTS_UNKNOWN_ACCOUNT']);
    expect(await payments.stack.store.head()).toBe(2);
  });

  it.each([
    ['half a kopeck', { amountKopecks: 0.5 }],
    ['an amount as text', { amountKopecks: '150000' }],
    ['nothing', { amountKopecks: 0 }],
    ['a billion roubles', { amountKopecks: 100_000_000_000 }],
    ['a payee nobody knows', { payee: 'other' }],
    ['a month that is none', { namedPeriod: '2026-13' }],
    ['the channel of the import', { channel: 'import' }],
    ['a field nobody declared', { today: '2030-01-01' }],
  ])('refuses a form with %s', async (_what, fault) => {
    const { status, body } = await payments.post('/payments', 'key-0001', { ...PAYMENT, ...fault });
    expect([status, body.code]).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('refuses a payment from a day to come', async () => {
    const { status, body } = await payments.post('/payments', 'key-0001', { ...PAYMENT, receivedOn: '2026-03-11' });
    expect([status, body.code]).toEqual([422, 'PAYMENTS_DATE_IN_FUTURE']);
  });

  it('recalls a payment once', async () => {
    await payments.post('/payments', 'key-0001', PAYMENT);
    payments.clock.set('2026-03-12', '10:00:00', ZONE);
    const recall = { reason: 'Отозван банком' };
    const first = await payments.post('/payments/sber-1/reversal', 'key-0002', recall);
    expect([first.status, first.body.eventIds.length]).toEqual([201, 1]);
    payments.clock.set('2026-03-13', '10:00:00', ZONE);
    const again = await payments.post('/payments/sber-1/reversal', 'key-0002', recall);
    expect(again.body).toEqual(first.body);
    const other = await payments.post('/payments/sber-1/reversal', 'key-0003', recall);
    expect([other.status, other.body.code]).toEqual([409, 'PAYMENTS_ALREADY_REVERSED']);
    const unknown = await payments.post('/payments/sber-2/reversal', 'key-0004', recall);
    expect([unknown.status, unknown.body.code]).toEqual([404, 'PAYMENTS_UNKNOWN_PAYMENT']);
  });

  it('shows the payments of an account, the latest first, with what counts and what was recalled', async () => {
    const pay = (paymentId: string, receivedOn: string, payee: string, amountKopecks: number) =>
      payments.post('/payments', `key-of-${paymentId}`, { ...PAYMENT, paymentId, receivedOn, payee, amountKopecks });
    await pay('p-1', '2026-01-15', 'main', 100);
    await pay('p-2', '2026-02-15', 'capital_repair', 20);
    await pay('p-3', '2026-03-05', 'main', 3);
    await payments.post('/payments/p-1/reversal', 'key-recall', { reversedOn: '2026-03-01', reason: 'recalled' });
    await payments.catchUp();
    const { body } = await payments.get('/payments/accounts/0017?minPosition=6');
    expect(body.payments).toMatchObject([
      { paymentId: 'p-3', state: 'received' },
      { paymentId: 'p-2', state: 'received' },
      { paymentId: 'p-1', state: 'reversed', reversedOn: '2026-03-01' },
    ]);
    expect(body.totals).toEqual([
      { payee: 'main', receivedKopecks: 3, reversedKopecks: 100 },
      { payee: 'capital_repair', receivedKopecks: 20, reversedKopecks: 0 },
    ]);
    const { body: part } = await payments.get('/payments/accounts/0017?from=2026-02-01&limit=1');
    expect(part).toMatchObject({
      payments: [{ paymentId: 'p-3' }],
      more: true,
      totals: [{ receivedKopecks: 3, reversedKopecks: 0 }, { receivedKopecks: 20 }],
    });
    const { body: until } = await payments.get('/payments/accounts/0017?to=2026-01-15');
    expect(until.payments).toHaveLength(1);
  });

  it('shows nothing of an account nobody has told of', async () => {
    const { status, body } = await payments.get('/payments/accounts/0018');
    expect([status, body.code]).toEqual([404, 'PAYMENTS_UNKNOWN_ACCOUNT']);
  });

  it('lists online payments that a person has to look at, and takes what the person found', async () => {
    const paymentId = 'p-1';
    const subject = { paymentId, account: '0017', payee: 'main' as const, amountKopecks: 150_000 };
    const terms = { ...subject, orderId: null, agreementId: null, acquirer: 'bank', keepsMethod: false };
    const state = (command: OnlinePaymentCommand) =>
      payments.stack.commands.execute({
        stream: onlinePaymentStream(paymentId),
        decider: onlinePaymentDecider,
        command,
        commandId: command.kind,
        actor: 'service:payments',
      });
    await state({ kind: 'InitiateOnlinePayment', ...terms, initiatedOn: '2026-03-09' });
    await payments.catchUp();
    expect((await payments.get('/online-payments')).body).toEqual({ payments: [], more: false, total: 0 });
    await state({ kind: 'CallForAttention', paymentId, reason: 'never_answered', today: '2026-03-10' });
    await payments.catchUp();
    const waiting = { ...subject, attention: 'never_answered', attentionSince: '2026-03-10' };
    expect((await payments.get('/online-payments?limit=1')).body).toMatchObject({ payments: [waiting], total: 1 });

    const close = (key: string, body: object, id = paymentId) =>
      payments.post(`/online-payments/${id}/attention/closing`, key, body);
    const found = { verdict: 'not_paid', finding: 'bank_has_no_payment' };
    expect((await close('key-0001', { ...found, verdict: 'perhaps' })).body.code).toBe('VALIDATION_FAILED');
    expect((await close('key-0002', { ...found, finding: 'Звонила Иванова' })).body.code).toBe('VALIDATION_FAILED');
    const unfit = { ...found, finding: 'given_back' };
    expect((await close('key-0006', unfit)).body.code).toBe('PAYMENTS_FINDING_DOES_NOT_FIT');
    expect((await close('key-0003', found, 'p-2')).status).toBe(404);
    const first = await close('key-0004', found);
    expect([first.status, first.body.eventIds.length]).toEqual([201, 2]);
    expect((await close('key-0004', found)).body).toEqual(first.body);
    expect((await close('key-0005', found)).body.code).toBe('PAYMENTS_ONLINE_PAYMENT_NEEDS_NO_ATTENTION');
    await payments.catchUp();
    expect((await payments.get('/online-payments')).body).toEqual({ payments: [], more: false, total: 0 });
    expect((await payments.get(`/online-payments/${paymentId}`)).body).toMatchObject({
      status: 'declined',
      declineReason: 'not_paid_says_the_office',
      attention: null,
    });
  });

  it('waits for the consumer under which its reactions subscribe', () => {
    expect(CONSUMER).toBe(PAYMENTS_CONSUMER.description);
  });

  it('documents every operation with its answers', () => {
    const { paths } = createDocument(payments.app);
    expect(Object.keys(paths).sort()).toEqual([
      '/online-payments',
      '/online-payments/{paymentId}',
      '/online-payments/{paymentId}/attention/closing',
      '/online-payments/{paymentId}/settlement',
      '/payments',
      '/payments/accounts/{account}',
      '/payments/{paymentId}/reversal',
      '/payments/{paymentId}/transfer',
      '/registries',
      '/registries/profiles',
      '/registries/{registryId}',
      '/registries/{registryId}/lines',
      '/set-aside-payments',
      '/set-aside-payments/{paymentId}/assignment',
      '/set-aside-payments/{paymentId}/refusal',
    ]);
    expect(Object.keys(paths['/payments']?.post?.responses ?? {})).toEqual(
      expect.arrayContaining(['201', '400', '404', '409', '422', '503']),
    );
  });
});
