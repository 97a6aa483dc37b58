import { AnyCommand } from '../../libs/testing/whole-stack';
import { onlinePaymentDecider, onlinePaymentStream } from '../../services/payments';
import { Expectation } from './documented-api';

/** Right and wrong requests to the operations on online payments; `paidOnline` makes what they name. */
export function onlinePaymentOperations(today: string): Readonly<Record<string, Expectation>> {
  return {
    OnlinePayments_one: {
      valid: { path: { paymentId: 'O-0000' } },
      foreign: [['PAYMENTS_UNKNOWN_ONLINE_PAYMENT', { path: { paymentId: 'O-9999' } }]],
    },
    OnlinePayments_needingAttention: { valid: { query: { limit: '10' } }, foreign: [] },
    OnlinePayments_closeAttention: {
      valid: { path: { paymentId: 'O-0001' }, body: { verdict: 'dealt_with', finding: 'counts_already' } },
      foreign: [
        ['PAYMENTS_UNKNOWN_ONLINE_PAYMENT', { path: { paymentId: 'O-9999' } }],
        ['PAYMENTS_ONLINE_PAYMENT_NEEDS_NO_ATTENTION', { path: { paymentId: 'O-0000' } }],
        ['PAYMENTS_ONLINE_PAYMENT_IS_PAID', { body: { verdict: 'not_paid', finding: 'other' } }],
        ['PAYMENTS_FINDING_DOES_NOT_FIT', { body: { verdict: 'not_paid', finding: 'given_back' } }],
      ],
    },
    OnlinePayments_settle: {
      valid: { path: { paymentId: 'O-0000' }, body: { settledOn: today } },
      foreign: [
        ['PAYMENTS_UNKNOWN_ONLINE_PAYMENT', { path: { paymentId: 'O-9999' } }],
        ['PAYMENTS_DATE_IN_FUTURE', { body: { settledOn: '2026-04-11' } }],
      ],
    },
  };
}

/** `O-0000` is captured; `O-0001` as well, and a person has to look at it. */
export function paidOnline(account: string, today: string): readonly AnyCommand[] {
  return [...capturedOnline(account, today, 'O-0000', false), ...capturedOnline(account, today, 'O-0001', true)];
}

/** A payment that was begun at a bank and captured; where asked, with something for a person to look at. */
function capturedOnline(account: string, today: string, paymentId: string, isDoubtful: boolean): readonly AnyCommand[] {
  const subject = { account, payee: 'main', amountKopecks: 1_000, orderId: null, agreementId: null };
  const commands = [
    { kind: 'InitiateOnlinePayment', ...subject, acquirer: 'bank', keepsMethod: false, initiatedOn: today },
    {
      kind: 'NoteAcquirerPayment',
      acquirerPaymentId: 'bank-1',
      state: 'captured',
      amountKopecks: 1_000,
      refundedKopecks: 0,
      method: null,
      declineReason: null,
      today,
    },
    ...(isDoubtful ? [{ kind: 'CallForAttention', reason: 'does_not_fit', today }] : []),
  ];
  return commands.map((command) => ({
    stream: onlinePaymentStream(paymentId),
    decider: onlinePaymentDecider,
    command: { ...command, paymentId },
    commandId: `test:${paymentId}:${command.kind}`,
    actor: 'service:payments',
  })) as unknown as readonly AnyCommand[];
}
