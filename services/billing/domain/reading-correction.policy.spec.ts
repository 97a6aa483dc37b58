import { correctProviderError } from './billed-line-recalculation.policy';
import { ChargeLine } from './calculation';
import { Correction, Reading, StatedPrice } from './dossier';
import { correctReadings, valuesKnownIn } from './reading-correction.policy';
import { Component } from './reference-book';
import { aBook, BookPlan } from './testing/book-builder';
import { ChargedMonths, chargeMonths } from './testing/charged-months';
import { aCorrection, aDossier, aMeter, aReading, DossierPlan } from './testing/dossier-builder';
import { formulaValue } from './testing/formula-value';

function charge(last: string, plan: DossierPlan, bookPlan: Partial<BookPlan> = {}): ChargedMonths {
  const dossier = aDossier({ connected: { cold_water: {} }, meters: [aMeter('M1')], ...plan });
  const months = chargeMonths(dossier, aBook(bookPlan), last);
  for (const line of months.calculation(last).recalculations) {
    expect(formulaValue(line.formula).toText()).toBe(line.exact);
  }
  return months;
}

const read = (takenOn: string, value: string, ...corrections: Correction[]): Reading =>
  aReading('M1', takenOn, value, takenOn, corrections);
const start = read('2026-02-20', '100');
const SIX_FIVES = { cold_water: ['5', '5', '5', '5', '5', '5'] };

describe('a reading that was corrected before it was counted', () => {
  it('is simply used with its right value', () => {
    const readings = [start, read('2026-03-20', '150', aCorrection('2026-03-24', '105'))];
    const months = charge('2026-03', { readings });
    expect(months.charges('2026-03')).toEqual(['cold_water meter 5 m3 x 44.86 = 224.30']);
    expect(months.recalculations('2026-03')).toEqual([]);
  });

  it('is used with the last of several values of one day', () => {
    const readings = [
      start,
      read('2026-03-20', '110', aCorrection('2026-03-20', '111'), aCorrection('2026-03-20', '112')),
    ];
    expect(charge('2026-03', { readings }).charges('2026-03')).toEqual(['cold_water meter 12 m3 x 44.86 = 538.32']);
  });

  it('is used with what is known in the month in which it counts', () => {
    // Received late in March it counts in April; the second correction is of May.
    const late = aReading('M1', '2026-03-27', '150', '2026-03-27', [
      aCorrection('2026-04-05', '108'),
      aCorrection('2026-05-05', '109'),
    ]);
    const months = charge('2026-04', { readings: [start, late], history: SIX_FIVES });
    // 108 − 100 less the 5 of March.
    expect(months.charges('2026-04')).toEqual(['cold_water meter 3 m3 x 44.86 = 134.58']);
    expect(months.recalculations('2026-04')).toEqual([]);
  });

  it('and before the first period starts the chain with its right value', () => {
    const readings = [read('2026-02-20', '100', aCorrection('2026-02-25', '101')), read('2026-03-20', '105')];
    expect(charge('2026-03', { readings }).charges('2026-03')).toEqual(['cold_water meter 4 m3 x 44.86 = 179.44']);
  });

  it('is used with its right value though it was told after the close of the month in which it was corrected', () => {
    // Received late in March it counts in April, whose close is the first to know of the correction of March.
    const late = aReading('M1', '2026-03-27', '150', '2026-03-27', [aCorrection('2026-03-30', '108', '2026-04')]);
    const months = charge('2026-04', { readings: [start, late], history: SIX_FIVES });
    expect(months.charges('2026-04')).toEqual(['cold_water meter 3 m3 x 44.86 = 134.58']);
    expect(months.recalculations('2026-04')).toEqual([]);
  });

  it('has the values that were known at the time', () => {
    const reading = read('2026-03-20', '1', aCorrection('2026-04-30', '2'), aCorrection('2026-05-01', '3'));
    expect(['2026-03', '2026-04', '2026-05', '2026-06'].map((period) => valuesKnownIn(period)(reading))).toEqual([
      ['1'],
      ['2'],
      ['3'],
      ['3'],
    ]);
  });
});

