import { fold, isRejection } from '#libs/kernel';
import { deciderSpec } from '#libs/testing';
import {
  AccountPeriodCommand,
  accountPeriodStream,
  CreditPayment,
  OpenPeriod,
  ReversePaymentCredit,
} from './account-period.commands';
import { accountPeriodDecider } from './account-period.decider';
import {
  AccountPeriodEvent,
  ChargesCalculated,
  PaymentCredited,
  PaymentCreditReversed,
  PaymentHeld,
  PaymentReversalHeld,
  PeriodClosed,
  PeriodOpened,
} from './account-period.events';
import { OpenedPeriod } from './account-period.state';
import { Calculation } from './calculation';
import { calculationFingerprint } from './calculation-fingerprint';
import { Ledgers, Movement } from './ledger';
import { ledgerRules } from './ledger-rules.policy';
import { aCalculation, AccountStory, ledgersWith } from './testing/account-story';
import { aBook } from './testing/book-builder';
import { billed, recalculated } from './testing/ledger-story';

const spec = deciderSpec(accountPeriodDecider);

const ACCOUNT = '0045120001';
const rules = ledgerRules(aBook());
/** February is owed, due on 16 March, the Monday after the 15th; it bears no penalty before 16 April. */
const FEBRUARY: Ledgers = ledgersWith(rules, { period: '2026-02', kind: 'principal', amountKopecks: 500_00 });

const opened: PeriodOpened = {
  type: 'PeriodOpened',
  version: 1,
  data: {
    account: ACCOUNT,
    houseId: 'H1',
    period: '2026-03',
    effectiveOn: '2026-03-01',
    carriedFrom: null,
    ledgers: FEBRUARY,
  },
};
const open: OpenPeriod = {
  kind: 'OpenPeriod',
  account: ACCOUNT,
  houseId: 'H1',
  period: '2026-03',
  carriedFrom: null,
  ledgers: FEBRUARY,
};
const CHARGED = aCalculation(
  [billed('upkeep', 900_00), { ...billed('capital_repair', 120_00), payee: 'capital_repair' }],
  [recalculated('2026-02', 'cold_water', 60_00)],
);
const calculated = (calculation: Calculation, amountKopecks: number): ChargesCalculated => ({
  type: 'ChargesCalculated',
  version: 1,
  data: {
    account: ACCOUNT,
    period: '2026-03',
    amountKopecks,
    fingerprint: calculationFingerprint(calculation),
    charges: calculation.charges,
    recalculations: calculation.recalculations,
  },
});
const calculate = (calculation: Calculation): AccountPeriodCommand => ({
  kind: 'CalculateCharges',
  account: ACCOUNT,
  calculation,
});
const credit: CreditPayment = {
  kind: 'CreditPayment',
  account: ACCOUNT,
  paymentId: 'p1',
  payee: 'main',
  amountKopecks: 700_00,
  receivedOn: '2026-03-12',
  namedPeriod: null,
  rules,
};
/** The payment pays February; what is left of it stays with the payment. */
const credited: PaymentCredited = {
  type: 'PaymentCredited',
  version: 1,
  data: {
    account: ACCOUNT,
    period: '2026-03',
    payee: 'main',
    paymentId: 'p1',
    amountKopecks: 700_00,
    effectiveOn: '2026-03-12',
    namedPeriod: null,
    movements: [
      {
        kind: 'money_received',
        moneyId: 'payment:p1',
        paymentId: 'p1',
        on: '2026-03-12',
        amountKopecks: 700_00,
        reservedFor: null,
      },
      {
        kind: 'allocated',
        moneyId: 'payment:p1',
        period: '2026-02',
        part: 'principal',
        amountKopecks: 500_00,
        on: '2026-03-12',
        freed: false,
      },
    ],
  },
};
const reverse: ReversePaymentCredit = {
  kind: 'ReversePaymentCredit',
  account: ACCOUNT,
  paymentId: 'p1',
  payee: 'main',
  amountKopecks: 700_00,
  reversedOn: '2026-03-20',
  reason: 'bank error',
};
const reversed: PaymentCreditReversed = {
  type: 'PaymentCreditReversed',
  version: 1,
  data: {
    account: ACCOUNT,
    period: '2026-03',
    payee: 'main',
    paymentId: 'p1',
    amountKopecks: 700_00,
    effectiveOn: '2026-03-20',
    reason: 'bank error',
    movements: [{ kind: 'money_withdrawn', moneyId: 'payment:p1' }],
  },
};
const close = (calculation: Calculation, by = rules): AccountPeriodCommand => ({
  kind: 'ClosePeriod',
  account: ACCOUNT,
  calculation,
  rules: by,
});
/** After the payment: 200.00 of it meet the line of March. */
const closed: PeriodClosed = {
  type: 'PeriodClosed',
  version: 1,
  data: {
    account: ACCOUNT,
    period: '2026-03',
    effectiveOn: '2026-03-31',
    dueOn: '2026-04-15',
    payees: [
      {
        payee: 'main',
        openingKopecks: 500_00,
        chargedKopecks: 900_00,
        recalculatedKopecks: 60_00,
        penaltyKopecks: 0,
        paymentsKopecks: 700_00,
        closingKopecks: 760_00,
      },
      {
        payee: 'capital_repair',
        openingKopecks: 0,
        chargedKopecks: 120_00,
        recalculatedKopecks: 0,
        penaltyKopecks: 0,
        paymentsKopecks: 0,
        closingKopecks: 120_00,
      },
    ],
    movements: {
      main: [
        {
          kind: 'line_charged',
          period: '2026-03',
          dueOn: '2026-04-15',
          amountKopecks: 960_00,
          billed: { upkeep: 900_00, cold_water: 60_00 },
        },
        {
          kind: 'allocated',
          moneyId: 'payment:p1',
          period: '2026-03',
          part: 'principal',
          amountKopecks: 200_00,
          on: '2026-03-31',
          freed: false,
        },
      ],
      capital_repair: [
        {
          kind: 'line_charged',
          period: '2026-03',
          dueOn: '2026-04-15',
          amountKopecks: 120_00,
          billed: { capital_repair: 120_00 },
        },
      ],
    },
    records: {},
    recordCorrections: [],
  },
};

