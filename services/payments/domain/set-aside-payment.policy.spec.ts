import { deciderSpec } from '#libs/testing';
import {
  AcceptRegistryPayment,
  AssignPayment,
  bankPaymentId,
  RefusePayment,
  ReturnPayment,
  SetAsideBankPayment,
} from './payment.commands';
import { paymentDecider } from './payment.decider';
import { PaymentReceived, PaymentSetAside, PaymentStreamEvent } from './payment.events';

const spec = deciderSpec(paymentDecider);

const STATED = {
  paymentId: 'p-1',
  account: '0017',
  payee: 'main',
  amountKopecks: 1_000_00,
  receivedOn: '2026-03-09',
  namedPeriod: '2026-02',
} as const;
const ORIGIN = { conflictsWith: null, registryId: 'r-1', line: 4, reference: '8047001', payerId: 'payer-1' };
const ACCEPT: AcceptRegistryPayment = {
  kind: 'AcceptRegistryPayment',
  ...STATED,
  ...ORIGIN,
  because: null,
  today: '2026-03-12',
};
const RECEIVED: PaymentReceived = {
  type: 'PaymentReceived',
  version: 1,
  data: { ...STATED, channel: 'registry', effectiveOn: '2026-03-09' },
};
const setAside = (because: PaymentSetAside['data']['because'], change = {}): PaymentSetAside => ({
  type: 'PaymentSetAside',
  version: 2,
  data: { ...STATED, ...ORIGIN, acquirer: null, because, effectiveOn: '2026-03-09', ...change },
});
const UNKNOWN = setAside('unknown_account');
const CONFLICT = setAside('conflict', { conflictsWith: 'p-0' });
const ASSIGN: AssignPayment = {
  kind: 'AssignPayment',
  paymentId: 'p-1',
  account: '0071',
  namedPeriod: null,
  reason: 'Плательщик ошибся в номере',
  today: '2026-05-20',
};
const ASSIGNED: readonly PaymentStreamEvent[] = [
  {
    type: 'SetAsidePaymentAssigned',
    version: 1,
    data: {
      paymentId: 'p-1',
      account: '0071',
      reason: 'Плательщик ошибся в номере',
      assignedOn: '2026-05-20',
      effectiveOn: '2026-03-09',
    },
  },
  { ...RECEIVED, data: { ...RECEIVED.data, account: '0071' } },
];
const RETURN: ReturnPayment = {
  kind: 'ReturnPayment',
  paymentId: 'p-1',
  to: 'bank',
  approvalId: 'a-1',
  returnedOn: '2026-05-20',
  reason: 'Плательщик не найден',
  today: '2026-05-20',
};
const REFUSE: RefusePayment = {
  kind: 'RefusePayment',
  paymentId: 'p-1',
  reason: 'Банк прислал строку дважды',
  today: '2026-05-20',
};

describe('a line of a registry', () => {
  it('of a known account is a payment from the day on which the payer paid', () => {
    spec.when(ACCEPT).then([RECEIVED]);
  });

  it('of an unknown account stands aside with its own day', () => {
    spec.when({ ...ACCEPT, because: 'unknown_account' }).then([UNKNOWN]);
  });

  it.each<[string, readonly PaymentStreamEvent[]]>([
    ['that was received', [RECEIVED]],
    ['that stands aside', [UNKNOWN]],
    ['that was put on another account', [UNKNOWN, ...ASSIGNED]],
  ])('%s changes nothing when the bank states it again, whether its account is known by now or not', (_, history) => {
    spec.given(history).when(ACCEPT).thenNothing();
    spec
      .given(history)
      .when({ ...ACCEPT, because: 'unknown_account', registryId: 'r-2', today: '2026-06-01' })
      .thenNothing();
  });

  it('that was returned is not taken again', () => {
    const returned = paymentDecider.decide(RETURN, { status: 'set_aside', setAside: UNKNOWN.data });
    spec
      .given([UNKNOWN, ...(returned as readonly PaymentStreamEvent[])])
      .when(ACCEPT)
      .thenNothing();
  });

  it.each([
    ['sum', { amountKopecks: 1_000_01 }],
    ['account', { account: '0018' }],
    ['day', { receivedOn: '2026-03-08' }],
    ['payee', { payee: 'capital_repair' as const }],
  ])('with the identity of another and a differing %s is a conflict', (_, differing) => {
    spec
      .given([RECEIVED])
      .when({ ...ACCEPT, ...differing })
      .thenRejected('PAYMENTS_PAYMENT_CONFLICT');
    spec
      .given([UNKNOWN])
      .when({ ...ACCEPT, ...differing })
      .thenRejected('PAYMENTS_PAYMENT_CONFLICT');
  });

  it('is not from a day to come, nor from before the year 2000', () => {
    spec.when({ ...ACCEPT, receivedOn: '2026-03-13' }).thenRejected('PAYMENTS_DATE_IN_FUTURE');
    spec.when({ ...ACCEPT, receivedOn: '1999-12-31' }).thenRejected('PAYMENTS_DATE_TOO_EARLY');
  });
});

