import { SandboxAcquirer } from '#libs/acquiring';
import { RecordedEvent } from '#libs/kernel';
import { createSandboxBank } from '#services/app';
import { ConfirmOnlinePaymentsJob } from '#services/payments';
import { BILLING_CLIENT, BillingClient } from '../../services/billing/api/client';
import { HistoryEntry, PAYMENTS_CLIENT, PaymentsClient, StartedPayment } from '../../services/payments/api/client';
import { ONLINE_WORK, OnlineWork } from '../../services/payments/api/online/online-work';
import { BEGUN_PER_HOUR_LIMIT, UNFINISHED_LIMIT } from '../../services/payments/api/online/payment-allowance';
import { codeOf, pressed } from './support/at-yookassa';
import { Story, storyteller } from './support/story';

const begin = storyteller();

/** Every account is charged 50 × 20 = 1000.00 a month for upkeep. */
const UPKEEP = { connected: { upkeep: '' } };

/** A story whose residents pay at the training bank. */
async function told(accounts: readonly string[] = ['A1']) {
  const bank = new SandboxAcquirer('http://bank.local');
  const story = await begin(
    { accounts: Object.fromEntries(accounts.map((account) => [account, UPKEEP])) },
    { acquirer: bank, returnAddress: 'http://cabinet.local/pay/result' },
  );
  const { kvitok } = story.stack;
  await createSandboxBank(kvitok, bank);
  const payments = kvitok.app.get<PaymentsClient>(PAYMENTS_CLIENT, { strict: false });
  const billing = kvitok.app.get<BillingClient>(BILLING_CLIENT, { strict: false });
  return {
    story,
    bank,
    payments,
    billing,
    pay: (key: string, amountKopecks: number, more: object = {}) =>
      payments.startPayment({ account: 'A1', payee: 'main', amountKopecks, ...more }, pressed(key)),
    /** The id that the bank has given to a payment: it stands in the address of its page. */
    atBank: ({ redirectUrl }: StartedPayment) => new URL(redirectUrl).pathname.split('/').at(-1) ?? '',
    ask: () => kvitok.app.get(ConfirmOnlinePaymentsJob).all(),
    drain: () => kvitok.drain(),
    history: async () => (await payments.history('A1')).entries.map(inWords),
  };
}

function inWords({ paidOn, amountKopecks, state, channel }: HistoryEntry): string {
  return `${paidOn} ${String(amountKopecks)} ${channel} ${state}`;
}

async function eventsOf(story: Story, type: string): Promise<readonly RecordedEvent[]> {
  return (await story.stack.log()).filter((event) => event.type === type);
}

it('a payment at the bank lowers the debt on the same day, and history says what it was spent on', async () => {
  const { story, bank, pay, atBank, drain, history, billing } = await told();
  await story.throughMonth('2026-04');
  story.stack.setTime('2026-05-05', '12:00:00');
  expect(await story.debts('A1', '2026-05-05')).toEqual(['2026-03: 1000.00', '2026-04: 1000.00']);

  const started = await pay('press-1', 1_500_00);
  await drain();
  expect(new URL(started.redirectUrl).origin).toBe('http://bank.local');
  expect(await history()).toEqual(['2026-05-05 150000 online in_progress']);
  await bank.act(atBank(started), 'approve');
  await drain();

  expect(await story.debts('A1', '2026-05-05')).toEqual(['2026-04: 500.00']);
  expect(await history()).toEqual(['2026-05-05 150000 online received']);
  const upkeep = (amountKopecks: number) => [{ utility: 'upkeep', amountKopecks }];
  expect(await billing.allocations('A1')).toMatchObject([
    {
      paymentId: `online-${started.paymentId}`,
      state: 'credited',
      restKopecks: 0,
      parts: [
        { period: '2026-03', part: 'principal', amountKopecks: 1_000_00, byUtility: upkeep(1_000_00) },
        { period: '2026-04', part: 'principal', amountKopecks: 500_00, byUtility: upkeep(500_00) },
      ],
    },
  ]);
  await story.through('2026-05-05');
  await story.expectAtRest();
});

