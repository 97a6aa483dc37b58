/** What the operations of the back-office are tried with. */
export interface OfficeWorld {
  readonly companyId: string;
  /** The number of a member of staff of that company. */
  readonly colleague: string;
  /** What somebody else has asked for, and the hash of its plan. */
  readonly approvalId: string;
  readonly planHash: string;
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
}

const reason = 'a reason';

/** A valid request to every operation behind the sign-in. A new operation gets its line here, or the suite fails. */
export const OPERATIONS: Readonly<Record<string, (world: OfficeWorld) => Asked>> = {
  Periods_standing: () => ({ method: 'GET', path: '/api/periods/standing' }),
  Periods_close: () => ({ method: 'POST', path: '/api/periods/closes', body: { period: '2026-10', reason } }),
  Turnover_page: () => ({ method: 'GET', path: '/api/turnover?from=2026-08&to=2026-09&by=account&houseId=H1' }),
  Turnover_file: () => ({ method: 'GET', path: '/api/turnover/file?from=2026-08&to=2026-09&format=csv' }),
  Debtors_page: () => ({ method: 'GET', path: '/api/debtors?asOf=2026-09-30&overdueDays=30' }),
  Debtors_file: () => ({ method: 'GET', path: '/api/debtors/file?asOf=2026-09-30&format=xlsx' }),
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
