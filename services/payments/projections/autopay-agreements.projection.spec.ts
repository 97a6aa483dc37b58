import { projectionSpec, recorded } from '#libs/testing';
import { autopayAgreements, AutopayCard } from './autopay-agreements.projection';

const spec = projectionSpec(autopayAgreements);
const OF = { account: '0017', payee: 'main' as const, agreementId: 'g1' };
const TERMS = { limitKopecks: 5_000_00, trigger: { kind: 'day' as const, day: 15 } };
const requested = recorded('AutopayRequested', {
  ...OF,
  ...TERMS,
  paymentId: 'p1',
  personId: 'payer-1',
  requestedOn: '2026-09-20',
});
const agreed = recorded('AutopayAgreed', {
  ...OF,
  ...TERMS,
  methodId: 'token-of-the-card',
  sealedMethodTitle: 'sealed',
  personId: 'payer-1',
  agreedOn: '2026-09-20',
});
const withdrawn = recorded('AutopayWithdrawn', { ...OF, withdrawnOn: '2026-10-13' });
const announced = (cycle: string) =>
  recorded('AutopayAnnounced', {
    ...OF,
    cycle,
    amountKopecks: 3_000_00,
    announcedOn: '2026-10-12',
    chargeOn: '2026-10-15',
  });
const skipped = recorded('AutopaySkipped', {
  ...OF,
  cycle: '2026-11',
  reason: 'no_debt',
  owedKopecks: -1_00,
  limitKopecks: 5_000_00,
  skippedOn: '2026-11-12',
});
const charged = recorded('AutopayCharged', {
  ...OF,
  cycle: '2026-10',
  paymentId: 'g1-2026-10',
  amountKopecks: 2_500_00,
  chargedOn: '2026-10-15',
});
const EMPTY: AutopayCard = {
  account: '0017',
  payee: 'main',
  active: null,
  requested: null,
  withdrawnOn: null,
  endedOn: null,
  failure: null,
  steps: [],
};
const ACTIVE = {
  agreementId: 'g1',
  ...TERMS,
  methodId: 'token-of-the-card',
  sealedMethodTitle: 'sealed',
  personId: 'payer-1',
  agreedOn: '2026-09-20',
};
const KEY = '0017 main';

it('terms wait for their payment, then they hold', () => {
  spec
    .given([requested])
    .thenKeys(KEY)
    .then(KEY, {
      ...EMPTY,
      requested: { agreementId: 'g1', ...TERMS, paymentId: 'p1', personId: 'payer-1', requestedOn: '2026-09-20' },
    })
    .thenColumns(KEY, { account: '0017', active: 0, person_id: null, requested_by: 'payer-1' });
  spec
    .given([requested, agreed])
    .then(KEY, { ...EMPTY, active: ACTIVE })
    .thenColumns(KEY, { account: '0017', active: 1, person_id: 'payer-1', requested_by: null });
});

it('withdrawn terms charge no more, and may be agreed to anew', () => {
  spec.given([requested, agreed, withdrawn]).then(KEY, { ...EMPTY, withdrawnOn: '2026-10-13' });
  spec.given([requested, agreed, withdrawn, agreed]).then(KEY, { ...EMPTY, active: ACTIVE });
});

it('what the night did is listed, the latest last, a year of it', () => {
  spec.given([agreed, announced('2026-10'), charged, skipped]).then(KEY, {
    ...EMPTY,
    active: ACTIVE,
    steps: [
      { kind: 'announced', amountKopecks: 3_000_00, on: '2026-10-12', chargeOn: '2026-10-15' },
      { kind: 'charged', amountKopecks: 2_500_00, on: '2026-10-15', paymentId: 'g1-2026-10' },
      { kind: 'skipped', reason: 'no_debt', owedKopecks: -1_00, on: '2026-11-12' },
    ],
  });
  const many = Array.from({ length: 13 }, (_, index) => announced(`2026-${String(index)}`));
  const last = many.slice(1).map(() => ({
    kind: 'announced' as const,
    amountKopecks: 3_000_00,
    on: '2026-10-12',
    chargeOn: '2026-10-15',
  }));
  spec.given([agreed, ...many]).then(KEY, { ...EMPTY, active: ACTIVE, steps: last });
});

it('terms that never hold say why, until others are stated; what was in force goes on', () => {
  const failed = recorded('AutopayRequestFailed', {
    ...OF,
    paymentId: 'p1',
    reason: 'method_not_kept',
    failedOn: '2026-09-21',
  });
  const failure = { reason: 'method_not_kept' as const, on: '2026-09-21' };
  spec.given([requested, failed]).then(KEY, { ...EMPTY, failure });
  spec.given([agreed, requested, failed]).then(KEY, { ...EMPTY, active: ACTIVE, failure });
  spec.given([requested, failed, agreed]).then(KEY, { ...EMPTY, active: ACTIVE });
});

it('a charge that was held or was not made is listed, and a method of no use ends the agreement', () => {
  const held = recorded('AutopayHeld', { ...OF, cycle: '2026-10', reason: 'no_address', heldOn: '2026-10-12' });
  const declined = (endsAgreement: boolean) =>
    recorded('AutopayDeclined', {
      ...OF,
      cycle: '2026-10',
      paymentId: 'g1-2026-10',
      amountKopecks: 2_500_00,
      reason: 'insufficient_funds',
      nextOn: '2026-11-15',
      endsAgreement,
      declinedOn: '2026-10-16',
    });
  const step = { kind: 'declined' as const, amountKopecks: 2_500_00, reason: 'insufficient_funds', on: '2026-10-16' };
  const next = { nextOn: '2026-11-15' };
  spec.given([agreed, held, declined(false)]).then(KEY, {
    ...EMPTY,
    active: ACTIVE,
    steps: [
      { kind: 'held', on: '2026-10-12' },
      { ...step, ...next, endsAgreement: false },
    ],
  });
  spec
    .given([agreed, declined(true)])
    .then(KEY, { ...EMPTY, endedOn: '2026-10-16', steps: [{ ...step, ...next, endsAgreement: true }] })
    .thenColumns(KEY, { account: '0017', active: 0, person_id: null, requested_by: null });
});

it('ends with the person whose it is', () => {
  const ended = recorded('AutopayEnded', { ...OF, reason: 'person_erased', endedOn: '2026-10-20' });
  spec.given([agreed, ended]).then(KEY, { ...EMPTY, endedOn: '2026-10-20' });
  const terms = { ...ACTIVE, agreementId: 'g2', paymentId: 'p2', personId: 'payer-2', requestedOn: '2026-10-01' };
  const { methodId, sealedMethodTitle, agreedOn, ...other } = terms;
  void [methodId, sealedMethodTitle, agreedOn];
  const beside = recorded('AutopayRequested', { ...OF, ...other });
  const endedBeside = recorded('AutopayEnded', {
    ...OF,
    agreementId: 'g2',
    reason: 'person_erased',
    endedOn: '2026-10-20',
  });
  spec
    .given([agreed, beside])
    .thenColumns(KEY, { account: '0017', active: 1, person_id: 'payer-1', requested_by: 'payer-2' });
  spec.given([agreed, beside, endedBeside]).then(KEY, { ...EMPTY, active: ACTIVE });
  spec.given([agreed, beside, ended]).then(KEY, { ...EMPTY, requested: other, endedOn: '2026-10-20' });
});