describe('a reading that was counted', () => {
  it('changes the month that counted it', () => {
    // March 105 was 103: −2 × 44.86 = −89.72.
    const readings = [start, read('2026-03-20', '105', aCorrection('2026-04-10', '103'))];
    const months = charge('2026-04', { readings });
    expect(months.recalculations('2026-04')).toEqual(['cold_water reading_correction of 2026-03: -2 x 44.86 = -89.72']);
    expect(months.calculation('2026-04').recalculations[0]).toMatchObject({
      formula: 'round((5 + (-2)) * 44.86) - round(5 * 44.86)',
      exact: '-89.72',
      why: {
        code: 'reading_correction',
        details: { meter: 'M1', takenOn: '2026-03-20', correctedOn: '2026-04-10' },
      },
      inputs: [
        { name: 'reading', value: '105', eventId: 'reading M1 2026-03-20' },
        { name: 'corrected_to', value: '103', eventId: 'correction 2026-04-10' },
        { name: 'tariff', value: '44.86', eventId: 'tariff cold_water|| 2000-01-01' },
      ],
    });
    expect(months.calculation('2026-04').recordCorrections).toEqual([
      { utility: 'cold_water', period: '2026-03', volumes: ['-2'] },
    ]);
  });

  it('changes also the month that continued from it, each at its own tariff', () => {
    // March −2 at 44.86; April +2 at 50.
    const readings = [start, read('2026-03-20', '105', aCorrection('2026-05-10', '103')), read('2026-04-20', '110')];
    const months = charge(
      '2026-05',
      { readings },
      { tariffs: { 'cold_water||': ['2000-01-01 44.86', '2026-04-01 50'] } },
    );
    expect(months.recalculations('2026-05')).toEqual([
      'cold_water reading_correction of 2026-03: -2 x 44.86 = -89.72',
      'cold_water reading_correction of 2026-04: 2 x 50 = 100.00',
    ]);
  });

  it('lets the reading of the present month continue from its right value, without a line for it', () => {
    const readings = [start, read('2026-03-20', '105', aCorrection('2026-04-10', '103')), read('2026-04-20', '110')];
    const months = charge('2026-04', { readings });
    expect(months.charges('2026-04')).toEqual(['cold_water meter 7 m3 x 44.86 = 314.02']);
    expect(months.recalculations('2026-04')).toEqual(['cold_water reading_correction of 2026-03: -2 x 44.86 = -89.72']);
  });

  it('posts nothing where the right value is the same', () => {
    const readings = [start, read('2026-03-20', '105', aCorrection('2026-04-10', '105.0'))];
    const months = charge('2026-04', { readings });
    expect(months.recalculations('2026-04')).toEqual([]);
    expect(months.calculation('2026-04').recordCorrections).toEqual([]);
  });

  it('posts nothing where it was only information', () => {
    const readings = [start, read('2026-03-10', '103', aCorrection('2026-04-10', '104')), read('2026-03-20', '105')];
    expect(charge('2026-04', { readings }).recalculations('2026-04')).toEqual([]);
  });

  it('rounds the new and the old amount, not their difference', () => {
    // 5.005 → 6.005 m³: 269.3843 → 269.38 less 224.5243 → 224.52. At 0.005 × 44.86 a part alone would be 0.2243.
    const readings = [start, read('2026-03-20', '105.005', aCorrection('2026-04-10', '105.01'))];
    // 5.01 × 44.86 = 224.7486 → 224.75; 5.005 × 44.86 = 224.5243 → 224.52: 0.23, though 0.005 × 44.86 rounds to 0.22.
    expect(charge('2026-04', { readings }).recalculations('2026-04')).toEqual([
      'cold_water reading_correction of 2026-03: 0.005 x 44.86 = 0.23',
    ]);
  });
});

describe('a correction that was told after the close of its month', () => {
  it('is posted in the month that was open then, once, and the reading of that month goes on from it', () => {
    // April grew 5 with the 110 that its close knew; 108 was told in May: −2 × 44.86. May: 115 − 108.
    const corrected = read('2026-04-20', '110', aCorrection('2026-04-25', '108', '2026-05'));
    const readings = [start, read('2026-03-20', '105'), corrected, read('2026-05-20', '115')];
    const months = charge('2026-06', { readings });
    expect(months.charges('2026-04')).toEqual(['cold_water meter 5 m3 x 44.86 = 224.30']);
    expect(months.recalculations('2026-04')).toEqual([]);
    expect(months.charges('2026-05')).toEqual(['cold_water meter 7 m3 x 44.86 = 314.02']);
    expect(months.recalculations('2026-05')).toEqual(['cold_water reading_correction of 2026-04: -2 x 44.86 = -89.72']);
    expect(months.recalculations('2026-06')).toEqual([]);
  });

  it('is posted together with those of that month, which it comes before', () => {
    // 105 was 103 (told late, −2), then 104 (+1).
    const corrected = read(
      '2026-03-20',
      '105',
      aCorrection('2026-04-10', '103', '2026-05'),
      aCorrection('2026-05-04', '104'),
    );
    expect(charge('2026-05', { readings: [start, corrected] }).recalculations('2026-05')).toEqual([
      'cold_water reading_correction of 2026-03: -2 x 44.86 = -89.72',
      'cold_water reading_correction of 2026-03: 1 x 44.86 = 44.86',
    ]);
  });

  it('goes on from one of a later day that was told in time', () => {
    // 105 → 103 was known in April; 104, dated before it, was told in May: +1 from 103.
    const corrected = read(
      '2026-03-20',
      '105',
      aCorrection('2026-04-20', '103'),
      aCorrection('2026-04-10', '104', '2026-05'),
    );
    const months = charge('2026-05', { readings: [start, corrected] });
    expect(months.recalculations('2026-04')).toEqual(['cold_water reading_correction of 2026-03: -2 x 44.86 = -89.72']);
    expect(months.recalculations('2026-05')).toEqual(['cold_water reading_correction of 2026-03: 1 x 44.86 = 44.86']);
  });
});

