import { deciderSpec } from '#libs/testing';
import { autopayPaymentId, ConsiderAutopay } from './autopay.commands';
import { autopayDecider } from './autopay.decider';
import { AutopayAnnounced, AutopayEvent } from './autopay.events';

const spec = deciderSpec(autopayDecider);
const OF = { account: '0017', payee: 'main' as const, agreementId: 'g1' };
const TERMS = { limitKopecks: 5_000_00, trigger: { kind: 'day' as const, day: 15 } };
const REQUEST = { ...OF, ...TERMS, paymentId: 'p1', personId: 'payer-1' as string | null, requestedOn: '2026-09-20' };
const requested: AutopayEvent = { type: 'AutopayRequested', version: 2, data: REQUEST };
const METHOD = { methodId: 'm1', sealedTitle: 'sealed' };
const agreed: AutopayEvent = {
  type: 'AutopayAgreed',
  version: 2,
  data: {
    ...{ ...OF, ...TERMS, methodId: 'm1', sealedMethodTitle: 'sealed', personId: 'payer-1' },
    agreedOn: '2026-09-20',
  },
};
const announced: AutopayAnnounced = {
  type: 'AutopayAnnounced',
  version: 1,
  data: {
    ...{ ...OF, cycle: '2026-10', amountKopecks: 3_000_00, announcedOn: '2026-10-12', chargeOn: '2026-10-15' },
    contactIds: ['c1'],
  },
};
const charged = (amountKopecks: number): AutopayEvent => ({
  type: 'AutopayCharged',
  version: 1,
  data: { ...OF, cycle: '2026-10', paymentId: 'g1-2026-10', amountKopecks, chargedOn: '2026-10-15' },
});
const skipped = (reason: 'no_debt' | 'above_limit', owedKopecks: number, skippedOn: string): AutopayEvent => ({
  type: 'AutopaySkipped',
  version: 1,
  data: { ...OF, cycle: '2026-10', reason, owedKopecks, limitKopecks: 5_000_00, skippedOn },
});
const withdrawn: AutopayEvent = {
  type: 'AutopayWithdrawn',
  version: 1,
  data: { ...OF, withdrawnOn: '2026-10-13' },
};
const night = (
  today: string,
  owedKopecks: number,
  reachableSince: string | null = '2026-01-01',
  contactIds = ['c1'],
): ConsiderAutopay => ({
  kind: 'ConsiderAutopay',
  today,
  owedKopecks,
  lastSlip: '2026-09',
  reachableSince,
  contactIds: reachableSince === null ? [] : contactIds,
  isBeingPaid: false,
});
const held = (heldOn: string): AutopayEvent => ({
  type: 'AutopayHeld',
  version: 1,
  data: { ...OF, cycle: '2026-10', reason: 'no_address', heldOn },
});
const ACTIVE = [requested, agreed];

describe('the agreement', () => {
  const AGREE = { kind: 'AgreeAutopay' as const, paymentId: 'p1', method: METHOD, agreedOn: '2026-09-20' };

  it('is requested, once, and holds when its payment is captured', () => {
    spec.when({ kind: 'RequestAutopay', ...REQUEST }).then([requested]);
    spec
      .given([requested])
      .when({ kind: 'RequestAutopay', ...REQUEST })
      .thenNothing();
    spec
      .given(ACTIVE)
      .when({ kind: 'RequestAutopay', ...REQUEST })
      .thenNothing();
    spec.given([requested]).when(AGREE).then([agreed]);
  });

  it('is not made by another payment, nor twice by one', () => {
    spec
      .given([requested])
      .when({ ...AGREE, paymentId: 'p2' })
      .thenNothing();
    spec.given(ACTIVE).when(AGREE).thenNothing();
    spec.when(AGREE).thenNothing();
  });

  it('goes on under its old terms until the payment for the new ones is captured', () => {
    const other = { ...REQUEST, agreementId: 'g2', paymentId: 'p2', limitKopecks: 1_00 };
    const changing: AutopayEvent[] = [...ACTIVE, { type: 'AutopayRequested', version: 2, data: other }];
    spec.given(changing).when(night('2026-10-12', 3_000_00)).then([announced]);
  });

  it.each([0, 99, 300_000_01, 1.5])('refuses a limit of %d kopecks', (limitKopecks) => {
    spec.when({ kind: 'RequestAutopay', ...REQUEST, limitKopecks }).thenRejected('PAYMENTS_AUTOPAY_LIMIT_OUT_OF_RANGE');
  });

  it.each([0, 29, 1.5])('refuses the day %d', (day) => {
    spec
      .when({ kind: 'RequestAutopay', ...REQUEST, trigger: { kind: 'day', day } })
      .thenRejected('PAYMENTS_AUTOPAY_DAY_INVALID', { lastDay: 28 });
  });

  it('is withdrawn at any time, also after the notice; then nothing is charged', () => {
    const withdraw = { kind: 'WithdrawAutopay' as const, today: '2026-10-13' };
    spec
      .given([...ACTIVE, announced])
      .when(withdraw)
      .then([withdrawn]);
    spec.given([requested]).when(withdraw).then([withdrawn]);
    spec
      .given([...ACTIVE, announced, withdrawn])
      .when(night('2026-10-15', 3_000_00))
      .thenNothing();
    spec
      .given([...ACTIVE, withdrawn])
      .when(withdraw)
      .thenNothing();
    spec.when(withdraw).thenNothing();
  });
});