it('the same press again, a webhook three times and a question by hand are one payment', async () => {
  const { story, bank, pay, atBank, drain, payments } = await told();
  await story.throughMonth('2026-03');
  story.stack.setTime('2026-04-05', '12:00:00');
  const [one, two] = await Promise.all([pay('press-1', 600_00), pay('press-1', 600_00)]);
  expect(two).toEqual(one);
  expect(await codeOf(pay('press-1', 700_00))).toBe('COMMAND_ID_REUSED');

  await bank.act(atBank(one), 'approve');
  await bank.act(atBank(one), 'repeat_notification');
  await bank.act(atBank(one), 'repeat_notification');
  await drain();
  await payments.payment('A1', one.paymentId, { actor: 'resident:1' });
  await drain();

  expect(await eventsOf(story, 'OnlinePaymentInitiated')).toHaveLength(1);
  expect(await eventsOf(story, 'OnlinePaymentCaptured')).toHaveLength(1);
  expect(await eventsOf(story, 'PaymentReceived')).toHaveLength(1);
  expect(await story.debts('A1', '2026-04-05')).toEqual(['2026-03: 400.00']);
  // After the money is there, the same press leads to the page that says so.
  expect((await pay('press-1', 600_00)).redirectUrl).toBe(`http://cabinet.local/pay/result/${one.paymentId}`);
  await story.through('2026-04-05');
  await story.expectAtRest();
});

it('figure 6: 200 concurrent payments on one account, webhook repeated 3 times: one posting each, exact balance', async () => {
  const { story, bank, drain, billing } = await told();
  await story.throughMonth('2026-03');
  story.stack.setTime('2026-04-05', '12:00:00');
  // Below the limits of a resident, who may not begin so many.
  const work = story.stack.kvitok.app.get<OnlineWork>(ONLINE_WORK, { strict: false });
  const begun = (index: number) => {
    const subject = {
      paymentId: `p-${String(index)}`,
      account: 'A1',
      payee: 'main' as const,
      amountKopecks: 1_00 + index,
    };
    const terms = { ...subject, orderId: null, agreementId: null, keepsMethod: false };
    return work.begin({ terms, returnAddress: 'http://cabinet.local', methodId: null }, { actor: 'resident:1' });
  };
  await Promise.all(Array.from({ length: 200 }, (_, index) => begun(index)));
  const ids = bank.all().map(({ acquirerPaymentId }) => acquirerPaymentId);
  expect(ids).toHaveLength(200);
  await Promise.all(ids.map((id) => bank.act(id, 'approve')));
  await Promise.all([1, 2, 3].flatMap(() => ids.map((id) => bank.act(id, 'repeat_notification'))));
  await drain();

  for (const type of ['OnlinePaymentCaptured', 'PaymentReceived', 'PaymentCredited']) {
    const postings = await eventsOf(story, type);
    expect(postings).toHaveLength(200);
    expect(new Set(postings.map(({ data }) => (data as { paymentId: string }).paymentId)).size).toBe(200);
  }
  // 200 × 1.00 + (0 + 1 + … + 199) kopecks = 200.00 + 199.00 = 399.00; 1000.00 − 399.00 = 601.00.
  expect(await story.debts('A1', '2026-04-05')).toEqual(['2026-03: 601.00']);
  expect((await billing.allocations('A1')).reduce((sum, one) => sum + one.amountKopecks, 0)).toBe(399_00);
  expect(await story.stack.kvitok.stack.consumerState.parkedKeys()).toEqual([]);
  await story.through('2026-04-05');
  await story.expectAtRest();
});

