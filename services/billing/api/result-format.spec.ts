import { PayeeFigures } from '../domain/account-period.events';
import { billed, recalculated } from '../domain/testing/ledger-story';
import { AccountStatementRow } from '../projections/account-statement.projection';
import { printed, printStatement } from './result-format';

describe('a number in a result', () => {
  it.each([
    ['5', '5'],
    ['44.860', '44.86'],
    ['0.0195', '0.0195'],
    ['1/3', '0.333333'],
    ['2/3', '0.666667'],
    ['-2/3', '-0.666667'],
    ['0.0000005', '0.000001'],
    ['-0.0000005', '-0.000001'],
    ['0.0000004', '0'],
    ['100', '100'],
    ['0', '0'],
  ])('%s is printed as %s: six decimals at most, half away from zero, no trailing zeros', (exact, text) => {
    expect(printed(exact)).toBe(text);
  });
});

const figures = (payee: PayeeFigures['payee'], chargedKopecks: number): PayeeFigures => ({
  payee,
  openingKopecks: 10_00,
  chargedKopecks,
  recalculatedKopecks: -1_00,
  penaltyKopecks: 2_00,
  paymentsKopecks: 5_00,
  closingKopecks: chargedKopecks + 6_00,
});
const ROW: AccountStatementRow = {
  account: '0045120001',
  houseId: 'H1',
  period: '2026-03',
  charges: [
    {
      ...billed('cold_water', 300_00),
      quantity: '20/3',
      unit: 'm3',
      tariff: '44.860',
      coefficient: '3',
      excessKopecks: 200_00,
    },
    { ...billed('capital_repair', 120_00), payee: 'capital_repair' },
  ],
  recalculations: [
    { ...recalculated('2026-02', 'sewage', -1_00), quantity: '-1/3', tariff: '33.150', source: 'cold_water' },
    { ...recalculated('2026-01', 'capital_repair', -1_00), payee: 'capital_repair' },
  ],
  calculatedEventId: 'calculated',
  closed: {
    dueOn: '2026-04-15',
    payees: [figures('main', 300_00), figures('capital_repair', 120_00)],
    recordedAt: '2026-03-31T19:00:00.000Z',
    eventId: 'closed',
  },
};

describe('a statement', () => {
  it('is not printed before the period is closed', () => {
    expect(printStatement({ ...ROW, closed: null })).toBeNull();
  });

  it('groups lines by payee, with quantities and tariffs as printed numbers', () => {
    expect(printStatement(ROW)).toEqual({
      account: '0045120001',
      period: '2026-03',
      dueDate: '2026-04-15',
      payees: [
        {
          ...figures('main', 300_00),
          charges: [
            {
              utility: 'cold_water',
              component: null,
              basis: 'area',
              quantity: '6.666667',
              unit: 'm3',
              tariff: '44.86',
              coefficient: '3',
              amountKopecks: 300_00,
              excessKopecks: 200_00,
            },
          ],
          recalculations: [
            {
              utility: 'sewage',
              component: null,
              source: 'cold_water',
              reason: 'reading_correction',
              ofPeriod: '2026-02',
              quantity: '-0.333333',
              tariff: '33.15',
              amountKopecks: -1_00,
            },
          ],
        },
        {
          ...figures('capital_repair', 120_00),
          charges: [
            {
              utility: 'capital_repair',
              component: null,
              basis: 'area',
              quantity: '1',
              unit: 'm2',
              tariff: '1',
              coefficient: null,
              amountKopecks: 120_00,
              excessKopecks: 0,
            },
          ],
          recalculations: [
            {
              utility: 'capital_repair',
              component: null,
              source: null,
              reason: 'reading_correction',
              ofPeriod: '2026-01',
              quantity: '1',
              tariff: '1',
              amountKopecks: -1_00,
            },
          ],
        },
      ],
    });
  });

  it('has its fields in the order of kvitok-statements/1', () => {
    const statement = printStatement(ROW);
    expect(Object.keys(statement ?? {})).toEqual(['account', 'period', 'dueDate', 'payees']);
    expect(Object.keys(statement?.payees[0] ?? {})).toEqual([
      'payee',
      'openingKopecks',
      'charges',
      'recalculations',
      'chargedKopecks',
      'recalculatedKopecks',
      'penaltyKopecks',
      'paymentsKopecks',
      'closingKopecks',
    ]);
    expect(Object.keys(statement?.payees[0]?.charges[0] ?? {})).toEqual([
      'utility',
      'component',
      'basis',
      'quantity',
      'unit',
      'tariff',
      'coefficient',
      'amountKopecks',
      'excessKopecks',
    ]);
    expect(Object.keys(statement?.payees[0]?.recalculations[0] ?? {})).toEqual([
      'utility',
      'component',
      'source',
      'reason',
      'ofPeriod',
      'quantity',
      'tariff',
      'amountKopecks',
    ]);
  });
});
