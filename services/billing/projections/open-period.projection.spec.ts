import { projectionSpec, recorded } from '#libs/testing';
import { OpenedPeriod } from '../domain/account-period.state';
import { calculationFingerprint } from '../domain/calculation-fingerprint';
import { Ledgers } from '../domain/ledger';
import { TakenMoney } from '../domain/money-in-order.policy';
import { aCalculation, AccountStory, ledgersWith } from '../domain/testing/account-story';
import { billed } from '../domain/testing/ledger-story';
import { openPeriodProjection } from './open-period.projection';

const spec = projectionSpec(openPeriodProjection);

const CALCULATION = aCalculation([billed('upkeep', 900_00)]);
const FINGERPRINT = calculationFingerprint(CALCULATION);
const story = () => {
  const begun = new AccountStory();
  return begun.opens(ledgersWith(begun.rules, { period: '2026-02', kind: 'principal', amountKopecks: 500_00 }));
};
const { account } = story();
/** The account as it was opened: 500.00 of February. */
const OPENED: OpenedPeriod = {
  status: 'open',
  account,
  houseId: 'H1',
  period: '2026-03',
  openingKopecks: { main: 500_00, capital_repair: 0 },
  paymentsKopecks: { main: 0, capital_repair: 0 },
  ledgers: story().opened().ledgers,
  fingerprint: null,
  held: [],
  taken: [],
};
const TAKEN: TakenMoney = {
  kind: 'payment',
  payee: 'main',
  paymentId: 'p1',
  amountKopecks: 200_00,
  namedPeriod: null,
  receivedOn: '2026-03-12',
  isRest: false,
  standsOn: '2026-03-12',
};
const RECALLED: TakenMoney = { kind: 'recall', payee: 'main', paymentId: 'p1', standsOn: '2026-03-20' };
const [FEBRUARY] = OPENED.ledgers.main.lines;
/** A payment of 200.00 stands on February. */
const PAID: Ledgers = {
  ...OPENED.ledgers,
  main: {
    lines: [
      { ...(FEBRUARY as object), principalPaid: [{ moneyId: 'payment:p1', amountKopecks: 200_00, on: '2026-03-12' }] },
    ] as unknown as Ledgers['main']['lines'],
    money: [
      {
        moneyId: 'payment:p1',
        paymentId: 'p1',
        receivedOn: '2026-03-12',
        reservedFor: null,
        restKopecks: 0,
        freed: [],
      },
    ],
  },
};

it('PeriodOpened: the account stands in the period with what was carried forward', () => {
  spec
    .given(story().facts)
    .thenKeys(account)
    .then(account, { state: OPENED, revision: 0, needsCalculation: true })
    .thenColumns(account, { house: 'H1', period: '2026-03', status: 'open', needs_calculation: 1 });
});

const CALCULATED = story().calculates(CALCULATION, '2026-03-26T02:00:00.000Z');

it('ChargesCalculated: the last calculation is known, no debt is changed, and it has not to be calculated', () => {
  spec
    .given(CALCULATED.facts)
    .then(account, { state: { ...OPENED, fingerprint: FINGERPRINT }, revision: 1, needsCalculation: false })
    .thenColumns(account, { house: 'H1', period: '2026-03', status: 'open', needs_calculation: 0 });
});

it('a fact about the account after a calculation asks for another one; a payment does not', () => {
  const fact = recorded('ResidentsRegistered', { account, from: '2026-03-05', registered: 2, owners: 1 });
  spec
    .given([...CALCULATED.facts, fact])
    .then(account, { state: { ...OPENED, fingerprint: FINGERPRINT }, revision: 1, needsCalculation: true });
  const paid = story().calculates(CALCULATION, '2026-03-10T02:00:00.000Z').pays('p1', '2026-03-12', 200_00);
  spec.given(paid.facts).thenColumns(account, { house: 'H1', period: '2026-03', status: 'open', needs_calculation: 0 });
});

it('PaymentCredited: the payment stands where it was put', () => {
  spec.given(story().pays('p1', '2026-03-12', 200_00).facts).then(account, {
    state: {
      ...OPENED,
      ledgers: PAID,
      paymentsKopecks: { main: 200_00, capital_repair: 0 },
      taken: [TAKEN],
    },
    revision: 1,
    needsCalculation: true,
  });
});

it('PaymentCreditReversed: all of it has vanished', () => {
  spec
    .given(story().pays('p1', '2026-03-12', 200_00).recalls('p1', '2026-03-20', 200_00).facts)
    .then(account, { state: { ...OPENED, taken: [TAKEN, RECALLED] }, revision: 2, needsCalculation: true });
});

it('PeriodClosed: the period is closed with the line that it charged', () => {
  const closed = story().closes(CALCULATION).stream('2026-03');
  const MARCH = {
    period: '2026-03',
    dueOn: '2026-04-15',
    opening: false,
    principalKopecks: 900_00,
    openingPenaltyKopecks: 0,
    postedPenaltyKopecks: 0,
    principalPaid: [],
    penaltyPaid: [],
    billed: { upkeep: 900_00 },
  };
  const ledgers = { ...OPENED.ledgers, main: { lines: [FEBRUARY, MARCH] as Ledgers['main']['lines'], money: [] } };
  spec
    .given(closed)
    .then(account, {
      state: { ...OPENED, status: 'closed', fingerprint: FINGERPRINT, ledgers },
      revision: 2,
      needsCalculation: false,
    })
    .thenColumns(account, { house: 'H1', period: '2026-03', status: 'closed', needs_calculation: 0 });
});

it('the next period takes the place of the closed one', () => {
  const { facts } = story().closes(CALCULATION);
  spec
    .given(facts)
    .thenKeys(account)
    .thenColumns(account, { house: 'H1', period: '2026-04', status: 'open', needs_calculation: 1 });
});

it('facts of a period that was never opened leave nothing', () => {
  spec.given(story().pays('p1', '2026-03-12', 200_00).facts.slice(1)).thenKeys();
});
