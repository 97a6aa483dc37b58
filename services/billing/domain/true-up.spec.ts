import { Reading } from './dossier';
import { aBook, BookPlan } from './testing/book-builder';
import { ChargedMonths, chargeMonths } from './testing/charged-months';
import { aDossier, aMeter, aReading, DossierPlan } from './testing/dossier-builder';
import { formulaValue } from './testing/formula-value';

/** Volumes that a reading takes back from, or adds to, the estimated months before it. */
const charge = (last: string, plan: DossierPlan, bookPlan: Partial<BookPlan> = {}): ChargedMonths =>
  chargeMonths(aDossier(plan), aBook(bookPlan), last);

const SIX_FIVES = ['5', '5', '5', '5', '5', '5'];
const start = aReading('M1', '2026-02-20', '100');
const cold = (readings: readonly Reading[], history: readonly string[] = SIX_FIVES): DossierPlan => ({
  connected: { cold_water: {} },
  meters: [aMeter('M1')],
  readings: [start, ...readings],
  history: { cold_water: history },
});

describe('a reading that closes a gap', () => {
  it('with a volume at or above zero is charged in its own month, at its tariff', () => {
    // March and April 5 each; 100 → 112 in May: 12 − 10 = 2.
    const months = charge('2026-05', cold([aReading('M1', '2026-05-20', '112')]));
    expect(months.charges('2026-05')).toEqual(['cold_water meter 2 m3 x 44.86 = 89.72']);
    expect(months.recalculations('2026-05')).toEqual([]);
    const even = charge('2026-05', cold([aReading('M1', '2026-05-20', '110')]));
    expect(even.charges('2026-05')).toEqual(['cold_water meter 0 m3 x 44.86 = 0.00']);
    expect(even.recalculations('2026-05')).toEqual([]);
  });

  it('with a volume below zero charges nothing and gives each month its part back', () => {
    // (112 − 100) − 15.75 = −3.75: three months of 5.25, −1.25 × 44.86 = −56.075 → −56.08 each.
    const history = ['3', '4', '5', '6', '7', '6.5'];
    const months = charge('2026-06', cold([aReading('M1', '2026-06-20', '112')], history));
    expect(months.charges('2026-06')).toEqual(['cold_water meter 0 m3 x 44.86 = 0.00']);
    expect(months.recalculations('2026-06')).toEqual([
      'cold_water true_up of 2026-03: -1.25 x 44.86 = -56.08',
      'cold_water true_up of 2026-04: -1.25 x 44.86 = -56.08',
      'cold_water true_up of 2026-05: -1.25 x 44.86 = -56.08',
    ]);
  });

  it('rounds a line half away from zero', () => {
    // One month of 5 and a growth of 1.25: −3.75 × 44.86 = −168.225.
    const months = charge('2026-04', cold([aReading('M1', '2026-04-20', '101.25')]));
    expect(months.recalculations('2026-04')).toEqual(['cold_water true_up of 2026-03: -3.75 x 44.86 = -168.23']);
  });

  it('gives each month its part at the tariff of that month', () => {
    // March at 44.86, April at 50: 105 − 100 − 10 = −5, a half each.
    const months = charge('2026-05', cold([aReading('M1', '2026-05-20', '105')]), {
      tariffs: { 'cold_water||': ['2000-01-01 44.86', '2026-04-01 50'] },
    });
    expect(months.recalculations('2026-05')).toEqual([
      'cold_water true_up of 2026-03: -2.5 x 44.86 = -112.15',
      'cold_water true_up of 2026-04: -2.5 x 50 = -125.00',
    ]);
  });

  it('explains each line by the reading, the growth and what was charged', () => {
    const months = charge('2026-05', cold([aReading('M1', '2026-05-20', '105')]));
    const [line] = months.calculation('2026-05').recalculations;
    expect(line).toMatchObject({
      formula: '(-2.5) * 44.86',
      exact: '-112.15',
      why: { code: 'true_up', details: { reading: 'M1 2026-05-20', growth: '5', chargedInGap: '10' } },
      inputs: [
        { name: 'charged_volume', value: '5', eventId: null },
        { name: 'reading_before', value: '100', eventId: 'reading M1 2026-02-20' },
        { name: 'reading_now', value: '105', eventId: 'reading M1 2026-05-20' },
        { name: 'tariff', value: '44.86', eventId: 'tariff cold_water|| 2000-01-01' },
      ],
    });
  });
});

