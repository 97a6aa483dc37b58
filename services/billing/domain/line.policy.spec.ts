import fc from 'fast-check';
import { Rational } from '#libs/money';
import {
  ChargeDraft,
  chargeLine,
  componentPlace,
  componentsOfRegisters,
  correctionLine,
  inputOf,
  numeral,
} from './line.policy';
import { RecalculationDraft, recalculationLine } from './line.policy';
import { aBook } from './testing/book-builder';
import { inWords, recalculationInWords } from './testing/charged-months';
import { formulaValue } from './testing/formula-value';

const book = aBook();
const coldWater = book.utility('cold_water');
const value = (text: string, eventId: string) => ({ value: Rational.parse(text), text, eventId });

function charged(
  quantity: string,
  tariff: string,
  coefficient: string | null = null,
  changes: Partial<ChargeDraft> = {},
) {
  return chargeLine({
    utility: coldWater,
    component: null,
    basis: coefficient === null ? 'meter' : 'norm_raised',
    quantity: Rational.parse(quantity),
    quantityFormula: numeral(quantity),
    unit: 'm3',
    tariff: value(tariff, 'tariff event'),
    coefficient: coefficient === null ? null : value(coefficient, 'coefficient event'),
    why: { code: 'reading' },
    inputs: [],
    ...changes,
  });
}

function draft(quantity: string, tariff: string, changes: Partial<RecalculationDraft> = {}): RecalculationDraft {
  return {
    utility: coldWater,
    component: null,
    source: null,
    reason: 'true_up',
    ofPeriod: '2026-04',
    quantity: Rational.parse(quantity),
    quantityFormula: numeral(quantity),
    tariff,
    tariffEventId: 'tariff event',
    coefficient: null,
    why: { code: 'true_up' },
    inputs: [],
    ...changes,
  };
}

describe('a charge line', () => {
  it.each([
    ['5', '44.86', 'cold_water meter 5 m3 x 44.86 = 224.30'],
    ['9.25', '44.86', 'cold_water meter 9.25 m3 x 44.86 = 414.96'], // 414.955
    ['0', '44.86', 'cold_water meter 0 m3 x 44.86 = 0.00'],
    ['0.41101666666', '622.07', 'cold_water meter 0.411017 m3 x 622.07 = 255.68'], // 255.6811…
    ['7/3', '3', 'cold_water meter 2.333333 m3 x 3 = 7.00'], // exact, not 2.333333 × 3
  ])('of %s at %s is rounded once, half away from zero', (quantity, tariff, line) => {
    expect(inWords(charged(quantity, tariff))).toBe(line);
  });

  it('with the raising coefficient shows as excess what it adds to the rounded amount without it', () => {
    // 13.870 × 44.86 × 3 = 1866.6246 → 1866.62; without K 622.2082 → 622.21; the excess is their difference, 1244.41.
    expect(inWords(charged('13.870', '44.86', '3'))).toBe(
      'cold_water norm_raised 13.87 m3 x 44.86 x 3 = 1866.62 (excess 1244.41)',
    );
  });

  it('explains itself: formula, exact amount, and each number with the event that supplied it', () => {
    expect(
      charged('13.87', '44.86', '3', { inputs: [{ name: 'norm', value: '6.935', eventId: 'norm event' }] }),
    ).toEqual({
      utility: 'cold_water',
      payee: 'main',
      component: null,
      basis: 'norm_raised',
      quantity: '13.87',
      unit: 'm3',
      tariff: '44.86',
      coefficient: '3',
      amountKopecks: 186662,
      excessKopecks: 124441,
      formula: '13.87 * 44.86 * 3',
      exact: '1866.6246',
      why: { code: 'reading' },
      inputs: [
        { name: 'norm', value: '6.935', eventId: 'norm event' },
        { name: 'tariff', value: '44.86', eventId: 'tariff event' },
        { name: 'coefficient', value: '3', eventId: 'coefficient event' },
      ],
    });
  });

  it('without the coefficient has no excess and does not mention it', () => {
    const line = charged('2', '44.860', null, { component: 'day' });
    expect(line).toMatchObject({
      component: 'day',
      coefficient: null,
      excessKopecks: 0,
      formula: '2 * 44.860',
      tariff: '44.86',
    });
    expect(line.inputs.map((input) => input.name)).toEqual(['tariff']);
  });
});

