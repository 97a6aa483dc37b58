import { grantedFullDays } from './absence-recalculation.policy';
import { aBook, BookPlan } from './testing/book-builder';
import { ChargedMonths, chargeMonths } from './testing/charged-months';
import { aDossier, aMeter, anAbsence, aReading, DossierPlan, residentsFrom } from './testing/dossier-builder';
import { formulaValue } from './testing/formula-value';

function charge(last: string, plan: DossierPlan, bookPlan: Partial<BookPlan> = {}): ChargedMonths {
  const months = chargeMonths(aDossier(plan), aBook(bookPlan), last);
  for (const line of months.calculation(last).recalculations) {
    expect(formulaValue(line.formula).toText()).toBe(line.exact);
  }
  return months;
}

/** Cold water without a meter that could not have one: 6.935 m³ a person, three persons. */
const noMeter = { cold_water: { meterPossible: false } };
/** Full days 4…19 April: 16. */
const inApril = anAbsence('2026-04-03', '2026-04-20');

describe('an absence', () => {
  const granted = (leftOn: string, returnedOn: string, appliedOn = returnedOn) =>
    grantedFullDays({ leftOn, returnedOn, appliedOn }, 5);

  it('has the days between leaving and return; these two days do not count', () => {
    expect(granted('2026-04-03', '2026-04-20')).toEqual({ first: '2026-04-04', last: '2026-04-19', days: 16 });
  });

  it('is granted only with more full days than the setting, 5', () => {
    expect(granted('2026-04-03', '2026-04-09')).toBeNull();
    expect(granted('2026-04-03', '2026-04-10')).toEqual({ first: '2026-04-04', last: '2026-04-09', days: 6 });
  });

  it('is granted where the application came at most 30 days after the return, or before leaving', () => {
    expect(granted('2026-04-03', '2026-04-20', '2026-05-20')?.days).toBe(16);
    expect(granted('2026-04-03', '2026-04-20', '2026-05-21')).toBeNull();
    expect(granted('2026-04-03', '2026-04-20', '2026-03-30')?.days).toBe(16);
  });

  it('is judged by the setting of the day of leaving', () => {
    const settings = { absence_min_days: ['2000-01-01 15', '2026-04-04 20'] };
    expect(
      charge('2026-04', { connected: noMeter, absences: [inApril] }, { settings }).recalculations('2026-04'),
    ).toHaveLength(1);
    const later = { absence_min_days: ['2000-01-01 15', '2026-04-03 20'] };
    expect(
      charge('2026-04', { connected: noMeter, absences: [inApril] }, { settings: later }).recalculations('2026-04'),
    ).toEqual([]);
  });
});

