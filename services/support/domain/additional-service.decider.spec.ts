import { deciderSpec } from '#libs/testing';
import { AdditionalServiceCommand, additionalServiceStream } from './additional-service.commands';
import { additionalServiceDecider } from './additional-service.decider';
import { AdditionalServiceEvent } from './additional-service.events';
import { termsOf } from './testing/service-builder';

const spec = deciderSpec(additionalServiceDecider);
const serviceId = 'electrician';
const offer = (from = '2026-10-01', terms = termsOf()): AdditionalServiceCommand => ({
  kind: 'OfferAdditionalService',
  serviceId,
  from,
  terms,
});
const change = (from: string, terms = termsOf({ unitPriceKopecks: 80_000 })): AdditionalServiceCommand => ({
  kind: 'ChangeAdditionalService',
  serviceId,
  from,
  terms,
});
const withdraw = (from: string): AdditionalServiceCommand => ({ kind: 'WithdrawAdditionalService', serviceId, from });
const event = (type: AdditionalServiceEvent['type'], from: string, terms?: object) =>
  ({ type, version: 1, data: { serviceId, from, ...(terms ? { terms } : {}) } }) as AdditionalServiceEvent;
const OFFERED = event('AdditionalServiceOffered', '2026-10-01', termsOf());
const CHANGED = event('AdditionalServiceChanged', '2026-11-01', termsOf({ unitPriceKopecks: 80_000 }));
const WITHDRAWN = event('AdditionalServiceWithdrawn', '2026-12-01');

it('a service has a stream of its own', () => {
  expect(additionalServiceStream(serviceId)).toBe('support_additional_service-electrician');
});

describe('a service', () => {
  it('is offered from a day, once', () => {
    spec.when(offer()).then([OFFERED]);
    spec.given([OFFERED]).when(offer()).thenRejected('SUPPORT_SERVICE_EXISTS', { serviceId });
    spec.given([OFFERED, WITHDRAWN]).when(offer('2027-01-01')).thenRejected('SUPPORT_SERVICE_EXISTS');
  });

  it('with terms that cannot stand is not offered, nor changed to them', () => {
    const wrong = termsOf({ slotsPerDay: 0 });
    spec.when(offer('2026-10-01', wrong)).thenRejected('SUPPORT_SERVICE_TERMS', { fault: 'slotsPerDay' });
    spec.given([OFFERED]).when(change('2026-11-01', wrong)).thenRejected('SUPPORT_SERVICE_TERMS');
  });

  it('changes from a later day, so that each day has one set of terms', () => {
    spec.given([OFFERED]).when(change('2026-11-01')).then([CHANGED]);
    spec.given([OFFERED]).when(change('2026-10-01')).thenRejected('SUPPORT_SERVICE_CHANGE_TOO_EARLY');
    spec
      .given([OFFERED, CHANGED])
      .when(change('2026-10-15'))
      .thenRejected('SUPPORT_SERVICE_CHANGE_TOO_EARLY', { lastFrom: '2026-11-01' });
  });

  it('is withdrawn from a day, not before its last terms begin', () => {
    spec.given([OFFERED, CHANGED]).when(withdraw('2026-12-01')).then([WITHDRAWN]);
    spec.given([OFFERED, CHANGED]).when(withdraw('2026-10-31')).thenRejected('SUPPORT_SERVICE_CHANGE_TOO_EARLY');
    spec.given([OFFERED, WITHDRAWN]).when(withdraw('2026-12-01')).thenNothing();
    spec.given([OFFERED, WITHDRAWN]).when(withdraw('2026-12-02')).thenRejected('SUPPORT_SERVICE_WITHDRAWN');
    spec.given([OFFERED, WITHDRAWN]).when(change('2027-01-01')).thenRejected('SUPPORT_SERVICE_WITHDRAWN');
  });

  it('that nobody offers is neither changed nor withdrawn', () => {
    spec.when(change('2026-11-01')).thenRejected('SUPPORT_UNKNOWN_SERVICE', { serviceId });
    spec.when(withdraw('2026-11-01')).thenRejected('SUPPORT_UNKNOWN_SERVICE', { serviceId });
  });
});
