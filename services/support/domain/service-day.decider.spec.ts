import { deciderSpec } from '#libs/testing';
import { ServiceDayCommand, serviceDayStream } from './service-day.commands';
import { serviceDayDecider } from './service-day.decider';
import { ServiceDayEvent } from './service-day.events';

const spec = deciderSpec(serviceDayDecider);
const [serviceId, day, today] = ['electrician', '2026-10-15', '2026-10-02'];
const take = (orderId: string, slotsPerDay = 2): ServiceDayCommand => ({
  kind: 'TakeSlot',
  serviceId,
  day,
  orderId,
  slotsPerDay,
  today,
});
const release = (orderId: string): ServiceDayCommand => ({ kind: 'ReleaseSlot', serviceId, day, orderId, today });
const taken = (orderId: string): ServiceDayEvent => ({
  type: 'SlotTaken',
  version: 1,
  data: { serviceId, day, orderId, takenOn: today },
});
const released = (orderId: string): ServiceDayEvent => ({
  type: 'SlotReleased',
  version: 1,
  data: { serviceId, day, orderId, releasedOn: today },
});

it('a service has a stream for each day', () => {
  expect(serviceDayStream(serviceId, day)).toBe('support_service_day-electrician_2026_10_15');
});

describe('a place of a day', () => {
  it('is taken while there is one, and the last one is taken once', () => {
    spec.when(take('o-1')).then([taken('o-1')]);
    spec
      .given([taken('o-1')])
      .when(take('o-2'))
      .then([taken('o-2')]);
    spec
      .given([taken('o-1'), taken('o-2')])
      .when(take('o-3'))
      .thenRejected('SUPPORT_NO_FREE_SLOT', { serviceId, day });
  });

  it('stays with the order that has it', () => {
    spec
      .given([taken('o-1'), taken('o-2')])
      .when(take('o-2'))
      .thenNothing();
  });

  it('goes to the next one after it was given back', () => {
    spec
      .given([taken('o-1'), taken('o-2')])
      .when(release('o-1'))
      .then([released('o-1')]);
    spec
      .given([taken('o-1'), taken('o-2'), released('o-1')])
      .when(take('o-3'))
      .then([taken('o-3')]);
  });

  it('that an order does not have cannot be given back by it', () => {
    spec
      .given([taken('o-1')])
      .when(release('o-2'))
      .thenNothing();
    spec
      .given([taken('o-1'), released('o-1')])
      .when(release('o-1'))
      .thenNothing();
  });

  it('is missing where the company has come to offer fewer, and nobody loses what they have', () => {
    spec
      .given([taken('o-1'), taken('o-2')])
      .when(take('o-3', 1))
      .thenRejected('SUPPORT_NO_FREE_SLOT');
    spec
      .given([taken('o-1'), taken('o-2')])
      .when(take('o-2', 1))
      .thenNothing();
  });
});