it('a period of an account has a stream of its own', () => {
  expect(accountPeriodStream(ACCOUNT, '2026-03')).toBe('billing_account_period-0045120001_2026_03');
});

describe('opening a period', () => {
  it('carries the ledgers forward, so that the stream stands on its own', () => {
    spec.when(open).then([opened]);
  });

  it.each([
    ['while it is open', [opened]],
    ['after it was closed', [opened, credited, calculated(CHARGED, 1080_00), closed]],
  ])('again changes nothing %s', (_, history) => {
    spec.given(history).when(open).thenNothing();
  });
});

describe('before it is opened a period refuses', () => {
  const commands = [calculate(CHARGED), credit, reverse, close(CHARGED)];
  it.each(commands.map((command) => [command.kind, command] as const))('%s', (_, command) => {
    spec.when(command).thenRejected('BILLING_PERIOD_NOT_OPENED', { account: ACCOUNT });
  });
});

describe('after it was closed a period refuses', () => {
  const commands = [calculate(CHARGED), credit, reverse, close(CHARGED)];
  it.each(commands.map((command) => [command.kind, command] as const))('%s', (_, command) => {
    spec
      .given([opened, credited, calculated(CHARGED, 1080_00), closed])
      .when(command)
      .thenRejected('BILLING_PERIOD_CLOSED', { account: ACCOUNT, period: '2026-03' });
  });
});

