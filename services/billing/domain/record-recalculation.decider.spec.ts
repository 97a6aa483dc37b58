import { deciderSpec } from '#libs/testing';
import { RecordRecalculation } from './account.commands';
import { accountDecider } from './account.decider';
import { AccountOpened, RecalculationRecorded } from './account.events';
import { NO_FACTS, RecalculationGrounds } from './recalculation';
import { aChargedPeriod, aChargeLine, HOT_WATER } from './testing/charged-period';

const spec = deciderSpec(accountDecider);
const account = '0045120001';
const opened: AccountOpened = {
  type: 'AccountOpened',
  version: 1,
  data: {
    account,
    houseId: 'H1',
    flat: '12',
    totalAreaM2: '54.2',
    personId: 'payer-12',
    openedOn: '2026-03-01',
    effectiveOn: '2026-03-01',
    openingBalances: [],
    windowFromDay: 15,
    windowToDay: 25,
  },
};
const october = aChargedPeriod(
  '2026-10',
  aChargeLine('hot_water', 188_41, { component: 'water' }),
  aChargeLine('hot_water', 644_62, { component: 'heat' }),
);
const INTERRUPTION: RecalculationGrounds = {
  kind: 'interruption',
  utility: 'hot_water',
  period: '2026-10',
  supply: 'water',
  acts: [{ startedOn: '2026-10-05', hours: '30' }],
};
const WAIVER: RecalculationGrounds = {
  kind: 'penalty_waiver',
  payee: 'main',
  months: [{ period: '2026-08', amountKopecks: 95_00 }],
};
const record = (changes: Partial<RecordRecalculation> = {}): RecordRecalculation => ({
  kind: 'RecordRecalculation',
  account,
  recalculationId: 'act-17',
  recordedOn: '2026-11-05',
  cause: 'Горячей воды не было',
  document: 'акт 17',
  approvalId: null,
  expectedKopecks: -27_49,
  grounds: INTERRUPTION,
  facts: { ...NO_FACTS, charged: [october], supplied: HOT_WATER },
  ...changes,
});
const line = (hours: string, changes: object) => ({
  utility: 'hot_water',
  payee: 'main',
  component: null,
  source: null,
  ofPeriod: '2026-10',
  reason: 'interruption',
  why: { code: 'interruption', details: { hours, allowed: '8', percent: '0.15' } },
  inputs: [
    { name: 'hours', value: hours, eventId: null },
    { name: 'allowed_hours', value: '8', eventId: null },
    { name: 'charged', value: '833.03', eventId: 'charged 2026-10' },
  ],
  ...changes,
});
const recorded = (data: object): RecalculationRecorded => ({
  type: 'RecalculationRecorded',
  version: 1,
  data: {
    account,
    recalculationId: 'act-17',
    effectiveOn: '2026-11-05',
    cause: 'Горячей воды не было',
    document: 'акт 17',
    approvalId: null,
    corrects: [{ period: '2026-10', eventId: 'charged 2026-10' }],
    grounds: INTERRUPTION,
    waivers: [],
    ...data,
  } as unknown as RecalculationRecorded['data'],
});
/** 22 hours × 0.15 % × 833.03 = 27.48999 */
const first = recorded({
  amountKopecks: -27_49,
  lines: [
    line('30', {
      quantity: '-22',
      tariff: '1.249545',
      amountKopecks: -27_49,
      formula: '(8 - 30) * 0.0015 * 833.03',
      exact: '-27.48999',
    }),
  ],
});
const ten: RecalculationGrounds = { ...INTERRUPTION, acts: [{ startedOn: '2026-10-20', hours: '10' }] };

