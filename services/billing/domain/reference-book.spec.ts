import { RejectedError } from '#libs/kernel';
import { COMPONENT_ORDER, inForce, PAYEES, ReferenceBook } from './reference-book';
import { aBook, aBookDocument } from './testing/book-builder';

/** The refusal of a calculation that lacks a rule. */
function refusal(ask: () => unknown): RejectedError['rejection'] {
  try {
    ask();
  } catch (error) {
    if (error instanceof RejectedError) return error.rejection;
    throw error;
  }
  throw new Error('Nothing was refused');
}

const row = (from: string, value: string) => ({ from, value, eventId: `${value} from ${from}` });

describe('a dated value', () => {
  const rows = [row('2025-01-01', '1'), row('2026-03-01', '2'), row('2026-07-15', '3')];

  it('is the latest row that is not after the day', () => {
    expect(inForce(rows, '2026-02-28')?.value).toBe('1');
    expect(inForce(rows, '2026-03-01')?.value).toBe('2');
    expect(inForce(rows, '2027-01-01')?.value).toBe('3');
  });

  it('is missing before the first row and where there are no rows', () => {
    expect(inForce(rows, '2024-12-31')).toBeNull();
    expect(inForce([], '2026-01-01')).toBeNull();
    expect(inForce(undefined, '2026-01-01')).toBeNull();
  });
});

describe('a tariff', () => {
  const book = aBook({
    houses: [{ houseId: 'H1' }, { houseId: 'H2' }],
    tariffs: {
      'cold_water||': ['2000-01-01 40', '2026-04-01 44.86'],
      'cold_water||H2': ['2026-05-01 39.5'],
      'electricity|day|': ['2026-03-01 7.29'],
    },
  });

  it('is the one in force on the first day of the period, for the whole period', () => {
    expect(book.tariff('cold_water', null, 'H1', '2026-03').text).toBe('40');
    expect(book.tariff('cold_water', null, 'H1', '2026-04')).toMatchObject({
      text: '44.86',
      eventId: 'tariff cold_water|| 2026-04-01',
    });
    expect(book.tariff('cold_water', null, 'H1', '2026-04').value.toText()).toBe('44.86');
  });

  it('of the house goes before the general one, but only once it is in force', () => {
    expect(book.tariff('cold_water', null, 'H2', '2026-04').text).toBe('44.86');
    expect(book.tariff('cold_water', null, 'H2', '2026-05').text).toBe('39.5');
    expect(book.tariff('cold_water', null, 'H1', '2026-05').text).toBe('44.86');
  });

  it('has its own row for each part', () => {
    expect(book.tariff('electricity', 'day', 'H1', '2026-03').text).toBe('7.29');
    expect(book.tariff('electricity', 'night', 'H1', '2026-03').text).toBe('3.76');
  });

  it('is the same however often it is asked', () => {
    const first = book.tariff('cold_water', null, 'H1', '2026-04');
    expect(book.tariff('cold_water', null, 'H1', '2026-04')).toBe(first);
    expect(() => book.tariff('electricity', 'day', 'H1', '2026-02')).toThrow(RejectedError);
    expect(() => book.tariff('electricity', 'day', 'H1', '2026-02')).toThrow(RejectedError);
  });

  it('that is needed and not in force refuses the calculation: nothing is guessed', () => {
    expect(refusal(() => book.tariff('electricity', 'day', 'H1', '2026-02'))).toEqual({
      code: 'BILLING_NO_RULE_IN_FORCE',
      details: { rule: 'tariff', on: '2026-02', utility: 'electricity', part: 'day', house: 'H1' },
    });
    expect(refusal(() => book.tariff('gas', null, 'H1', '2026-02')).details).toMatchObject({ utility: 'gas' });
  });
});

describe('a norm', () => {
  const book = aBook({
    norms: {
      'cold_water|person_month|': ['2000-01-01 6.935', '2026-05-01 7'],
      'cold_water|person_month|H1': ['2026-06-01 5.5'],
    },
  });

  it('is found like a tariff, by what it is per', () => {
    expect(book.norm('cold_water', 'person_month', 'H1', '2026-04').text).toBe('6.935');
    expect(book.norm('cold_water', 'person_month', 'H1', '2026-05').eventId).toBe(
      'norm cold_water|person_month| 2026-05-01',
    );
    expect(book.norm('cold_water', 'person_month', 'H1', '2026-06').text).toBe('5.5');
    expect(book.norm('hot_water', 'gcal_per_m3', 'H1', '2026-04').text).toBe('0.0653');
  });

  it('that is needed and not in force refuses the calculation', () => {
    expect(refusal(() => book.norm('cold_water', 'person_year', 'H1', '2026-04'))).toEqual({
      code: 'BILLING_NO_RULE_IN_FORCE',
      details: { rule: 'norm', on: '2026-04', utility: 'cold_water', per: 'person_year', house: 'H1' },
    });
  });
});