describe('what one resident may begin', () => {
  it('is so many payments at once, however many presses come at the same moment', async () => {
    const { story, bank, pay, payments, drain, ask } = await told(['A1', 'A2']);
    await story.throughMonth('2026-03');
    story.stack.setTime('2026-04-05', '12:00:00');
    const presses = Array.from({ length: 25 }, (_, index) => `press-${String(index)}`);
    const codes = await Promise.all(presses.map((key) => codeOf(pay(key, 100_00))));
    expect(codes.filter((code) => code === 'done')).toHaveLength(UNFINISHED_LIMIT);
    expect(new Set(codes)).toEqual(new Set(['done', 'PAYMENTS_ONLINE_TOO_MANY_UNFINISHED']));
    expect(bank.all()).toHaveLength(UNFINISHED_LIMIT);
    await drain();
    const other = { account: 'A2', payee: 'main' as const, amountKopecks: 100_00 };
    expect(await codeOf(payments.startPayment(other, pressed('other')))).toBe('done');
    // A second press of one of them is no other payment, and an agreement is begun by a payment as well.
    const begun = presses[codes.indexOf('done')] ?? '';
    expect(await codeOf(pay(begun, 100_00))).toBe('done');
    const terms = { account: 'A1', payee: 'main' as const, limitKopecks: 1_000_00, firstAmountKopecks: 1_00 };
    const agreement = payments.requestAutopay({ ...terms, trigger: { kind: 'slip' } }, pressed('agree'));
    expect(await codeOf(agreement)).toBe('PAYMENTS_ONLINE_TOO_MANY_UNFINISHED');
    // What nobody has paid within an hour is in nobody's way.
    story.stack.setTime('2026-04-05', '13:00:00');
    await ask();
    await drain();
    expect(await codeOf(pay('later', 100_00))).toBe('done');
  });

  it('is so many an hour, paid or not; a mistyped sum counts for nothing', async () => {
    const { story, bank, pay, atBank, drain } = await told();
    await story.throughMonth('2026-03');
    story.stack.setTime('2026-04-05', '12:00:00');
    for (let index = 0; index < BEGUN_PER_HOUR_LIMIT; index += 1) {
      expect(await codeOf(pay(`slip-${String(index)}`, 1))).toBe('PAYMENTS_ONLINE_AMOUNT_OUT_OF_RANGE');
      await bank.act(atBank(await pay(`press-${String(index)}`, 1_00)), 'decline');
      await drain();
    }
    expect(await codeOf(pay('one more', 1_00))).toBe('PAYMENTS_ONLINE_TOO_MANY_IN_AN_HOUR');
    story.stack.setTime('2026-04-05', '13:00:00');
    expect(await codeOf(pay('one more', 1_00))).toBe('done');
  });
});

it('a lost notification loses no money, and what is not paid within an hour is given up', async () => {
  const { story, bank, pay, atBank, drain, ask, history } = await told();
  await story.throughMonth('2026-03');
  story.stack.setTime('2026-04-05', '12:00:00');
  const silent = await pay('silent', 100_00);
  const left = await pay('left', 200_00);
  await bank.act(atBank(silent), 'approve_silently');
  await drain();
  expect(await ask()).toEqual({ asked: 2, changed: 1, refused: [], left: 0 });
  await drain();
  expect(await story.debts('A1', '2026-04-05')).toEqual(['2026-03: 900.00']);

  story.stack.setTime('2026-04-05', '12:59:59');
  expect(await ask()).toEqual({ asked: 1, changed: 0, refused: [], left: 0 });
  story.stack.setTime('2026-04-05', '13:00:00');
  expect(await ask()).toEqual({ asked: 1, changed: 1, refused: [], left: 0 });
  await drain();
  expect(await history()).toContain('2026-04-05 20000 online not_made');
  expect(await ask()).toEqual({ asked: 1, changed: 0, refused: [], left: 0 });

  // It is paid after all, and the bank tells nobody: money counts whatever was believed.
  story.stack.setTime('2026-04-06', '12:00:00');
  await bank.act(atBank(left), 'approve_silently');
  expect(await ask()).toEqual({ asked: 1, changed: 1, refused: [], left: 0 });
  await drain();
  expect(await story.debts('A1', '2026-04-06')).toEqual(['2026-03: 700.00']);
  expect(await ask()).toEqual({ asked: 0, changed: 0, refused: [], left: 0 });
  await story.through('2026-04-06');
  await story.expectAtRest();
});