describe('a granted absence', () => {
  const water = (absence: ReturnType<typeof anAbsence>, plan: DossierPlan = {}, last = '2026-04') =>
    charge(last, { connected: noMeter, absences: [absence], ...plan });

  it('takes back the norm for the absent persons and days', () => {
    // −6.935 × 16/30 = −3.698667; × 44.86 = −165.9222.
    const months = water(inApril);
    expect(months.recalculations('2026-04')).toEqual(['cold_water absence of 2026-04: -3.698667 x 44.86 = -165.92']);
    expect(months.calculation('2026-04').recalculations[0]).toMatchObject({
      formula: '(-6.935) * (8/15) * 44.86',
      why: { code: 'absence', details: { leftOn: '2026-04-03', returnedOn: '2026-04-20', share: '8/15' } },
      inputs: [
        { name: 'absence', value: '1 away 2026-04-03..2026-04-20, applied 2026-04-20', eventId: 'absence 2026-04-03' },
        { name: 'norm', value: '6.935', eventId: 'norm cold_water|person_month| 2000-01-01' },
        { name: 'tariff', value: '44.86', eventId: 'tariff cold_water|| 2000-01-01' },
      ],
    });
  });

  it('counts several persons, but not more than lived there that day', () => {
    // 2 × 16/30 × 6.935 = 7.397333; × 44.86 = 331.8444.
    expect(water(anAbsence('2026-04-03', '2026-04-20', { persons: 2 })).recalculations('2026-04')).toEqual([
      'cold_water absence of 2026-04: -7.397333 x 44.86 = -331.84',
    ]);
    // One person to 9 April, two from the 10th; 5 away: (1 × 6 + 2 × 10) / 30 = 26/30 × 6.935 = 6.010333; × 44.86 = 269.623553.
    const residents = [residentsFrom('2015-06-01', 1), residentsFrom('2026-04-10', 0, 2)];
    expect(
      water(anAbsence('2026-04-03', '2026-04-20', { persons: 5 }), { residents }).recalculations('2026-04'),
    ).toEqual(['cold_water absence of 2026-04: -6.010333 x 44.86 = -269.62']);
  });

  it('is posted in the month of its days or of the application, whichever is later', () => {
    const late = anAbsence('2026-04-03', '2026-04-20', { appliedOn: '2026-05-20' });
    const months = water(late, {}, '2026-06');
    expect(months.recalculations('2026-04')).toEqual([]);
    expect(months.recalculations('2026-05')).toEqual(['cold_water absence of 2026-04: -3.698667 x 44.86 = -165.92']);
    expect(months.recalculations('2026-06')).toEqual([]);
  });

  it('over two months takes back each month by its own days', () => {
    // 21–31 March: 11/31 × 6.935 = 2.460806, × 44.86 = 110.391776; 1–11 April: 11/30 × 6.935 = 2.542833, × 44.86 = 114.071503.
    const applied = (appliedOn: string) => water(anAbsence('2026-03-20', '2026-04-12', { appliedOn }));
    const march = 'cold_water absence of 2026-03: -2.460806 x 44.86 = -110.39';
    const april = 'cold_water absence of 2026-04: -2.542833 x 44.86 = -114.07';
    expect(applied('2026-04-12').recalculations('2026-03')).toEqual([]);
    expect(applied('2026-04-12').recalculations('2026-04')).toEqual([march, april]);
    expect(applied('2026-03-15').recalculations('2026-03')).toEqual([march]);
    expect(applied('2026-03-15').recalculations('2026-04')).toEqual([april]);
  });

  it('is counted over all its days, also where a month has few of them', () => {
    // 30–31 March are two full days, 1–5 April five: seven in all.
    expect(water(anAbsence('2026-03-29', '2026-04-06')).recalculations('2026-04')).toEqual([
      'cold_water absence of 2026-03: -0.447419 x 44.86 = -20.07', // 2/31 × 6.935 × 44.86 = 20.071232
      'cold_water absence of 2026-04: -1.155833 x 44.86 = -51.85', // 5/30 × 6.935 × 44.86 = 51.850683
    ]);
  });

  it('takes back whole months', () => {
    // 1–30 April are 30 full days: the norm of one person; × 44.86 = 311.1041.
    expect(water(anAbsence('2026-03-31', '2026-05-01', { appliedOn: '2026-04-02' })).recalculations('2026-04')).toEqual(
      ['cold_water absence of 2026-04: -6.935 x 44.86 = -311.10'],
    );
  });

  it('takes nothing back from months before the first computed one', () => {
    // 11–28 February stay with the old system; 1–14 March: 14/31 × 6.935 = 3.131935; × 44.86 = 140.498624.
    expect(water(anAbsence('2026-02-10', '2026-03-15'), {}, '2026-03').recalculations('2026-03')).toEqual([
      'cold_water absence of 2026-03: -3.131935 x 44.86 = -140.50',
    ]);
  });

  it('counts only days on which the utility was active', () => {
    // Connected to 10 April: full days 4–10 = 7; 7/30 × 6.935 = 1.618167; × 44.86 = 72.590957.
    const connected = { cold_water: { meterPossible: false, to: '2026-04-11' } };
    expect(water(inApril, { connected }).recalculations('2026-04')).toEqual([
      'cold_water absence of 2026-04: -1.618167 x 44.86 = -72.59',
    ]);
    // Opened on 15 April: 15–19 = 5 of the 16 days.
    const residents = [residentsFrom('2026-04-15', 3)];
    expect(water(inApril, { openedOn: '2026-04-15', residents }).recalculations('2026-04')).toEqual([
      'cold_water absence of 2026-04: -1.155833 x 44.86 = -51.85',
    ]);
    const before = { cold_water: { meterPossible: false, to: '2026-04-04' } };
    expect(water(inApril, { connected: before }).recalculations('2026-04')).toEqual([]);
  });

  it('is posted after the account was closed too', () => {
    const months = water(
      anAbsence('2026-04-03', '2026-04-20', { appliedOn: '2026-05-05' }),
      { closedOn: '2026-04-25' },
      '2026-05',
    );
    expect(months.charges('2026-05')).toEqual([]);
    expect(months.recalculations('2026-05')).toEqual(['cold_water absence of 2026-04: -3.698667 x 44.86 = -165.92']);
  });

  it('uses the norm and the tariff of the month it takes back', () => {
    const absences = [anAbsence('2026-03-10', '2026-03-26', { appliedOn: '2026-04-12' })];
    const months = charge(
      '2026-04',
      { connected: noMeter, absences },
      {
        norms: { 'cold_water|person_month|': ['2000-01-01 6', '2026-04-01 7'] },
        tariffs: { 'cold_water||': ['2000-01-01 31', '2026-04-01 50'] },
      },
    );
    // 11–25 March: 15/31 × 6 × 31 = 90.
    expect(months.recalculations('2026-04')).toEqual(['cold_water absence of 2026-03: -2.903226 x 31 = -90.00']);
  });

  it('is printed by the day of leaving, whatever the order in which the absences were learnt', () => {
    // 4–9 April: 6/30 × 6.935 = 1.387; 14–19 April the same with two persons: 2.774.
    const first = anAbsence('2026-04-03', '2026-04-10');
    const second = anAbsence('2026-04-13', '2026-04-20', { persons: 2 });
    for (const absences of [
      [first, second],
      [second, first],
    ]) {
      expect(charge('2026-04', { connected: noMeter, absences }).recalculations('2026-04')).toEqual([
        'cold_water absence of 2026-04: -1.387 x 44.86 = -62.22',
        'cold_water absence of 2026-04: -2.774 x 44.86 = -124.44',
      ]);
    }
  });
});

