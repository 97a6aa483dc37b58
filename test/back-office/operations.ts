import { strToU8, zipSync } from 'fflate';
import { sberbankRegistry } from '../support/registry-file';

/** What the operations of the back-office are tried with. */
export interface OfficeWorld {
  readonly companyId: string;
  /** The number of a member of staff of that company. */
  readonly colleague: string;
  /** What somebody else has asked for, and the hash of its plan. */
  readonly approvalId: string;
  readonly planHash: string;
  /** A fact about an account of that company. */
  readonly eventId: string;
  /** A question of a resident of that company, and a file of it. */
  readonly conversationId: string;
  readonly attachmentId: string;
  /** A file of a bank that was accepted, one of its payments, and one that stands aside. */
  readonly registryId: string;
  readonly paymentId: string;
  readonly suspenseId: string;
  /** Recalculations that were ordered for a house, and a replay that was begun. */
  readonly orderId: string;
  readonly runId: string;
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  /** Sent in a form with parts, the fields of the body beside it. */
  readonly file?: { readonly field: string; readonly name: string; readonly bytes: Uint8Array };
}

const reason = 'a reason';
const ACCOUNT = '0045120023';
const AT = 'asOf=2026-09-30&knownAt=2026-10-10';
const RULE = { kind: 'tariff', utility: 'cold_water', from: '2026-11-01', value: '49.90' };
const account = '0045120023';
const cause = 'Авария на вводе';

/** An interruption of a closed month of the sample company. */
export const INTERRUPTION = {
  utility: 'cold_water',
  period: '2026-09',
  supply: 'water',
  acts: [{ startedOn: '2026-09-10', hours: '30' }],
} as const;
const interruption = INTERRUPTION;