describe('a month whose volume was stated', () => {
  const act = { recalculationId: 'act-17', utility: 'cold_water', component: null, ofPeriod: '2026-03' };
  const told = (toldAfter?: readonly string[]): DossierPlan => ({
    connected: { cold_water: {}, sewage: {} },
    readings: [
      start,
      read('2026-03-20', '105', { ...aCorrection('2026-05-10', '103'), toldAfter }),
      read('2026-04-20', '110'),
    ],
  });
  const ofMarch = 'cold_water reading_correction of 2026-03: -2 x 44.86 = -89.72';
  const ofApril = 'cold_water reading_correction of 2026-04: 2 x 44.86 = 89.72';

  it('is given nothing back by a correction that was told after it; its record is corrected, and the next month charged', () => {
    const months = charge('2026-05', { ...told(['act-17']), statedVolumes: [act] });
    expect(months.recalculations('2026-05', 'cold_water')).toEqual([ofApril]);
    expect(months.dossier.records['cold_water']?.map(({ corrected }) => corrected)).toEqual([['-2'], ['2'], null]);
    // What it says of water it says of nothing else.
    expect(months.recalculations('2026-05', 'sewage')).toEqual([
      'sewage reading_correction over cold_water of 2026-03: -2 x 33.15 = -66.30',
      'sewage reading_correction over cold_water of 2026-04: 2 x 33.15 = 66.30',
    ]);
    const ofSewage = charge('2026-05', { ...told(['act-17']), statedVolumes: [{ ...act, utility: 'sewage' }] });
    expect(ofSewage.recalculations('2026-05', 'cold_water')).toEqual([ofMarch, ofApril]);
    expect(ofSewage.recalculations('2026-05', 'sewage')).toEqual([
      'sewage reading_correction over cold_water of 2026-04: 2 x 33.15 = 66.30',
    ]);
  });

  it('is corrected by what was told before it, and where it stands no more', () => {
    const before = charge('2026-05', { ...told(), statedVolumes: [act] });
    expect(before.recalculations('2026-05', 'cold_water')).toEqual([ofMarch, ofApril]);
    const takenBack = charge('2026-05', told(['act-17']));
    expect(takenBack.recalculations('2026-05', 'cold_water')).toEqual([ofMarch, ofApril]);
    const another = charge('2026-05', { ...told(['act-17']), statedVolumes: [{ ...act, component: 'day' }] });
    expect(another.recalculations('2026-05', 'cold_water')).toEqual([ofMarch, ofApril]);
  });
});

