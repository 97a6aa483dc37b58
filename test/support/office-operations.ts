import { RecalculationsQuery } from '../../services/billing';
import { WholeStack } from '../../libs/testing/whole-stack';
import { Expectation } from './documented-api';

/** What accountants ask of an account whose period is closed, with 20 roubles a square metre for its upkeep. */
export async function officeOperations(
  { kvitok }: WholeStack,
  account: string,
  closed: string,
  today: string,
): Promise<Record<string, Expectation>> {
  const acts = [{ startedOn: '2026-03-10', hours: '20' }];
  const interruption = { utility: 'cold_water', period: closed, supply: 'water', acts } as const;
  const ofOpenMonth = { ...interruption, period: '2026-04', acts: [{ startedOn: '2026-04-10', hours: '20' }] };
  // Whoever records it has seen what it comes to; a reading that is corrected changes that.
  const seen = async () =>
    (await kvitok.app.get(RecalculationsQuery).preview(account, { kind: 'interruption', ...interruption }))
      .amountKopecks;
  const penaltyWaiver = { payee: 'main', months: [{ period: closed, amountKopecks: 100 }] };
  /** Takes the grounds of a valid body away, to put others in their place. */
  const none = { interruption: undefined };
  const rules = { tariffs: [{ utility: 'upkeep', from: '2026-03-01', price: '30' }] };
  return {
    Reports_turnover: {
      valid: { query: { from: '2026-03', to: '2026-03', by: 'utility', house: 'H1', account, knownAt: today } },
      foreign: [
        ['BILLING_DATES_OUT_OF_ORDER', { query: { from: '2026-04' } }],
        ['BILLING_UNKNOWN_HOUSE', { query: { house: 'H-9999' } }],
        ['BILLING_UNKNOWN_ACCOUNT', { query: { account: 'A-9999' } }],
      ],
    },
    Reports_debtors: {
      valid: { query: { asOf: '2026-03-31', house: 'H1', knownAt: today } },
      foreign: [
        ['BILLING_BEFORE_FIRST_PERIOD', { query: { asOf: '2026-02-28' } }],
        ['BILLING_UNKNOWN_HOUSE', { query: { house: 'H-9999' } }],
      ],
    },
    Recalculations_ofAccount: {
      valid: { path: { account } },
      foreign: [['BILLING_UNKNOWN_ACCOUNT', { path: { account: 'A-9999' } }]],
    },
    Recalculations_preview: {
      valid: { path: { account }, body: { interruption } },
      foreign: [
        ['BILLING_UNKNOWN_ACCOUNT', { path: { account: 'A-9999' } }],
        ['BILLING_RECALCULATION_ONE_KIND', { body: { reversal: { recalculationId: 'r-0001' } } }],
        ['BILLING_UNKNOWN_RECALCULATION', { body: { ...none, reversal: { recalculationId: 'r-0001' } } }],
        ['BILLING_RECALCULATION_NOTHING_CHARGED', { body: { interruption: ofOpenMonth } }],
        ['BILLING_RECALCULATION_ACT_EARLIER', { body: { interruption: { ...ofOpenMonth, acts } } }],
        ['BILLING_RECALCULATION_SUPPLY', { body: { interruption: { ...interruption, supply: 'heating' } } }],
        [
          'BILLING_RECALCULATION_ACTS_OVERLAP',
          {
            body: {
              interruption: { ...interruption, acts: [...acts, { ...acts[0], startedAt: '19:59', hours: '5' }] },
            },
          },
        ],
        [
          'BILLING_RECALCULATION_CHANGES_NOTHING',
          { body: { interruption: { ...interruption, acts: [{ startedOn: '2026-03-10', hours: '8' }] } } },
        ],
      ],
    },
    Recalculations_record: {
      valid: {
        path: { account },
        body: {
          interruption,
          ...{ cause: 'Не было воды', document: 'акт 1' },
          expectedKopecks: await seen(),
        },
      },
      looksAt: async () => ({ body: { expectedKopecks: await seen() } }),
      foreign: [
        ['BILLING_UNKNOWN_ACCOUNT', { path: { account: 'A-9999' } }],
        ['BILLING_RECALCULATION_NOT_OVER', { body: { interruption: ofOpenMonth } }],
        ['BILLING_RECALCULATION_NEEDS_APPROVAL', { body: { ...none, penaltyWaiver } }],
        // Nobody says by word of mouth that two people have agreed.
        ['VALIDATION_FAILED', { body: { approvalId: 'approval-1' } }],
      ],
    },
    Replays_preview: {
      valid: { body: { from: closed, to: closed, rules, house: 'H1', after: 'A-0000', limit: 1 } },
      foreign: [
        ['BILLING_DATES_OUT_OF_ORDER', { body: { from: '2026-04' } }],
        ['BILLING_BEFORE_FIRST_PERIOD', { body: { from: '2026-02' } }],
        ['BILLING_UNKNOWN_HOUSE', { body: { house: 'H-9999' } }],
        [
          'BILLING_REPLAY_RULES',
          { body: { rules: { tariffs: [{ utility: 'gas', from: '2026-03-01', price: '1' }] } } },
        ],
      ],
    },
  };
}
