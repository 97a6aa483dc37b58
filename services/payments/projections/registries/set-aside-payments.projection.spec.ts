import { foldProjection, recordedEvents } from '#libs/testing';
import { SetAsideEvent } from '../../domain/payment.events';
import { setAsidePayments } from './set-aside-payments.projection';

const STATED = {
  paymentId: 'p-1',
  payee: 'main',
  amountKopecks: 1_000,
  receivedOn: '2026-03-09',
  namedPeriod: null,
  because: 'unknown_account',
  conflictsWith: null,
  registryId: 'r-1',
  line: 4,
  acquirer: null,
  reference: '8047001',
  payerId: 'payer-1',
} as const;
const SET_ASIDE: SetAsideEvent = {
  type: 'PaymentSetAside',
  version: 2,
  data: { ...STATED, account: '0099', effectiveOn: '2026-03-09' },
};
const DECISION = { paymentId: 'p-1', reason: 'why', effectiveOn: '2026-05-20' };
const cardAfter = (...events: readonly SetAsideEvent[]) =>
  foldProjection(setAsidePayments, recordedEvents(events)).get('p-1');

describe('a payment that stands aside', () => {
  it('waits with what the bank stated', () => {
    expect(cardAfter(SET_ASIDE)).toEqual({
      document: {
        ...STATED,
        statedAccount: '0099',
        recordedAt: '2026-10-15T08:00:00.000Z',
        status: 'waiting',
        decision: null,
      },
      columns: {
        status: 'waiting',
        because: 'unknown_account',
        received_on: '2026-03-09',
        registry_id: 'r-1',
        stated_account: '0099',
        amount_kopecks: 1_000,
      },
    });
  });

  it.each<[string, SetAsideEvent, string | null, string | null]>([
    [
      'assigned',
      { type: 'SetAsidePaymentAssigned', version: 1, data: { ...DECISION, account: '0017', assignedOn: '2026-05-20' } },
      '0017',
      null,
    ],
    [
      'returned',
      {
        type: 'SetAsidePaymentReturned',
        version: 2,
        data: { ...DECISION, to: 'bank', amountKopecks: 1_000, approvalId: 'a-1', returnedOn: '2026-05-20' },
      },
      null,
      'a-1',
    ],
    [
      'refused',
      { type: 'SetAsidePaymentRefused', version: 1, data: { ...DECISION, refusedOn: '2026-05-20' } },
      null,
      null,
    ],
  ])('is %s by a person, for a reason', (status, event, account, approvalId) => {
    const card = cardAfter(SET_ASIDE, event);
    expect(card?.document).toMatchObject({
      status,
      statedAccount: '0099',
      decision: { account, reason: 'why', decidedOn: '2026-05-20', actor: 'staff:test', approvalId },
    });
    expect(card?.columns).toMatchObject({ status });
  });
});
