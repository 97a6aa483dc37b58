import {
  autopayAnnounced,
  autopayDeclined,
  autopayRequestFailed,
  autopaySkipped,
  Contract,
  onlinePaymentCaptured,
  onlinePaymentDeclined,
  onlinePaymentRefunded,
} from '#libs/contracts';
import { RecordedEvent } from '#libs/kernel';
import { recorded } from '#libs/testing';
import { ONLINE_RELAYED_TYPES } from './publish-online-payments.relay';
import { PAYMENTS_RELAY } from './publish-payments.relay';

const PAID = { paymentId: 'p1', account: '0017', payee: 'main', amountKopecks: 1_000_00, orderId: 'o1' };
const SUBJECT = { ...PAID, agreementId: 'g1' };
const METHOD = { methodId: 'token-of-the-card', sealedTitle: 'sealed-words' };
const OF = { account: '0017', payee: 'main' };
const DAY = '2026-10-15';

const TOLD: readonly [RecordedEvent, Contract, object][] = [
  [
    recorded('OnlinePaymentCaptured', { ...SUBJECT, method: METHOD, capturedOn: DAY, effectiveOn: DAY }),
    onlinePaymentCaptured,
    { ...PAID, capturedOn: DAY },
  ],
  [
    recorded('OnlinePaymentDeclined', { ...SUBJECT, reason: 'insufficient_funds', declinedOn: DAY }),
    onlinePaymentDeclined,
    { ...PAID, byAutopay: true, reason: 'insufficient_funds', declinedOn: DAY },
  ],
  [
    recorded('OnlinePaymentRefunded', {
      ...SUBJECT,
      capturedOn: DAY,
      refundedBeforeKopecks: 100_00,
      refundedKopecks: 300_00,
      refundedOn: '2026-10-20',
      effectiveOn: '2026-10-20',
    }),
    onlinePaymentRefunded,
    { ...PAID, capturedOn: DAY, refundedBeforeKopecks: 100_00, refundedKopecks: 300_00, refundedOn: '2026-10-20' },
  ],
  [
    recorded('AutopayAnnounced', {
      ...OF,
      agreementId: 'g1',
      cycle: '2026-10',
      amountKopecks: 1_000_00,
      announcedOn: '2026-10-12',
      chargeOn: DAY,
    }),
    autopayAnnounced,
    { ...OF, amountKopecks: 1_000_00, announcedOn: '2026-10-12', chargeOn: DAY },
  ],
  [
    recorded('AutopaySkipped', {
      ...OF,
      agreementId: 'g1',
      cycle: '2026-10',
      reason: 'above_limit',
      owedKopecks: 9_000_00,
      limitKopecks: 5_000_00,
      skippedOn: DAY,
    }),
    autopaySkipped,
    { ...OF, reason: 'above_limit', owedKopecks: 9_000_00, limitKopecks: 5_000_00, skippedOn: DAY },
  ],
  [
    recorded('AutopayDeclined', {
      ...OF,
      agreementId: 'g1',
      cycle: '2026-10',
      paymentId: 'p1',
      amountKopecks: 1_000_00,
      reason: 'insufficient_funds',
      nextOn: '2026-11-15',
      endsAgreement: false,
      declinedOn: DAY,
    }),
    autopayDeclined,
    {
      ...{ ...OF, paymentId: 'p1', amountKopecks: 1_000_00, reason: 'insufficient_funds' },
      ...{ nextOn: '2026-11-15', endsAgreement: false, declinedOn: DAY },
    },
  ],
  [
    recorded('AutopayRequestFailed', {
      ...OF,
      agreementId: 'g1',
      paymentId: 'p1',
      reason: 'method_not_kept',
      failedOn: DAY,
    }),
    autopayRequestFailed,
    { ...OF, paymentId: 'p1', reason: 'method_not_kept', failedOn: DAY },
  ],
];

it.each(TOLD)('$type is told as its contract says, and no more', (event, contract, data) => {
  const message = PAYMENTS_RELAY.translate(event);
  expect(message).toEqual({ contract: contract.name, key: '0017', data });
  expect(contract.schema.parse(message?.data)).toEqual(data);
  expect(JSON.stringify(message)).not.toContain(METHOD.methodId);
  expect(JSON.stringify(message)).not.toContain(METHOD.sealedTitle);
});

it('every fact that is told is handed to the relay, and no other is told', () => {
  expect(TOLD.map(([{ type }]) => type).sort()).toEqual([...ONLINE_RELAYED_TYPES].sort());
  expect(PAYMENTS_RELAY.handles).toEqual(expect.arrayContaining([...ONLINE_RELAYED_TYPES]));
  expect(PAYMENTS_RELAY.translate(recorded('OnlinePaymentInitiated', SUBJECT))).toBeNull();
});