describe('the charges of an open period', () => {
  it('are the sum of charges and recalculations to both payees', () => {
    spec
      .given([opened])
      .when(calculate(CHARGED))
      .then([calculated(CHARGED, 1080_00)]);
  });

  it('calculated again with the same result are no event', () => {
    spec
      .given([opened, calculated(CHARGED, 1080_00)])
      .when(calculate(CHARGED))
      .thenNothing();
  });

  it('that differ in anything supersede the earlier ones', () => {
    const [first, ...rest] = CHARGED.charges as [Calculation['charges'][number], ...Calculation['charges']];
    const other: Calculation = { ...CHARGED, charges: [{ ...first, formula: '1 * 900' }, ...rest] };
    spec
      .given([opened, calculated(CHARGED, 1080_00)])
      .when(calculate(other))
      .then([calculated(other, 1080_00)]);
  });

  it('with other records behind the same lines are no news before the close, which keeps them', () => {
    const recordCorrections = [{ utility: 'cold_water', period: '2026-02', volumes: ['1'] }];
    const other: Calculation = { ...CHARGED, recordCorrections };
    const before = [opened, credited, calculated(CHARGED, 1080_00)];
    spec.given(before).when(calculate(other)).thenNothing();
    spec
      .given(before)
      .when(close(other))
      .then([{ ...closed, data: { ...closed.data, recordCorrections } }]);
  });

  it('are compared with the last calculation, not with any before it', () => {
    spec
      .given([opened, calculated(CHARGED, 1080_00), calculated(aCalculation(), 0)])
      .when(calculate(CHARGED))
      .then([calculated(CHARGED, 1080_00)]);
  });

  it('may be nothing at all, which is said once', () => {
    spec
      .given([opened])
      .when(calculate(aCalculation()))
      .then([calculated(aCalculation(), 0)]);
    spec
      .given([opened, calculated(aCalculation(), 0)])
      .when(calculate(aCalculation()))
      .thenNothing();
  });

  it('do not touch the debts before the close', () => {
    const state = fold(accountPeriodDecider, [opened, calculated(CHARGED, 1080_00)]);
    expect(state).toMatchObject({ status: 'open', ledgers: FEBRUARY });
  });
});

describe('a payment', () => {
  it('is credited with every movement that it makes', () => {
    spec.given([opened]).when(credit).then([credited]);
  });

  it('credited again changes nothing', () => {
    spec.given([opened, credited]).when(credit).thenNothing();
  });

  it('credited in a period before, and carried forward, changes nothing', () => {
    const story = new AccountStory().opens(FEBRUARY).pays('p1', '2026-03-12', 700_00).closes(CHARGED);
    spec.given(story.stream('2026-04')).when(credit).thenNothing();
  });

  it('goes to its own payee, whose debts it alone meets', () => {
    spec
      .given([opened])
      .when({ ...credit, payee: 'capital_repair' })
      .then([
        {
          ...credited,
          data: { ...credited.data, payee: 'capital_repair', movements: credited.data.movements.slice(0, 1) },
        },
      ]);
  });

  it('for a month to come is kept for it', () => {
    const [received] = credited.data.movements;
    spec
      .given([opened])
      .when({ ...credit, namedPeriod: '2026-04' })
      .then([
        {
          ...credited,
          data: {
            ...credited.data,
            namedPeriod: '2026-04',
            movements: [{ ...received, reservedFor: '2026-04' } as PaymentCredited['data']['movements'][number]],
          },
        },
      ]);
  });

  it('for a month that was closed without a line is spent as of its close', () => {
    // January has no line: the 700.00 of 20 January were an advance from 31 January on, and February took 500.00 of it.
    const [received, allocated] = credited.data.movements as [Movement, Movement];
    const movements = [
      { ...received, on: '2026-01-20' },
      { ...allocated, on: '2026-01-31' },
    ] as PaymentCredited['data']['movements'];
    spec
      .given([opened])
      .when({ ...credit, receivedOn: '2026-01-20', namedPeriod: '2026-01' })
      .then([
        { ...credited, data: { ...credited.data, effectiveOn: '2026-01-20', namedPeriod: '2026-01', movements } },
      ]);
  });
});

