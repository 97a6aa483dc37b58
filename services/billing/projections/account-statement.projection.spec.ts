import { projectionSpec, recorded } from '#libs/testing';
import { PayeeFigures } from '../domain/account-period.events';
import { EMPTY_LEDGER } from '../domain/ledger';
import { billed, recalculated } from '../domain/testing/ledger-story';
import { accountStatementProjection, AccountStatementRow, statementKey } from './account-statement.projection';

const spec = projectionSpec(accountStatementProjection);

const ACCOUNT = '0045120001';
const KEY = '0045120001 2026-03';
const opened = (period: string) =>
  recorded('PeriodOpened', {
    account: ACCOUNT,
    houseId: 'H1',
    period,
    effectiveOn: `${period}-01`,
    carriedFrom: null,
    ledgers: { main: EMPTY_LEDGER, capital_repair: EMPTY_LEDGER },
  });
const calculated = (eventId: string, upkeepKopecks: number) =>
  recorded(
    'ChargesCalculated',
    {
      account: ACCOUNT,
      period: '2026-03',
      amountKopecks: upkeepKopecks,
      charges: [billed('upkeep', upkeepKopecks)],
      fingerprint: 'f',
      recalculations: [recalculated('2026-02', 'upkeep', -1_00)],
    },
    { eventId },
  );
const FIGURES: PayeeFigures = {
  payee: 'main',
  openingKopecks: 10_00,
  chargedKopecks: 900_00,
  recalculatedKopecks: -1_00,
  penaltyKopecks: 0,
  paymentsKopecks: 500_00,
  closingKopecks: 409_00,
};
const closed = recorded(
  'PeriodClosed',
  {
    account: ACCOUNT,
    period: '2026-03',
    effectiveOn: '2026-03-31',
    dueOn: '2026-04-15',
    payees: [FIGURES],
    movements: {},
    records: {},
    recordCorrections: [],
  },
  { eventId: 'closed', metadata: { recordedAt: '2026-03-31T19:00:00.000Z' } },
);
const EMPTY: AccountStatementRow = {
  account: ACCOUNT,
  houseId: 'H1',
  period: '2026-03',
  charges: [],
  recalculations: [],
  calculatedEventId: null,
  closed: null,
};
const CHARGED: AccountStatementRow = {
  ...EMPTY,
  // As it is printed: formula, reason and inputs stand in the event of the calculation.
  charges: [
    {
      utility: 'upkeep',
      payee: 'main',
      component: null,
      basis: 'area',
      quantity: '1',
      unit: 'm2',
      tariff: '1',
      coefficient: null,
      amountKopecks: 900_00,
      excessKopecks: 0,
    },
  ],
  recalculations: [
    {
      utility: 'upkeep',
      payee: 'main',
      component: null,
      source: null,
      reason: 'reading_correction',
      ofPeriod: '2026-02',
      quantity: '1',
      tariff: '1',
      amountKopecks: -1_00,
    },
  ],
  calculatedEventId: 'second',
};

it('PeriodOpened: an account has one statement a period, empty at first', () => {
  spec
    .given([opened('2026-03'), opened('2026-04')])
    .thenKeys(KEY, '0045120001 2026-04')
    .then(KEY, EMPTY)
    .thenColumns(KEY, { account: ACCOUNT, house: 'H1', period: '2026-03', closed_at: null });
});

it('ChargesCalculated: the newest calculation supersedes the earlier ones', () => {
  spec.given([opened('2026-03'), calculated('first', 850_00), calculated('second', 900_00)]).then(KEY, CHARGED);
});

it('PeriodClosed: the statement is final, with its figures and the instant of the close', () => {
  spec
    .given([opened('2026-03'), calculated('second', 900_00), closed])
    .then(KEY, {
      ...CHARGED,
      closed: {
        dueOn: '2026-04-15',
        payees: [FIGURES],
        recordedAt: '2026-03-31T19:00:00.000Z',
        eventId: 'closed',
      },
    })
    .thenColumns(KEY, {
      account: ACCOUNT,
      house: 'H1',
      period: '2026-03',
      closed_at: '2026-03-31T19:00:00.000Z',
    });
});

it('a line of an order keeps the title under which it is printed, other lines have none', () => {
  const order = { ...billed('order:o-1', 300_00), basis: 'order' as const, title: 'Вызов электрика' };
  const back = { ...recalculated('2026-02', 'order:o-2', -100_00), title: 'Замена смесителя' };
  const withOrders = recorded('ChargesCalculated', {
    account: ACCOUNT,
    period: '2026-03',
    amountKopecks: 200_00,
    charges: [billed('upkeep', 1_00), order],
    fingerprint: 'f',
    recalculations: [back],
  });
  const row = accountStatementProjection.evolve(EMPTY, withOrders, KEY);
  expect(row?.charges.map(({ title }) => title)).toEqual([undefined, 'Вызов электрика']);
  expect(row?.charges.map((line) => 'title' in line)).toEqual([false, true]);
  expect(row?.recalculations).toMatchObject([{ title: 'Замена смесителя' }]);
});

it('a period that was never opened has no statement', () => {
  spec.given([calculated('first', 850_00), closed]).thenKeys();
});

it('payments are no part of a statement row: the close counts them', () => {
  expect(accountStatementProjection.handles).toEqual(['PeriodOpened', 'ChargesCalculated', 'PeriodClosed']);
});

it('keys sort by account, then by period, also where one number begins another', () => {
  const keys = [statementKey('12', '2026-12'), statementKey('12', '2027-01'), statementKey('12-1', '2026-01')];
  expect([...keys].reverse().sort()).toEqual(keys);
});
