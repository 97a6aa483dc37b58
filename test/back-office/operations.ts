/** What the operations of the back-office are tried with. */
export interface OfficeWorld {
  readonly companyId: string;
  /** The number of a member of staff of that company. */
  readonly colleague: string;
  /** What somebody else has asked for, and the hash of its plan. */
  readonly approvalId: string;
  readonly planHash: string;
  /** Recalculations that were ordered for a house, and a replay that was begun. */
  readonly orderId: string;
  readonly runId: string;
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
}

const reason = 'a reason';
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
  Periods_standing: () => ({ method: 'GET', path: '/api/periods/standing' }),
  Periods_close: () => ({ method: 'POST', path: '/api/periods/closes', body: { period: '2026-10', reason } }),
  Turnover_page: () => ({ method: 'GET', path: '/api/turnover?from=2026-08&to=2026-09&by=account&houseId=H1' }),
  Turnover_file: () => ({ method: 'GET', path: '/api/turnover/file?from=2026-08&to=2026-09&format=csv' }),
  Debtors_page: () => ({ method: 'GET', path: '/api/debtors?asOf=2026-09-30&overdueDays=30' }),
  Debtors_file: () => ({ method: 'GET', path: '/api/debtors/file?asOf=2026-09-30&format=xlsx' }),
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
    body: { account, interruption, cause, document: 'акт 17' },
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