describe('the night', () => {
  it('announces what is owed three days ahead, once', () => {
    spec.given(ACTIVE).when(night('2026-10-11', 3_000_00)).thenNothing();
    spec.given(ACTIVE).when(night('2026-10-12', 3_000_00)).then([announced]);
    spec
      .given([...ACTIVE, announced])
      .when(night('2026-10-12', 3_000_00))
      .thenNothing();
  });

  it('gives three days also where the notice is late', () => {
    spec
      .given(ACTIVE)
      .when(night('2026-10-14', 3_000_00))
      .then([
        {
          ...announced,
          data: { ...announced.data, announcedOn: '2026-10-14', chargeOn: '2026-10-17' },
        },
      ]);
  });

  it('leaves out and says what is above the limit, and what is nothing', () => {
    spec
      .given(ACTIVE)
      .when(night('2026-10-12', 5_000_00))
      .then([{ ...announced, data: { ...announced.data, amountKopecks: 5_000_00 } }]);
    spec
      .given(ACTIVE)
      .when(night('2026-10-12', 5_000_01))
      .then([skipped('above_limit', 5_000_01, '2026-10-12')]);
    for (const owed of [0, -100_00]) {
      spec
        .given(ACTIVE)
        .when(night('2026-10-12', owed))
        .then([skipped('no_debt', owed, '2026-10-12')]);
    }
    spec
      .given([...ACTIVE, skipped('no_debt', 0, '2026-10-12')])
      .when(night('2026-10-13', 3_000_00))
      .thenNothing();
  });

  it('charges on the announced day, not before, once', () => {
    const told = [...ACTIVE, announced];
    spec.given(told).when(night('2026-10-14', 3_000_00)).thenNothing();
    spec
      .given(told)
      .when(night('2026-10-15', 3_000_00))
      .then([charged(3_000_00)]);
    spec
      .given([...told, charged(3_000_00)])
      .when(night('2026-10-15', 3_000_00))
      .thenNothing();
  });

  it('charges no more than was announced and no more than is still owed', () => {
    const told = [...ACTIVE, announced];
    spec
      .given(told)
      .when(night('2026-10-15', 4_000_00))
      .then([charged(3_000_00)]);
    spec
      .given(told)
      .when(night('2026-10-15', 500_00))
      .then([charged(500_00)]);
    spec
      .given(told)
      .when(night('2026-10-15', 0))
      .then([skipped('no_debt', 0, '2026-10-15')]);
  });

  it('waits with the charge while the payer is paying at the bank, and gives notice all the same', () => {
    const told = [...ACTIVE, announced];
    spec
      .given(told)
      .when({ ...night('2026-10-15', 3_000_00), isBeingPaid: true })
      .thenNothing();
    spec
      .given(ACTIVE)
      .when({ ...night('2026-10-12', 3_000_00), isBeingPaid: true })
      .then([announced]);
  });

  it('does nothing without an agreement', () => {
    spec.when(night('2026-10-12', 3_000_00)).thenNothing();
    spec.given([requested]).when(night('2026-10-12', 3_000_00)).thenNothing();
  });
});

