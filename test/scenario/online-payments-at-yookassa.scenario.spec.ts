import { RejectedError } from '#libs/kernel';
import { AutopayChargesJob, ConfirmOnlinePaymentsJob } from '#services/payments';
import { Contacts } from '../../services/identity';
import { supposedDebts } from '../support/supposed-debts';
import { yooKassaStoryteller } from './support/at-yookassa';

const told = yooKassaStoryteller();

it('the bank is told whose account the money is for, and its notification makes the debt lower', async () => {
  const { story, server, pay, atBank, tell } = await told();
  const { redirectUrl } = await pay('press-1', 400_00);
  const id = atBank(redirectUrl);
  expect(server.requests[0]?.body['payment_order']).toMatchObject({
    type: 'utilities',
    amount: { value: '400.00', currency: 'RUB' },
    account_number: 'A1',
    recipient: { inn: story.companyId },
  });
  server.become(id, 'succeeded');
  await tell('payment.succeeded', { id });
  expect(await story.debts('A1', '2026-04-05')).toEqual(['2026-03: 600.00']);
  await story.through('2026-04-05');
  await story.expectAtRest();
});

it('what a notification says is not believed', async () => {
  const { story, pay, atBank, tell } = await told();
  const id = atBank((await pay('press-1', 400_00)).redirectUrl);
  await tell('payment.succeeded', { id, status: 'succeeded', paid: true });
  expect(await story.debts('A1', '2026-04-05')).toEqual(['2026-03: 1000.00']);
});

it('a shop that takes money in two stages is answered; a notification of the first that comes late changes nothing', async () => {
  const { story, server, pay, atBank, tell, typesOf } = await told({ twoStages: true });
  const id = atBank((await pay('press-1', 400_00)).redirectUrl);
  server.become(id, 'succeeded');
  await tell('payment.waiting_for_capture', { id });
  await tell('payment.succeeded', { id });
  await tell('payment.waiting_for_capture', { id });
  expect((await typesOf()).filter((type) => type.startsWith('OnlinePayment') || type === 'PaymentReceived')).toEqual([
    'OnlinePaymentInitiated',
    'OnlinePaymentRegistered',
    'OnlinePaymentAuthorized',
    'OnlinePaymentCaptured',
    'PaymentReceived',
  ]);
  expect(await story.debts('A1', '2026-04-05')).toEqual(['2026-03: 600.00']);
});

it('an answer that was lost, and a bank that is down, end in one payment by the same press', async () => {
  const { story, server, pay, atBank, tell } = await told();
  const codeOf = (work: Promise<unknown>) =>
    work.catch((error: unknown) => (error instanceof RejectedError ? error.rejection.code : String(error)));
  server.faults.push(null, 503);
  expect(await codeOf(pay('press-1', 400_00))).toBe('PAYMENTS_ACQUIRER_UNAVAILABLE');
  expect(await codeOf(pay('press-1', 400_00))).toBe('PAYMENTS_ACQUIRER_UNAVAILABLE');
  const id = atBank((await pay('press-1', 400_00)).redirectUrl);
  server.become(id, 'succeeded');
  await tell('payment.succeeded', { id });
  expect(new Set(server.requests.filter(({ method }) => method === 'POST').map(({ key }) => key)).size).toBe(1);
  expect(await story.debts('A1', '2026-04-05')).toEqual(['2026-03: 600.00']);
});