describe('a raising coefficient', () => {
  const book = aBook({
    coefficients: { cold_water: ['2000-01-01 1.5', '2026-04-01 3'], hot_water: ['2026-05-01 1.5'] },
  });

  it('is the latest in force on the first day of the period', () => {
    expect(book.coefficient('cold_water', '2026-03')?.text).toBe('1.5');
    expect(book.coefficient('cold_water', '2026-04')).toMatchObject({
      text: '3',
      eventId: 'coefficient cold_water 2026-04-01',
    });
  });

  it('is none where no row is in force', () => {
    expect(book.coefficient('hot_water', '2026-04')).toBeNull();
    expect(book.coefficient('hot_water', '2026-04')).toBeNull();
    expect(book.coefficient('electricity', '2026-04')).toBeNull();
  });
});

describe('the volume of a house', () => {
  it('is that of the house, the utility and the month', () => {
    const book = aBook({ houseVolumes: { 'H1|heating|2026-03': '210.5', 'H1|heating|2026-04': '0' } });
    expect(book.houseVolume('H1', 'heating', '2026-03')?.value.toText()).toBe('210.5');
    expect(book.houseVolume('H1', 'heating', '2026-04')?.text).toBe('0');
    expect(book.houseVolume('H1', 'heating', '2026-05')).toBeNull();
    expect(book.houseVolume('H2', 'heating', '2026-03')).toBeNull();
  });
});

describe('a setting', () => {
  const book = aBook({
    settings: {
      average_months: ['2000-01-01 6', '2026-05-01 4'],
      average_min_months: ['2000-01-01 2'],
      average_periods: ['2000-01-01 5'],
      true_up_norm_months: ['2000-01-01 yes', '2026-05-15 no'],
      heating_months: ['2000-01-01 10 11 12 1 2 3 4', '2026-05-01 11 12 1'],
    },
  });

  it('is the row in force on the day', () => {
    expect(book.setting('due_day', '2026-02-28')).toBe('10');
    expect(book.setting('due_day', '2026-03-01')).toBe('15');
  });

  it('that is needed and not there refuses the calculation', () => {
    expect(refusal(() => book.setting('no_such_setting', '2026-03-01'))).toEqual({
      code: 'BILLING_NO_RULE_IN_FORCE',
      details: { rule: 'setting no_such_setting', on: '2026-03-01' },
    });
    expect(refusal(() => book.setting('due_day', '1999-12-31')).details).toMatchObject({ on: '1999-12-31' });
  });

  it('steers a period as it stands on its first day', () => {
    expect(book.chargingSettings('2026-04')).toEqual({
      trueUpNormMonths: true,
      averageMonths: 6,
      averageMinMonths: 2,
      averagePeriods: 5,
      heatingMonths: [10, 11, 12, 1, 2, 3, 4],
    });
    expect(book.chargingSettings('2026-05')).toMatchObject({
      trueUpNormMonths: true,
      averageMonths: 4,
      heatingMonths: [11, 12, 1],
    });
    expect(book.chargingSettings('2026-06').trueUpNormMonths).toBe(false);
    expect(book.chargingSettings('2026-04').averageMonths).toBe(6);
    expect(book.chargingSettings('2026-04')).toBe(book.chargingSettings('2026-04'));
  });

  it('says which periods are computed', () => {
    expect(aBook({ firstPeriod: '2026-03', lastPeriod: '2026-08' })).toMatchObject({
      firstPeriod: '2026-03',
      lastPeriod: '2026-08',
    });
    const settings = { ...aBookDocument().settings, last_period: [row('2000-01-01', 'next year')] };
    expect(refusal(() => new ReferenceBook({ ...aBookDocument(), settings })).details).toMatchObject({
      rule: 'setting last_period',
      on: '',
    });
    const missing = { ...aBookDocument().settings, first_period: [] };
    expect(refusal(() => new ReferenceBook({ ...aBookDocument(), settings: missing })).details).toMatchObject({
      rule: 'setting first_period',
    });
    const corrected = {
      ...aBookDocument().settings,
      first_period: [row('2000-01-01', '2025-01'), row('2001-01-01', '2026-01')],
    };
    expect(new ReferenceBook({ ...aBookDocument(), settings: corrected }).firstPeriod).toBe('2026-01');
  });
});

describe('a company', () => {
  it('prints its utilities in their own order', () => {
    const book = aBook({ utilities: { upkeep: { order: -1 } } });
    expect(book.utilities.slice(0, 3).map((utility) => utility.utility)).toEqual(['upkeep', 'cold_water', 'hot_water']);
  });

  it('knows its utilities and houses, and refuses what it does not know', () => {
    const book = aBook();
    expect(book.utility('cold_water').kind).toBe('metered');
    expect(book.house('H1').totalAreaM2).toBe('8450.3');
    expect(refusal(() => book.utility('gas')).details).toEqual({ rule: 'utility', on: '', utility: 'gas' });
    expect(refusal(() => book.house('H9')).details).toEqual({ rule: 'house', on: '', house: 'H9' });
  });

  it('has two payees, and components in print order', () => {
    expect(PAYEES).toEqual(['main', 'capital_repair']);
    expect(COMPONENT_ORDER).toEqual([null, 'water', 'heat', 'day', 'peak', 'half_peak', 'night']);
  });
});