describe('a notice that nobody can be sent', () => {
  it('is no notice: without an address nothing is agreed to', () => {
    spec
      .when({ kind: 'RequestAutopay', ...REQUEST, personId: null })
      .thenRejected('PAYMENTS_AUTOPAY_NEEDS_ADDRESS', { account: '0017', payee: 'main' });
  });

  it('holds the charge, said once for a cycle, until somebody can be reached', () => {
    spec
      .given(ACTIVE)
      .when(night('2026-10-12', 3_000_00, null))
      .then([held('2026-10-12')]);
    spec
      .given([...ACTIVE, held('2026-10-12')])
      .when(night('2026-10-13', 3_000_00, null))
      .thenNothing();
    spec
      .given([...ACTIVE, held('2026-10-12')])
      .when(night('2026-10-20', 3_000_00, '2026-10-20'))
      .then([{ ...announced, data: { ...announced.data, announcedOn: '2026-10-20', chargeOn: '2026-10-23' } }]);
  });

  it('takes the announcement back when the address goes away before the charge', () => {
    const told = [...ACTIVE, announced];
    spec
      .given(told)
      .when(night('2026-10-15', 3_000_00, null))
      .then([held('2026-10-15')]);
    spec
      .given([...told, held('2026-10-13')])
      .when(night('2026-10-15', 3_000_00, null))
      .thenNothing();
  });

  it('is given anew where nobody who was told can be reached, also when the address changed on the day of the notice', () => {
    const anew = { announcedOn: '2026-10-15', chargeOn: '2026-10-18' };
    for (const since of ['2026-10-13', '2026-10-12', '2026-10-01']) {
      spec
        .given([...ACTIVE, announced])
        .when(night('2026-10-15', 3_000_00, since, ['c2']))
        .then([{ ...announced, data: { ...announced.data, ...anew, contactIds: ['c2'] } }]);
    }
    // Verified again, the same address has been told.
    spec
      .given([...ACTIVE, announced])
      .when(night('2026-10-15', 3_000_00, '2026-10-13', ['c1', 'c2']))
      .then([charged(3_000_00)]);
  });

  it('was given to whoever was reachable by then, where it is not written down to whom', () => {
    const { contactIds = [], ...data } = announced.data;
    const before: AutopayEvent = { type: 'AutopayAnnounced', version: 1, data };
    spec
      .given([...ACTIVE, before])
      .when(night('2026-10-15', 3_000_00, '2026-10-13'))
      .then([{ ...before, data: { ...data, announcedOn: '2026-10-15', chargeOn: '2026-10-18', contactIds } }]);
    spec
      .given([...ACTIVE, before])
      .when(night('2026-10-15', 3_000_00, '2026-10-12'))
      .then([charged(3_000_00)]);
  });
});

