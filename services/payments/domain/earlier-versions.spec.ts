import { join } from 'node:path';
import { createUpcasting, problemsOfGoldenEvents, readGoldenEvents } from '#libs/event-store';
import { DomainEvent, fold } from '#libs/kernel';
import { autopayDecider } from './autopay.decider';
import { AutopayEvent } from './autopay.events';
import { PAYMENTS_UPCASTERS } from './earlier-versions';
import { onlinePaymentDecider } from './online-payment.decider';
import { OnlinePaymentEvent, OnlinePaymentInitiated } from './online-payment.events';
import { paymentDecider } from './payment.decider';
import { PaymentStreamEvent } from './payment.events';

const upcasting = createUpcasting(PAYMENTS_UPCASTERS);
const newestVersions = {
  AutopayRequested: 2,
  AutopayAgreed: 2,
  OnlinePaymentAttentionClosed: 2,
  OnlinePaymentCaptured: 2,
  PaymentSetAside: 2,
  SetAsidePaymentReturned: 2,
};
const goldenEvents = readGoldenEvents(join(__dirname, '../../../test/golden-events/payments')).filter(({ type }) =>
  Object.hasOwn(newestVersions, type),
);
const BEGUN: OnlinePaymentInitiated = {
  type: 'OnlinePaymentInitiated',
  version: 1,
  data: {
    ...{ paymentId: 'p1', account: '0017', payee: 'main', amountKopecks: 1_000_00, orderId: null, agreementId: null },
    ...{ acquirer: 'sandbox', keepsMethod: true, initiatedOn: '2026-09-20' },
  },
};

function foldOne(event: DomainEvent): void {
  if (event.type === 'PaymentSetAside') {
    const state = fold(paymentDecider, [event as PaymentStreamEvent]);
    if (state.status !== 'set_aside') throw new Error(`${event.type} leaves ${state.status}`);
    expect(state.setAside.acquirer).toBeNull();
    return;
  }
  if (event.type === 'SetAsidePaymentReturned') {
    expect(event.data).toMatchObject({ to: expect.any(String) as string, returnedOn: expect.any(String) as string });
    expect(event.data).toHaveProperty('approvalId');
    expect(event.data).toHaveProperty('amountKopecks');
    return;
  }
  if (event.type === 'OnlinePaymentCaptured') {
    const state = fold(onlinePaymentDecider, [BEGUN, event as OnlinePaymentEvent]);
    if (state.status !== 'captured') throw new Error(`${event.type} leaves ${state.status}`);
    return;
  }
  if (event.type === 'OnlinePaymentAttentionClosed') {
    const state = fold(onlinePaymentDecider, [BEGUN, event as OnlinePaymentEvent]);
    if (state.status === 'unknown' || state.lookedAt.length === 0) throw new Error(`${event.type} leaves nothing`);
    return;
  }
  const { request, active } = fold(autopayDecider, [event as AutopayEvent]);
  if (request === null && active === null) throw new Error(`${event.type} leaves nothing`);
}

it('every version of the events that have changed folds', () => {
  expect(problemsOfGoldenEvents({ goldenEvents, upcasting, newestVersions, fold: foldOne })).toEqual([]);
});

it('what stood in clear of a card reaches nobody', () => {
  const lifted = goldenEvents.map(({ type, version, data }) => upcasting.upcast(type, version, structuredClone(data)));
  expect(JSON.stringify(lifted)).not.toContain('4477');
});

it('what a person had written of a payment reaches nobody; what was decided does', () => {
  const version1 = goldenEvents.find(({ type, version }) => type === 'OnlinePaymentAttentionClosed' && version === 1);
  const stored = { ...(version1?.data as { readonly verdict: string }), note: 'Звонила Иванова' };
  const { data } = upcasting.upcast('OnlinePaymentAttentionClosed', 1, stored);
  expect(data).not.toHaveProperty('note');
  expect(data).toMatchObject({ verdict: stored.verdict, finding: 'other' });
  expect(JSON.stringify(data)).not.toContain('Иванова');
});
