import {
  accountClosed,
  accountOpened,
  companyRegistered,
  Contract,
  paymentCredited,
  paymentCreditReversed,
  periodClosed,
} from '#libs/contracts';
import { RecordedEvent } from '#libs/kernel';
import { recorded } from '#libs/testing';
import { PayeeFigures } from '../domain/account-period.events';
import { billingRelay } from './publish-accounts.relay';

const ACCOUNT = '0045120001';
const OPENED = recorded('AccountOpened', {
  account: ACCOUNT,
  houseId: 'H1',
  flat: '12',
  totalAreaM2: '54.2',
  personId: 'payer-12',
  openedOn: '2026-03-01',
  effectiveOn: '2026-03-01',
  openingBalances: [{ payee: 'main', period: '2026-02', kind: 'principal', amountKopecks: 500_00 }],
  windowFromDay: 15,
  windowToDay: 25,
});
const CLOSED = recorded('AccountClosed', { account: ACCOUNT, closedOn: '2026-09-01', effectiveOn: '2026-09-01' });
const FIGURES: PayeeFigures = {
  payee: 'main',
  openingKopecks: 500_00,
  chargedKopecks: 900_00,
  recalculatedKopecks: -60_00,
  penaltyKopecks: 3_00,
  paymentsKopecks: 1_500_00,
  closingKopecks: -157_00,
};
const PERIOD_CLOSED = recorded('PeriodClosed', {
  account: ACCOUNT,
  period: '2026-03',
  effectiveOn: '2026-03-31',
  dueOn: '2026-04-15',
  payees: [FIGURES],
  movements: { main: [{ kind: 'penalty_posted', period: '2026-02', amountKopecks: 3_00 }] },
});

const MONEY = { account: ACCOUNT, period: '2026-04', payee: 'main', paymentId: 'P-1', amountKopecks: 100_00 };
const MOVED = { movements: [{ kind: 'allocated', period: '2026-02', amountKopecks: 100_00 }] };
const PAYMENT_CREDITED = recorded('PaymentCredited', {
  ...MONEY,
  effectiveOn: '2026-03-29',
  namedPeriod: '2026-02',
  refundedKopecks: 5_00,
  ...MOVED,
});
const PAYMENT_CREDIT_REVERSED = recorded('PaymentCreditReversed', {
  ...MONEY,
  effectiveOn: '2026-04-09',
  reason: 'bank',
  ...MOVED,
});

const RECIPIENT = {
  payee: 'main',
  name: 'УК «Заря»',
  inn: '6320000001',
  kpp: null,
  bankName: 'Банк',
  bic: '043601607',
  bankAccount: '40702810000000000001',
  correspondentAccount: '30101810200000000607',
};
const COMPANY_REGISTERED = recorded('CompanyRegistered', {
  companyId: 'c-1',
  timeZone: 'Europe/Samara',
  payees: [{ ...RECIPIENT, ogrn: '1026300000001', address: 'Тольятти', phone: '8 800 000-00-00' }],
});

const PUBLISHED: readonly [string, RecordedEvent, Contract, object][] = [
  [
    'AccountOpened tells the house, the day, the reading window and the payer’s id, and neither name nor debts',
    OPENED,
    accountOpened,
    {
      account: ACCOUNT,
      houseId: 'H1',
      openedOn: '2026-03-01',
      personId: 'payer-12',
      windowFromDay: 15,
      windowToDay: 25,
    },
  ],
  [
    'AccountClosed tells the first day that is not billed',
    CLOSED,
    accountClosed,
    { account: ACCOUNT, closedOn: '2026-09-01' },
  ],
  [
    'PeriodClosed tells the figures, and not the movements behind them',
    PERIOD_CLOSED,
    periodClosed,
    { account: ACCOUNT, period: '2026-03', dueOn: '2026-04-15', payees: [FIGURES] },
  ],
  [
    'PaymentCredited tells the day the payer paid and the month to which it counts, and not on which debts it lies',
    PAYMENT_CREDITED,
    paymentCredited,
    { ...MONEY, receivedOn: '2026-03-29' },
  ],
  [
    'PaymentCreditReversed tells the same of a recall, and not why',
    PAYMENT_CREDIT_REVERSED,
    paymentCreditReversed,
    { ...MONEY, reversedOn: '2026-04-09' },
  ],
  [
    'CompanyRegistered tells where money goes, and nothing of the time zone or of whom to call',
    COMPANY_REGISTERED,
    companyRegistered,
    { companyId: 'c-1', payees: [RECIPIENT] },
  ],
];

describe.each(PUBLISHED)('%s', (_, event, contract, data) => {
  it('under the key of the account or the company, so that its messages keep their order', () => {
    const key = 'account' in data ? ACCOUNT : 'c-1';
    expect(billingRelay.translate(event)).toEqual({ contract: contract.name, key, data });
  });

  it('as the contract has it: nothing is missing, nothing is beside it', () => {
    const published = billingRelay.translate(event);
    expect(contract.schema.parse(published?.data)).toEqual(published?.data);
  });

  it('is an event that the relay is handed', () => {
    expect(billingRelay.handles).toContain(event.type);
  });
});

it('what the relay is handed is what it can translate, each type under its own contract', () => {
  expect([...billingRelay.handles].sort()).toEqual(PUBLISHED.map(([, event]) => event.type).sort());
  expect(new Set(PUBLISHED.map(([, , contract]) => contract.name)).size).toBe(PUBLISHED.length);
  expect(PUBLISHED.map(([, , contract]) => contract.service)).toEqual(PUBLISHED.map(() => billingRelay.service));
});

it('an event that nobody subscribes to is a fault', () => {
  expect(() => billingRelay.translate(recorded('ResidentsRegistered', { account: ACCOUNT }))).toThrow('Unreachable');
});