describe('a payment that the bank has not made', () => {
  const decline = (paymentId: string, reason: string) => ({
    kind: 'NoteAutopayDecline' as const,
    ...{ paymentId, reason, declinedOn: '2026-10-16' },
  });
  const declined = (reason: string, nextOn: string | null, endsAgreement: boolean): AutopayEvent => ({
    type: 'AutopayDeclined',
    version: 1,
    data: {
      ...{ ...OF, cycle: '2026-10', paymentId: 'g1-2026-10', amountKopecks: 3_000_00, reason },
      ...{ nextOn, endsAgreement, declinedOn: '2026-10-16' },
    },
  });
  const failed = (reason: 'method_not_kept' | 'payment_declined', failedOn: string): AutopayEvent => ({
    type: 'AutopayRequestFailed',
    version: 1,
    data: { ...OF, paymentId: 'p1', reason, failedOn },
  });
  const CHARGED = [...ACTIVE, announced, charged(3_000_00)];

  it('waits for the next month, of which notice is given anew', () => {
    const afterDecline = [...CHARGED, declined('insufficient_funds', '2026-11-15', false)];
    spec
      .given(CHARGED)
      .when(decline('g1-2026-10', 'insufficient_funds'))
      .then([declined('insufficient_funds', '2026-11-15', false)]);
    spec.given(afterDecline).when(decline('g1-2026-10', 'insufficient_funds')).thenNothing();
    spec.given(afterDecline).when(night('2026-10-16', 3_000_00)).thenNothing();
    spec
      .given(afterDecline)
      .when(night('2026-11-12', 3_000_00))
      .then([
        {
          ...announced,
          data: { ...announced.data, cycle: '2026-11', announcedOn: '2026-11-12', chargeOn: '2026-11-15' },
        },
      ]);
  });

  it('ends the agreement where the method is of no use any more', () => {
    const ended = declined('card_expired', null, true);
    spec.given(CHARGED).when(decline('g1-2026-10', 'card_expired')).then([ended]);
    spec
      .given([...CHARGED, ended])
      .when(night('2026-11-12', 3_000_00))
      .thenNothing();
  });

  it('is nothing to an agreement that has not charged it', () => {
    spec.given(CHARGED).when(decline('p9', 'card_expired')).thenNothing();
    spec.given(ACTIVE).when(decline('p1', 'card_expired')).thenNothing();
    spec.when(decline('p1', 'card_expired')).thenNothing();
  });

  it('and with which the method was to be kept ends the request, as does a bank that has kept none', () => {
    spec
      .given([requested])
      .when(decline('p1', 'insufficient_funds'))
      .then([failed('payment_declined', '2026-10-16')]);
    const without = { kind: 'AgreeAutopay' as const, paymentId: 'p1', method: null, agreedOn: '2026-09-20' };
    const notKept = failed('method_not_kept', '2026-09-20');
    spec.given([requested]).when(without).then([notKept]);
    spec.given([requested, notKept]).when(without).thenNothing();
    spec.given([requested, notKept]).when({ kind: 'WithdrawAutopay', today: '2026-09-21' }).thenNothing();
  });

  it('leaves an earlier agreement in force', () => {
    const other = { ...REQUEST, agreementId: 'g2', paymentId: 'p2' };
    const changing: AutopayEvent[] = [...ACTIVE, { type: 'AutopayRequested', version: 2, data: other }];
    const failedChange: AutopayEvent = {
      type: 'AutopayRequestFailed',
      version: 1,
      data: { ...OF, agreementId: 'g2', paymentId: 'p2', reason: 'method_not_kept', failedOn: '2026-09-25' },
    };
    spec
      .given([...changing, failedChange])
      .when(night('2026-10-12', 3_000_00))
      .then([announced]);
  });
});

describe('erasing a person', () => {
  const erase = (personId: string) => ({ kind: 'EndAutopay' as const, personId, today: '2026-10-20' });
  const ended: AutopayEvent = {
    type: 'AutopayEnded',
    version: 1,
    data: { ...OF, reason: 'person_erased', endedOn: '2026-10-20' },
  };

  it('ends what the person has agreed to or asked for, once; nothing is charged any more', () => {
    spec.given(ACTIVE).when(erase('payer-1')).then([ended]);
    spec.given([requested]).when(erase('payer-1')).then([ended]);
    spec
      .given([...ACTIVE, ended])
      .when(erase('payer-1'))
      .thenNothing();
    spec
      .given([...ACTIVE, ended])
      .when(night('2026-11-12', 3_000_00))
      .thenNothing();
  });

  it('ends of an agreement and the terms beside it only what is of that person', () => {
    const other = { ...REQUEST, agreementId: 'g2', paymentId: 'p2', personId: 'payer-2' };
    const both: AutopayEvent[] = [...ACTIVE, { type: 'AutopayRequested', version: 2, data: other }];
    const endedRequest: AutopayEvent = {
      ...ended,
      data: { ...OF, agreementId: 'g2', reason: 'person_erased', endedOn: '2026-10-20' },
    };
    const agree = { kind: 'AgreeAutopay' as const, paymentId: 'p2', method: METHOD, agreedOn: '2026-10-21' };
    spec.given(both).when(erase('payer-2')).then([endedRequest]);
    spec
      .given([...both, endedRequest])
      .when(night('2026-10-12', 3_000_00))
      .then([announced]);
    spec
      .given([...both, endedRequest])
      .when(agree)
      .thenNothing();
    spec.given(both).when(erase('payer-1')).then([ended]);
    spec
      .given([...both, ended])
      .when(erase('payer-2'))
      .then([endedRequest]);
    const own: AutopayEvent[] = [
      ...ACTIVE,
      { type: 'AutopayRequested', version: 2, data: { ...other, personId: 'payer-1' } },
    ];
    spec.given(own).when(erase('payer-1')).then([ended, endedRequest]);
  });

  it('is nothing to the agreement of another', () => {
    spec.given(ACTIVE).when(erase('payer-2')).thenNothing();
    spec.when(erase('payer-1')).thenNothing();
  });
});

it('the payment of a cycle has one name', () => {
  expect(autopayPaymentId('g1', 'slip 2026-10')).toBe('g1-slip-2026-10');
});
