import { orderCharged } from '#libs/contracts';
import { addDays } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { roublesText } from '#libs/money';
import { ExplainQuery, IssueSlips } from '#services/billing';
import {
  additionalServiceDecider,
  additionalServiceStream,
  orderDecider,
  OrderCommand,
  orders,
  orderStream,
  ServiceTerms,
} from '#services/support';
import { formulaValue } from '../../services/billing/domain/testing/formula-value';
import { AccountCardQuery } from '../../services/billing/api/account-card.query';
import { AnyCommand } from '../../libs/testing/whole-stack';
import { WhenOnlinePaymentCapturedThenNoteOrderPayment } from '../../services/support/automation/when-online-payment-captured-then-note-order-payment.reaction';
import { WhenOnlinePaymentRefundedThenNoteOrderRefund } from '../../services/support/automation/when-online-payment-refunded-then-note-order-refund.reaction';
import { WhenOrderChargedThenNote } from '../../services/billing/automation/when-order-charged-then-note.reaction';
import { Story, storyteller } from './support/story';

const begin = storyteller();

/** An hour of an electrician for 750.50, any day within a month. */
const TERMS: ServiceTerms = {
  name: 'Вызов электрика',
  description: 'Найдёт и устранит неисправность.',
  unit: 'час',
  unitPriceKopecks: 750_50,
  quantityLimit: 4,
  leadDays: 0,
  horizonDays: 60,
  slotsPerDay: 5,
  doneOn: 'every_day',
  changeDaysBefore: 0,
};
const offered = {
  stream: additionalServiceStream('electrician'),
  decider: additionalServiceDecider,
  command: { kind: 'OfferAdditionalService', serviceId: 'electrician', from: '2026-03-01', terms: TERMS },
  commandId: 'offer',
  actor: 'staff:test',
} as unknown as AnyCommand;

let commands = 0;
const stated = (command: OrderCommand): AnyCommand =>
  ({
    stream: orderStream(command.orderId),
    decider: orderDecider,
    command,
    commandId: `order-command-${(commands += 1)}`,
    actor: 'staff:test',
  }) as unknown as AnyCommand;
const placed = (orderId: string, today: string, visitOn: string, paid: 'on_slip' | 'at_once' = 'on_slip') =>
  stated({
    kind: 'PlaceOrder',
    orderId,
    account: 'A1',
    serviceId: 'electrician',
    terms: TERMS,
    quantity: 2,
    visitOn,
    partOfDay: 'morning',
    paid,
    comment: null,
    placedBy: 'resident',
    today,
  });
const done = (orderId: string, completedOn: string, today = completedOn) =>
  stated({ kind: 'CompleteOrder', orderId, completedOn, today });
const cancelled = (orderId: string, today: string) =>
  stated({ kind: 'CancelOrder', orderId, because: 'work_not_done', by: 'office', today });
const paidFor = (orderId: string, paymentId: string, paidOn: string) =>
  stated({ kind: 'NoteOrderPayment', orderId, account: 'A1', paymentId, amountKopecks: 1_501_00, paidOn });

const givenBack = (orderId: string, paymentId: string, refundedOn: string, refundedKopecks = 1_501_00) =>
  stated({
    kind: 'NoteOrderRefund',
    ...{ orderId, account: 'A1', paymentId, amountKopecks: 1_501_00, paidOn: refundedOn, refundedKopecks, refundedOn },
  });

/** 50 square metres at 20.00 a month, and what is ordered. */
const company = (payments: Readonly<Record<string, string>> = {}) =>
  begin({ accounts: { A1: { connected: { upkeep: '' } }, B1: { connected: { upkeep: '' } } }, payments });
const UPKEEP = 'upkeep area 50 m2 x 20 = 1000.00';
const ORDER = 'order:o-1 order 2 час x 750.5 = 1501.00';
const TAKEN_BACK = 'order:o-1 order_cancelled of 2026-03: -2 x 750.5 = -1501.00';

