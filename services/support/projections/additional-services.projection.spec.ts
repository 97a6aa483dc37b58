import { projectionSpec, recorded } from '#libs/testing';
import { additionalServices } from './additional-services.projection';

const spec = projectionSpec(additionalServices);
const terms = (unitPriceKopecks: number) => ({ name: 'Вызов электрика', unitPriceKopecks });
const place = (from: string) => ({ serviceId: 's-1', from });
const offered = recorded('AdditionalServiceOffered', { ...place('2026-10-01'), terms: terms(75_050) });
const changed = recorded('AdditionalServiceChanged', { ...place('2026-11-01'), terms: terms(80_000) });
const withdrawn = recorded('AdditionalServiceWithdrawn', place('2026-12-01'));

it('a service keeps all its terms in the order of their days, and when it was withdrawn', () => {
  const versions = [
    { from: '2026-10-01', terms: terms(75_050) },
    { from: '2026-11-01', terms: terms(80_000) },
  ] as never;
  spec.given([offered, changed]).then('s-1', { serviceId: 's-1', versions, withdrawnFrom: null });
  spec.given([offered, changed, withdrawn]).then('s-1', { serviceId: 's-1', versions, withdrawnFrom: '2026-12-01' });
});

it('what was never offered leaves nothing', () => {
  spec.given([changed, withdrawn]).thenKeys();
});