describe('a payment of a later month, while the close of this one is late,', () => {
  const late: CreditPayment = { ...credit, receivedOn: '2026-04-02' };
  const held: PaymentHeld = {
    type: 'PaymentHeld',
    version: 1,
    data: {
      account: ACCOUNT,
      period: '2026-03',
      payee: 'main',
      paymentId: 'p1',
      amountKopecks: 700_00,
      effectiveOn: '2026-04-02',
      namedPeriod: null,
    },
  };
  const lateRecall: ReversePaymentCredit = { ...reverse, reversedOn: '2026-04-05' };
  const recallHeld: PaymentReversalHeld = {
    type: 'PaymentReversalHeld',
    version: 1,
    data: {
      account: ACCOUNT,
      period: '2026-03',
      payee: 'main',
      paymentId: 'p1',
      amountKopecks: 700_00,
      effectiveOn: '2026-04-05',
      reason: 'bank error',
      restored: { lines: [], money: [] },
    },
  };
  const heldAfter = (...history: AccountPeriodEvent[]) => (fold(accountPeriodDecider, history) as OpenedPeriod).held;

  it('is held and changes neither debts nor payments of the month', () => {
    spec.given([opened]).when(late).then([held]);
    expect(fold(accountPeriodDecider, [opened, held])).toMatchObject({
      ledgers: FEBRUARY,
      paymentsKopecks: { main: 0, capital_repair: 0 },
    });
  });

  it('is held from the first day of the next month on, not before', () => {
    const lastDay = accountPeriodDecider.decide(
      { ...credit, receivedOn: '2026-03-31' },
      fold(accountPeriodDecider, [opened]),
    );
    expect(lastDay).toMatchObject([{ type: 'PaymentCredited' }]);
    const nextDay = accountPeriodDecider.decide(
      { ...credit, receivedOn: '2026-04-01' },
      fold(accountPeriodDecider, [opened]),
    );
    expect(nextDay).toMatchObject([{ type: 'PaymentHeld' }]);
  });

  it('told again changes nothing', () => {
    spec.given([opened, held]).when(late).thenNothing();
  });

  it('does not show in the close', () => {
    const state = fold(accountPeriodDecider, [opened, held]);
    const answer = accountPeriodDecider.decide(close(CHARGED), state);
    expect(answer).toMatchObject([
      { type: 'ChargesCalculated' },
      // 500.00 of February and 960.00 of March.
      { data: { payees: [{ payee: 'main', paymentsKopecks: 0, closingKopecks: 1460_00 }, {}] } },
    ]);
  });

  it('is credited when the next month is opened', () => {
    const answer = accountPeriodDecider.decide(
      { ...open, period: '2026-04', carriedFrom: '2026-03', held: [late] },
      { status: 'not_opened' },
    );
    expect(answer).toEqual([
      { ...opened, data: { ...opened.data, period: '2026-04', effectiveOn: '2026-04-01', carriedFrom: '2026-03' } },
      {
        ...credited,
        data: {
          ...credited.data,
          period: '2026-04',
          effectiveOn: '2026-04-02',
          movements: credited.data.movements.map((movement) => ({ ...movement, on: '2026-04-02' })),
        },
      },
    ]);
  });

  it('is handed on where it belongs to a month after the next', () => {
    const answer = accountPeriodDecider.decide(
      { ...open, period: '2026-04', carriedFrom: '2026-03', held: [{ ...credit, receivedOn: '2026-05-02' }] },
      { status: 'not_opened' },
    );
    expect(answer).toMatchObject([
      { type: 'PeriodOpened' },
      { type: 'PaymentHeld', data: { period: '2026-04', effectiveOn: '2026-05-02' } },
    ]);
  });

  it('can be recalled before it was credited, and both are told in the month to which they belong', () => {
    spec.given([opened, held]).when(lateRecall).then([recallHeld]);
    spec.given([opened, held, recallHeld]).when(lateRecall).thenNothing();
    const answer = accountPeriodDecider.decide(
      { ...open, period: '2026-04', held: [lateRecall, late] },
      { status: 'not_opened' },
    );
    expect(answer).toMatchObject([
      { type: 'PeriodOpened' },
      { type: 'PaymentCredited', data: { period: '2026-04' } },
      { type: 'PaymentCreditReversed', data: { period: '2026-04', effectiveOn: '2026-04-05' } },
    ]);
  });

  it('is taken with others in the order of days, payments before recalls, by payment id', () => {
    const again = (paymentId: string, receivedOn: string): CreditPayment => ({ ...credit, paymentId, receivedOn });
    const recalled: ReversePaymentCredit = { ...reverse, paymentId: 'p1', reversedOn: '2026-04-03' };
    const answer = accountPeriodDecider.decide(
      {
        ...open,
        period: '2026-04',
        held: [recalled, again('p3', '2026-04-03'), again('p2', '2026-04-03'), again('p1', '2026-04-02')],
      },
      { status: 'not_opened' },
    );
    expect(
      (answer as AccountPeriodEvent[])
        .slice(1)
        .map(({ type, data }) => [type, (data as { paymentId: string }).paymentId]),
    ).toEqual([
      ['PaymentCredited', 'p1'],
      ['PaymentCredited', 'p2'],
      ['PaymentCredited', 'p3'],
      ['PaymentCreditReversed', 'p1'],
    ]);
  });

  it('a recall of a later month is held too, where the payment is there', () => {
    spec.given([opened, credited]).when(lateRecall).then([recallHeld]);
    spec.given([opened]).when(lateRecall).thenNothing();
    expect(heldAfter(opened, credited, recallHeld)).toEqual([{ ...lateRecall, restored: { lines: [], money: [] } }]);
  });

  it('a recall of a payment that has left the working ledger keeps what it brings back', () => {
    const restored = {
      lines: [],
      money: [
        {
          moneyId: 'payment:p1',
          paymentId: 'p1',
          receivedOn: '2024-03-01',
          reservedFor: null,
          restKopecks: 0,
          freed: [],
        },
      ],
    };
    spec
      .given([opened])
      .when({ ...lateRecall, restored })
      .then([{ ...recallHeld, data: { ...recallHeld.data, restored } }]);
  });
});