describe('a gap that began at the start values and ends on a second meter', () => {
  it('is explained by the readings that there are', () => {
    // March 5; April: (3 − 0) + (1 − 0) = 4 less 5.
    const months = charge('2026-04', {
      connected: { cold_water: {} },
      meters: [
        aMeter('M1', { installedOn: '2026-02-26', removedOn: '2026-04-10', finalValues: ['3'] }),
        aMeter('M2', { installedOn: '2026-04-10', replaces: 'M1' }),
      ],
      readings: [aReading('M2', '2026-04-20', '1')],
      history: { cold_water: SIX_FIVES },
    });
    expect(months.recalculations('2026-04')).toEqual(['cold_water true_up of 2026-03: -1 x 44.86 = -44.86']);
    expect(months.calculation('2026-04').recalculations[0]?.inputs).toEqual([
      { name: 'charged_volume', value: '5', eventId: null },
      { name: 'reading_now', value: '1', eventId: 'reading M2 2026-04-20' },
      { name: 'tariff', value: '44.86', eventId: 'tariff cold_water|| 2000-01-01' },
    ]);
  });
});

describe('months charged by norm', () => {
  // Three persons: 20.805 m³ by norm in June, the fourth month; March–May are averages of 5. July: 112 − 100 = 12.
  const months = (trueUp: 'yes' | 'no') =>
    charge('2026-07', cold([aReading('M1', '2026-07-20', '112')]), {
      settings: { true_up_norm_months: [`2000-01-01 ${trueUp}`] },
    });

  it('are trued up where the setting says so, in proportion to their volumes', () => {
    // 12 − 35.805 = −23.805; × 5/35.805 = −3.324256, × 20.805/35.805 = −13.832231.
    expect(months('yes').recalculations('2026-07')).toEqual([
      'cold_water true_up of 2026-03: -3.324256 x 44.86 = -149.13',
      'cold_water true_up of 2026-04: -3.324256 x 44.86 = -149.13',
      'cold_water true_up of 2026-05: -3.324256 x 44.86 = -149.13',
      'cold_water true_up of 2026-06: -13.832231 x 44.86 = -620.51',
    ]);
  });

  it('stay as they are where the setting says no: only the averages are taken off and lowered', () => {
    // 12 − 15 = −3, a third each.
    expect(months('no').recalculations('2026-07')).toEqual([
      'cold_water true_up of 2026-03: -1 x 44.86 = -44.86',
      'cold_water true_up of 2026-04: -1 x 44.86 = -44.86',
      'cold_water true_up of 2026-05: -1 x 44.86 = -44.86',
    ]);
    expect(months('no').charges('2026-07')).toEqual(['cold_water meter 0 m3 x 44.86 = 0.00']);
  });

  it('take nothing off where there were only such months and the setting says no', () => {
    const plan = cold([aReading('M1', '2026-04-20', '110')], []);
    const settings = (value: string) => ({ settings: { true_up_norm_months: [`2000-01-01 ${value}`] } });
    expect(charge('2026-04', plan, settings('no')).charges('2026-04')).toEqual([
      'cold_water meter 10 m3 x 44.86 = 448.60',
    ]);
    // 10 − 20.805 = −10.805; × 44.86 = −484.7123.
    expect(charge('2026-04', plan, settings('yes')).recalculations('2026-04')).toEqual([
      'cold_water true_up of 2026-03: -10.805 x 44.86 = -484.71',
    ]);
  });

  it('are trued up without K', () => {
    // Where no month is averaged, March is charged 20.805 × K at once, for the verification ends on the 15th. The reading
    // of 10 March came late and closes March in April: 1 − 20.805 = −19.805; × 44.86 = −888.4523.
    const meters = [aMeter('M1', { verifiedUntil: '2026-03-15' })];
    const readings = [aReading('M1', '2026-03-10', '101', '2026-03-26')];
    const months = charge(
      '2026-04',
      { ...cold(readings), meters },
      { settings: { average_periods: ['2000-01-01 0'] } },
    );
    expect(months.charges('2026-03')).toEqual([
      'cold_water norm_raised 20.805 m3 x 44.86 x 3 = 2799.94 (excess 1866.63)',
    ]);
    expect(months.recalculations('2026-04')).toEqual(['cold_water true_up of 2026-03: -19.805 x 44.86 = -888.45']);
  });
});