describe('a payment of the bank’s own list that is nobody’s', () => {
  const paymentId = bankPaymentId('yookassa', 'a-1');
  const stated = { paymentId, account: '', payee: 'main', amountKopecks: 1_000_00, receivedOn: '2026-03-09' } as const;
  const LISTED: SetAsideBankPayment = {
    kind: 'SetAsideBankPayment',
    ...stated,
    ...{ because: 'unknown_account', acquirer: 'yookassa', reference: 'a-1', today: '2026-03-12' },
  };
  const aside: PaymentSetAside = {
    type: 'PaymentSetAside',
    version: 2,
    data: {
      ...stated,
      ...{ because: 'unknown_account', acquirer: 'yookassa', reference: 'a-1', namedPeriod: null },
      ...{ conflictsWith: null, registryId: null, line: null, payerId: null, effectiveOn: '2026-03-09' },
    },
  };

  it('stands aside with its own day, once, whatever became of it since', () => {
    spec.when(LISTED).then([aside]);
    spec
      .given([aside])
      .when({ ...LISTED, amountKopecks: 400_00 })
      .thenNothing();
    const assigned = paymentDecider.decide({ ...ASSIGN, paymentId }, { status: 'set_aside', setAside: aside.data });
    spec
      .given([aside, ...(assigned as readonly PaymentStreamEvent[])])
      .when(LISTED)
      .thenNothing();
  });

  it('that a person puts on an account was paid online', () => {
    const assigned = paymentDecider.decide({ ...ASSIGN, paymentId }, { status: 'set_aside', setAside: aside.data });
    expect(assigned).toMatchObject([{}, { data: { account: '0071', channel: 'online', receivedOn: '2026-03-09' } }]);
  });

  it('is not from a day to come, nor from before the year 2000', () => {
    spec.when({ ...LISTED, receivedOn: '2026-03-13' }).thenRejected('PAYMENTS_DATE_IN_FUTURE');
    spec.when({ ...LISTED, receivedOn: '1999-12-31' }).thenRejected('PAYMENTS_DATE_TOO_EARLY');
  });
});