describe('a month whose price was put right', () => {
  type Price = readonly [utility: string, component: Component | null, tariff: string];
  const stated = (...prices: readonly Price[]): readonly StatedPrice[] =>
    prices.map(([utility, component, tariff]) => ({
      ...{ recalculationId: 'act-17', utility, component, ofPeriod: '2026-03', tariff, eventId: 'recorded act-17' },
    }));
  const afterwards = (correctedOn: string, values: string): Correction => {
    return { ...aCorrection(correctedOn, values), toldAfter: ['act-17'] };
  };
  /** What March comes to: as charged, with errors of the price that an accountant recorded, and what April recalculates. */
  function totals(plan: DossierPlan, ...prices: readonly Price[]): Record<string, number> {
    const months = charge('2026-04', { ...plan, statedPrices: stated(...prices) });
    const { charges } = months.calculation('2026-03');
    const charged = { period: '2026-03', eventId: 'march', charges, recalculated: [] };
    const errors = prices.flatMap(([utility, component, rightTariff]) => {
      const line = charges.find((one) => one.utility === utility && one.component === component) as ChargeLine;
      const said = { kind: 'provider_error', utility, component, period: '2026-03', claimedOn: null } as const;
      return correctProviderError({ ...said, rightQuantity: line.quantity, rightTariff }, line, charged, []);
    });
    const sums: Record<string, number> = {};
    for (const line of [...charges, ...errors, ...months.calculation('2026-04').recalculations]) {
      const name = `${line.utility} ${line.component ?? ''}`.trim();
      sums[name] = (sums[name] ?? 0) + line.amountKopecks;
    }
    return sums;
  }

  it('is corrected by that price, so that it comes to what is right, to the kopeck', () => {
    // Charged 5.005 × 44.86 = 224.5243; put right 5.005 × 42.87 = 214.56435, −9.96; right 5.01 × 42.87 = 214.7787:
    // 214.78 − 214.56 = 0.22, though 0.005 × 42.87 rounds to 0.21. By 44.86 it would be 0.23.
    const readings = [start, read('2026-03-20', '105.005', afterwards('2026-04-10', '105.01'))];
    const price: Price = ['cold_water', null, '42.87'];
    const months = charge('2026-04', { readings, statedPrices: stated(price) });
    expect(months.recalculations('2026-04')).toEqual([
      'cold_water reading_correction of 2026-03: 0.005 x 42.87 = 0.22',
    ]);
    expect(months.calculation('2026-04').recalculations[0]).toMatchObject({
      formula: 'round((5.005 + 0.005) * 42.87) - round(5.005 * 42.87)',
      why: { details: { rightTariff: '42.87' } },
      inputs: [{}, {}, { name: 'tariff', value: '42.87', eventId: 'recorded act-17' }],
    });
    expect(totals({ readings }, price)).toEqual({ cold_water: 214_78 });
    const rightly = charge(
      '2026-03',
      { readings: [start, read('2026-03-20', '105.01')] },
      { tariffs: { 'cold_water||': ['2000-01-01 42.87'] } },
    );
    expect(rightly.charges('2026-03')).toEqual(['cold_water meter 5.01 m3 x 42.87 = 214.78']);
  });

  it('goes by it from one correction to the next, and the month that went on from the reading by its own', () => {
    // 5 → 4.5 → 4.7 at 42.87: 192.915 − 214.35 = −21.43; 201.489 − 192.92 = 8.57. April ±, at the 44.86 of its charge.
    const corrected = read('2026-03-20', '105', afterwards('2026-05-10', '104.5'), afterwards('2026-05-11', '104.7'));
    const plan = { readings: [start, corrected, read('2026-04-20', '110')] };
    const months = charge('2026-05', { ...plan, statedPrices: stated(['cold_water', null, '42.87']) });
    expect(months.recalculations('2026-05')).toEqual([
      'cold_water reading_correction of 2026-03: -0.5 x 42.87 = -21.43',
      'cold_water reading_correction of 2026-03: 0.2 x 42.87 = 8.57',
      'cold_water reading_correction of 2026-04: 0.5 x 44.86 = 22.43',
      'cold_water reading_correction of 2026-04: -0.2 x 44.86 = -8.97',
    ]);
  });

  it('has sewage by the price of sewage, which may have been put right or not', () => {
    // Water 3 × 44.86 = 134.58 and 3 × 42 = 126.00; sewage 3 × 33.15 = 99.45 and 3 × 31 = 93.00.
    const readings = [start, read('2026-03-20', '105', afterwards('2026-04-10', '103'))];
    const plan = { connected: { cold_water: {}, sewage: {} }, readings };
    const [water, sewage]: readonly [Price, Price] = [
      ['cold_water', null, '42'],
      ['sewage', null, '31'],
    ];
    expect(totals(plan, water)).toEqual({ cold_water: 126_00, sewage: 99_45 });
    expect(totals(plan, sewage)).toEqual({ cold_water: 134_58, sewage: 93_00 });
    expect(totals(plan, water, sewage)).toEqual({ cold_water: 126_00, sewage: 93_00 });
  });

  it('has water and heat each by its own', () => {
    // 4.2 → 3.2 m³. Water 143.552. Heat 0.27426 × 2301.7 = 631.264242 → 0.20896 × 2301.7 = 480.963232: −150.30.
    const readings = [
      aReading('W1', '2026-02-20', '50'),
      aReading('W1', '2026-03-20', '54.2', '2026-03-20', [afterwards('2026-04-10', '53.2')]),
    ];
    const plan = { connected: { hot_water: {} }, meters: [aMeter('W1', { utility: 'hot_water' })], readings };
    const heat: Price = ['hot_water', 'heat', '2301.7'];
    expect(charge('2026-04', { ...plan, statedPrices: stated(heat) }).recalculations('2026-04')).toEqual([
      'hot_water/water reading_correction of 2026-03: -1 x 44.86 = -44.86',
      'hot_water/heat reading_correction of 2026-03: -0.0653 x 2301.7 = -150.30',
    ]);
    expect(totals(plan, heat)).toEqual({ 'hot_water water': 143_55, 'hot_water heat': 480_96 });
    // 3.2 × 40 = 128; 0.20896 × 2350.4 = 491.139584.
    expect(totals(plan, ['hot_water', 'water', '40'])).toEqual({ 'hot_water water': 128_00, 'hot_water heat': 491_14 });
  });

  it('has the registers each by its own', () => {
    // Day 120 → 117, night 60 → 63. 117 × 7.15 = 836.55, 63 × 3.76 = 236.88; 117 × 7.29 = 852.93, 63 × 3.5 = 220.50.
    const readings = [
      aReading('E1', '2026-02-20', '1000 400'),
      aReading('E1', '2026-03-20', '1120 460', '2026-03-20', [afterwards('2026-04-10', '1117 463')]),
    ];
    const meters = [aMeter('E1', { utility: 'electricity', startValues: ['0', '0'] })];
    const plan = { connected: { electricity: {} }, meters, readings };
    const byDay = totals(plan, ['electricity', 'day', '7.15']);
    expect(byDay).toEqual({ 'electricity day': 836_55, 'electricity night': 236_88 });
    const byNight = totals(plan, ['electricity', 'night', '3.5']);
    expect(byNight).toEqual({ 'electricity day': 852_93, 'electricity night': 220_50 });
  });

  it('is corrected by the price that was charged where the correction was told before it, and where it stands no more', () => {
    const march = (correction: Correction) => [start, read('2026-03-20', '105', correction)];
    const byCharge = ['cold_water reading_correction of 2026-03: -2 x 44.86 = -89.72'];
    const statedPrices = stated(['cold_water', null, '42.87']);
    const before = charge('2026-04', { readings: march(aCorrection('2026-04-10', '103')), statedPrices });
    expect(before.recalculations('2026-04')).toEqual(byCharge);
    expect(before.calculation('2026-04').recalculations[0]?.why.details).not.toHaveProperty('rightTariff');
    const takenBack = charge('2026-04', { readings: march(afterwards('2026-04-10', '103')) });
    expect(takenBack.recalculations('2026-04')).toEqual(byCharge);
  });
});