describe('a gap in which nothing was charged', () => {
  it('gets equal parts of what a stale reading adds', () => {
    // Averages of 0 in April and May; a reading taken on 2 May, received late in June, counts in July: 6 − 0, 3 each.
    const zeros = ['0', '0', '0'];
    const months = charge(
      '2026-07',
      cold([aReading('M1', '2026-03-20', '100'), aReading('M1', '2026-05-02', '106', '2026-06-26')], zeros),
    );
    expect(months.charges('2026-04')).toEqual(['cold_water average 0 m3 x 44.86 = 0.00']);
    expect(months.recalculations('2026-07')).toEqual([
      'cold_water true_up of 2026-04: 3 x 44.86 = 134.58',
      'cold_water true_up of 2026-05: 3 x 44.86 = 134.58',
    ]);
  });

  it('gets equal parts over all closed months, those by norm too, where norm months are not trued up', () => {
    // No history: April, May by norm; the setting says no, so nothing is taken off: 6 / 2 each.
    const months = charge(
      '2026-07',
      cold([aReading('M1', '2026-03-20', '100'), aReading('M1', '2026-05-02', '106', '2026-06-26')], []),
      { settings: { true_up_norm_months: ['2000-01-01 no'] } },
    );
    expect(months.recalculations('2026-07')).toEqual([
      'cold_water true_up of 2026-04: 3 x 44.86 = 134.58',
      'cold_water true_up of 2026-05: 3 x 44.86 = 134.58',
    ]);
  });
});

describe('zones', () => {
  it('are trued up each by itself', () => {
    // March 100 day, 40 night. April: day 150 − 100 = +50 charged; night 10 − 40 = −30 goes back.
    const months = charge('2026-04', {
      connected: { electricity: {} },
      meters: [aMeter('E1', { utility: 'electricity', startValues: ['0', '0'] })],
      readings: [aReading('E1', '2026-02-20', '1000 400'), aReading('E1', '2026-04-20', '1150 410')],
      history: { electricity: ['100 40', '100 40', '100 40'] },
    });
    expect(months.charges('2026-04')).toEqual([
      'electricity/day meter 50 kWh x 7.29 = 364.50',
      'electricity/night meter 0 kWh x 3.76 = 0.00',
    ]);
    expect(months.recalculations('2026-04')).toEqual(['electricity/night true_up of 2026-03: -30 x 3.76 = -112.80']);
    expect(months.calculation('2026-04').recalculations[0]?.inputs).toContainEqual({
      name: 'charged_volume',
      value: '40',
      eventId: null,
    });
  });

  it('give each zone back at its own tariff', () => {
    const months = charge('2026-04', {
      connected: { electricity: {} },
      meters: [aMeter('E1', { utility: 'electricity', startValues: ['0', '0'] })],
      readings: [aReading('E1', '2026-02-20', '1000 400'), aReading('E1', '2026-04-20', '1090 410')],
      history: { electricity: ['100 40', '100 40', '100 40'] },
    });
    expect(months.recalculations('2026-04')).toEqual([
      'electricity/day true_up of 2026-03: -10 x 7.29 = -72.90',
      'electricity/night true_up of 2026-03: -30 x 3.76 = -112.80',
    ]);
    expect(months.calculation('2026-04').recalculations[0]).toMatchObject({
      why: { code: 'true_up', details: { reading: 'E1 2026-04-20', growth: '90 10', chargedInGap: '100 40' } },
      inputs: [
        { name: 'charged_volume', value: '100', eventId: null },
        { name: 'reading_before', value: '1000 400', eventId: 'reading E1 2026-02-20' },
        { name: 'reading_now', value: '1090 410', eventId: 'reading E1 2026-04-20' },
        { name: 'tariff', value: '7.29', eventId: 'tariff electricity|day| 2000-01-01' },
      ],
    });
    expect(months.calculation('2026-04').recalculations.map((line) => line.inputs.at(-1)?.eventId)).toEqual([
      'tariff electricity|day| 2000-01-01',
      'tariff electricity|night| 2000-01-01',
    ]);
  });
});