/** A valid request to every operation behind the sign-in. A new operation gets its line here, or the suite fails. */
export const OPERATIONS: Readonly<Record<string, (world: OfficeWorld) => Asked>> = {
  Houses_all: () => ({ method: 'GET', path: '/api/houses' }),
  Houses_accounts: () => ({ method: 'GET', path: '/api/houses/H1/accounts?query=2&limit=5' }),
  Accounts_search: () => ({ method: 'GET', path: '/api/accounts?query=0045' }),
  Accounts_card: () => ({ method: 'GET', path: `/api/accounts/${ACCOUNT}?${AT}` }),
  Accounts_statements: () => ({ method: 'GET', path: `/api/accounts/${ACCOUNT}/statements?${AT}` }),
  Accounts_debts: () => ({ method: 'GET', path: `/api/accounts/${ACCOUNT}/debts?${AT}` }),
  Accounts_payments: () => ({ method: 'GET', path: `/api/accounts/${ACCOUNT}/payments?${AT}` }),
  Accounts_line: () => ({ method: 'GET', path: `/api/accounts/${ACCOUNT}/lines/2026-09/cold_water` }),
  Accounts_events: () => ({ method: 'GET', path: `/api/accounts/${ACCOUNT}/events?period=2026-09` }),
  Accounts_event: ({ eventId }) => ({ method: 'GET', path: `/api/accounts/${ACCOUNT}/events/${eventId}` }),
  Rules_all: () => ({ method: 'GET', path: `/api/rules?${AT}` }),
  Rules_effect: () => ({ method: 'GET', path: `/api/rules/effects?${new URLSearchParams(RULE).toString()}` }),
  Rules_withdraw: () => ({
    ...{ method: 'POST', path: '/api/rules/withdrawals' },
    body: { kind: 'tariff', utility: 'electricity', part: 'night', from: '2026-10-01', reason },
  }),
  Rules_state: () => ({ method: 'POST', path: '/api/rules', body: { ...RULE, reason } }),
  Periods_standing: () => ({ method: 'GET', path: '/api/periods/standing' }),
  Periods_close: () => ({ method: 'POST', path: '/api/periods/closes', body: { period: '2026-10', reason } }),
  Periods_preview: () => ({ method: 'GET', path: '/api/periods/preview' }),
  Periods_calculation: () => ({ method: 'GET', path: '/api/periods/calculation' }),
  Periods_calculate: () => ({ method: 'POST', path: '/api/periods/calculations', body: {} }),
  Readings_control: () => ({ method: 'GET', path: '/api/readings?houseId=H1&show=missing' }),
  Readings_submit: () => ({
    method: 'POST',
    path: '/api/readings',
    body: { account: '0045120023', meterId: 'M-1', values: ['1'], channel: 'phone' },
  }),
  Readings_correct: () => ({
    method: 'POST',
    path: '/api/readings/corrections',
    body: { account: '0045120023', meterId: 'M-1', takenOn: '2026-09-20', values: ['1'], reason },
  }),
  Readings_settle: () => ({
    method: 'POST',
    path: '/api/readings/decisions',
    body: { account: '0045120023', meterId: 'M-1', takenOn: '2026-09-20', verdict: 'confirmed', reason },
  }),
  Jobs_board: () => ({ method: 'GET', path: '/api/jobs' }),
  Jobs_retry: () => ({ method: 'POST', path: '/api/jobs/retries', body: { account: '0045120023' } }),
  Turnover_page: () => ({ method: 'GET', path: '/api/turnover?from=2026-08&to=2026-09&by=account&houseId=H1' }),
  Turnover_file: () => ({ method: 'GET', path: '/api/turnover/file?from=2026-08&to=2026-09&format=csv' }),
  Debtors_page: () => ({ method: 'GET', path: '/api/debtors?asOf=2026-09-30&overdueDays=30' }),
  Debtors_file: () => ({ method: 'GET', path: '/api/debtors/file?asOf=2026-09-30&format=xlsx' }),
  Instalments_all: () => ({ method: 'GET', path: `/api/instalments?account=${ACCOUNT}&state=running` }),
  Instalments_preview: () => ({
    method: 'POST',
    path: '/api/instalments/previews',
    body: { account, payee: 'main', count: 3, firstDueOn: '2026-12-20' },
  }),
  Instalments_ask: () => ({
    method: 'POST',
    path: '/api/instalments',
    body: { account, payee: 'main', count: 3, firstDueOn: '2026-12-20', cause, document: 'соглашение 4' },
  }),
  Instalments_withdraw: () => ({
    method: 'POST',
    path: `/api/instalments/${ACCOUNT}/${'a'.repeat(32)}/withdrawals`,
    body: { cause },
  }),
  Recalculations_recorded: () => ({ method: 'GET', path: '/api/recalculations?kind=interruption' }),
  Recalculations_preview: () => ({
    method: 'POST',
    path: '/api/recalculations/previews',
    body: { account, interruption },
  }),
  Recalculations_previewForHouse: () => ({
    method: 'POST',
    path: '/api/recalculations/house-previews',
    body: { houseId: 'H1', except: [account], interruption },
  }),
  Recalculations_record: () => ({
    method: 'POST',
    path: '/api/recalculations',
    body: { account, interruption, cause, document: 'акт 17', expectedKopecks: -626 },
  }),
  Recalculations_ask: () => ({
    method: 'POST',
    path: '/api/recalculations/approvals',
    body: { account, interruption, cause, expectedKopecks: -626 },
  }),
  Recalculations_waive: () => ({
    method: 'POST',
    path: '/api/recalculations/waivers',
    body: { account, penaltyWaiver: { payee: 'main', months: [{ period: '2026-05', amountKopecks: 1 }] }, cause },
  }),
  Recalculations_order: () => ({
    method: 'POST',
    path: '/api/recalculations/orders',
    body: { houseId: 'H1', digest: '0'.repeat(64), interruption, cause },
  }),
  Recalculations_one: ({ orderId }) => ({ method: 'GET', path: `/api/recalculations/orders/${orderId}` }),
  Replays_start: () => ({
    method: 'POST',
    path: '/api/replays',
    body: {
      from: '2026-08',
      to: '2026-09',
      houseId: 'H1',
      rules: { keyRates: [{ from: '2026-08-01', percent: '9' }] },
    },
  }),
  Replays_run: ({ runId }) => ({ method: 'GET', path: `/api/replays/${runId}` }),
  Replays_file: ({ runId }) => ({ method: 'GET', path: `/api/replays/${runId}/file?format=csv` }),
  Replays_ask: ({ runId }) => ({ method: 'POST', path: `/api/replays/${runId}/approvals`, body: { reason } }),
  Approvals_all: () => ({ method: 'GET', path: '/api/approvals' }),
  Approvals_one: ({ approvalId }) => ({ method: 'GET', path: `/api/approvals/${approvalId}` }),
  Approvals_grant: ({ approvalId, planHash }) => ({
    method: 'POST',
    path: `/api/approvals/${approvalId}/grants`,
    body: { planHash },
  }),
  Approvals_refuse: ({ approvalId }) => ({
    method: 'POST',
    path: `/api/approvals/${approvalId}/refusals`,
    body: { reason },
  }),
  Approvals_withdraw: ({ approvalId }) => ({
    method: 'POST',
    path: `/api/approvals/${approvalId}/withdrawals`,
    body: { reason },
  }),
  Audit_trail: () => ({ method: 'GET', path: '/api/audit' }),
  Codes_all: () => ({ method: 'GET', path: '/api/codes?show=missing&houseId=H1' }),
  Codes_houses: () => ({ method: 'GET', path: '/api/codes/houses' }),
  Codes_one: () => ({ method: 'GET', path: '/api/codes/accounts/0045120023' }),
  Codes_handOut: () => ({ method: 'POST', path: '/api/codes/accounts/0045120023/hand-outs', body: { reason } }),
  Codes_printNext: () => ({ method: 'POST', path: '/api/codes/accounts/0045120023/next-slips', body: { reason } }),
  Codes_replace: () => ({ method: 'POST', path: '/api/codes/accounts/0045120023/replacements', body: { reason } }),
  Codes_resume: () => ({ method: 'POST', path: '/api/codes/accounts/0045120023/resumptions', body: { reason } }),
  Codes_issueMissing: () => ({ method: 'POST', path: '/api/codes/first', body: { houseId: 'H1', reason } }),
  PrintRuns_all: () => ({ method: 'GET', path: '/api/print-runs' }),
  PrintRuns_request: () => ({
    method: 'POST',
    path: '/api/print-runs',
    body: { what: 'house', houseId: 'H1', reason },
  }),
  PrintRuns_link: () => ({ method: 'POST', path: '/api/print-runs/links', body: { runId: 'run-1' } }),
  PrintRuns_print: () => ({ method: 'POST', path: '/api/print-runs/prints', body: { link: 'x'.repeat(43) } }),
  Conversations_queue: () => ({ method: 'GET', path: '/api/conversations?show=unassigned' }),
  Conversations_one: ({ conversationId }) => ({ method: 'GET', path: `/api/conversations/${conversationId}` }),
  Conversations_attachment: ({ conversationId, attachmentId }) => ({
    method: 'GET',
    path: `/api/conversations/${conversationId}/attachments/${attachmentId}`,
  }),
  Conversations_corrections: ({ conversationId }) => ({
    method: 'GET',
    path: `/api/conversations/${conversationId}/corrections`,
  }),
  Conversations_answer: ({ conversationId }) => ({
    method: 'POST',
    path: `/api/conversations/${conversationId}/answers`,
    body: { text: 'Перерасчёт сделан', recalculationId: 'r-1' },
  }),
  Conversations_assign: ({ conversationId, colleague }) => ({
    method: 'POST',
    path: `/api/conversations/${conversationId}/assignments`,
    body: { staffId: colleague },
  }),
  Conversations_promise: ({ conversationId }) => ({
    method: 'POST',
    path: `/api/conversations/${conversationId}/promises`,
    body: { answerPromisedOn: '2026-10-30', reason },
  }),
  Conversations_turn: ({ conversationId }) => ({
    method: 'POST',
    path: `/api/conversations/${conversationId}/transitions`,
    body: { to: 'closed' },
  }),
  Import_state: () => ({ method: 'GET', path: '/api/import' }),
  Import_check: () => ({
    method: 'POST',
    path: '/api/import/checks',
    body: {},
    file: { field: 'file', name: 'company.zip', bytes: zipSync({ 'houses.csv': strToU8('house_id') }) },
  }),
  Import_checked: () => ({ method: 'GET', path: `/api/import/checks/${'0'.repeat(32)}` }),
  Import_ask: () => ({ method: 'POST', path: '/api/import/approvals', body: { checkId: '0'.repeat(32), reason } }),
  Import_goOn: () => ({ method: 'POST', path: '/api/import/continuations', body: {} }),
  Import_accept: () => ({ method: 'POST', path: '/api/import/acceptances', body: { checkId: '0'.repeat(32) } }),
  AnswerTemplates_all: () => ({ method: 'GET', path: '/api/answer-templates' }),
  AnswerTemplates_save: () => ({
    method: 'POST',
    path: '/api/answer-templates',
    body: { title: 'Сделано', text: 'Перерасчёт сделан' },
  }),
  AnswerTemplates_withdraw: () => ({
    method: 'POST',
    path: '/api/answer-templates/withdrawals',
    body: { templateId: 't-1' },
  }),
  Codes_reissue: () => ({
    method: 'POST',
    path: '/api/codes/reissues',
    body: { houseId: 'H1', accounts: ['0045120023', '0045120015'], reason },
  }),
  Staff_all: () => ({ method: 'GET', path: '/api/staff' }),
  Staff_register: ({ companyId }) => ({
    method: 'POST',
    path: '/api/staff',
    body: { name: 'Зоя', role: 'operator', companies: [companyId], reason },
  }),
  Staff_changeRole: ({ colleague }) => ({
    method: 'POST',
    path: `/api/staff/${colleague}/role`,
    body: { role: 'accountant', reason },
  }),
  Staff_suspend: ({ colleague }) => ({
    method: 'POST',
    path: `/api/staff/${colleague}/suspensions`,
    body: { reason },
  }),
  Staff_restore: ({ colleague }) => ({
    method: 'POST',
    path: `/api/staff/${colleague}/restorations`,
    body: { reason },
  }),
  Staff_issueLink: ({ colleague }) => ({ method: 'POST', path: `/api/staff/${colleague}/links`, body: { reason } }),
  Registries_all: () => ({ method: 'GET', path: '/api/registries' }),
  Registries_profiles: () => ({ method: 'GET', path: '/api/registries/profiles' }),
  Registries_debts: () => ({ method: 'GET', path: '/api/registries/debts?format=csv&payee=main' }),
  Registries_unaccepted: () => ({ method: 'GET', path: '/api/registries/files/unaccepted' }),
  Registries_check: () => ({
    ...{ method: 'POST', path: '/api/registries/files/checks', body: { profileId: 'sberbank-text' } },
    file: {
      ...{ field: 'file', name: 'another.txt' },
      bytes: sberbankRegistry([{ operation: 'op-tried', account: '0045120001', kopecks: 100, day: '06-10-2026' }]),
    },
  }),
  Registries_accept: ({ registryId }) => ({
    ...{ method: 'POST', path: '/api/registries' },
    body: { registryId, profileId: 'sberbank-text', fileName: 'реестр.txt' },
  }),
  Registries_one: ({ registryId }) => ({ method: 'GET', path: `/api/registries/${registryId}` }),
  Registries_lines: ({ registryId }) => ({ method: 'GET', path: `/api/registries/${registryId}/lines` }),
  Suspense_all: () => ({ method: 'GET', path: '/api/suspense' }),
  Suspense_one: ({ suspenseId }) => ({ method: 'GET', path: `/api/suspense/${suspenseId}` }),
  Suspense_accounts: ({ suspenseId }) => ({ method: 'GET', path: `/api/suspense/${suspenseId}/accounts` }),
  Suspense_assign: ({ suspenseId }) => ({
    ...{ method: 'POST', path: `/api/suspense/${suspenseId}/assignments` },
    body: { account: '0045120001', reason },
  }),
  Suspense_giveBack: ({ suspenseId }) => ({
    ...{ method: 'POST', path: `/api/suspense/${suspenseId}/returns`, body: { to: 'bank', reason } },
  }),
  Suspense_refuse: ({ suspenseId }) => ({
    ...{ method: 'POST', path: `/api/suspense/${suspenseId}/refusals`, body: { reason } },
  }),
  Payments_all: () => ({ method: 'GET', path: '/api/payments?account=0045120001' }),
  Payments_one: ({ paymentId }) => ({ method: 'GET', path: `/api/payments/${paymentId}` }),
  Payments_reverse: ({ paymentId }) => ({
    ...{ method: 'POST', path: `/api/payments/${paymentId}/reversals`, body: { reason } },
  }),
  Payments_transfer: ({ paymentId }) => ({
    ...{ method: 'POST', path: `/api/payments/${paymentId}/transfers` },
    body: { account: '0045120002', reason },
  }),
  Payments_refund: ({ paymentId }) => ({
    ...{ method: 'POST', path: `/api/payments/${paymentId}/refunds`, body: { amountKopecks: 100, reason } },
  }),
  OrderRefunds_list: () => ({ method: 'GET', path: '/api/order-refunds' }),
  OrderRefunds_ask: () => ({ method: 'POST', path: '/api/order-refunds/o-1/requests', body: { reason } }),
  Attention_list: () => ({ method: 'GET', path: '/api/payments-needing-attention' }),
  Attention_close: () => ({
    ...{ method: 'POST', path: '/api/payments-needing-attention/p-1/closings' },
    body: { verdict: 'not_paid', finding: 'bank_has_no_payment' },
  }),
};