describe('the start reading of a chain', () => {
  it('counts as counted: only the month that continued from it changes', () => {
    const readings = [read('2026-02-20', '100', aCorrection('2026-04-10', '101')), read('2026-03-20', '105')];
    expect(charge('2026-04', { readings }).recalculations('2026-04')).toEqual([
      'cold_water reading_correction of 2026-03: -1 x 44.86 = -44.86',
    ]);
  });

  it('changes nothing while no reading has continued from it', () => {
    const readings = [read('2026-02-20', '100', aCorrection('2026-04-10', '101')), read('2026-05-20', '117')];
    const months = charge('2026-05', { readings, history: SIX_FIVES });
    expect(months.recalculations('2026-04')).toEqual([]);
    // 117 − 101 − 5 − 5.
    expect(months.charges('2026-05')).toEqual(['cold_water meter 6 m3 x 44.86 = 269.16']);
  });
});

describe('a correction over a replacement', () => {
  const meters = [
    aMeter('M1', { removedOn: '2026-04-12', finalValues: ['110'] }),
    aMeter('M2', { installedOn: '2026-04-12', replaces: 'M1' }),
  ];

  it('changes the growth on its own meter', () => {
    // April grew (110 − 105) + (3 − 0) = 8; with 106 for 105 March is +1 and April −1.
    const readings = [
      start,
      read('2026-03-20', '105', aCorrection('2026-05-10', '106')),
      aReading('M2', '2026-04-20', '3', '2026-04-20', [aCorrection('2026-05-12', '4')]),
    ];
    expect(charge('2026-05', { meters, readings }).recalculations('2026-05')).toEqual([
      'cold_water reading_correction of 2026-03: 1 x 44.86 = 44.86',
      'cold_water reading_correction of 2026-04: -1 x 44.86 = -44.86',
      'cold_water reading_correction of 2026-04: 1 x 44.86 = 44.86',
    ]);
  });

  it('goes back to the start values of the first meter where the chain began there', () => {
    const fresh = [
      aMeter('M1', { installedOn: '2026-02-26', startValues: ['90'], removedOn: '2026-04-12', finalValues: ['110'] }),
      aMeter('M2', { installedOn: '2026-04-12', replaces: 'M1' }),
    ];
    const readings = [aReading('M2', '2026-04-20', '3', '2026-04-20', [aCorrection('2026-05-12', '5')])];
    // March: average 5. April: (110 − 90) + 3 − 5 = 18.
    const months = charge('2026-05', { meters: fresh, readings, history: SIX_FIVES });
    expect(months.charges('2026-04')).toEqual(['cold_water meter 18 m3 x 44.86 = 807.48']);
    expect(months.recalculations('2026-05')).toEqual(['cold_water reading_correction of 2026-04: 2 x 44.86 = 89.72']);
  });

  it('is refused where the dossier lost a meter of the chain', () => {
    const readings = [
      start,
      read('2026-03-20', '105'),
      aReading('M2', '2026-04-20', '3', '2026-04-20', [aCorrection('2026-05-12', '5')]),
    ];
    const closed = charge('2026-04', { meters, readings }).dossier;
    const lost = { ...closed, meters: closed.meters.filter((meter) => meter.meterId === 'M2') };
    expect(() => correctReadings(lost, aBook(), '2026-05')).toThrow('The dossier of 0045120001 lost the meter M1');
  });
});

describe('a correction of a first growth that counts in part', () => {
  it('follows the ratio', () => {
    // Installed on 5 April, billed from May; 1–20 May of 5 April–20 May is 19/45. 18 → 27: 9 × 19/45 = 3.8.
    const meters = [aMeter('M2', { installedOn: '2026-04-05' })];
    const readings = [aReading('M2', '2026-05-20', '18', '2026-05-20', [aCorrection('2026-06-10', '27')])];
    const months = charge('2026-06', { meters, readings });
    expect(months.charges('2026-05')).toEqual(['cold_water meter 7.6 m3 x 44.86 = 340.94']); // 18 × 19/45 = 7.6; 340.936
    // round(11.4 × 44.86 = 511.404) − round(340.936) = 511.40 − 340.94.
    expect(months.recalculations('2026-06')).toEqual([
      'cold_water reading_correction of 2026-05: 3.8 x 44.86 = 170.46',
    ]);
  });
});

