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
  /** A question of a resident of that company, and a file of it. */
  readonly conversationId: string;
  readonly attachmentId: string;
  /** A file of a bank that was accepted, one of its payments, and one that stands aside. */
  readonly registryId: string;
  readonly paymentId: string;
  readonly suspenseId: string;
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  /** Sent in a form with parts, the fields of the body beside it. */
  readonly file?: { readonly field: string; readonly name: string; readonly bytes: Uint8Array };
}

const reason = 'a reason';

/** A valid request to every operation behind the sign-in. A new operation gets its line here, or the suite fails. */
export const OPERATIONS: Readonly<Record<string, (world: OfficeWorld) => Asked>> = {
  Periods_standing: () => ({ method: 'GET', path: '/api/periods/standing' }),
  Periods_close: () => ({ method: 'POST', path: '/api/periods/closes', body: { period: '2026-10', reason } }),
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
    body: { subject: 'H1', accounts: ['0045120023', '0045120015'], reason },
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
  Registries_check: () => ({
    ...{ method: 'POST', path: '/api/registries/checks', body: { profileId: 'sberbank-text' } },
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
  Attention_list: () => ({ method: 'GET', path: '/api/payments-needing-attention' }),
  Attention_close: () => ({
    ...{ method: 'POST', path: '/api/payments-needing-attention/p-1/closings' },
    body: { verdict: 'not_paid', finding: 'bank_has_no_payment' },
  }),
};