describe('a two-part utility', () => {
  it('is trued up in water and in heat, each month by its own norm of heat and tariff', () => {
    // March 5, April 5; May: 54 − 50 = 4, V = −6: −3 each. Heat norm 0.0653, from April 0.06; heat tariff 2350.4, from April 2500.
    const months = charge(
      '2026-05',
      {
        connected: { hot_water: {} },
        meters: [aMeter('W1', { utility: 'hot_water' })],
        readings: [aReading('W1', '2026-02-20', '50'), aReading('W1', '2026-05-20', '54')],
        history: { hot_water: SIX_FIVES },
      },
      {
        norms: { 'hot_water|gcal_per_m3|': ['2000-01-01 0.0653', '2026-04-01 0.06'] },
        tariffs: { 'hot_water|heat|': ['2000-01-01 2350.4', '2026-04-01 2500'] },
      },
    );
    // −3 × 44.86 = −134.58; −0.1959 × 2350.4 = −460.44336; −0.18 × 2500 = −450.
    expect(months.recalculations('2026-05')).toEqual([
      'hot_water/water true_up of 2026-03: -3 x 44.86 = -134.58',
      'hot_water/water true_up of 2026-04: -3 x 44.86 = -134.58',
      'hot_water/heat true_up of 2026-03: -0.1959 x 2350.4 = -460.44',
      'hot_water/heat true_up of 2026-04: -0.18 x 2500 = -450.00',
    ]);
    for (const line of months.calculation('2026-05').recalculations) {
      expect(formulaValue(line.formula).toText()).toBe(line.exact);
    }
    expect(months.calculation('2026-05').recalculations[2]?.inputs.at(-1)?.eventId).toBe(
      'tariff hot_water|heat| 2000-01-01',
    );
  });
});

describe('sewage over a trued-up utility', () => {
  const readings = [aReading('M1', '2026-05-20', '104')];
  const withSewage = (sewage: object, bookPlan: Partial<BookPlan> = {}) =>
    charge('2026-05', { ...cold(readings), connected: { cold_water: {}, sewage } }, bookPlan);

  it('gets the same parts at its tariff of those months', () => {
    // 4 − 10 = −6: −3 each; −3 × 33.15 = −99.45, from April −3 × 35 = −105.
    const months = withSewage({}, { tariffs: { 'sewage||': ['2000-01-01 33.15', '2026-04-01 35'] } });
    expect(months.recalculations('2026-05', 'sewage')).toEqual([
      'sewage true_up over cold_water of 2026-03: -3 x 33.15 = -99.45',
      'sewage true_up over cold_water of 2026-04: -3 x 35 = -105.00',
    ]);
    expect(months.calculation('2026-05').recalculations.at(-1)).toMatchObject({
      formula: '(-3) * 35',
      exact: '-105',
      why: { code: 'true_up', details: { reading: 'M1 2026-05-20', growth: '4', chargedInGap: '10' } },
      inputs: [
        { name: 'reading_before', value: '100', eventId: 'reading M1 2026-02-20' },
        { name: 'reading_now', value: '104', eventId: 'reading M1 2026-05-20' },
        { name: 'tariff', value: '35', eventId: 'tariff sewage|| 2026-04-01' },
      ],
    });
  });

  it('gets no line for a month in which it was not connected', () => {
    expect(withSewage({ from: '2026-04-01' }).recalculations('2026-05', 'sewage')).toEqual([
      'sewage true_up over cold_water of 2026-04: -3 x 33.15 = -99.45',
    ]);
  });

  it('gets its lines also where it is no longer connected in the month of the reading', () => {
    expect(withSewage({ to: '2026-05-01' }).recalculations('2026-05', 'sewage')).toEqual([
      'sewage true_up over cold_water of 2026-03: -3 x 33.15 = -99.45',
      'sewage true_up over cold_water of 2026-04: -3 x 33.15 = -99.45',
    ]);
  });

  it('gets none over a utility that is not one of its sources', () => {
    const bookPlan = { utilities: { sewage: { sources: ['hot_water'] } } };
    expect(withSewage({}, bookPlan).recalculations('2026-05', 'sewage')).toEqual([]);
  });

  it('adds up the zones of its source', () => {
    // Day −10 and night −30 of March: −40 × 33.15 = −1326.
    const months = charge(
      '2026-04',
      {
        connected: { electricity: {}, sewage: {} },
        meters: [aMeter('E1', { utility: 'electricity', startValues: ['0', '0'] })],
        readings: [aReading('E1', '2026-02-20', '1000 400'), aReading('E1', '2026-04-20', '1090 410')],
        history: { electricity: ['100 40', '100 40', '100 40'] },
      },
      { utilities: { sewage: { sources: ['electricity'] } } },
    );
    expect(months.recalculations('2026-04', 'sewage')).toEqual([
      'sewage true_up over electricity of 2026-03: -40 x 33.15 = -1326.00',
    ]);
  });
});
