import { calculateCharges } from './calculate-charges.policy';
import { aBook, BookPlan } from './testing/book-builder';
import { ChargedMonths, chargeMonths } from './testing/charged-months';
import {
  aCorrection,
  aDossier,
  aMeter,
  anAbsence,
  aReading,
  DossierPlan,
  residentsFrom,
} from './testing/dossier-builder';

const charge = (last: string, plan: DossierPlan, bookPlan: Partial<BookPlan> = {}): ChargedMonths =>
  chargeMonths(aDossier(plan), aBook(bookPlan), last);

const SIX_FIVES = ['5', '5', '5', '5', '5', '5'];

describe('an account', () => {
  it('is charged for what it is connected to, in the order of utilities and components', () => {
    const connected = {
      capital_repair: {},
      waste: {},
      sewage: {},
      electricity: {},
      cold_water: { meterPossible: false },
      hot_water: { meterPossible: false },
      common_water: {},
      upkeep: {},
      heating: {},
      waste_by_persons: {},
    };
    const meters = [aMeter('E1', { utility: 'electricity', startValues: ['0', '0', '0'] })];
    const months = charge('2026-03', { connected, meters });
    expect(months.charges('2026-03').map((line) => line.split(' ')[0])).toEqual([
      'cold_water',
      'hot_water/water',
      'hot_water/heat',
      'sewage',
      'electricity/peak',
      'electricity/half_peak',
      'electricity/night',
      'heating',
      'upkeep',
      'common_water',
      'waste',
      'waste_by_persons',
      'capital_repair',
    ]);
  });

  it('is charged with nothing where nothing is connected, and with nothing before, after or between', () => {
    expect(charge('2026-03', {}).calculation('2026-03')).toEqual({
      charges: [],
      recalculations: [],
      records: {},
      recordCorrections: [],
    });
    const connected = { upkeep: { from: '2026-04-01', to: '2026-05-01' } };
    const months = charge('2026-05', { connected });
    expect(['2026-03', '2026-04', '2026-05'].map((period) => months.charges(period).length)).toEqual([0, 1, 0]);
  });

  it('has no line for heating outside the season', () => {
    const months = charge('2026-05', { connected: { heating: {}, upkeep: {} } });
    expect(months.charges('2026-05').map((line) => line.split(' ')[0])).toEqual(['upkeep']);
    expect(months.calculation('2026-04').records).toEqual({});
  });

  it('leaves behind what was charged for waste, for later absences', () => {
    const residents = [residentsFrom('2015-06-01', 2), residentsFrom('2026-04-16', 3)];
    const months = charge('2026-04', { connected: { waste: {}, waste_by_persons: {}, upkeep: {} }, residents });
    expect(Object.keys(months.calculation('2026-04').records)).toEqual(['waste', 'waste_by_persons']);
    expect(months.calculation('2026-04').records['waste']).toEqual({
      period: '2026-04',
      basis: 'area_norm',
      branch: null,
      volumes: ['24661/60000'],
      tariffs: ['622.07'],
      tariffEventIds: ['tariff waste|| 2000-01-01'],
      heatTariff: null,
      heatTariffEventId: null,
      heatNorm: null,
      coefficient: null,
      persons: '2.5',
      whollyActive: true,
      counted: null,
      corrected: null,
      gap: [],
      lastCounted: null,
      chain: null,
    });
  });

  it('is refused as a whole where one needed value is not in force', () => {
    expect(() =>
      charge('2026-03', { connected: { upkeep: {} } }, { tariffs: { 'upkeep||': ['2026-04-01 25'] } }),
    ).toThrow('BILLING_NO_RULE_IN_FORCE {"rule":"tariff","on":"2026-03","utility":"upkeep","part":null,"house":"H1"}');
  });
});