describe('a correction of a month whose reading closed a gap', () => {
  it('changes that month alone: the true-up of closed months is not reopened', () => {
    // March is an average of 5, April 101.25: V = −3.75 went back to March. Corrected to 101.75: +0.5 from −3.75:
    // round(−3.25 × 44.86 = −145.795) − round(−168.225) = −145.80 + 168.23.
    const readings = [start, read('2026-04-20', '101.25', aCorrection('2026-05-10', '101.75'))];
    const months = charge('2026-05', { readings, history: SIX_FIVES });
    expect(months.recalculations('2026-04')).toEqual(['cold_water true_up of 2026-03: -3.75 x 44.86 = -168.23']);
    expect(months.recalculations('2026-05')).toEqual(['cold_water reading_correction of 2026-04: 0.5 x 44.86 = 22.43']);
  });

  it('of a stale reading starts from what it gave, not from the estimate of its month', () => {
    // April–June averages of 5; the reading of 26 April (112, growth 7, V = 2) counts in July, which is an average of 16/3.
    // Corrected in August to 111.5: round(1.5 × 44.86 = 67.29) − round(89.72).
    const stale = aReading('M1', '2026-04-26', '112', '2026-06-26', [aCorrection('2026-08-10', '111.5')]);
    const months = charge('2026-08', { readings: [start, read('2026-03-20', '105'), stale], history: SIX_FIVES });
    expect(months.recalculations('2026-07')).toEqual(['cold_water true_up of 2026-04: 2 x 44.86 = 89.72']);
    expect(months.recalculations('2026-08')).toEqual([
      'cold_water reading_correction of 2026-07: -0.5 x 44.86 = -22.43',
    ]);
    expect(months.calculation('2026-08').recalculations[0]?.formula).toBe(
      'round((2 + (-0.5)) * 44.86) - round(2 * 44.86)',
    );
  });
});

describe('what comes later', () => {
  it('averages use the corrected volume', () => {
    // March 5 became 8 in April; May is the mean of 5, 5, 8 and April's 4 (112 − 108).
    const readings = [start, read('2026-03-20', '105', aCorrection('2026-04-10', '108')), read('2026-04-20', '112')];
    const months = charge('2026-05', { readings, history: { cold_water: ['5', '5'] } });
    expect(months.charges('2026-05')).toEqual(['cold_water average 5.5 m3 x 44.86 = 246.73']);
  });

  it('averages of the very month use it too: corrections come before volumes', () => {
    const readings = [start, read('2026-03-20', '105', aCorrection('2026-04-10', '108'))];
    const months = charge('2026-04', { readings, history: { cold_water: ['5', '5'] } });
    expect(months.charges('2026-04')).toEqual(['cold_water average 6 m3 x 44.86 = 269.16']);
  });

  it('averages spread the change over the months that the reading gave', () => {
    // March average 5; April 118 gives 9 and 9; corrected to 112: 6 and 6. May: (5 × 4 + 6 × 2) / 6.
    const readings = [start, read('2026-04-20', '118', aCorrection('2026-05-10', '112'))];
    const months = charge('2026-05', { readings, history: SIX_FIVES });
    expect(months.charges('2026-05')).toEqual(['cold_water average 5.333333 m3 x 44.86 = 239.25']);
  });

  it('a second correction starts from the first', () => {
    // March 105 → 103 in April → 104 in May: round(4 × 44.86) − round(3 × 44.86).
    const corrected = read('2026-03-20', '105', aCorrection('2026-04-10', '103'), aCorrection('2026-05-10', '104'));
    const months = charge('2026-05', { readings: [start, corrected] });
    expect(months.recalculations('2026-04')).toEqual(['cold_water reading_correction of 2026-03: -2 x 44.86 = -89.72']);
    expect(months.recalculations('2026-05')).toEqual(['cold_water reading_correction of 2026-03: 1 x 44.86 = 44.86']);
    expect(months.calculation('2026-05').recalculations[0]?.formula).toBe('round((3 + 1) * 44.86) - round(3 * 44.86)');
    expect(months.dossier.records['cold_water']?.[0]?.corrected).toEqual(['-1']);
    expect(months.dossier.records['cold_water']?.[1]?.corrected).toBeNull();
  });
});

