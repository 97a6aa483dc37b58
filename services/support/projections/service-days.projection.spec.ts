import { projectionSpec, recorded } from '#libs/testing';
import { serviceDays } from './service-days.projection';

const spec = projectionSpec(serviceDays);
const place = { serviceId: 's-1', day: '2026-10-15' };
const taken = (orderId: string) => recorded('SlotTaken', { ...place, orderId, takenOn: '2026-10-02' });
const released = (orderId: string) => recorded('SlotReleased', { ...place, orderId, releasedOn: '2026-10-03' });

it('a day counts the places that are taken, and by whom', () => {
  spec
    .given([taken('o-1'), taken('o-2'), released('o-1')])
    .then('s-1 2026-10-15', { ...place, taken: [{ orderId: 'o-2', takenOn: '2026-10-02' }] })
    .thenColumns('s-1 2026-10-15', { service_id: 's-1', day: '2026-10-15', taken: 1 });
});

it('a day whose last place was given back has none taken', () => {
  spec.given([taken('o-1'), released('o-1')]).thenColumns('s-1 2026-10-15', {
    service_id: 's-1',
    day: '2026-10-15',
    taken: 0,
  });
});
