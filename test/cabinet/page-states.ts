import { randomUUID } from 'node:crypto';
import { AutopayChargesJob } from '#services/payments';
import { Contacts } from '../../services/identity/api/contacts';
import { ORDERS_CLIENT, OrdersClient } from '../../services/support/api/client';
import { OrderDesk } from '../../services/support/api/order-desk';
import { CABINET_DAY } from '../support/cabinet';
import { verifyMail } from '../support/letters';
import { Answer, Resident } from '../support/resident';
import { supposedDebts } from '../support/supposed-debts';
import { CabinetWithBank } from '../support/training-bank';

/** Accounts of which each stands in a state of its own. */
export const IN_STATE = {
  autopay: '0045120019',
  heldAutopay: '0045120020',
  payments: '0045120021',
  readings: '0045120022',
  orders: '0045120024',
  frozen: '0045120018',
} as const;

/** What pages of things in their states are about. */
export interface PageStates {
  /** The meter whose reading was given today. */
  readonly givenMeter: string;
  readonly declinedPaymentId: string;
  readonly processingPaymentId: string;
  /** Ids of orders by how each stands. */
  readonly orders: Readonly<Record<OrderState, string>>;
  readonly frozen: { readonly login: string; readonly code: string };
}

const ORDER_STATES = ['on-slip', 'confirmed', 'completed', 'cancelled', 'refund-due'] as const;
export type OrderState = (typeof ORDER_STATES)[number];

/** Does everything by forms and commands, as people, the bank, the night and the office do it. */
export async function preparePageStates(cabinet: CabinetWithBank): Promise<PageStates> {
  const payer = await residentOf(cabinet, IN_STATE.payments);
  const begin = () => payer.submit('/pay', '/pay', { 'amount-main': '150' }, (form) => form.includes('value="main"'));
  const declinedPaymentId = await atBank(cabinet, await begin(), 'decline');
  const processingPaymentId = await atBank(cabinet, await begin(), 'approve_late');
  await atBank(cabinet, await begin(), null);
  await agree(cabinet, IN_STATE.autopay);
  await agree(cabinet, IN_STATE.heldAutopay);
  await hold(cabinet);
  const frozen = await cabinet.slipOf(IN_STATE.frozen);
  const angry = await residentOf(cabinet, IN_STATE.frozen);
  await angry.submit('/account', '/account/freeze', { sure: 'yes' });
  return {
    givenMeter: await readingGiven(cabinet),
    declinedPaymentId,
    processingPaymentId,
    orders: await ordersInStates(cabinet),
    frozen,
  };
}

async function residentOf(cabinet: CabinetWithBank, account: string): Promise<Resident> {
  return new Resident(cabinet.url, await cabinet.sessionOf(account));
}

/** The payment that an answer leads to the bank with, after the payer has done something there, or nothing yet. */
async function atBank(
  { bank, kvitok }: CabinetWithBank,
  answer: Answer,
  how: 'approve' | 'approve_late' | 'decline' | null,
): Promise<string> {
  const id = new URL(answer.headers.get('location') ?? '').pathname.split('/').at(-1) ?? '';
  if (how !== null) await bank.act(id, how);
  await kvitok.drain();
  return new URL(bank.shown(id)?.returnAddress ?? '').pathname.split('/').at(-1) ?? '';
}

/** An agreement with everything that a night can note of it: a notice, a charge, and two that were not made. */
async function agree(cabinet: CabinetWithBank, account: string): Promise<void> {
  await verifyMail(cabinet, account, `a${account}@example.ru`);
  const who = await residentOf(cabinet, account);
  const terms = { payee: 'main', limit: '20000', when: 'day', day: '18', consent: 'yes' };
  await atBank(cabinet, await who.submit('/autopay', '/autopay', terms), 'approve');
  const nights = [
    ['2026-10-15', 500_00],
    ['2026-10-18', 500_00],
    ['2026-11-15', 30_000_00],
    ['2026-11-18', 30_000_00],
    ['2026-12-15', 700_00],
  ] as const;
  for (const [date, main] of nights) {
    const debts = supposedDebts(cabinet.kvitok, { main, capital_repair: 0 });
    await cabinet.kvitok.app.get(AutopayChargesJob).run({ date, account }, debts);
    await cabinet.kvitok.drain();
  }
}

/** The address goes after the notice. */
async function hold({ kvitok }: CabinetWithBank): Promise<void> {
  const account = IN_STATE.heldAutopay;
  const contacts = kvitok.app.get(Contacts, { strict: false });
  for (const { contactId } of await contacts.of(account)) {
    await contacts.withdraw(
      { account, contactId },
      { reason: 'Адреса больше нет', actorRole: 'accountant' },
      byOffice(),
    );
  }
  await kvitok.drain();
  const debts = supposedDebts(kvitok, { main: 700_00, capital_repair: 0 });
  await kvitok.app.get(AutopayChargesJob).run({ date: '2026-12-18', account }, debts);
  await kvitok.drain();
}

const byOffice = (commandId = `test:${randomUUID()}`) => ({
  commandId,
  correlationId: commandId,
  causationId: null,
  actor: 'staff:test',
  input: null,
});

async function readingGiven(cabinet: CabinetWithBank): Promise<string> {
  const who = await residentOf(cabinet, IN_STATE.readings);
  const { text } = await who.get('/readings');
  const [, meterId = ''] = /name="meterId" value="([^"]+)"/.exec(text) ?? [];
  const last = /data-last="([\d.]+)"/.exec(text)?.[1] ?? '';
  const value0 = String(Math.floor(Number(last)) + 2);
  await who.submit('/readings', '/readings', { value0, step: 'send' }, (form) => form.includes(meterId));
  return meterId;
}

async function ordersInStates(cabinet: CabinetWithBank): Promise<Readonly<Record<OrderState, string>>> {
  const who = await residentOf(cabinet, IN_STATE.orders);
  const desk = cabinet.kvitok.app.get(OrderDesk, { strict: false });
  const path = '/services/electrician/order';
  const place = async (state: OrderState) => {
    const visitOn = state === 'completed' ? CABINET_DAY : '2026-10-20';
    const paid = state === 'refund-due' ? 'at_once' : 'on_slip';
    const wish = { visitOn, partOfDay: 'morning', quantity: '1', comment: 'Домофон 42', paid, step: 'place' };
    const placed = await who.submit(path, path, wish);
    if (paid === 'on_slip') return /^\/orders\/([\w-]+)/.exec(placed.headers.get('location') ?? '')?.[1] ?? '';
    await atBank(cabinet, placed, 'approve');
    const placedOrders = await cabinet.kvitok.app
      .get<OrdersClient>(ORDERS_CLIENT, { strict: false })
      .orders(IN_STATE.orders);
    return placedOrders.find((order) => order.paid === 'at_once')?.orderId ?? '';
  };
  const orders: Record<string, string> = {};
  for (const state of ORDER_STATES) orders[state] = await place(state);
  const idOf = (state: OrderState) => orders[state] ?? '';
  await desk.confirm(idOf('confirmed'), byOffice());
  await desk.complete(idOf('completed'), CABINET_DAY, byOffice());
  await cabinet.kvitok.drain();
  for (const state of ['cancelled', 'refund-due'] as const) {
    await who.submit(`/orders/${idOf(state)}`, `/orders/${idOf(state)}/cancel`, {});
  }
  await cabinet.kvitok.drain();
  return orders as Record<OrderState, string>;
}