describe('several corrections in one month', () => {
  it('of one reading are posted one after another', () => {
    const corrected = read('2026-03-20', '105', aCorrection('2026-04-10', '103'), aCorrection('2026-04-20', '104'));
    const months = charge('2026-04', { readings: [start, corrected] });
    expect(months.recalculations('2026-04')).toEqual([
      'cold_water reading_correction of 2026-03: -2 x 44.86 = -89.72',
      'cold_water reading_correction of 2026-03: 1 x 44.86 = 44.86',
    ]);
    expect(months.calculation('2026-04').recalculations.map((line) => line.formula)).toEqual([
      'round((5 + (-2)) * 44.86) - round(5 * 44.86)',
      'round((3 + 1) * 44.86) - round(3 * 44.86)',
    ]);
  });

  it('of one reading on one day are posted in the order in which they were told', () => {
    // 105 was 103 (−2), then 104 (+1): together −1, as 104 − 100 is one less than the 5 of March. April goes on from 104.
    const corrected = read('2026-03-20', '105', aCorrection('2026-04-10', '103'), aCorrection('2026-04-10', '104'));
    const months = charge('2026-04', { readings: [start, corrected, read('2026-04-20', '110')] });
    expect(months.recalculations('2026-04')).toEqual([
      'cold_water reading_correction of 2026-03: -2 x 44.86 = -89.72',
      'cold_water reading_correction of 2026-03: 1 x 44.86 = 44.86',
    ]);
    expect(months.charges('2026-04')).toEqual(['cold_water meter 6 m3 x 44.86 = 269.16']);
    expect(months.dossier.records['cold_water']?.[0]?.corrected).toEqual(['-1']);
  });

  it('of one reading after one of an earlier month go on from it', () => {
    const corrected = read(
      '2026-03-20',
      '105',
      aCorrection('2026-04-10', '103'),
      aCorrection('2026-05-10', '104'),
      aCorrection('2026-05-20', '107'),
    );
    expect(charge('2026-05', { readings: [start, corrected] }).recalculations('2026-05')).toEqual([
      'cold_water reading_correction of 2026-03: 1 x 44.86 = 44.86',
      'cold_water reading_correction of 2026-03: 3 x 44.86 = 134.58',
    ]);
  });

  it('are posted by the day of correction, then the day the reading was taken', () => {
    // April's reading is corrected first (8 May), then on 10 May February's and March's, which lies before April's.
    const readings = [
      read('2026-02-20', '100', aCorrection('2026-05-10', '101')),
      read('2026-03-20', '105', aCorrection('2026-05-10', '107')),
      read('2026-04-20', '110', aCorrection('2026-05-08', '111')),
    ];
    const lines = charge('2026-05', { readings }).calculation('2026-05').recalculations;
    expect(lines.map((line) => `${line.ofPeriod} ${line.quantity} ${String(line.why.details?.['takenOn'])}`)).toEqual([
      '2026-03 -1 2026-02-20',
      '2026-03 2 2026-03-20',
      '2026-04 1 2026-04-20',
      '2026-04 -2 2026-03-20',
    ]);
  });

  it('are posted in this order whatever the order in which the readings were learnt', () => {
    const readings = [
      read('2026-03-20', '105', aCorrection('2026-05-10', '107')),
      read('2026-04-20', '110', aCorrection('2026-05-08', '111')),
      read('2026-02-20', '100', aCorrection('2026-05-10', '101')),
    ];
    const lines = charge('2026-05', { readings }).calculation('2026-05').recalculations;
    expect(lines.map((line) => line.formula)).toEqual([
      'round((5 + (-1)) * 44.86) - round(5 * 44.86)',
      'round((4 + 2) * 44.86) - round(4 * 44.86)',
      'round((5 + 1) * 44.86) - round(5 * 44.86)',
      'round((6 + (-2)) * 44.86) - round(6 * 44.86)',
    ]);
  });

  it('on one day of readings taken on one day go by meter', () => {
    // The seam day: the old meter's reading of 12 April counts in no month; the new one's neither: only May's stands on it.
    const meters = [
      aMeter('M2', { removedOn: '2026-04-12', finalValues: ['110'] }),
      aMeter('M1', { installedOn: '2026-04-12', replaces: 'M2', startValues: ['1'] }),
    ];
    const readings = [
      aReading('M2', '2026-02-20', '100'),
      aReading('M2', '2026-04-12', '110', '2026-04-12', [aCorrection('2026-06-01', '109')]),
      aReading('M1', '2026-04-12', '1', '2026-04-12', [aCorrection('2026-06-01', '1.5')]),
      aReading('M1', '2026-05-20', '4'),
    ];
    const lines = charge('2026-06', { meters, readings }).calculation('2026-06').recalculations;
    // April counted M1's reading: (110 − 100) + (1 − 1); May continued from it: 4 − 1.
    expect(lines.map((line) => `${line.ofPeriod} ${line.quantity} ${String(line.why.details?.['meter'])}`)).toEqual([
      '2026-04 0.5 M1',
      '2026-05 -0.5 M1',
    ]);
  });
});

describe('a corrected meter with zones', () => {
  it('changes only the registers that were wrong', () => {
    const meters = [aMeter('E1', { utility: 'electricity', startValues: ['0', '0'] })];
    const readings = [
      aReading('E1', '2026-02-20', '1000 400'),
      aReading('E1', '2026-03-20', '1120 460', '2026-03-20', [aCorrection('2026-04-10', '1120 450')]),
    ];
    const months = charge('2026-04', { connected: { electricity: {} }, meters, readings });
    // −10 × 3.76.
    expect(months.recalculations('2026-04')).toEqual([
      'electricity/night reading_correction of 2026-03: -10 x 3.76 = -37.60',
    ]);
    expect(months.calculation('2026-04').recordCorrections).toEqual([
      { utility: 'electricity', period: '2026-03', volumes: ['0', '-10'] },
    ]);
    expect(months.calculation('2026-04').recalculations[0]?.inputs.at(-1)).toEqual({
      name: 'tariff',
      value: '3.76',
      eventId: 'tariff electricity|night| 2000-01-01',
    });
  });
});

