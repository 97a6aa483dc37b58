import { projectionSpec, recorded } from '#libs/testing';
import { OnlinePaymentCard, onlinePayments } from './online-payments.projection';

const spec = projectionSpec(onlinePayments);
const AT = '2026-10-15T08:00:00.000Z';
const SUBJECT = {
  paymentId: 'p1',
  account: '0017',
  payee: 'main' as const,
  amountKopecks: 1_000_00,
  orderId: null,
  agreementId: 'g1',
};
const of = { paymentId: 'p1', account: '0017' };
const initiated = recorded('OnlinePaymentInitiated', {
  ...SUBJECT,
  acquirer: 'sandbox',
  keepsMethod: true,
  initiatedOn: '2026-10-15',
});
const registered = recorded('OnlinePaymentRegistered', { ...of, acquirerPaymentId: 'a1' });
const authorized = recorded('OnlinePaymentAuthorized', { ...of, authorizedOn: '2026-10-15' });
const captured = recorded('OnlinePaymentCaptured', {
  ...SUBJECT,
  method: { methodId: 'token-of-the-card', sealedTitle: 'sealed' },
  capturedOn: '2026-10-16',
  effectiveOn: '2026-10-16',
});
const settled = recorded('OnlinePaymentSettled', { ...of, settledOn: '2026-10-17' });
const declined = recorded('OnlinePaymentDeclined', { ...SUBJECT, reason: 'no_money', declinedOn: '2026-10-15' });
const abandoned = recorded('OnlinePaymentAbandoned', { ...of, abandonedOn: '2026-10-15' });
const refunded = recorded('OnlinePaymentRefunded', {
  ...SUBJECT,
  capturedOn: '2026-10-16',
  refundedBeforeKopecks: 0,
  refundedKopecks: 400_00,
  refundedOn: '2026-10-20',
  effectiveOn: '2026-10-20',
});
const calledFor = (reason: string) =>
  recorded('OnlinePaymentAttentionRequested', { ...of, reason, noticedOn: '2026-10-17' });
const closed = (verdict: string) =>
  recorded('OnlinePaymentAttentionClosed', {
    ...of,
    reason: 'no_answer',
    verdict,
    finding: 'other',
    closedOn: '2026-10-18',
  });
const card = (more: Partial<OnlinePaymentCard> = {}): OnlinePaymentCard => ({
  ...SUBJECT,
  status: 'initiated',
  acquirerPaymentId: 'a1',
  initiatedOn: '2026-10-15',
  initiatedAt: AT,
  capturedOn: null,
  refundedKopecks: 0,
  declineReason: null,
  attention: null,
  attentionSince: null,
  isDealtWith: false,
  ...more,
});
const BEGUN = [initiated, registered];
const columns = (more: object) => ({
  account: '0017',
  initiated_on: '2026-10-15',
  initiated_at: AT,
  attention_since: null,
  acquirer_payment_id: 'a1',
  ...more,
});

it('a payment begins, and the bank has it', () => {
  spec
    .given([initiated])
    .thenKeys('p1')
    .then('p1', card({ acquirerPaymentId: null }));
  spec.given(BEGUN).then('p1', card());
});

it.each([
  ['authorized', authorized, {}, 1],
  ['abandoned', abandoned, {}, 1],
  ['declined', declined, { declineReason: 'no_money' }, 0],
  ['captured', captured, { capturedOn: '2026-10-16' }, 0],
] as const)('it is %s; whether the bank is still to be asked is a column', (status, event, more, unsettled) => {
  spec
    .given([...BEGUN, event])
    .then('p1', card({ status, ...more }))
    .thenColumns('p1', columns({ status, unsettled }));
});

it('money that came after all takes the reason of the decline away', () => {
  spec.given([...BEGUN, declined, captured]).then('p1', card({ status: 'captured', capturedOn: '2026-10-16' }));
});

it('a person has to look at it until the bank has said its last word, or the person has', () => {
  const asked = [...BEGUN, abandoned, calledFor('no_answer')];
  const waiting = { attention: 'no_answer', attentionSince: '2026-10-17' } as const;
  spec
    .given(asked)
    .then('p1', card({ status: 'abandoned', ...waiting }))
    .thenColumns('p1', columns({ status: 'abandoned', unsettled: 1, attention_since: '2026-10-17' }));
  spec.given([...asked, declined]).then('p1', card({ status: 'declined', declineReason: 'no_money' }));
  spec
    .given([...asked, closed('dealt_with')])
    .then('p1', card({ status: 'abandoned', isDealtWith: true }))
    .thenColumns('p1', columns({ status: 'abandoned', unsettled: 0 }));
  const unfit = { attention: 'does_not_fit', attentionSince: '2026-10-17' } as const;
  spec
    .given([...BEGUN, calledFor('does_not_fit'), captured])
    .then('p1', card({ status: 'captured', capturedOn: '2026-10-16', ...unfit }));
});

it('what was taken for refused is asked for again when the bank has it', () => {
  spec
    .given([initiated, declined, registered])
    .then('p1', card())
    .thenColumns('p1', columns({ status: 'initiated', unsettled: 1 }));
});

it('it arrives, and may go back', () => {
  const paid = card({ status: 'settled', capturedOn: '2026-10-16' });
  spec.given([...BEGUN, captured, settled]).then('p1', paid);
  spec
    .given([...BEGUN, captured, settled, refunded])
    .then('p1', { ...paid, status: 'refunded', refundedKopecks: 400_00 });
});

it('the token of a method of payment is in no document', () => {
  const folded = onlinePayments.evolve(card(), captured, 'p1');
  expect(JSON.stringify(folded)).not.toContain('token-of-the-card');
});