async function slipRows(story: Story, period: string): Promise<string[]> {
  const origin = { commandId: `slip:${period}`, correlationId: 'c', causationId: null, actor: 'staff:test', input: {} };
  const { slip } = await story.stack.kvitok.app.get(IssueSlips).one('A1', period, null, origin);
  await story.stack.kvitok.drain();
  return slip.data.content.charges.map((row) => `${row.name} ${roublesText(row.totalKopecks)}`);
}

it('an order that was done is a line of the month: on the statement, the slip, in the debt, and explained', async () => {
  const story = await company();
  await story.tomorrow(offered, placed('o-1', '2026-03-01', '2026-03-12'));
  await story.through('2026-03-11');
  await story.tomorrow(done('o-1', '2026-03-12'));
  await story.throughMonth('2026-04');

  expect(await story.charges('A1', '2026-03')).toEqual([UPKEEP, ORDER]);
  expect(await story.charges('A1', '2026-04')).toEqual([UPKEEP]);
  expect(await story.charges('B1', '2026-03')).toEqual([UPKEEP]);
  expect(await story.balance('A1', '2026-03')).toBe(
    '0.00 + charged 2501.00 + recalculated 0.00 + penalty 0.00 - paid 0.00 = 2501.00',
  );
  const statement = await story.statement('A1', '2026-03');
  expect(statement?.payees[0]?.charges.map(({ title }) => title)).toEqual([undefined, 'Вызов электрика']);
  const aged = (await story.aging('2026-04-30')).find(({ account }) => account === 'A1');
  expect(aged?.payees[0]?.lines[0]?.byUtility).toEqual([
    { utility: 'upkeep', principalKopecks: 1_000_00 },
    { utility: 'order:o-1', principalKopecks: 1_501_00 },
  ]);
  expect(await slipRows(story, '2026-03')).toEqual(['upkeep 1000.00', 'Вызов электрика 1501.00']);

  const { lines } = await story.stack.kvitok.app.get(ExplainQuery).explain('A1', '2026-03', { utility: 'order:o-1' });
  expect(lines).toHaveLength(1);
  expect(formulaValue(lines[0]!.formula).toText()).toBe('1501');
  expect(lines[0]).toMatchObject({ basis: 'order', exact: '1501', title: 'Вызов электрика', amountKopecks: 1_501_00 });
  expect(lines[0]!.inputs.map(({ name, type, actor }) => [name, type, actor])).toEqual([
    ['order', 'OrderCharged', 'staff:test'],
    ['tariff', 'OrderCharged', 'staff:test'],
  ]);
  const { utilities } = await story.stack.kvitok.app.get(AccountCardQuery).card('A1');
  expect(utilities.at(-1)).toEqual({
    utility: 'order:o-1',
    name: 'Вызов электрика',
    kind: 'order',
    unit: 'час',
    payee: 'main',
  });
  await story.expectAtRest();
});

it('an order whose month is closed when it is told goes to the open month', async () => {
  const story = await company();
  await story.tomorrow(offered, placed('o-1', '2026-03-01', '2026-03-31'));
  await story.throughMonth('2026-03');
  await story.tomorrow(done('o-1', '2026-03-31', '2026-04-01'));
  await story.throughMonth('2026-04');

  expect(await story.charges('A1', '2026-03')).toEqual([UPKEEP]);
  expect(await story.charges('A1', '2026-04')).toEqual([UPKEEP, ORDER]);
  await story.expectAtRest();
});

it('an order of the next month waits while the close of this one is late', async () => {
  const story = await company();
  await story.tomorrow(offered, placed('o-1', '2026-03-01', '2026-04-02'));
  await story.through('2026-03-30');
  // The nights of 31 March to 2 April do not happen; the order is done meanwhile.
  story.stack.setTime('2026-04-02', '12:00:00');
  await story.stack.state([done('o-1', '2026-04-02')]);
  await story.stack.night('2026-04-03');
  expect(await story.charges('A1', '2026-03')).toEqual([UPKEEP]);
  await story.stack.night('2026-04-30');
  expect(await story.charges('A1', '2026-04')).toEqual([UPKEEP, ORDER]);
  await story.stack.expectAtRest('2026-04-30');
});