describe('a recalculation line', () => {
  it('is the quantity at the tariff of the period it goes back to', () => {
    // −3.75 × 44.86 = −168.225.
    expect(recalculationInWords(recalculationLine(draft('-3.75', '44.86')))).toBe(
      'cold_water true_up of 2026-04: -3.75 x 44.86 = -168.23',
    );
  });

  it('is raised where the period was charged with the coefficient', () => {
    // −1 × 44.86 × 3 = −134.58.
    const line = recalculationLine(
      draft('-1', '44.860', { coefficient: '3', inputs: [{ name: 'norm', value: '2', eventId: null }] }),
    );
    expect(line).toEqual({
      utility: 'cold_water',
      payee: 'main',
      component: null,
      source: null,
      reason: 'true_up',
      ofPeriod: '2026-04',
      quantity: '-1',
      tariff: '44.86',
      amountKopecks: -13458,
      formula: '(-1) * 44.860 * 3',
      exact: '-134.58',
      why: { code: 'true_up' },
      inputs: [
        { name: 'norm', value: '2', eventId: null },
        { name: 'tariff', value: '44.860', eventId: 'tariff event' },
        { name: 'coefficient', value: '3', eventId: null },
      ],
    });
    expect(recalculationLine(draft('1', '2')).inputs).toEqual([
      { name: 'tariff', value: '2', eventId: 'tariff event' },
    ]);
  });
});

describe('the line of a corrected reading', () => {
  it('is what the period amounts to now less what it amounted to before, each rounded', () => {
    // before 5.005 × 44.86 = 224.5243 → 224.52; after 6.005 × 44.86 = 269.3843 → 269.38; the line is 44.86.
    const line = correctionLine({
      ...draft('1', '44.86', { reason: 'reading_correction' }),
      before: Rational.parse('5.005'),
    });
    expect(line).toMatchObject({
      reason: 'reading_correction',
      quantity: '1',
      amountKopecks: 4486,
      exact: '44.86',
      formula: 'round((5.005 + 1) * 44.86) - round(5.005 * 44.86)',
      inputs: [{ name: 'tariff', value: '44.86', eventId: 'tariff event' }],
    });
  });

  it('starts from a volume below zero where the period had one', () => {
    // (−3.75 − 1.5) × 44.86 = −235.515 → −235.52; −3.75 × 44.86 = −168.225 → −168.23; the line is −67.29.
    const line = correctionLine({
      ...draft('-1.5', '44.86', { inputs: [{ name: 'reading', value: '7', eventId: 'r' }] }),
      before: Rational.parse('-3.75'),
    });
    expect(line.amountKopecks).toBe(-6729);
    expect(formulaValue(line.formula).toText()).toBe('-67.29');
    expect(line.inputs.map((input) => input.name)).toEqual(['reading', 'tariff']);
  });

  it('makes all lines of the period add up to the rounded amount of what is right', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 99_999 }),
        fc.array(fc.integer({ min: -5000, max: 5000 }), { maxLength: 5 }),
        fc.integer({ min: 1, max: 9_999_999 }),
        (first, changes, tariff) => {
          const price = Rational.of(tariff, 10_000);
          const original = charged(Rational.of(first, 1000).toText(), price.toText());
          let before = Rational.of(first, 1000);
          let sum = original.amountKopecks;
          for (const change of changes) {
            const quantity = Rational.of(change, 1000);
            const line = correctionLine({ ...draft(quantity.toText(), price.toText()), before });
            expect(formulaValue(line.formula).toText()).toBe(line.exact);
            before = before.plus(quantity);
            sum += line.amountKopecks;
          }
          expect(Rational.of(sum).toText()).toBe(
            before.times(price).times(Rational.of(100)).roundHalfAwayFromZero().toString(),
          );
        },
      ),
    );
  });
});

describe('a number in a formula', () => {
  it('stands in brackets where it is a fraction or below zero', () => {
    expect(['5', '5.5', '-5', '8/3', '-8/3'].map((text) => numeral(text))).toEqual([
      '5',
      '5.5',
      '(-5)',
      '(8/3)',
      '(-8/3)',
    ]);
    expect(numeral(Rational.of(8, 3))).toBe('(8/3)');
  });

  it('is an input with the event that supplied it', () => {
    expect(inputOf('norm', value('6.935', 'norm event'))).toEqual({
      name: 'norm',
      value: '6.935',
      eventId: 'norm event',
    });
  });
});

describe('the registers of a meter', () => {
  it('are charged as one, as day and night, or as peak, half-peak and night', () => {
    expect(componentsOfRegisters(1)).toEqual([null]);
    expect(componentsOfRegisters(2)).toEqual(['day', 'night']);
    expect(componentsOfRegisters(3)).toEqual(['peak', 'half_peak', 'night']);
  });

  it('are printed after a line without a component', () => {
    const components = ['night', 'half_peak', 'peak', 'day', 'heat', 'water', null] as const;
    const places = components.map((component) => componentPlace(component));
    expect(places).toEqual([6, 5, 4, 3, 2, 1, 0]);
  });
});