describe('a recall', () => {
  it('makes everything vanish that was made of the payment', () => {
    spec.given([opened, credited]).when(reverse).then([reversed]);
    const after = fold(accountPeriodDecider, [opened, credited, reversed]);
    expect(after).toMatchObject({ ledgers: FEBRUARY, paymentsKopecks: { main: 0 } });
  });

  it('a second time changes nothing', () => {
    spec.given([opened, credited, reversed]).when(reverse).thenNothing();
  });

  it('of a payment that the account never had changes nothing', () => {
    spec.given([opened]).when(reverse).thenNothing();
    spec
      .given([opened, credited])
      .when({ ...reverse, payee: 'capital_repair' })
      .thenNothing();
  });

  it('reaches a payment of a period before', () => {
    const story = new AccountStory().opens(FEBRUARY).pays('p1', '2026-03-12', 700_00).closes(CHARGED);
    const answer = accountPeriodDecider.decide({ ...reverse, reversedOn: '2026-04-20' }, story.state);
    expect(answer).toMatchObject([
      { type: 'PaymentCreditReversed', data: { period: '2026-04', effectiveOn: '2026-04-20' } },
    ]);
  });
});

describe('closing a period', () => {
  it('states the charges where they are news, then the close', () => {
    spec
      .given([opened, credited])
      .when(close(CHARGED))
      .then([calculated(CHARGED, 1080_00), closed]);
  });

  it('states the close alone where the charges were calculated before', () => {
    spec
      .given([opened, credited, calculated(CHARGED, 1080_00)])
      .when(close(CHARGED))
      .then([closed]);
  });

  it('does not depend on whether the charges or the payment came first', () => {
    spec
      .given([opened, calculated(CHARGED, 1080_00), credited])
      .when(close(CHARGED))
      .then([closed]);
  });

  it('says which orders for additional services it has posted and which it has taken back', () => {
    const order = { ...billed('order:o-2', 300_00), basis: 'order' as const, title: 'Вызов электрика' };
    const back = { ...recalculated('2026-02', 'order:o-1', -100_00), reason: 'order_cancelled' as const };
    const events = accountPeriodDecider.decide(
      close(aCalculation([order], [back])),
      fold(accountPeriodDecider, [opened]),
    );
    expect(events).toMatchObject([
      { type: 'ChargesCalculated', data: { amountKopecks: 200_00 } },
      { type: 'PeriodClosed', data: { orders: { charged: ['o-2'], takenBack: ['o-1'] } } },
    ]);
  });

  it('says which facts of the account its calculation knew, where it was told', () => {
    const decide = (command: AccountPeriodCommand) =>
      accountPeriodDecider.decide(command, fold(accountPeriodDecider, [opened]));
    const said = decide({ ...close(CHARGED), factsUpTo: 17 } as AccountPeriodCommand);
    expect(said).toMatchObject([{ type: 'ChargesCalculated' }, { type: 'PeriodClosed', data: { factsUpTo: 17 } }]);
    expect(JSON.stringify(decide(close(CHARGED)))).not.toContain('factsUpTo');
  });

  it('of an account to which nothing happened says so, without movements', () => {
    const nothing = ledgersWith(rules);
    const figures = {
      openingKopecks: 0,
      chargedKopecks: 0,
      recalculatedKopecks: 0,
      penaltyKopecks: 0,
      paymentsKopecks: 0,
      closingKopecks: 0,
    };
    spec
      .given([{ ...opened, data: { ...opened.data, ledgers: nothing } }, calculated(aCalculation(), 0)])
      .when(close(aCalculation()))
      .then([
        {
          ...closed,
          data: {
            ...closed.data,
            payees: [
              { payee: 'main', ...figures },
              { payee: 'capital_repair', ...figures },
            ],
            movements: {},
          },
        },
      ]);
  });

  it('counts a recall as money that went: payments of the month may be below zero', () => {
    const story = new AccountStory().opens(FEBRUARY).pays('p1', '2026-03-12', 500_00).closes(CHARGED);
    story.recalls('p1', '2026-04-06', 500_00).closes(aCalculation());
    expect(story.close('2026-04').payees[0]).toMatchObject({
      openingKopecks: 960_00,
      paymentsKopecks: -500_00,
      closingKopecks: 960_00 + 500_00 + penaltyOfFebruary,
    });
  });

  /** 500.00 overdue since 16 March: 30 days are free, then 15 days to 30 April of 1/300 of 9.5 %. ЖК РФ ст. 155 ч. 14. */
  const penaltyOfFebruary = Math.round((500_00 * 15 * 0.095) / 300);

  it('is refused where a rule that it needs is not in force, and leaves no event', () => {
    const undecided = ledgerRules(aBook({ settings: { penalty_cap_percent: ['2022-01-01 9.5', '2026-03-31 end'] } }));
    spec
      .given([opened, credited])
      .when(close(CHARGED, undecided))
      .thenRejected('BILLING_NO_RULE_IN_FORCE', { rule: 'penalty_cap_percent', on: '2026-03-31' });
  });

  it('that was refused can be stated again when the rule is there', () => {
    const undecided = ledgerRules(aBook({ settings: { penalty_cap_percent: ['2026-04-01 9.5'] } }));
    const state = fold(accountPeriodDecider, [opened, credited]);
    expect(isRejection(accountPeriodDecider.decide(close(CHARGED, undecided), state))).toBe(true);
    expect(accountPeriodDecider.decide(close(CHARGED), state)).toEqual([calculated(CHARGED, 1080_00), closed]);
  });

  it('fails loudly on a fault that is no refusal', () => {
    const faulty = {
      ...rules,
      assertCapDecided: () => {
        throw new Error('out of memory');
      },
    };
    const state = fold(accountPeriodDecider, [opened]);
    expect(() => accountPeriodDecider.decide(close(CHARGED, faulty), state)).toThrow('out of memory');
  });
});

