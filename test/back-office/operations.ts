import { strToU8, zipSync } from 'fflate';

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
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  /** Sent as a form with the fields of the body besides. */
  readonly file?: { readonly name: string; readonly bytes: Uint8Array };
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
    file: { name: 'company.zip', bytes: zipSync({ 'houses.csv': strToU8('house_id') }) },
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
};