describe('recalculations', () => {
  it('are printed by utility, component, source, reason and month of origin', () => {
    // Hot and cold water without a reading in March and April; both read too little in May; a corrected reading of
    // electricity of March; an absence in March for waste.
    const months = charge('2026-05', {
      connected: { cold_water: {}, hot_water: {}, sewage: {}, electricity: {}, waste: {} },
      meters: [
        aMeter('M1'),
        aMeter('W1', { utility: 'hot_water' }),
        aMeter('E1', { utility: 'electricity', startValues: ['0', '0'] }),
      ],
      readings: [
        aReading('M1', '2026-02-20', '100'),
        aReading('M1', '2026-05-20', '104'),
        aReading('W1', '2026-02-20', '50'),
        aReading('W1', '2026-05-20', '52'),
        aReading('E1', '2026-02-20', '1000 400'),
        aReading('E1', '2026-03-20', '1100 450', '2026-03-20', [aCorrection('2026-05-05', '1090 460')]),
        aReading('E1', '2026-04-20', '1200 500'),
      ],
      history: { cold_water: SIX_FIVES, hot_water: SIX_FIVES },
      absences: [anAbsence('2026-03-03', '2026-03-20', { appliedOn: '2026-04-15' })],
    });
    expect(months.recalculations('2026-04').map((line) => line.split(':')[0])).toEqual(['waste absence of 2026-03']);
    expect(months.recalculations('2026-05').map((line) => line.split(':')[0])).toEqual([
      'cold_water true_up of 2026-03',
      'cold_water true_up of 2026-04',
      'hot_water/water true_up of 2026-03',
      'hot_water/water true_up of 2026-04',
      'hot_water/heat true_up of 2026-03',
      'hot_water/heat true_up of 2026-04',
      'sewage true_up over cold_water of 2026-03',
      'sewage true_up over cold_water of 2026-04',
      'sewage true_up over hot_water of 2026-03',
      'sewage true_up over hot_water of 2026-04',
      'electricity/day reading_correction of 2026-03',
      'electricity/day reading_correction of 2026-04',
      'electricity/night reading_correction of 2026-03',
      'electricity/night reading_correction of 2026-04',
    ]);
  });

  it('of one utility stand by reason: absences, corrections, true-ups', () => {
    // The meter was read in March (105, later 103), failed in April without history: norm. An absence in April; in May a
    // late reading of April, taken in time, closes April.
    const months = charge('2026-05', {
      connected: { cold_water: {} },
      meters: [aMeter('M1', { verifiedUntil: '2026-04-15' })],
      readings: [
        aReading('M1', '2026-02-20', '100'),
        aReading('M1', '2026-03-20', '105', '2026-03-20', [aCorrection('2026-05-05', '103')]),
        aReading('M1', '2026-04-10', '107', '2026-04-26'),
      ],
      absences: [anAbsence('2026-04-03', '2026-04-20', { appliedOn: '2026-05-15' })],
    });
    expect(months.recalculations('2026-05')).toEqual([
      'cold_water absence of 2026-04: -3.698667 x 44.86 = -165.92',
      'cold_water reading_correction of 2026-03: -2 x 44.86 = -89.72',
      // 107 − 103 − 20.805 = −16.805; × 44.86 = −753.8723.
      'cold_water true_up of 2026-04: -16.805 x 44.86 = -753.87',
    ]);
  });
});

describe('a calculation', () => {
  const plan: DossierPlan = {
    connected: { cold_water: {}, sewage: {}, upkeep: {} },
    meters: [aMeter('M1')],
    readings: [aReading('M1', '2026-02-20', '100'), aReading('M1', '2026-03-20', '105')],
  };

  it('of the same facts is the same, and changes none of them', () => {
    const dossier = aDossier(plan);
    const copy = structuredClone(dossier);
    const first = calculateCharges(dossier, aBook(), '2026-03');
    expect(calculateCharges(dossier, aBook(), '2026-03')).toEqual(first);
    expect(dossier).toEqual(copy);
  });

  it('says which month it lowers where corrections were registered', () => {
    const readings = [
      aReading('M1', '2026-02-20', '100'),
      aReading('M1', '2026-03-20', '105', '2026-03-20', [aCorrection('2026-04-05', '103')]),
    ];
    const months = charge('2026-04', { ...plan, readings });
    const { recordCorrections } = months.calculation('2026-04');
    expect(recordCorrections).toHaveLength(2);
    expect(recordCorrections).toContainEqual({ utility: 'cold_water', period: '2026-03', volumes: ['-2'] });
    expect(recordCorrections).toContainEqual({ utility: 'sewage', period: '2026-03', volumes: ['-2'] });
    expect(months.calculation('2026-03').recordCorrections).toEqual([]);
  });
});