it('an order that is cancelled in the month of its charge leaves no line', async () => {
  const story = await company();
  await story.tomorrow(offered, placed('o-1', '2026-03-01', '2026-03-12'));
  await story.through('2026-03-26');
  await story.tomorrow(done('o-1', '2026-03-12', '2026-03-27'));
  // From the end of the reading window on a night calculates ahead of the close.
  await story.through('2026-03-28');
  const explain = story.stack.kvitok.app.get(ExplainQuery);
  expect((await explain.explain('A1', '2026-03')).lines.map(({ utility }) => utility)).toEqual(['upkeep', 'order:o-1']);
  await story.tomorrow(cancelled('o-1', '2026-03-29'));
  await story.throughMonth('2026-04');

  expect(await story.charges('A1', '2026-03')).toEqual([UPKEEP]);
  expect(await story.recalculations('A1', '2026-04')).toEqual([]);
  await story.expectAtRest();
});

it('an order that is cancelled after the close is taken back in the open month, and what was paid for it is an advance', async () => {
  const story = await company({ p1: 'A1 2026-04-05 2501' });
  await story.tomorrow(offered, placed('o-1', '2026-03-01', '2026-03-12'));
  await story.through('2026-03-11');
  await story.tomorrow(done('o-1', '2026-03-12'));
  await story.through('2026-04-09');
  expect(await story.debts('A1', '2026-04-09')).toEqual([]);
  await story.tomorrow(cancelled('o-1', '2026-04-10'));
  await story.throughMonth('2026-05');

  expect(await story.recalculations('A1', '2026-04')).toEqual([
    'order:o-1 order_cancelled of 2026-03: -2 x 750.5 = -1501.00',
  ]);
  expect(await story.recalculations('A1', '2026-05')).toEqual([]);
  // 1501.00 come back from March: 1000.00 pay April, 501.00 are left for May.
  expect(await story.balance('A1', '2026-04')).toBe(
    '2501.00 + charged 1000.00 + recalculated -1501.00 + penalty 0.00 - paid 2501.00 = -501.00',
  );
  expect(await story.debts('A1', '2026-05-31')).toEqual(['2026-05: 499.00']);
  expect(await slipRows(story, '2026-04')).toEqual(['upkeep 1000.00', 'Вызов электрика -1501.00']);
  const { lines } = await story.stack.kvitok.app.get(ExplainQuery).explain('A1', '2026-04', { utility: 'order:o-1' });
  expect(lines[0]?.why).toBe('Начисление за заказ отменено 10\u00a0апреля 2026 (работа не выполнена): снято целиком.');
  expect(lines[0]?.inputs.map(({ type }) => type)).toEqual(['OrderChargeWithdrawn', 'OrderCharged']);
  await story.expectAtRest();
});

it('an order that is paid at once is neither charged nor a payment of the account', async () => {
  const story = await company();
  await story.tomorrow(offered, placed('o-1', '2026-03-01', '2026-03-12', 'at_once'));
  await story.through('2026-03-04');
  await story.tomorrow(paidFor('o-1', 'p1', '2026-03-05'));
  await story.through('2026-03-11');
  await story.tomorrow(done('o-1', '2026-03-12'));
  await story.throughMonth('2026-03');

  expect(await story.charges('A1', '2026-03')).toEqual([UPKEEP]);
  expect(await story.balance('A1', '2026-03')).toBe(
    '0.00 + charged 1000.00 + recalculated 0.00 + penalty 0.00 - paid 0.00 = 1000.00',
  );
  await story.expectAtRest();
});

it('an order that is paid at the bank after its sum went on a slip comes off it', async () => {
  const story = await company();
  await story.tomorrow(offered, placed('o-1', '2026-03-01', '2026-03-12', 'at_once'));
  await story.through('2026-03-11');
  await story.tomorrow(done('o-1', '2026-03-12'));
  await story.throughMonth('2026-03');
  expect(await story.charges('A1', '2026-03')).toEqual([UPKEEP, ORDER]);
  await story.tomorrow(paidFor('o-1', 'p1', '2026-04-01'));
  await story.throughMonth('2026-04');

  expect(await story.recalculations('A1', '2026-04')).toEqual([
    'order:o-1 order_cancelled of 2026-03: -2 x 750.5 = -1501.00',
  ]);
  const { lines } = await story.stack.kvitok.app.get(ExplainQuery).explain('A1', '2026-04', { utility: 'order:o-1' });
  expect(lines[0]?.why).toBe('Начисление за заказ отменено 1\u00a0апреля 2026 (он оплачен отдельно): снято целиком.');
  await story.expectAtRest();
});

