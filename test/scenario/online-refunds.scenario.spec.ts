import { AnyCommand } from '../../libs/testing/whole-stack';
import { NoteRefundsJob, paymentDecider, paymentStream } from '#services/payments';
import {
  AccountPayment,
  PAYMENTS_OFFICE_CLIENT,
  PaymentsOfficeClient,
  REGISTRIES_CLIENT,
  RegistriesClient,
} from '#services/payments/api/client';
import { pressed, yooKassaStoryteller } from './support/at-yookassa';

const told = yooKassaStoryteller();

const REFUND_ID = '1da5c87d-0984-50e8-a7f3-8de646dd9ec9';

const MOVED = '0123456789abcdef0123456789abcdef';
const REST = 'fedcba9876543210fedcba9876543210';

type Story = Awaited<ReturnType<typeof told>>;

async function stateOf(
  { story }: Story,
  command: { readonly paymentId: string; readonly kind: string; readonly [field: string]: unknown },
  commandId: string,
) {
  const stream = paymentStream(command.paymentId);
  const request = { stream, decider: paymentDecider, command, commandId, actor: 'staff:1' };
  await story.stack.state([request as unknown as AnyCommand]);
  await story.stack.kvitok.drain();
}

/** A resident has paid 400.00 of the 1000.00 that are owed. */
async function paid(accounts = ['A1']) {
  const story = await told({ accounts });
  const { paymentId, redirectUrl } = await story.pay('press-1', 400_00);
  const id = story.atBank(redirectUrl);
  story.server.become(id, 'succeeded');
  await story.tell('payment.succeeded', { id });
  story.story.stack.setTime('2026-04-08', '12:00:00');
  story.server.now = story.story.stack.clock.now();
  const { kvitok } = story.story.stack;
  return {
    ...story,
    id,
    paymentId,
    lookForRefunds: async () => {
      const report = await kvitok.app.get(NoteRefundsJob).run();
      await kvitok.drain();
      return report;
    },
    refund: async (roubles: string) => {
      story.server.refund(id, roubles);
      await story.tell('refund.succeeded', { id: REFUND_ID, payment_id: id });
    },
    /** The office recalls the payment by hand. */
    recall: async () => {
      const ledgerId = `online-${paymentId}`;
      const day = '2026-04-08';
      const command = {
        kind: 'ReversePayment',
        paymentId: ledgerId,
        reversedOn: day,
        reason: 'по заявлению',
        today: day,
      };
      const request = {
        stream: paymentStream(ledgerId),
        decider: paymentDecider,
        command,
        commandId: 'recall',
        actor: 'staff:1',
      };
      await story.story.stack.state([request as unknown as AnyCommand]);
    },
    /** The office moves it to another account. */
    transfer: async (account: string) => {
      const registries = kvitok.app.get<RegistriesClient>(REGISTRIES_CLIENT, { strict: false });
      await registries.transfer(`online-${paymentId}`, { account, reason: 'не тот счёт' }, pressed('transfer'));
      await kvitok.drain();
    },
    /** As releases before this one have moved and refunded it: under names that do not tell of the bank. */
    movedOfOld: async (account: string) => {
      const day = '2026-04-08';
      const move = { replacementId: MOVED, account, reason: 'не тот счёт', today: day };
      await stateOf(story, { kind: 'TransferPayment', paymentId: `online-${paymentId}`, ...move }, 'move');
    },
    refundedOfOld: async (amountKopecks: number) => {
      const day = '2026-04-08';
      const why = { reason: 'дважды', approvalId: 'a1', replacementId: REST };
      const refund = { amountKopecks, refundedOn: day, today: day, ...why };
      await stateOf(story, { kind: 'RefundPayment', paymentId: MOVED, ...refund }, 'refund');
    },
    parked: () => kvitok.stack.consumerState.parkedKeys(),
    attention: async () => (await story.payments.needingAttention()).payments.map((payment) => payment.attention),
    entries: async () => (await story.payments.history('A1')).entries,
  };
}