describe('recording a recalculation', () => {
  it('keeps its lines, why it was made and what it corrects', () => {
    spec.given([opened]).when(record()).then([first]);
  });

  it('is done once for an id', () => {
    spec.given([opened, first]).when(record()).then([]);
  });

  it('counts the allowance of the month once over several acts', () => {
    // 40 hours give 32 × 0.15 % × 833.03 = 39.98544, of which 27.49 was given
    const second = recorded({
      recalculationId: 'act-18',
      amountKopecks: -12_50,
      grounds: ten,
      lines: [
        line('40', {
          quantity: '-1',
          tariff: '12.50',
          amountKopecks: -12_50,
          formula: 'round((8 - 40) * 0.0015 * 833.03) - (-27.49)',
          exact: '-12.5',
        }),
      ],
    });
    spec
      .given([opened, first])
      .when(record({ recalculationId: 'act-18', grounds: ten, expectedKopecks: -12_50 }))
      .then([second]);
  });

  it('of penalty needs the approval of a second person', () => {
    const waive = record({ recalculationId: 'waiver-1', grounds: WAIVER, facts: NO_FACTS, expectedKopecks: -95_00 });
    spec.given([opened]).when(waive).thenRejected('BILLING_RECALCULATION_NEEDS_APPROVAL');
    const waived = recorded({
      recalculationId: 'waiver-1',
      approvalId: 'approval-9',
      corrects: [],
      grounds: WAIVER,
      amountKopecks: -95_00,
      lines: [],
      waivers: [{ payee: 'main', ofPeriod: '2026-08', amountKopecks: 95_00 }],
    });
    spec
      .given([opened])
      .when({ ...waive, approvalId: 'approval-9' })
      .then([waived]);
  });

  it('that comes to something else than was seen is not recorded', () => {
    spec
      .given([opened])
      .when(record({ expectedKopecks: -27_50 }))
      .thenRejected('BILLING_RECALCULATION_CHANGED');
  });

  it('of the same act is recorded once, under whatever id', () => {
    spec
      .given([opened, first])
      .when(record({ recalculationId: 'act-18' }))
      .thenRejected('BILLING_RECALCULATION_RECORDED_ALREADY');
  });

  it('of hours that another act holds is refused, until that one is taken back', () => {
    // 30 hours from 5 October end at six of the next morning.
    const later = record({
      recalculationId: 'act-19',
      grounds: { ...INTERRUPTION, acts: [{ startedOn: '2026-10-06', hours: '20' }] },
      // (20 − 8) × 0.15 % × 833.03 = 14.99454
      expectedKopecks: -14_99,
    });
    spec.given([opened, first]).when(later).thenRejected('BILLING_RECALCULATION_OVERLAPS');
    const taken = recorded({
      recalculationId: 'back-17',
      grounds: { kind: 'reversal', of: 'act-17' },
      amountKopecks: 27_49,
      lines: [],
    });
    spec
      .given([opened, first, taken])
      .when(later)
      .then([
        expect.objectContaining({
          data: expect.objectContaining({ recalculationId: 'act-19', amountKopecks: -14_99 }) as unknown,
        }) as RecalculationRecorded,
      ]);
  });

  it('of an interruption is held against the allowed hours of its own utility', () => {
    spec
      .given([opened])
      .when(record({ grounds: { ...INTERRUPTION, supply: 'heating' }, expectedKopecks: -7_50 }))
      .thenRejected('BILLING_RECALCULATION_SUPPLY');
  });

  it('of more than one person may record in a month needs a second', () => {
    const error: RecalculationGrounds = {
      kind: 'provider_error',
      utility: 'hot_water',
      component: 'water',
      period: '2026-10',
      rightQuantity: '1',
      rightTariff: '10188.41',
      claimedOn: null,
    };
    // 10188.41 less 188.41
    const alone = record({ recalculationId: 'error-1', grounds: error, expectedKopecks: 10_000_00 });
    const kept = (data: object) =>
      expect.objectContaining({ data: expect.objectContaining(data) as unknown }) as RecalculationRecorded;
    spec
      .given([opened])
      .when(alone)
      .then([kept({ amountKopecks: 10_000_00, approvalId: null })]);
    const dearer = { ...alone, grounds: { ...error, rightTariff: '10188.42' }, expectedKopecks: 10_000_01 };
    spec.given([opened]).when(dearer).thenRejected('BILLING_RECALCULATION_NEEDS_APPROVAL');
    spec
      .given([opened])
      .when({ ...dearer, approvalId: 'approval-9' })
      .then([kept({ amountKopecks: 10_000_01, approvalId: 'approval-9' })]);
  });

  it('of a month that is not over is refused, and so is a claim of a day to come or before the month', () => {
    spec
      .given([opened])
      .when(record({ recordedOn: '2026-10-31' }))
      .thenRejected('BILLING_RECALCULATION_NOT_OVER');
    const error: RecalculationGrounds = {
      kind: 'provider_error',
      utility: 'hot_water',
      component: 'water',
      period: '2026-10',
      rightQuantity: '4',
      rightTariff: '44.86',
      claimedOn: '2026-11-06',
    };
    spec
      .given([opened])
      .when(record({ grounds: error }))
      .thenRejected('BILLING_RECALCULATION_CLAIM_LATER');
    spec
      .given([opened])
      .when(record({ grounds: { ...error, claimedOn: '2026-09-30' } }))
      .thenRejected('BILLING_RECALCULATION_CLAIM_EARLIER');
    // What was claimed during the month is no earlier than its charge can be.
    spec
      .given([opened])
      .when(record({ grounds: { ...error, claimedOn: '2026-10-01' } }))
      .thenRejected('BILLING_RECALCULATION_CHANGED');
  });

  it('of an account that is not there is refused', () => {
    spec.given([]).when(record()).thenRejected('BILLING_UNKNOWN_ACCOUNT');
  });

  it('is taken back whole, once, and then counts no more', () => {
    const reversal = { grounds: { kind: 'reversal', of: 'act-17' }, facts: NO_FACTS, expectedKopecks: 27_49 } as const;
    const back = record({ recalculationId: 'back-17', ...reversal });
    const taken = recorded({
      recalculationId: 'back-17',
      corrects: [],
      grounds: { kind: 'reversal', of: 'act-17' },
      amountKopecks: 27_49,
      lines: [
        line('30', {
          reason: 'reversal',
          quantity: '22',
          tariff: '1.249545',
          amountKopecks: 27_49,
          formula: '0 - ((8 - 30) * 0.0015 * 833.03)',
          exact: '27.48999',
          why: { code: 'reversal', details: { of: 'act-17' } },
        }),
      ],
    });
    spec.given([opened, first]).when(back).then([taken]);
    spec
      .given([opened, first, taken])
      .when({ ...back, recalculationId: 'back-18' })
      .thenRejected('BILLING_RECALCULATION_REVERSED');
  });
});
