import fc from 'fast-check';
import { ChargeLine, RecalculationLine } from './calculation';
import { calculationFingerprint } from './calculation-fingerprint';
import { billed, recalculated } from './testing/ledger-story';

const CHARGE = billed('cold_water', 400_00);
const RECALCULATION = recalculated('2026-02', 'cold_water', -60_00);
const fingerprint = (charge: Partial<ChargeLine> = {}, recalculation: Partial<RecalculationLine> = {}) =>
  calculationFingerprint({
    charges: [{ ...CHARGE, ...charge }],
    recalculations: [{ ...RECALCULATION, ...recalculation }],
  });

describe('the fingerprint of a calculation', () => {
  it('is the same for the same lines, also when they were stored in between', () => {
    const lines = { charges: [CHARGE], recalculations: [RECALCULATION] };
    expect(fingerprint()).toMatch(/^[0-9a-f]{16}$/);
    expect(calculationFingerprint(JSON.parse(JSON.stringify(lines)) as typeof lines)).toBe(fingerprint());
  });

  it.each<[string, Partial<ChargeLine>]>([
    ['the utility', { utility: 'hot_water' }],
    ['the payee', { payee: 'capital_repair' }],
    ['the component', { component: 'day' }],
    ['how the volume was found', { basis: 'average' }],
    ['the quantity', { quantity: '7.001' }],
    ['the unit', { unit: 'kWh' }],
    ['the tariff', { tariff: '44.87' }],
    ['the coefficient', { coefficient: '1.5' }],
    ['the amount', { amountKopecks: 400_01 }],
    ['the excess', { excessKopecks: 1 }],
    ['the formula', { formula: '8 * 50' }],
    ['the unrounded result', { exact: '400.001' }],
    ['the reason', { why: { ...CHARGE.why, code: 'another' } }],
    ['a detail of the reason', { why: { ...CHARGE.why, details: { days: 5 } } }],
    ['an input', { inputs: [{ name: 'tariff', value: '50', eventId: 'e-1' }] }],
    ['the title of an order', { title: 'Вызов электрика' }],
    ['the event behind an input', { inputs: [{ name: 'tariff', value: '50', eventId: 'e-2' }] }],
  ])('is another one where a charge differs in %s', (_, changed) => {
    expect(fingerprint(changed)).not.toBe(fingerprint());
  });

  it.each<[string, Partial<RecalculationLine>]>([
    ['the utility', { utility: 'hot_water' }],
    ['the source', { source: 'hot_water' }],
    ['the reason', { reason: 'absence' }],
    ['the month', { ofPeriod: '2026-01' }],
    ['the quantity', { quantity: '-1.001' }],
    ['the tariff', { tariff: '44.87' }],
    ['the amount', { amountKopecks: -60_01 }],
    ['the formula', { formula: '-1 * 60' }],
  ])('is another one where a recalculation differs in %s', (_, changed) => {
    expect(fingerprint({}, changed)).not.toBe(fingerprint());
  });

  it('tells inputs apart that differ in the event alone', () => {
    const of = (eventId: string) => fingerprint({ inputs: [{ name: 'tariff', value: '50', eventId }] });
    expect(of('e-1')).not.toBe(of('e-2'));
  });

  it('knows the order and the kind of lines', () => {
    const other = billed('upkeep', 900_00);
    const charges = (...lines: ChargeLine[]) => calculationFingerprint({ charges: lines, recalculations: [] });
    expect(charges(CHARGE, other)).not.toBe(charges(other, CHARGE));
    expect(charges(CHARGE)).not.toBe(charges());
  });

  it('of thousands of near amounts is never the same for two', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), (from) => {
        const seen = new Set<string>();
        for (let amount = from; amount < from + 500; amount += 1) seen.add(fingerprint({ amountKopecks: amount }));
        expect(seen.size).toBe(500);
      }),
      { numRuns: 10 },
    );
  });
});