it('a refund whose notification was lost is found by one question, whatever number of payments there is', async () => {
  const { story, server, id, lookForRefunds, entries } = await paid();
  server.refund(id, '400.00');
  server.requests.length = 0;
  expect(await lookForRefunds()).toEqual({ backDays: 1098, found: 1, changed: 1, refused: [] });
  expect(server.requests.map(({ path }) => path.split('?')[0])).toEqual(['/v3/refunds', `/v3/payments/${id}`]);
  expect(await story.debts('A1', '2026-04-08')).toEqual(['2026-03: 1000.00']);
  expect(await entries()).toMatchObject([{ amountKopecks: 400_00, refundedKopecks: 400_00, state: 'refunded' }]);

  // Nothing more is due within the hour; then three days are enough, and what has gone back whole is asked for no more.
  expect(await lookForRefunds()).toMatchObject({ backDays: 0 });
  story.stack.setTime('2026-04-08', '13:00:00');
  server.requests.length = 0;
  expect(await lookForRefunds()).toEqual({ backDays: 3, found: 1, changed: 0, refused: [] });
  expect(server.requests).toHaveLength(1);
  await story.through('2026-04-08');
  await story.expectAtRest();
});

it('a bank that is down is asked for refunds again with the next turn', async () => {
  const { server, id, lookForRefunds } = await paid();
  server.refund(id, '400.00');
  server.faults.push(503);
  await expect(lookForRefunds()).rejects.toThrow('PAYMENTS_ACQUIRER_UNAVAILABLE');
  expect(await lookForRefunds()).toMatchObject({ backDays: 1098, changed: 1 });
});

it('a part that went back is one payment in history: what was paid, what went back, what the rest was spent on', async () => {
  const { story, server, payments, paymentId, refund, entries } = await paid();
  await refund('150.00');
  const rest = { paidOn: '2026-04-05', amountKopecks: 400_00, state: 'partly_refunded', onlinePaymentId: paymentId };
  expect(await entries()).toMatchObject([
    { ...rest, paymentId: `online-${paymentId}-after-refund-15000`, refundedKopecks: 150_00 },
  ]);
  expect(await payments.payment('A1', paymentId, { actor: 'resident:1' })).toMatchObject({
    status: 'refunded',
    amountKopecks: 400_00,
    refundedKopecks: 150_00,
  });
  await refund('200.00');
  expect(await entries()).toMatchObject([
    { ...rest, paymentId: `online-${paymentId}-after-refund-20000`, refundedKopecks: 200_00 },
  ]);
  expect((await payments.history('A1', { state: 'partly_refunded' })).entries).toHaveLength(1);
  expect(await story.debts('A1', '2026-04-08')).toEqual(['2026-03: 800.00']);
  await refund('400.00');
  expect(await entries()).toMatchObject([{ amountKopecks: 400_00, refundedKopecks: 400_00, state: 'refunded' }]);
  expect(server.paymentIds).toHaveLength(1);
  await story.through('2026-04-08');
  await story.expectAtRest();
});

it('what the office has recalled before the bank gave it back is recalled once, and nothing is parked', async () => {
  const { story, recall, refund, parked, attention, typesOf, entries } = await paid();
  await recall();
  expect(await story.debts('A1', '2026-04-08')).toEqual(['2026-03: 1000.00']);
  await refund('400.00');
  await refund('400.00');
  expect(await parked()).toEqual([]);
  expect(await attention()).toEqual([]);
  expect(await typesOf('payments_payment-')).toEqual(['PaymentReceived', 'PaymentReversed', 'PaymentRefundNoted']);
  expect(await story.debts('A1', '2026-04-08')).toEqual(['2026-03: 1000.00']);
  expect(await entries()).toMatchObject([{ state: 'refunded', reversalReason: 'по заявлению' }]);
  await story.through('2026-04-08');
  await story.expectAtRest();
});

it('what was moved to another account before the bank gave it back is recalled there, and the rest stays there', async () => {
  const { story, paymentId, transfer, refund, parked, attention } = await paid(['A1', 'A2']);
  await transfer('A2');
  expect(await story.debts('A1', '2026-04-08')).toEqual(['2026-03: 1000.00']);
  expect(await story.debts('A2', '2026-04-08')).toEqual(['2026-03: 600.00']);
  const { kvitok } = story.stack;
  const office = kvitok.app.get<PaymentsOfficeClient>(PAYMENTS_OFFICE_CLIENT, { strict: false });
  const ofSecond: AccountPayment[] = [];
  for await (const one of office.allPayments({ account: 'A2' })) ofSecond.push(one);
  const [moved] = ofSecond;
  expect(moved?.paymentId).toMatch(new RegExp(`^online-${paymentId}-then-[0-9a-f]{16}$`));
  await expect(office.proposeRefund(moved?.paymentId ?? '', 100_00, 'дважды')).rejects.toMatchObject({
    rejection: { code: 'PAYMENTS_REFUND_AT_BANK' },
  });
  await refund('150.00');
  expect(await story.debts('A2', '2026-04-08')).toEqual(['2026-03: 750.00']);
  await refund('400.00');
  expect(await story.debts('A2', '2026-04-08')).toEqual(['2026-03: 1000.00']);
  expect(await story.debts('A1', '2026-04-08')).toEqual(['2026-03: 1000.00']);
  expect([await parked(), await attention()]).toEqual([[], []]);
  await story.through('2026-04-08');
  await story.expectAtRest();
});