describe('an agreement to pay by parts', () => {
  const SUSPENSION = { agreementId: 'a-1', from: '2026-03-20', until: null };
  const suspend = (until: string | null, statedOn: string): AccountPeriodCommand => ({
    kind: 'SuspendPenalty',
    account: ACCOUNT,
    payee: 'main',
    months: ['2026-02'],
    suspension: { ...SUSPENSION, until },
    statedOn,
  });
  const told = (type: 'PenaltySuspended' | 'PenaltyResumed', until: string | null, effectiveOn: string) => {
    const data = { account: ACCOUNT, period: '2026-03', payee: 'main', effectiveOn, months: ['2026-02'] } as const;
    const suspension = { ...SUSPENSION, until };
    const movements = [{ kind: 'penalty_suspended', period: '2026-02', ...suspension }] as const;
    return { type, version: 1, data: { ...data, ...suspension, movements } } as AccountPeriodEvent;
  };
  const suspended = told('PenaltySuspended', null, '2026-03-20');
  const resumed = told('PenaltyResumed', '2026-03-25', '2026-03-31');

  it('suspends the penalty of its months, and ends it, each once', () => {
    spec.given([opened]).when(suspend(null, '2026-03-20')).then([suspended]);
    spec.given([opened, suspended]).when(suspend(null, '2026-03-21')).thenNothing();
    spec.given([opened, suspended]).when(suspend('2026-03-25', '2026-03-31')).then([resumed]);
    spec.given([opened, suspended, resumed]).when(suspend('2026-03-25', '2026-04-01')).thenNothing();
  });
});
