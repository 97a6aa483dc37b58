import { aBook } from './testing/book-builder';
import { chargeMonths } from './testing/charged-months';
import { aDossier, aMeter, aReading, DossierPlan } from './testing/dossier-builder';
import { formulaValue } from './testing/formula-value';

const charge = (plan: DossierPlan) => chargeMonths(aDossier(plan), aBook(), '2026-03');
const sewageLine = (plan: DossierPlan) =>
  charge(plan)
    .calculation('2026-03')
    .charges.find((line) => line.utility === 'sewage');

const meters = [aMeter('M1'), aMeter('W1', { utility: 'hot_water' })];
const readings = [
  aReading('M1', '2026-02-20', '100'),
  aReading('M1', '2026-03-20', '105'),
  aReading('W1', '2026-02-20', '50'),
  aReading('W1', '2026-03-20', '54.2'),
];

describe('sewage', () => {
  it('is the sum of the volumes of its sources', () => {
    // (5 + 4.2) × 33.15.
    const plan = { connected: { cold_water: {}, hot_water: {}, sewage: {} }, meters, readings };
    expect(charge(plan).charges('2026-03', 'sewage')).toEqual(['sewage sum 9.2 m3 x 33.15 = 304.98']);
    const line = sewageLine(plan);
    expect(line).toMatchObject({
      formula: '(5 + 4.2) * 33.15',
      why: { code: 'sum_of_sources', details: { sources: 'cold_water hot_water' } },
      inputs: [
        { name: 'volume cold_water', value: '5', eventId: null },
        { name: 'volume hot_water', value: '4.2', eventId: null },
        { name: 'tariff', value: '33.15', eventId: 'tariff sewage|| 2000-01-01' },
      ],
    });
    expect(formulaValue(line?.formula ?? '').toText()).toBe(line?.exact);
  });

  it('takes the volumes before K: it is never raised', () => {
    // 20.805 + 14.235 = 35.04; × 33.15 = 1161.576.
    const plan = { connected: { cold_water: {}, hot_water: {}, sewage: {} } };
    expect(charge(plan).charges('2026-03')).toEqual([
      'cold_water norm_raised 20.805 m3 x 44.86 x 3 = 2799.94 (excess 1866.63)',
      'hot_water/water norm_raised 14.235 m3 x 44.86 x 1.5 = 957.87 (excess 319.29)',
      'hot_water/heat norm 0.929546 Gcal x 2350.4 = 2184.80',
      'sewage sum 35.04 m3 x 33.15 = 1161.58',
    ]);
  });

  it('takes only the sources that are connected', () => {
    const plan = { connected: { cold_water: {}, sewage: {} }, meters, readings };
    expect(charge(plan).charges('2026-03', 'sewage')).toEqual(['sewage sum 5 m3 x 33.15 = 165.75']);
    expect(sewageLine(plan)?.why.details).toEqual({ sources: 'cold_water' });
  });

  it('without a connected source is a line of zero', () => {
    expect(charge({ connected: { sewage: {} } }).charges('2026-03')).toEqual(['sewage sum 0 m3 x 33.15 = 0.00']);
    expect(sewageLine({ connected: { sewage: {} } })).toMatchObject({ formula: '0 * 33.15', exact: '0' });
  });

  it('is printed in the order of utilities, though it is computed after its sources', () => {
    const book = aBook({ utilities: { sewage: { order: -1 } } });
    const dossier = aDossier({ connected: { cold_water: {}, sewage: {} }, meters, readings });
    const charges = chargeMonths(dossier, book, '2026-03').charges('2026-03');
    expect(charges).toEqual(['sewage sum 5 m3 x 33.15 = 165.75', 'cold_water meter 5 m3 x 44.86 = 224.30']);
  });

  it('leaves behind what corrections and absences stand on', () => {
    const plan = { connected: { cold_water: {}, sewage: {} }, meters, readings };
    expect(charge(plan).calculation('2026-03').records['sewage']).toEqual({
      period: '2026-03',
      basis: 'sum',
      branch: null,
      volumes: ['5'],
      tariffs: ['33.15'],
      tariffEventIds: ['tariff sewage|| 2000-01-01'],
      heatTariff: null,
      heatTariffEventId: null,
      heatNorm: null,
      coefficient: null,
      persons: '3',
      whollyActive: true,
      counted: null,
      corrected: null,
      gap: [],
      lastCounted: null,
      chain: null,
    });
  });
});
