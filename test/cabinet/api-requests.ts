import { createHash } from 'node:crypto';
import { ACCOUNT, CABINET_DAY } from '../support/cabinet';

const METER = 'M00066';
/** A Wednesday on which somebody can come. */
const ORDER_DAY = '2026-10-21';

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  /** In place of a body: the parts of a form, with its files. */
  readonly parts?: Readonly<Record<string, string | Blob>>;
}

/** What the resident of `ACCOUNT` has: names follow from the keys under which the requests below make them. */
export interface OwnThings {
  readonly paymentId: string;
  readonly orderId: string;
  readonly conversationId: string;
  /** A file of the conversation, whose name is random. */
  readonly attachmentId: string;
}

/** The key under which a request of this operation is sent by the resident. */
export const ownKey = (operation: string) => `own-${operation}`;

/** @param login digits of the login of the resident of `ACCOUNT` */
export function ownThings(login: string, attachmentId = 'a'.repeat(32)): OwnThings {
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const command = (operation: string) => `cabinet-${login}-api:${ownKey(operation)}`;
  return {
    paymentId: hash(`payment|${command('Payments_start')}`).slice(0, 32),
    orderId: `o-${hash(command('Orders_place')).slice(0, 20)}`,
    conversationId: `c${hash(`conversation:${command('Conversations_open')}`).slice(0, 20)}`,
    attachmentId,
  };
}

/** The smallest picture there is, such as a phone would send. */
export function picture(): Blob {
  const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  return new Blob([Buffer.from(png, 'base64')], { type: 'image/png' });
}

type OfAccount = (account: string, own: OwnThings) => ApiRequest;