it('an order whose payment goes back after the work is a line of the month of the return, explained', async () => {
  const story = await company();
  await story.tomorrow(offered, placed('o-1', '2026-03-01', '2026-03-12', 'at_once'));
  await story.through('2026-03-11');
  await story.tomorrow(paidFor('o-1', 'p1', '2026-03-12'), done('o-1', '2026-03-12'));
  await story.throughMonth('2026-03');
  const refund = () => givenBack('o-1', 'p1', '2026-04-01');
  await story.tomorrow(refund(), refund());
  await story.throughMonth('2026-05');

  expect(await story.charges('A1', '2026-03')).toEqual([UPKEEP]);
  expect(await story.charges('A1', '2026-04')).toEqual([UPKEEP, ORDER]);
  expect(await story.charges('A1', '2026-05')).toEqual([UPKEEP]);
  expect(await slipRows(story, '2026-04')).toEqual(['upkeep 1000.00', 'Вызов электрика 1501.00']);
  const { lines } = await story.stack.kvitok.app.get(ExplainQuery).explain('A1', '2026-04', { utility: 'order:o-1' });
  expect(lines[0]?.why).toContain('её оплата возвращена 1\u00a0апреля 2026');
  await story.expectAtRest();
});

it('an order whose payment goes back before the work is charged with the work, and no second time', async () => {
  const story = await company();
  await story.tomorrow(offered, placed('o-1', '2026-03-01', '2026-03-12', 'at_once'));
  await story.through('2026-03-09');
  await story.tomorrow(givenBack('o-1', 'p1', '2026-03-10'), paidFor('o-1', 'p1', '2026-03-10'));
  await story.through('2026-03-11');
  await story.tomorrow(done('o-1', '2026-03-12'));
  await story.throughMonth('2026-04');
  expect(await story.charges('A1', '2026-03')).toEqual([UPKEEP, ORDER]);
  expect(await story.charges('A1', '2026-04')).toEqual([UPKEEP]);
  await story.expectAtRest();
});

it.each([
  ['before it was taken back stays where it was posted', '2026-04-05', [], []],
  ['after it was taken back is charged anew', '2026-05-05', [TAKEN_BACK], [ORDER]],
] as const)('an order that was charged, paid at once and refunded %s', async (_, refundedOn, inApril, inMay) => {
  const story = await company();
  await story.tomorrow(offered, placed('o-1', '2026-03-01', '2026-03-12', 'at_once'));
  await story.through('2026-03-11');
  await story.tomorrow(done('o-1', '2026-03-12'));
  await story.throughMonth('2026-03');
  await story.tomorrow(paidFor('o-1', 'p1', '2026-04-01'));
  await story.through(addDays(refundedOn, -1));
  await story.tomorrow(givenBack('o-1', 'p1', refundedOn));
  await story.throughMonth('2026-06');

  expect(await story.charges('A1', '2026-03')).toEqual([UPKEEP, ORDER]);
  expect(await story.recalculations('A1', '2026-04')).toEqual(inApril);
  expect(await story.charges('A1', '2026-05')).toEqual([UPKEEP, ...inMay]);
  // Four months of upkeep and the order once, however it came about.
  expect(await story.balance('A1', '2026-06')).toMatch(/ = 5501\.00$/);
  await story.expectAtRest();
});