describe('a payment that stands aside', () => {
  it('is put on the account that a person has found, and counts from the day on which it was paid', () => {
    spec.given([UNKNOWN]).when(ASSIGN).then(ASSIGNED);
  });

  it('is put there once', () => {
    spec
      .given([UNKNOWN, ...ASSIGNED])
      .when(ASSIGN)
      .thenNothing();
    spec
      .given([UNKNOWN, ...ASSIGNED])
      .when({ ...ASSIGN, account: '0072' })
      .thenRejected('PAYMENTS_SET_ASIDE_SETTLED');
  });

  it('takes the month that a person has found out in place of the one that was stated', () => {
    const events = paymentDecider.decide(
      { ...ASSIGN, namedPeriod: '2026-01' },
      { status: 'set_aside', setAside: UNKNOWN.data },
    );
    expect(events).toMatchObject([{}, { data: { namedPeriod: '2026-01' } }]);
  });

  it('that is a conflict may be a payment of its own, or none', () => {
    spec.given([CONFLICT]).when(ASSIGN).then(ASSIGNED);
    spec
      .given([CONFLICT])
      .when(REFUSE)
      .then([
        {
          type: 'SetAsidePaymentRefused',
          version: 1,
          data: { paymentId: 'p-1', reason: REFUSE.reason, refusedOn: '2026-05-20', effectiveOn: '2026-05-20' },
        },
      ]);
    spec.given([UNKNOWN]).when(REFUSE).thenRejected('PAYMENTS_NO_CONFLICT');
  });

  it('goes back to the bank or the payer, once', () => {
    const returned: PaymentStreamEvent = {
      type: 'SetAsidePaymentReturned',
      version: 2,
      data: {
        paymentId: 'p-1',
        to: 'bank',
        amountKopecks: UNKNOWN.data.amountKopecks,
        approvalId: 'a-1',
        reason: 'Плательщик не найден',
        returnedOn: '2026-05-20',
        effectiveOn: '2026-05-20',
      },
    };
    spec.given([UNKNOWN]).when(RETURN).then([returned]);
    spec.given([UNKNOWN, returned]).when(RETURN).thenNothing();
    spec.given([UNKNOWN, returned]).when(ASSIGN).thenRejected('PAYMENTS_SET_ASIDE_SETTLED');
    for (const to of ['bank', 'payer'] as const) {
      spec
        .given([UNKNOWN, returned])
        .when({ ...RETURN, to, approvalId: 'a-2' })
        .thenRejected('PAYMENTS_SET_ASIDE_SETTLED');
      spec
        .given([UNKNOWN])
        .when({ ...RETURN, to, approvalId: '' })
        .thenRejected('PAYMENTS_APPROVAL_REQUIRED');
      spec
        .given([UNKNOWN, ...ASSIGNED])
        .when({ ...RETURN, to })
        .thenRejected('PAYMENTS_SET_ASIDE_SETTLED');
    }
    spec
      .given([UNKNOWN])
      .when({ ...RETURN, returnedOn: '2026-03-08' })
      .thenRejected('PAYMENTS_REVERSAL_BEFORE_PAYMENT');
    spec
      .given([UNKNOWN])
      .when({ ...RETURN, returnedOn: '2026-05-21' })
      .thenRejected('PAYMENTS_DATE_IN_FUTURE');
  });

  it('is decided on with a reason', () => {
    for (const reason of ['', 'x'.repeat(301)]) {
      spec
        .given([CONFLICT])
        .when({ ...ASSIGN, reason })
        .thenRejected('PAYMENTS_REASON_REQUIRED');
      spec
        .given([CONFLICT])
        .when({ ...RETURN, reason })
        .thenRejected('PAYMENTS_REASON_REQUIRED');
      spec
        .given([CONFLICT])
        .when({ ...REFUSE, reason })
        .thenRejected('PAYMENTS_REASON_REQUIRED');
    }
  });

  it('is none that was received at once, or is nowhere', () => {
    spec.given([RECEIVED]).when(ASSIGN).thenRejected('PAYMENTS_UNKNOWN_SET_ASIDE');
    spec.when(ASSIGN).thenRejected('PAYMENTS_UNKNOWN_SET_ASIDE');
    spec.when(RETURN).thenRejected('PAYMENTS_UNKNOWN_SET_ASIDE');
    spec.when(REFUSE).thenRejected('PAYMENTS_UNKNOWN_SET_ASIDE');
  });

  it('is no payment yet: nothing recalls it', () => {
    const reverse = { paymentId: 'p-1', reversedOn: '2026-03-20', reason: 'recalled', today: '2026-03-20' };
    spec
      .given([UNKNOWN])
      .when({ kind: 'ReversePayment', ...reverse })
      .thenRejected('PAYMENTS_UNKNOWN_PAYMENT');
  });
});