/** A valid request to every operation of an account, in an order in which each finds what it needs. */
export const OF_ACCOUNT: Readonly<Record<string, OfAccount>> = {
  Charges_overview: (account) => ({ method: 'GET', path: `/api/accounts/${account}/overview` }),
  Charges_statements: (account) => ({ method: 'GET', path: `/api/accounts/${account}/statements` }),
  Charges_statement: (account) => ({ method: 'GET', path: `/api/accounts/${account}/statements/2026-09` }),
  Charges_explain: (account) => ({
    method: 'GET',
    path: `/api/accounts/${account}/statements/2026-09/explain?utility=cold_water`,
  }),
  Charges_consumption: (account) => ({
    method: 'GET',
    path: `/api/accounts/${account}/consumption?utility=cold_water&months=3`,
  }),
  Charges_capitalRepair: (account) => ({ method: 'GET', path: `/api/accounts/${account}/capital-repair` }),
  Charges_debt: (account) => ({
    method: 'GET',
    path: `/api/accounts/${account}/debt?asOf=2026-09-30&knownAt=2026-09-30`,
  }),
  Charges_instalments: (account) => ({ method: 'GET', path: `/api/accounts/${account}/instalments` }),
  Charges_penaltyForecast: (account) => ({ method: 'GET', path: `/api/accounts/${account}/penalty-forecast` }),
  Charges_whatIf: (account) => ({
    method: 'POST',
    path: `/api/accounts/${account}/what-if`,
    body: { payments: [{ payee: 'main', amountKopecks: 100_000, on: '2026-10-20' }] },
  }),
  Readings_meters: (account) => ({ method: 'GET', path: `/api/accounts/${account}/meters` }),
  Readings_meter: (account) => ({ method: 'GET', path: `/api/accounts/${account}/meters/${METER}` }),
  Readings_forecast: (account) => ({
    method: 'POST',
    path: `/api/accounts/${account}/readings/forecasts`,
    body: { meterId: METER, values: ['112.5'] },
  }),
  Readings_give: (account) => ({
    method: 'POST',
    path: `/api/accounts/${account}/readings`,
    body: { meterId: METER, values: ['112.5'] },
  }),
  Readings_replace: (account) => ({
    method: 'POST',
    path: `/api/accounts/${account}/readings/replacements`,
    body: { meterId: METER, takenOn: CABINET_DAY, values: ['112.6'], explanation: 'read_again' },
  }),
  Payments_history: (account) => ({
    method: 'GET',
    path: `/api/accounts/${account}/payments?from=2026-01-01&to=2026-10-31&state=received&payee=main`,
  }),
  Payments_start: (account) => ({
    method: 'POST',
    path: `/api/accounts/${account}/payments`,
    body: { payee: 'main', amountKopecks: 12_345 },
  }),
  Payments_payment: (account, { paymentId }) => ({
    method: 'GET',
    path: `/api/accounts/${account}/payments/online/${paymentId}`,
  }),
  Payments_agree: (account) => ({
    method: 'POST',
    path: `/api/accounts/${account}/autopay`,
    body: { payee: 'main', limitKopecks: 600_000, day: 10, firstAmountKopecks: 100 },
  }),
  Payments_autopay: (account) => ({ method: 'GET', path: `/api/accounts/${account}/autopay` }),
  Payments_withdraw: (account) => ({
    method: 'POST',
    path: `/api/accounts/${account}/autopay/withdrawals`,
    body: { payee: 'main' },
  }),
  Slips_all: (account) => ({ method: 'GET', path: `/api/accounts/${account}/slips` }),
  Slips_form: (account) => ({ method: 'POST', path: `/api/accounts/${account}/slips`, body: { period: '2026-09' } }),
  Slips_file: (account) => ({ method: 'GET', path: `/api/accounts/${account}/slips/2026-09/pdf?version=1` }),
  Slips_paymentCode: (account) => ({
    method: 'GET',
    path: `/api/accounts/${account}/payment-code?payee=main&amountKopecks=12345`,
  }),
  Orders_services: (account) => ({ method: 'GET', path: `/api/accounts/${account}/services` }),
  Orders_days: (account) => ({ method: 'GET', path: `/api/accounts/${account}/services/mixer-replacement/days` }),
  Orders_place: (account) => ({
    method: 'POST',
    path: `/api/accounts/${account}/orders`,
    body: {
      serviceId: 'mixer-replacement',
      visitOn: ORDER_DAY,
      partOfDay: 'evening',
      quantity: 2,
      paid: 'at_once',
      comment: 'Домофон 42',
    },
  }),
  Orders_all: (account) => ({ method: 'GET', path: `/api/accounts/${account}/orders` }),
  Orders_one: (account, { orderId }) => ({ method: 'GET', path: `/api/accounts/${account}/orders/${orderId}` }),
  Orders_reschedule: (account, { orderId }) => ({
    method: 'POST',
    path: `/api/accounts/${account}/orders/${orderId}/reschedulings`,
    body: { visitOn: ORDER_DAY, partOfDay: 'morning' },
  }),
  Orders_pay: (account, { orderId }) => ({
    method: 'POST',
    path: `/api/accounts/${account}/orders/${orderId}/payments`,
  }),
  Orders_cancel: (account, { orderId }) => ({
    method: 'POST',
    path: `/api/accounts/${account}/orders/${orderId}/cancellations`,
  }),
  Conversations_open: (account) => ({
    method: 'POST',
    path: `/api/accounts/${account}/conversations`,
    parts: { text: 'Почему так много?', kind: 'charge_line', reference: '2026-09/cold_water', files: picture() },
  }),
  Conversations_all: (account) => ({ method: 'GET', path: `/api/accounts/${account}/conversations` }),
  Conversations_one: (account, { conversationId }) => ({
    method: 'GET',
    path: `/api/accounts/${account}/conversations/${conversationId}`,
  }),
  Conversations_file: (account, { conversationId, attachmentId }) => ({
    method: 'GET',
    path: `/api/accounts/${account}/conversations/${conversationId}/files/${attachmentId}`,
  }),
  Conversations_write: (account, { conversationId }) => ({
    method: 'POST',
    path: `/api/accounts/${account}/conversations/${conversationId}/messages`,
    parts: { text: 'И ещё вопрос' },
  }),
  Conversations_close: (account, { conversationId }) => ({
    method: 'POST',
    path: `/api/accounts/${account}/conversations/${conversationId}/closings`,
  }),
  Notifications_chosen: (account) => ({ method: 'GET', path: `/api/accounts/${account}/notifications` }),
  Notifications_choose: (account) => ({
    method: 'POST',
    path: `/api/accounts/${account}/notifications`,
    body: { on: ['answer_written', 'overdue'] },
  }),
};

/** Operations of the sign-in, that name no account; the last two end its sessions. */
export const OF_SIGN_IN: Readonly<Record<string, () => ApiRequest>> = {
  Accounts_all: () => ({ method: 'GET', path: '/api/accounts' }),
  Access_view: () => ({ method: 'GET', path: '/api/access' }),
  Access_journal: () => ({ method: 'GET', path: '/api/access/journal' }),
  Access_attach: () => ({
    method: 'POST',
    path: '/api/access/accounts',
    body: { login: '1234-5678-4', code: '4821-0935-7716-4' },
  }),
  Access_endSharing: () => ({ method: 'POST', path: '/api/access/accounts/sharing-ends', body: { account: ACCOUNT } }),
  Access_detach: () => ({ method: 'POST', path: '/api/access/accounts/detachments', body: { account: ACCOUNT } }),
  Access_endSession: () => ({ method: 'DELETE', path: '/api/access/sessions/none' }),
  Access_forgetDevice: () => ({ method: 'DELETE', path: '/api/access/devices/none' }),
  Access_everywhere: () => ({ method: 'POST', path: '/api/access/sign-outs' }),
  Access_freeze: () => ({ method: 'POST', path: '/api/access/freezes' }),
};

/** Operations that everybody may ask. */
export const OF_EVERYBODY = [
  'Session_open',
  'Session_present',
  'Session_close',
  'Session_askForCode',
  'SlipChecks_check',
];