describe('which utilities an absence lowers', () => {
  const absences = [inApril];
  const SIX_FIVES = ['5', '5', '5', '5', '5', '5'];
  const meters = [aMeter('M1')];

  it('not one without a meter that could have one (branch 5)', () => {
    expect(charge('2026-04', { connected: { cold_water: {} }, absences }).recalculations('2026-04')).toEqual([]);
  });

  it('not one with a meter, read or not (branches 1 and 3)', () => {
    const readings = [aReading('M1', '2026-04-20', '100')];
    const read = charge('2026-04', { connected: { cold_water: {} }, meters, readings, absences });
    expect(read.calculation('2026-04').records['cold_water']?.branch).toBe(1);
    expect(read.recalculations('2026-04')).toEqual([]);
    const unread = charge('2026-04', { connected: { cold_water: {} }, meters, absences });
    expect(unread.calculation('2026-04').records['cold_water']).toMatchObject({ branch: 3, basis: 'norm' });
    expect(unread.recalculations('2026-04')).toEqual([]);
  });

  it('not one with a failed meter charged by average (branch 2)', () => {
    const failed = [aMeter('M1', { verifiedUntil: '2026-01-15' })];
    const plan = { connected: { cold_water: {} }, meters: failed, history: { cold_water: SIX_FIVES }, absences };
    expect(charge('2026-04', plan).recalculations('2026-04')).toEqual([]);
  });

  it('one with a failed meter charged by norm (branch 2), with K where it was charged with K', () => {
    const failed = [aMeter('M1', { verifiedUntil: '2026-01-15' })];
    const plan = { connected: { cold_water: {} }, meters: failed };
    expect(charge('2026-04', { ...plan, absences }).recalculations('2026-04')).toEqual([
      'cold_water absence of 2026-04: -3.698667 x 44.86 = -165.92',
    ]);
    // June is the fourth month: norm × K. 4–19 June: 3.698667 × 44.86 × 3 = 497.7666.
    const june = [anAbsence('2026-06-03', '2026-06-20')];
    const months = charge('2026-06', { ...plan, absences: june });
    expect(months.charges('2026-06')[0]).toContain('norm_raised');
    expect(months.recalculations('2026-06')).toEqual(['cold_water absence of 2026-06: -3.698667 x 44.86 = -497.77']);
  });

  it('a two-part utility in water and heat; K raises the water alone', () => {
    // Failed since January, June raised by 1.5: −4.745 × 16/30 = −2.530667; × 44.86 × 1.5 = −170.28856;
    // heat −2.530667 × 0.0653 = −0.165253; × 2350.4 = −388.409655.
    const failed = [aMeter('W1', { utility: 'hot_water', verifiedUntil: '2026-01-15' })];
    const months = charge('2026-06', {
      connected: { hot_water: {} },
      meters: failed,
      absences: [anAbsence('2026-06-03', '2026-06-20')],
    });
    expect(months.recalculations('2026-06')).toEqual([
      'hot_water/water absence of 2026-06: -2.530667 x 44.86 = -170.29',
      'hot_water/heat absence of 2026-06: -0.165253 x 2350.4 = -388.41',
    ]);
    const [waterLine, heatLine] = months.calculation('2026-06').recalculations;
    expect(waterLine?.formula).toBe('(-4.745) * (8/15) * 44.86 * 1.5');
    expect(heatLine?.formula).toBe('(-4.745) * (8/15) * 0.0653 * 2350.4');
    expect(heatLine?.inputs.map((input) => input.eventId)).toEqual([
      'absence 2026-06-03',
      'norm hot_water|person_month| 2000-01-01',
      'tariff hot_water|heat| 2000-01-01',
    ]);
    expect(waterLine?.inputs.map((input) => input.name)).toEqual(['absence', 'norm', 'tariff', 'coefficient']);
  });

  it('on a meter with zones the first zone, as the norm was charged on it', () => {
    // −85 × 16/30 = −45.333333; × 7.29 = −330.48.
    const failed = [aMeter('E1', { utility: 'electricity', startValues: ['0', '0'], verifiedUntil: '2026-01-15' })];
    expect(
      charge('2026-04', { connected: { electricity: {} }, meters: failed, absences }).recalculations('2026-04'),
    ).toEqual(['electricity/day absence of 2026-04: -45.333333 x 7.29 = -330.48']);
  });

  it('sewage over each of its sources that is lowered', () => {
    // Cold water −3.698667 × 33.15 = −122.6108; hot water has a meter that could be installed and stays.
    const connected = { ...noMeter, hot_water: {}, sewage: {} };
    const months = charge('2026-04', { connected, absences });
    expect(months.recalculations('2026-04', 'sewage')).toEqual([
      'sewage absence over cold_water of 2026-04: -3.698667 x 33.15 = -122.61',
    ]);
    expect(months.calculation('2026-04').recalculations[1]).toMatchObject({
      formula: '(-6.935) * (8/15) * 33.15',
      inputs: [
        { name: 'absence' },
        { name: 'norm', value: '6.935', eventId: 'norm cold_water|person_month| 2000-01-01' },
        { name: 'tariff', value: '33.15', eventId: 'tariff sewage|| 2000-01-01' },
      ],
    });
    // Both sources lowered: hot water −2.530667 × 33.15 = −83.8916.
    const both = { ...noMeter, hot_water: { meterPossible: false }, sewage: {} };
    expect(charge('2026-04', { connected: both, absences }).recalculations('2026-04', 'sewage')).toEqual([
      'sewage absence over cold_water of 2026-04: -3.698667 x 33.15 = -122.61',
      'sewage absence over hot_water of 2026-04: -2.530667 x 33.15 = -83.89',
    ]);
  });

  it('sewage is lowered without K and not where its source was not connected', () => {
    const failed = [aMeter('M1', { verifiedUntil: '2026-01-15' })];
    const june = [anAbsence('2026-06-03', '2026-06-20')];
    const months = charge('2026-06', { connected: { cold_water: {}, sewage: {} }, meters: failed, absences: june });
    expect(months.recalculations('2026-06', 'sewage')).toEqual([
      'sewage absence over cold_water of 2026-06: -3.698667 x 33.15 = -122.61',
    ]);
    expect(charge('2026-04', { connected: { sewage: {} }, absences }).recalculations('2026-04')).toEqual([]);
  });

  it('waste by persons', () => {
    // −1.95 / 12 × 16/30 = −0.086667; × 622.07 = −53.912733.
    const months = charge('2026-04', { connected: { waste_by_persons: {} }, absences });
    expect(months.recalculations('2026-04')).toEqual([
      'waste_by_persons absence of 2026-04: -0.086667 x 622.07 = -53.91',
    ]);
    expect(months.calculation('2026-04').recalculations[0]).toMatchObject({
      formula: '(-1.95) / 12 * (8/15) * 622.07',
      inputs: [
        { name: 'absence' },
        { name: 'norm', value: '1.95', eventId: 'norm waste_by_persons|person_year| 2000-01-01' },
        { name: 'tariff', value: '622.07', eventId: 'tariff waste_by_persons|| 2000-01-01' },
      ],
    });
  });

  it('waste by area: what was charged, by the share of the absent persons', () => {
    // 0.4110166… × (16/30) / 3 = 0.073070; × 622.07 = 45.454425.
    const months = charge('2026-04', { connected: { waste: {} }, absences });
    expect(months.recalculations('2026-04')).toEqual(['waste absence of 2026-04: -0.07307 x 622.07 = -45.45']);
    // 54.2 × 0.091 / 12 = 4.9322/12 = 2466.1/6000.
    expect(months.calculation('2026-04').recalculations[0]).toMatchObject({
      formula: '(-1) * (24661/60000) * (8/15) / 3 * 622.07',
      inputs: [
        { name: 'absence' },
        { name: 'charged_quantity', value: '24661/60000', eventId: null },
        { name: 'tariff', value: '622.07', eventId: 'tariff waste|| 2000-01-01' },
      ],
    });
  });

  it('not upkeep, heating or the common property', () => {
    const connected = { upkeep: {}, heating: {}, common_water: {}, capital_repair: {} };
    expect(charge('2026-04', { connected, absences }).recalculations('2026-04')).toEqual([]);
  });
});
