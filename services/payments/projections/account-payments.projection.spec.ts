import { foldProjection, recordedEvents } from '#libs/testing';
import { PaymentEvent, PaymentReceived, PaymentStreamEvent } from '../domain/payment.events';
import { accountPayments } from './account-payments.projection';

const received = (paymentId: string): PaymentEvent => ({
  type: 'PaymentReceived',
  version: 1,
  data: {
    paymentId,
    account: '0017',
    payee: 'main',
    amountKopecks: 5_000,
    receivedOn: '2026-03-09',
    namedPeriod: null,
    channel: 'online',
    effectiveOn: '2026-03-09',
  },
});
const reversed = (paymentId: string): PaymentEvent => ({
  type: 'PaymentReversed',
  version: 1,
  data: {
    paymentId,
    account: '0017',
    payee: 'main',
    amountKopecks: 5_000,
    reversedOn: '2026-03-20',
    reason: 'recalled',
    effectiveOn: '2026-03-20',
  },
});
const PAYMENT = {
  paymentId: 'p-1',
  account: '0017',
  payee: 'main',
  amountKopecks: 5_000,
  receivedOn: '2026-03-09',
  namedPeriod: null,
  channel: 'online',
  state: 'received',
  reversedOn: null,
  reversalReason: null,
  refundedKopecks: 0,
  replacedBy: null,
  recordedAt: '2026-10-15T08:00:00.000Z',
};

describe('the payments of an account', () => {
  it('show each payment with the day it was made and the instant it became known', () => {
    const documents = foldProjection(accountPayments, recordedEvents([received('p-1')]));
    expect(documents.get('p-1')).toEqual({
      document: PAYMENT,
      columns: {
        account: '0017',
        received_on: '2026-03-09',
        payee: 'main',
        channel: 'online',
        state: 'received',
        amount_kopecks: 5_000,
        replaced_by: '',
      },
    });
  });

  it('keep a recalled payment, with its day and reason', () => {
    const events = recordedEvents([received('p-1'), received('p-2'), reversed('p-1')]);
    const documents = foldProjection(accountPayments, events);
    expect(documents.get('p-1')?.document).toEqual({
      ...PAYMENT,
      state: 'reversed',
      reversedOn: '2026-03-20',
      reversalReason: 'recalled',
    });
    expect(documents.get('p-1')?.columns).toMatchObject({ state: 'reversed', replaced_by: '' });
    expect(documents.get('p-2')?.document).toMatchObject({ state: 'received' });
  });

  it('say what was given back, and which payment counts in place of another', () => {
    const about = { paymentId: 'p-1', account: '0017', effectiveOn: '2026-03-20' };
    const rest = { ...received('p-2').data, amountKopecks: 3_000 } as PaymentReceived['data'];
    const events: PaymentStreamEvent[] = [
      received('p-1'),
      {
        type: 'PaymentRefunded',
        version: 1,
        data: {
          ...about,
          payee: 'main',
          refundedKopecks: 2_000,
          refundedOn: '2026-03-20',
          reason: 'r',
          approvalId: 'a',
        },
      },
      reversed('p-1'),
      {
        type: 'PaymentReplaced',
        version: 1,
        data: { ...about, replacement: rest, replacedOn: '2026-03-20', effectiveOn: '2026-03-09' },
      },
    ];
    const documents = foldProjection(accountPayments, recordedEvents(events));
    expect(documents.get('p-1')?.document).toMatchObject({
      ...{ state: 'reversed', refundedKopecks: 2_000, replacedBy: 'p-2' },
    });
  });
});