it('an order is charged once, however often it is told', async () => {
  const story = await company();
  await story.tomorrow(offered, placed('o-1', '2026-03-01', '2026-03-12'));
  await story.through('2026-03-11');
  await story.tomorrow(done('o-1', '2026-03-12'), done('o-1', '2026-03-12'));
  const { events } = await story.stack.kvitok.stack.store.readAll({
    after: 0,
    limit: 1_000,
    types: ['OrderChargeNoted'],
  });
  expect(events).toHaveLength(1);
  await redeliver(story);
  await story.throughMonth('2026-03');
  expect(await story.charges('A1', '2026-03')).toEqual([UPKEEP, ORDER]);
  await story.expectAtRest();
});

it('an order is marked as paid, and its money as given back, by what the bank’s messages say', async () => {
  const story = await company();
  await story.tomorrow(offered, placed('o-1', '2026-03-01', '2026-03-12', 'at_once'));
  const { app, drain } = story.stack.kvitok;
  const captured = {
    account: 'A1',
    paymentId: 'p1',
    payee: 'main',
    amountKopecks: 1_501_00,
    capturedOn: '2026-03-02',
  } as const;
  const refunded = {
    ...captured,
    refundedBeforeKopecks: 0,
    refundedKopecks: 1_501_00,
    refundedOn: '2026-03-04',
  } as const;
  const onCapture = app.get(WhenOnlinePaymentCapturedThenNoteOrderPayment);
  const onRefund = app.get(WhenOnlinePaymentRefundedThenNoteOrderRefund);
  const standing = async () => {
    await drain();
    const row = await story.stack.kvitok.stack.readModelStore.get(orders, 'o-1');
    return [row?.document.state, row?.document.paidKopecks, row?.document.refundDueKopecks];
  };
  const told = (id: string) => contextOf(id, 'payments.online-payment-captured.v1', {});

  // What is not as the contract says is parked, not noted in part.
  for (const handle of [onCapture.handle.bind(onCapture), onRefund.handle.bind(onRefund)]) {
    await expect(handle({ account: 'A1', orderId: 'o-1' } as never, told('m-0'))).rejects.toThrow(/paymentId/);
  }
  await onCapture.handle({ ...captured, orderId: null }, told('m-1'));
  await onCapture.handle({ ...captured, payee: 'capital_repair', orderId: 'o-1' }, told('m-2'));
  await onRefund.handle({ ...refunded, orderId: null }, told('m-3'));
  expect(await standing()).toEqual(['placed', 0, 0]);
  await onCapture.handle({ ...captured, orderId: 'o-1' }, told('m-4'));
  await onCapture.handle({ ...captured, orderId: 'o-1' }, told('m-4'));
  expect(await standing()).toEqual(['placed', 1_501_00, 0]);
  await story.tomorrow(cancelled('o-1', '2026-03-03'));
  expect(await standing()).toEqual(['cancelled', 1_501_00, 1_501_00]);
  await onRefund.handle({ ...refunded, orderId: 'o-1' }, told('m-5'));
  expect(await standing()).toEqual(['cancelled', 0, 0]);
});

function contextOf(messageId: string, contract: string, data: object, source = SOURCE): MessageContext {
  return new MessageContext({ messageId, contract, key: 'A1', data, source });
}

const SOURCE = {
  eventId: 'bank-event',
  type: 'OnlinePaymentCaptured',
  position: 1,
  recordedAt: '2026-03-02T08:00:00.000Z',
  actor: 'service:payments',
  correlationId: 'c-1',
};

/** The bus gives the message of every order once more, as it does after a lost acknowledgement. */
async function redeliver(story: Story): Promise<void> {
  const { kvitok } = story.stack;
  const { events } = await kvitok.stack.store.readAll({ after: 0, limit: 1_000, types: ['OrderCharged'] });
  expect(events).toHaveLength(1);
  const head = await kvitok.stack.store.head();
  const reaction = kvitok.app.get(WhenOrderChargedThenNote);
  for (const event of events) {
    const { recordedAt, actor, correlationId } = event.metadata;
    const source = {
      eventId: event.eventId,
      type: event.type,
      position: event.position,
      recordedAt,
      actor,
      correlationId,
    };
    await reaction.noteCharge(
      orderCharged.schema.parse(event.data),
      contextOf('told-again', orderCharged.name, event.data, source),
    );
  }
  expect(await kvitok.stack.store.head()).toBe(head);
}
