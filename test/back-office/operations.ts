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
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
}

const reason = 'a reason';
const ACCOUNT = '0045120023';
const AT = 'asOf=2026-09-30&knownAt=2026-10-10';
const RULE = { kind: 'tariff', utility: 'cold_water', from: '2026-11-01', value: '49.90' };

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