it('a part that is given back leaves the rest paid on the original day', async () => {
  const { story, server, pay, atBank, tell } = await told();
  const { redirectUrl, paymentId } = await pay('press-1', 400_00);
  const id = atBank(redirectUrl);
  server.become(id, 'succeeded');
  await tell('payment.succeeded', { id });
  story.stack.setTime('2026-04-08', '12:00:00');
  server.refund(id, '150.00');
  await tell('refund.succeeded', { id: '1da5c87d-0984-50e8-a7f3-8de646dd9ec9', payment_id: id });
  await tell('refund.succeeded', { id: '1da5c87d-0984-50e8-a7f3-8de646dd9ec9', payment_id: id });
  expect(await story.debts('A1', '2026-04-08')).toEqual(['2026-03: 750.00']);
  const rest = (await story.stack.log()).findLast(({ type }) => type === 'PaymentReceived');
  expect(rest?.data).toMatchObject({
    paymentId: `online-${paymentId}-after-refund-15000`,
    amountKopecks: 250_00,
    receivedOn: '2026-04-05',
  });
  // The rest goes back as well: nothing is paid any more.
  server.refund(id, '400.00');
  await tell('refund.succeeded', { id: '1da5c87d-0984-50e8-a7f3-8de646dd9ec8', payment_id: id });
  expect(await story.debts('A1', '2026-04-08')).toEqual(['2026-03: 1000.00']);
  await story.through('2026-04-08');
  await story.expectAtRest();
});

/** An agreement whose first charge after the notice was made by the bank, and the answer of the bank was lost. */
async function lostCharge() {
  const { story, server, payments, atBank, tell } = await told();
  const { app, drain } = { app: story.stack.kvitok.app, drain: () => story.stack.kvitok.drain() };
  const terms = { account: 'A1', payee: 'main' as const, limitKopecks: 2_000_00, firstAmountKopecks: 1_000_00 };
  const origin = {
    commandId: 'cabinet:agree',
    correlationId: 'agree',
    causationId: null,
    actor: 'resident:1',
    input: 1,
  };
  const contact = { account: 'A1', personId: 'payer-of-A1', address: 'anna@example.ru' };
  await app
    .get(Contacts)
    .verifyMail(contact, { reason: 'came with a passport', actorRole: 'chief' }, { ...origin, commandId: 'verify' });
  await drain();
  const { redirectUrl } = await payments.requestAutopay({ ...terms, trigger: { kind: 'day', day: 10 } }, origin);
  const id = atBank(redirectUrl);
  server.become(id, 'succeeded');
  await tell('payment.succeeded', { id });
  await story.throughMonth('2026-04');

  const job = app.get(AutopayChargesJob);
  const debts = supposedDebts(story.stack.kvitok, { main: 1_000_00, capital_repair: 0 });
  story.stack.setTime('2026-05-07', '10:00:00');
  expect(await job.run({ date: '2026-05-07' }, debts)).toMatchObject({ announced: 1 });
  await drain();
  story.stack.setTime('2026-05-10', '10:00:00');
  server.faults.push(null);
  const { refused } = await job.run({ date: '2026-05-10' }, debts);
  expect(refused).toEqual([{ account: 'A1', payee: 'main', code: 'PAYMENTS_ACQUIRER_UNAVAILABLE' }]);
  await drain();
  return { story, server, job, debts, app, drain };
}

it('a charge whose answer was lost is stated again under its key, and is one charge', async () => {
  const { story, job, debts, app, drain } = await lostCharge();
  await job.resume(debts);
  await app.get(ConfirmOnlinePaymentsJob).all();
  await job.resume(debts);
  await drain();
  const charges = (await story.stack.log()).filter(({ type }) => type === 'PaymentReceived');
  expect(charges.map(({ data }) => (data as { amountKopecks: number }).amountKopecks)).toEqual([1_000_00, 1_000_00]);
  expect(await story.debts('A1', '2026-05-10')).toEqual([]);
  await story.through('2026-05-10');
  await story.expectAtRest();
});

it('a charge whose answer was lost is not stated again when the bank may have forgotten its key', async () => {
  const { story, server, job, debts, drain } = await lostCharge();
  const before = server.requests.length;
  // The process was off for a day: a request again would be a second charge.
  story.stack.setTime('2026-05-11', '10:05:00');
  await job.run({ date: '2026-05-11' }, debts);
  await job.resume(debts);
  await drain();
  expect(server.requests.slice(before).filter(({ method }) => method === 'POST')).toEqual([]);
});
