import { paymentReceived, paymentReversed } from '#libs/contracts';
import { recordedEvents } from '#libs/testing';
import { PAYMENT_EVENT_TYPES, PaymentEvent } from '../domain/payment.events';
import { PAYMENTS_RELAY } from './publish-payments.relay';

const RECEIVED: PaymentEvent = {
  type: 'PaymentReceived',
  version: 1,
  data: {
    paymentId: 'p-1',
    account: '0017',
    payee: 'capital_repair',
    amountKopecks: 5_000,
    receivedOn: '2026-03-09',
    namedPeriod: '2026-02',
    channel: 'online',
    effectiveOn: '2026-03-09',
  },
};
const REVERSED: PaymentEvent = {
  type: 'PaymentReversed',
  version: 1,
  data: {
    paymentId: 'p-1',
    account: '0017',
    payee: 'capital_repair',
    amountKopecks: 5_000,
    reversedOn: '2026-03-20',
    reason: 'recalled',
    effectiveOn: '2026-03-20',
  },
};
const publish = (event: PaymentEvent) => PAYMENTS_RELAY.translate(recordedEvents([event])[0]!);

describe('what payments tells the others', () => {
  it('says of the rest of a refunded payment that nothing new was paid', () => {
    const rest = { ...RECEIVED, data: { ...RECEIVED.data, paymentId: 'online-p1-after-refund-15000' } } as PaymentEvent;
    expect(publish(rest)?.data).toMatchObject({ refundedKopecks: 150_00 });
    const byOffice = { ...RECEIVED, data: { ...RECEIVED.data, refundedKopecks: 70_00 } } as PaymentEvent;
    expect(publish(byOffice)?.data).toMatchObject({ refundedKopecks: 70_00 });
    const moved = { ...RECEIVED.data, paymentId: 'online-p1-after-refund-15000-then-0123456789abcdef' };
    expect(publish({ ...RECEIVED, data: moved })?.data).not.toHaveProperty('refundedKopecks');
    const whole = { ...RECEIVED, data: { ...RECEIVED.data, paymentId: 'online-p1' } } as PaymentEvent;
    expect(publish(whole)?.data).not.toHaveProperty('refundedKopecks');
  });

  it('is every fact of a payment, in the order of its account', () => {
    expect(PAYMENTS_RELAY.handles).toEqual(expect.arrayContaining([...PAYMENT_EVENT_TYPES]));
    for (const event of [RECEIVED, REVERSED]) expect(publish(event)?.key).toBe('0017');
  });

  it('of a payment received is what the contract says, and no more', () => {
    const message = publish(RECEIVED);
    expect(message?.contract).toBe('payments.payment-received.v1');
    expect(message?.data).toEqual({
      account: '0017',
      paymentId: 'p-1',
      payee: 'capital_repair',
      amountKopecks: 5_000,
      receivedOn: '2026-03-09',
      namedPeriod: '2026-02',
    });
    expect(paymentReceived.schema.strict().parse(message?.data)).toEqual(message?.data);
  });

  it('of a payment recalled is what the contract says, and no more', () => {
    const message = publish(REVERSED);
    expect(message?.contract).toBe('payments.payment-reversed.v1');
    expect(message?.data).toEqual({
      account: '0017',
      paymentId: 'p-1',
      payee: 'capital_repair',
      amountKopecks: 5_000,
      reversedOn: '2026-03-20',
      reason: 'recalled',
    });
    expect(paymentReversed.schema.strict().parse(message?.data)).toEqual(message?.data);
  });
});