it('a declined payment changes no debt; a late confirmation does', async () => {
  const { story, bank, pay, atBank, drain, history, payments } = await told();
  await story.throughMonth('2026-03');
  story.stack.setTime('2026-04-05', '12:00:00');
  await bank.act(atBank(await pay('declined', 100_00)), 'decline');
  const late = await pay('late', 200_00);
  await bank.act(atBank(late), 'approve_late');
  await drain();
  expect(await story.debts('A1', '2026-04-05')).toEqual(['2026-03: 1000.00']);
  const stand = await payments.payment('A1', late.paymentId, { actor: 'resident:1' });
  expect(stand).toMatchObject({ status: 'initiated', pageUrl: null });
  await bank.act(atBank(late), 'confirm');
  await drain();
  expect(await story.debts('A1', '2026-04-05')).toEqual(['2026-03: 800.00']);
  expect((await history()).toSorted()).toEqual([
    '2026-04-05 10000 online not_made',
    '2026-04-05 20000 online received',
  ]);
  await story.through('2026-04-05');
  await story.expectAtRest();
});

it('a refund recalls the payment, and history says that the money went back', async () => {
  const { story, bank, pay, atBank, drain, history, billing } = await told();
  await story.throughMonth('2026-03');
  story.stack.setTime('2026-04-05', '12:00:00');
  const paid = await pay('paid', 400_00);
  await bank.act(atBank(paid), 'approve');
  await drain();
  story.stack.setTime('2026-04-08', '12:00:00');
  await bank.act(atBank(paid), 'refund');
  await drain();
  expect(await story.debts('A1', '2026-04-08')).toEqual(['2026-03: 1000.00']);
  expect(await history()).toEqual(['2026-04-05 40000 online refunded']);
  expect(await billing.allocations('A1')).toMatchObject([{ state: 'withdrawn', parts: [], restKopecks: 0 }]);
  await story.through('2026-04-08');
  await story.expectAtRest();
});

it('what is paid for an order is told to whoever took it, and is no payment of charges', async () => {
  const { story, bank, pay, atBank, drain } = await told();
  await story.throughMonth('2026-03');
  story.stack.setTime('2026-04-05', '12:00:00');
  await bank.act(atBank(await pay('order', 300_00, { orderId: 'order-7' })), 'approve');
  await drain();
  const [captured] = await eventsOf(story, 'OnlinePaymentCaptured');
  expect(captured?.data).toMatchObject({ orderId: 'order-7', amountKopecks: 300_00 });
  expect(await eventsOf(story, 'PaymentReceived')).toEqual([]);
  expect(await story.debts('A1', '2026-04-05')).toEqual(['2026-03: 1000.00']);
  await story.through('2026-04-05');
  await story.expectAtRest();
});

it('a payment of another account is as unknown as one that is nowhere', async () => {
  const { story, pay, drain, payments } = await told(['A1', 'A2']);
  await story.throughMonth('2026-03');
  const { paymentId } = await pay('press-1', 100_00);
  await drain();
  const asked = (account: string, id: string) => codeOf(payments.payment(account, id, { actor: 'resident:2' }));
  expect(await asked('A2', paymentId)).toBe('PAYMENTS_UNKNOWN_ONLINE_PAYMENT');
  expect(await asked('A1', 'nothing')).toBe('PAYMENTS_UNKNOWN_ONLINE_PAYMENT');
  expect(await payments.notified({ paymentId: 'nothing' })).toBeNull();
  expect(await codeOf(payments.history('A3'))).toBe('PAYMENTS_UNKNOWN_ACCOUNT');
});
