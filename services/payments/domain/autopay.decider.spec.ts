import { deciderSpec } from '#libs/testing';
import { autopayPaymentId, ConsiderAutopay } from './autopay.commands';
import { autopayDecider } from './autopay.decider';
import { AutopayEvent } from './autopay.events';

const spec = deciderSpec(autopayDecider);
const OF = { account: '0017', payee: 'main' as const, agreementId: 'g1' };
const TERMS = { limitKopecks: 5_000_00, trigger: { kind: 'day' as const, day: 15 } };
const REQUEST = { ...OF, ...TERMS, paymentId: 'p1', requestedOn: '2026-09-20' };
const requested: AutopayEvent = { type: 'AutopayRequested', version: 1, data: REQUEST };
const METHOD = { methodId: 'm1', methodTitle: 'карта •• 4477' };
const agreed: AutopayEvent = {
  type: 'AutopayAgreed',
  version: 1,
  data: { ...OF, ...TERMS, ...METHOD, agreedOn: '2026-09-20' },
};
const announced: AutopayEvent = {
  type: 'AutopayAnnounced',
  version: 1,
  data: { ...OF, cycle: '2026-10', amountKopecks: 3_000_00, announcedOn: '2026-10-12', chargeOn: '2026-10-15' },
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
const night = (today: string, owedKopecks: number): ConsiderAutopay => ({
  kind: 'ConsiderAutopay',
  today,
  owedKopecks,
  lastSlip: '2026-09',
});
const ACTIVE = [requested, agreed];

describe('the agreement', () => {
  const AGREE = { kind: 'AgreeAutopay' as const, paymentId: 'p1', ...METHOD, agreedOn: '2026-09-20' };

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
    const changing: AutopayEvent[] = [...ACTIVE, { type: 'AutopayRequested', version: 1, data: other }];
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

  it('does nothing without an agreement', () => {
    spec.when(night('2026-10-12', 3_000_00)).thenNothing();
    spec.given([requested]).when(night('2026-10-12', 3_000_00)).thenNothing();
  });
});

it('the payment of a cycle has one name', () => {
  expect(autopayPaymentId('g1', 'slip 2026-10')).toBe('g1-slip-2026-10');
});