describe('a corrected two-part utility', () => {
  it('changes water and heat, by the norm of heat of the month', () => {
    // 4.2 → 3.2: −1 × 44.86; heat −0.0653: round(0.20896 × 2350.4 = 491.139584) − round(644.620704) = 491.14 − 644.62.
    const meters = [aMeter('W1', { utility: 'hot_water' })];
    const readings = [
      aReading('W1', '2026-02-20', '50'),
      aReading('W1', '2026-03-20', '54.2', '2026-03-20', [aCorrection('2026-04-10', '53.2')]),
    ];
    const bookPlan = { norms: { 'hot_water|gcal_per_m3|': ['2000-01-01 0.0653', '2026-04-01 0.06'] } };
    const months = charge('2026-04', { connected: { hot_water: {} }, meters, readings }, bookPlan);
    expect(months.recalculations('2026-04')).toEqual([
      'hot_water/water reading_correction of 2026-03: -1 x 44.86 = -44.86',
      'hot_water/heat reading_correction of 2026-03: -0.0653 x 2350.4 = -153.48',
    ]);
    const [water, heat] = months.calculation('2026-04').recalculations;
    expect(water?.inputs.at(-1)?.eventId).toBe('tariff hot_water|water| 2000-01-01');
    expect(heat?.inputs.at(-1)?.eventId).toBe('tariff hot_water|heat| 2000-01-01');
    expect(heat?.formula).toBe('round((0.27426 + (-0.0653)) * 2350.4) - round(0.27426 * 2350.4)');
  });
});

describe('sewage over a corrected reading', () => {
  const readings = [start, read('2026-03-20', '105', aCorrection('2026-05-10', '103')), read('2026-04-20', '110')];

  it('changes where it was charged in that month, from its quantity so far', () => {
    // Sewage from April only: April +2: round(7 × 33.15 = 232.05) − round(165.75).
    const connected = { cold_water: {}, sewage: { from: '2026-04-01' } };
    const months = charge('2026-05', { connected, readings });
    expect(months.recalculations('2026-05', 'sewage')).toEqual([
      'sewage reading_correction over cold_water of 2026-04: 2 x 33.15 = 66.30',
    ]);
    expect(months.calculation('2026-05').recalculations.at(-1)).toMatchObject({
      formula: 'round((5 + 2) * 33.15) - round(5 * 33.15)',
      inputs: [
        { name: 'reading', value: '105' },
        { name: 'corrected_to', value: '103' },
        { name: 'tariff', value: '33.15', eventId: 'tariff sewage|| 2000-01-01' },
      ],
    });
    expect(months.calculation('2026-05').recordCorrections).toContainEqual({
      utility: 'sewage',
      period: '2026-04',
      volumes: ['2'],
    });
  });

  it('goes on from an earlier correction', () => {
    const corrected = read('2026-03-20', '105', aCorrection('2026-04-10', '103'), aCorrection('2026-05-10', '104'));
    const months = charge('2026-05', { connected: { cold_water: {}, sewage: {} }, readings: [start, corrected] });
    expect(months.calculation('2026-05').recalculations.at(-1)?.formula).toBe(
      'round((3 + 1) * 33.15) - round(3 * 33.15)',
    );
  });

  it('starts from zero where nothing was charged for a volume below zero', () => {
    const wrong = read('2026-04-20', '101.25', aCorrection('2026-05-10', '101.75'));
    const plan = { connected: { cold_water: {}, sewage: {} }, readings: [start, wrong], history: SIX_FIVES };
    expect(charge('2026-05', plan).recalculations('2026-05', 'sewage')).toEqual([
      'sewage reading_correction over cold_water of 2026-04: 0.5 x 33.15 = 16.58', // 16.575
    ]);
  });

  it('does not change over a utility that is not its source', () => {
    const bookPlan = { utilities: { sewage: { sources: ['hot_water'] } } };
    const months = charge('2026-05', { connected: { cold_water: {}, sewage: {} }, readings }, bookPlan);
    expect(months.recalculations('2026-05', 'sewage')).toEqual([]);
  });

  it('does not change where the zones of its source cancel out', () => {
    const meters = [aMeter('E1', { utility: 'electricity', startValues: ['0', '0'] })];
    const zones = [
      aReading('E1', '2026-02-20', '1000 400'),
      aReading('E1', '2026-03-20', '1120 460', '2026-03-20', [aCorrection('2026-04-10', '1130 450')]),
    ];
    const plan = { connected: { electricity: {}, sewage: {} }, meters, readings: zones };
    const months = charge('2026-04', plan, { utilities: { sewage: { sources: ['electricity'] } } });
    expect(months.recalculations('2026-04')).toEqual([
      'electricity/day reading_correction of 2026-03: 10 x 7.29 = 72.90',
      'electricity/night reading_correction of 2026-03: -10 x 3.76 = -37.60',
    ]);
  });
});