it('what was moved before names told of the bank is no refund of the office either', async () => {
  const { story, movedOfOld, refund, parked, attention } = await paid(['A1', 'A2']);
  await movedOfOld('A2');
  expect(await story.debts('A2', '2026-04-08')).toEqual(['2026-03: 600.00']);
  const { kvitok } = story.stack;
  const office = kvitok.app.get<PaymentsOfficeClient>(PAYMENTS_OFFICE_CLIENT, { strict: false });
  await expect(office.proposeRefund(MOVED, 100_00, 'дважды')).rejects.toMatchObject({
    rejection: { code: 'PAYMENTS_REFUND_AT_BANK' },
  });
  expect(await office.payment(MOVED)).toMatchObject({ online: { status: 'captured' } });
  await refund('150.00');
  expect(await story.debts('A2', '2026-04-08')).toEqual(['2026-03: 750.00']);
  expect([await parked(), await attention()]).toEqual([[], []]);
  await story.through('2026-04-08');
  await story.expectAtRest();
});

it('what the office had refunded then is not given twice when the bank gives a part back: a person says what counts', async () => {
  const { story, movedOfOld, refundedOfOld, refund, parked, attention } = await paid(['A1', 'A2']);
  await movedOfOld('A2');
  await refundedOfOld(100_00);
  expect(await story.debts('A2', '2026-04-08')).toEqual(['2026-03: 700.00']);
  await refund('150.00');
  expect(await story.debts('A2', '2026-04-08')).toEqual(['2026-03: 700.00']);
  expect(await attention()).toEqual(['refunded_by_office_too']);
  // All of it goes back: nothing of it counts any more.
  await refund('400.00');
  await refund('400.00');
  expect(await story.debts('A2', '2026-04-08')).toEqual(['2026-03: 1000.00']);
  expect(await story.debts('A1', '2026-04-08')).toEqual(['2026-03: 1000.00']);
  expect([await parked(), await attention()]).toEqual([[], ['refunded_by_office_too']]);
  await story.through('2026-04-08');
  await story.expectAtRest();
});

it('of a part that went back after the office had recalled all, a person says whether the rest counts', async () => {
  const { story, recall, refund, parked, attention, entries } = await paid();
  await recall();
  await refund('150.00');
  expect(await attention()).toEqual(['part_refunded_after_recall']);
  expect(await entries()).toMatchObject([{ state: 'reversed', amountKopecks: 400_00, refundedKopecks: 150_00 }]);
  // The rest goes back as well: there is nothing to recall, and nothing is parked.
  await refund('400.00');
  expect(await parked()).toEqual([]);
  expect(await story.debts('A1', '2026-04-08')).toEqual(['2026-03: 1000.00']);
  await story.through('2026-04-08');
  await story.expectAtRest();
});

it('a further part that went back after a recall is for a person as well, though the first was dealt with', async () => {
  const { story, payments, paymentId, recall, refund, attention } = await paid();
  await recall();
  await refund('150.00');
  await payments.closeAttention(paymentId, 'dealt_with', 'entered_by_hand', pressed('close'));
  await story.stack.kvitok.drain();
  expect(await attention()).toEqual([]);
  await refund('300.00');
  expect(await attention()).toEqual(['part_refunded_after_recall']);
  await refund('300.00');
  await payments.closeAttention(paymentId, 'dealt_with', 'entered_by_hand', pressed('close-again'));
  await story.stack.kvitok.drain();
  expect(await attention()).toEqual([]);
  await story.through('2026-04-08');
  await story.expectAtRest();
});
