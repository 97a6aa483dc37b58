import { Dossier, Reading } from './dossier';
import { findReading } from './metered-volume.policy';
import { aBook, BookPlan } from './testing/book-builder';
import { ChargedMonths, chargeMonths } from './testing/charged-months';
import { aConnection, aDossier, aMeter, aReading, DossierPlan, residentsFrom } from './testing/dossier-builder';

/**
 * The everyday case: cold water by a meter that stood at 100 in February; three persons, norm 6.935 m³ for one, so
 * 20.805 m³ by norm; the tariff is 44.86, K is 3; the window of the house closes on the 25th.
 */
const START = aReading('M1', '2026-02-20', '100');
const SIX_FIVES = ['5', '5', '5', '5', '5', '5'];

function coldWater(last: string, plan: DossierPlan, bookPlan: Partial<BookPlan> = {}): ChargedMonths {
  const { readings = [], meters = [aMeter('M1')], connected = { cold_water: {} }, ...rest } = plan;
  const dossier = aDossier({ connected, meters, readings: [START, ...readings], ...rest });
  return chargeMonths(dossier, aBook(bookPlan), last);
}

const read = (takenOn: string, value: string, receivedOn = takenOn): Reading =>
  aReading('M1', takenOn, value, receivedOn);
const noReadings: DossierPlan = { history: { cold_water: SIX_FIVES } };

/** Basis, quantity and the reason of the one line of each month. */
function volumes(months: ChargedMonths, ...periods: string[]): string[] {
  return periods.map((period) => {
    const [line] = months.calculation(period).charges;
    if (!line) return `${period} nothing`;
    const words = months.charges(period)[0] as string;
    return `${period} ${words.split(' ').slice(1, 3).join(' ')}${line.coefficient ? ' raised' : ''}: ${line.why.code}`;
  });
}

const gapMonths = (months: ChargedMonths, ...periods: string[]) =>
  periods.map((period) => months.calculation(period).charges[0]?.why.gapMonth ?? null);

describe('a reading (branch 1)', () => {
  it('is charged by the growth since the last counted one', () => {
    const months = coldWater('2026-04', { readings: [read('2026-03-20', '105'), read('2026-04-20', '112')] });
    expect(months.charges('2026-03')).toEqual(['cold_water meter 5 m3 x 44.86 = 224.30']);
    expect(months.charges('2026-04')).toEqual(['cold_water meter 7 m3 x 44.86 = 314.02']);
  });

  it('equal to the one before is charged with nothing, on a line of its own', () => {
    expect(coldWater('2026-03', { readings: [read('2026-03-20', '100')] }).charges('2026-03')).toEqual([
      'cold_water meter 0 m3 x 44.86 = 0.00',
    ]);
  });

  it('that went over the greatest number of the register is charged by what it rolled over', () => {
    // 10^5 − 99997 + 4 = 7.
    const meters = [aMeter('M2')];
    const readings = [aReading('M2', '2026-02-20', '99997'), aReading('M2', '2026-03-20', '4')];
    expect(coldWater('2026-03', { meters, readings }).charges('2026-03')).toEqual([
      'cold_water meter 7 m3 x 44.86 = 314.02',
    ]);
  });

  it('received after the window is used in the next month', () => {
    const months = coldWater('2026-04', { ...noReadings, readings: [read('2026-03-20', '108', '2026-03-26')] });
    expect(volumes(months, '2026-03', '2026-04')).toEqual([
      '2026-03 average 5: no_reading_average',
      // 108 − 100 less the 5 charged in March.
      '2026-04 meter 3: reading_closes_gap',
    ]);
  });

  it('taken last counts of several in a month; the others are information', () => {
    const readings = [read('2026-03-22', '109'), read('2026-03-10', '104'), read('2026-03-20', '107')];
    const months = coldWater('2026-04', { readings: [...readings, read('2026-04-20', '110')] });
    expect(volumes(months, '2026-03', '2026-04')).toEqual(['2026-03 meter 9: reading', '2026-04 meter 1: reading']);
  });

  it('is not usable where it was not taken after the last counted one', () => {
    const readings = [read('2026-03-20', '105'), read('2026-03-19', '104', '2026-04-05')];
    expect(volumes(coldWater('2026-04', { ...noReadings, readings }), '2026-04')).toEqual([
      '2026-04 average 5: no_reading_average',
    ]);
  });

  it('is not usable where it was taken on the day of the start reading', () => {
    // The reading of 20 February on the successor, received in March, is not later than the start reading.
    const meters = [
      aMeter('M1', { removedOn: '2026-02-20', finalValues: ['100'] }),
      aMeter('M2', { installedOn: '2026-02-20', replaces: 'M1' }),
    ];
    const readings = [aReading('M2', '2026-02-20', '3', '2026-03-05')];
    expect(volumes(coldWater('2026-03', { ...noReadings, meters, readings }), '2026-03')).toEqual([
      '2026-03 average 5: no_reading_average',
    ]);
  });

  it('is not usable where it was taken on the day of installation', () => {
    const meters = [aMeter('M2', { installedOn: '2026-02-26' })];
    const readings = [aReading('M2', '2026-02-26', '3', '2026-03-05')];
    expect(volumes(coldWater('2026-03', { ...noReadings, meters, readings }), '2026-03')).toEqual([
      '2026-03 average 5: no_reading_average',
    ]);
  });

  it('is not usable where it was taken after the verification expired', () => {
    const meters = [aMeter('M1', { verifiedUntil: '2026-03-19' })];
    expect(
      volumes(coldWater('2026-03', { ...noReadings, meters, readings: [read('2026-03-20', '105')] }), '2026-03'),
    ).toEqual(['2026-03 average 5: meter_failed_average']);
    const valid = [aMeter('M1', { verifiedUntil: '2026-03-20' })];
    expect(volumes(coldWater('2026-03', { meters: valid, readings: [read('2026-03-20', '105')] }), '2026-03')).toEqual([
      '2026-03 meter 5: reading',
    ]);
  });

  it('is not usable where it was taken before the first day of a running gap', () => {
    const before = [read('2026-03-20', '105'), read('2026-03-31', '107', '2026-05-05')];
    const months = coldWater('2026-05', { ...noReadings, readings: before });
    expect(volumes(months, '2026-05')).toEqual(['2026-05 average 5: no_reading_average']);
    expect(months.calculation('2026-05').charges[0]?.why.details).toEqual({ volumes: 6 });
    expect(months.calculation('2026-05').records['cold_water']).toMatchObject({
      counted: null,
      gap: ['2026-04', '2026-05'],
      lastCounted: { meterId: 'M1', takenOn: '2026-03-20' },
    });
    const on = [read('2026-03-20', '105'), read('2026-04-01', '107', '2026-04-26')];
    // Growth 2 less the 5 charged in April: nothing is charged, −3 goes back.
    expect(volumes(coldWater('2026-05', { ...noReadings, readings: on }), '2026-05')).toEqual([
      '2026-05 meter 0: reading_closes_gap',
    ]);
  });

  it('may be taken on the closing day, but not after it', () => {
    const closing = (takenOn: string) =>
      volumes(
        coldWater('2026-04', {
          ...noReadings,
          closedOn: '2026-04-11',
          readings: [read('2026-03-20', '105'), read(takenOn, '106')],
        }),
        '2026-04',
      );
    expect(closing('2026-04-11')).toEqual(['2026-04 meter 1: reading']);
    // 5 × 10/30: ten of thirty days were active.
    expect(closing('2026-04-12')).toEqual(['2026-04 average 1.666667: no_reading_average']);
  });

  it('received on the closing day belongs to the last billed month', () => {
    const readings = [read('2026-03-20', '105'), read('2026-04-30', '106', '2026-05-01')];
    expect(volumes(coldWater('2026-04', { closedOn: '2026-05-01', readings }), '2026-04')).toEqual([
      '2026-04 meter 1: reading',
    ]);
  });

  it('over a replacement in order counts both meters', () => {
    // (418.12 − 412.35) + (3.48 − 0) = 9.25; × 44.86 = 414.955.
    const meters = [
      aMeter('M1', { removedOn: '2026-03-12', finalValues: ['418.12'] }),
      aMeter('M2', { installedOn: '2026-03-12', replaces: 'M1' }),
    ];
    const dossier = aDossier({
      connected: { cold_water: {} },
      meters,
      readings: [aReading('M1', '2026-02-20', '412.35'), aReading('M2', '2026-03-20', '3.48')],
    });
    expect(chargeMonths(dossier, aBook(), '2026-03').charges('2026-03')).toEqual([
      'cold_water meter 9.25 m3 x 44.86 = 414.96',
    ]);
  });

  it('of the removed meter counts in the month of a replacement too', () => {
    const meters = [
      aMeter('M1', { removedOn: '2026-03-12', finalValues: ['104'] }),
      aMeter('M2', { installedOn: '2026-03-12', replaces: 'M1' }),
    ];
    const readings = [read('2026-03-10', '103'), aReading('M2', '2026-04-20', '2')];
    expect(volumes(coldWater('2026-04', { meters, readings }), '2026-03', '2026-04')).toEqual([
      '2026-03 meter 3: reading',
      '2026-04 meter 3: reading',
    ]);
  });
});

describe('without a reading (branch 3)', () => {
  it('three months are charged by the average, later ones by the norm without K', () => {
    const months = coldWater('2026-07', noReadings);
    expect(volumes(months, '2026-03', '2026-04', '2026-05', '2026-06', '2026-07')).toEqual([
      '2026-03 average 5: no_reading_average',
      '2026-04 average 5: no_reading_average',
      '2026-05 average 5: no_reading_average',
      '2026-06 norm 20.805: no_reading_norm',
      '2026-07 norm 20.805: no_reading_norm',
    ]);
    expect(gapMonths(months, '2026-03', '2026-05', '2026-06', '2026-07')).toEqual([1, 3, 4, 5]);
    expect(months.calculation('2026-06').charges[0]?.why).toEqual({
      code: 'no_reading_norm',
      branch: 3,
      gapMonth: 4,
      details: { volumes: 6 },
    });
  });

  it('the average months begin anew after a counted reading', () => {
    const months = coldWater('2026-07', { ...noReadings, readings: [read('2026-06-20', '120')] });
    expect(gapMonths(months, '2026-05', '2026-06', '2026-07')).toEqual([3, null, 1]);
  });

  it('as many months are averaged as the setting says', () => {
    const months = coldWater('2026-05', noReadings, { settings: { average_periods: ['2000-01-01 2'] } });
    expect(volumes(months, '2026-04', '2026-05')).toEqual([
      '2026-04 average 5: no_reading_average',
      '2026-05 norm 20.805: no_reading_norm',
    ]);
  });
});

describe('the average', () => {
  const average = (history: readonly string[], bookPlan: Partial<BookPlan> = {}, plan: DossierPlan = {}) =>
    volumes(coldWater('2026-03', { history: { cold_water: history }, ...plan }, bookPlan), '2026-03')[0];

  it('is the mean of the last six actual monthly volumes', () => {
    // 3 + 4 + 5 + 6 + 7 + 6.5 = 31.5; / 6 = 5.25. The 90 is the seventh from the end.
    expect(average(['90', '3', '4', '5', '6', '7', '6.5'])).toBe('2026-03 average 5.25: no_reading_average');
  });

  it('is the mean of all where there are fewer, but at least three', () => {
    expect(average(['4', '4', '6', '6'])).toBe('2026-03 average 5: no_reading_average');
    expect(average(['4', '5', '7'])).toBe('2026-03 average 5.333333: no_reading_average');
  });

  it('is not taken of fewer than three: the norm without K, and the month still counts in the gap', () => {
    expect(average(['4', '5'])).toBe('2026-03 norm 20.805: no_reading_norm_short_history');
    const months = coldWater('2026-06', {});
    expect(volumes(months, '2026-05', '2026-06')).toEqual([
      '2026-05 norm 20.805: no_reading_norm_short_history',
      '2026-06 norm 20.805: no_reading_norm',
    ]);
    expect(gapMonths(months, '2026-05', '2026-06')).toEqual([3, 4]);
  });

  it('takes as many months as the settings say', () => {
    expect(
      average(['1', '2', '3', '7'], {
        settings: { average_months: ['2000-01-01 2'], average_min_months: ['2000-01-01 1'] },
      }),
    ).toBe('2026-03 average 5: no_reading_average');
    expect(average(['5', '5', '5'], { settings: { average_min_months: ['2000-01-01 4'] } })).toBe(
      '2026-03 norm 20.805: no_reading_norm_short_history',
    );
  });

  it('is charged for the active days', () => {
    // 5 × 10/31.
    expect(average(SIX_FIVES, {}, { connected: { cold_water: { to: '2026-03-11' } } })).toBe(
      '2026-03 average 1.612903: no_reading_average',
    );
  });

  it('uses only volumes with as many registers as the meter', () => {
    expect(average(['4 1', '5', '5 1', '7', '9'])).toBe('2026-03 average 7: no_reading_average');
    expect(average(['4 1', '5', '5 1', '7'])).toBe('2026-03 norm 20.805: no_reading_norm_short_history');
  });

  it('uses no reading of a meter with other registers', () => {
    // Three months of a meter with one register; in June one with two zones takes its place, billed from July.
    const meters = [
      aMeter('E1', { utility: 'electricity', removedOn: '2026-06-10', finalValues: ['1300'] }),
      aMeter('E2', { utility: 'electricity', installedOn: '2026-06-12', startValues: ['0', '0'] }),
    ];
    const readings = ['02-20 1000', '03-20 1100', '04-20 1200', '05-20 1300'].map((row) =>
      aReading('E1', `2026-${row.slice(0, 5)}`, row.slice(6)),
    );
    const dossier = aDossier({ connected: { electricity: {} }, meters, readings });
    const months = chargeMonths(dossier, aBook(), '2026-07');
    expect(months.charges('2026-06')).toEqual(['electricity average 100 kWh x 6.25 = 625.00']);
    expect(volumes(months, '2026-07')).toEqual(['2026-07 norm 255: no_reading_norm_short_history']);
  });

  it('counts every counted reading as an actual month', () => {
    // History 5, 5; March 8: mean 6.
    const months = coldWater('2026-04', { history: { cold_water: ['5', '5'] }, readings: [read('2026-03-20', '108')] });
    expect(volumes(months, '2026-04')).toEqual(['2026-04 average 6: no_reading_average']);
  });

  it('counts a reading that closes a gap of two as three equal months', () => {
    // Growth 18 over March, April, May: 6 each. June: (5 + 5 + 5 + 6 + 6 + 6) / 6.
    const months = coldWater('2026-06', { ...noReadings, readings: [read('2026-05-20', '118')] });
    expect(volumes(months, '2026-05', '2026-06')).toEqual([
      '2026-05 meter 8: reading_closes_gap',
      '2026-06 average 5.5: no_reading_average',
    ]);
  });

  it('leaves out the months of a reading if one of them was not wholly active', () => {
    // Opened on 11 March: its volume does not count; April–June were 4, 6, 8.
    const readings = ['03-20 102', '04-20 106', '05-20 112', '06-20 120'].map((row) =>
      aReading('M2', `2026-${row.slice(0, 5)}`, row.slice(6)),
    );
    const plan = {
      openedOn: '2026-03-11',
      meters: [aMeter('M2', { installedOn: '2026-03-11', startValues: ['100'] })],
      readings,
      residents: [residentsFrom('2026-03-11', 3)],
    };
    expect(volumes(coldWater('2026-07', plan), '2026-03', '2026-07')).toEqual([
      '2026-03 meter 2: reading',
      '2026-07 average 6: no_reading_average',
    ]);
    // A gap that contains the month of opening gives none at all: only May and June are left.
    const late = { ...plan, readings: readings.slice(1) };
    expect(volumes(coldWater('2026-07', late), '2026-07')).toEqual([
      '2026-07 norm 20.805: no_reading_norm_short_history',
    ]);
  });
});

describe('a failed meter (branch 2)', () => {
  const expired = [aMeter('M1', { verifiedUntil: '2026-03-15' })];

  it('whose verification expired is charged by three averages, then by the norm with K', () => {
    const months = coldWater('2026-07', { ...noReadings, meters: expired });
    expect(volumes(months, '2026-03', '2026-04', '2026-05', '2026-06', '2026-07')).toEqual([
      '2026-03 average 5: meter_failed_average',
      '2026-04 average 5: meter_failed_average',
      '2026-05 average 5: meter_failed_average',
      '2026-06 norm_raised 20.805 raised: meter_failed_norm_raised',
      '2026-07 norm_raised 20.805 raised: meter_failed_norm_raised',
    ]);
    // 20.805 × 44.86 × 3 = 2799.9369; without K 933.3123 → 933.31.
    expect(months.charges('2026-06')).toEqual([
      'cold_water norm_raised 20.805 m3 x 44.86 x 3 = 2799.94 (excess 1866.63)',
    ]);
    expect(months.calculation('2026-06').charges[0]?.why).toMatchObject({ branch: 2, gapMonth: 4 });
  });

  it('has failed in the month in which its verification ends before the last day', () => {
    const until = (verifiedUntil: string) =>
      volumes(coldWater('2026-03', { ...noReadings, meters: [aMeter('M1', { verifiedUntil })] }), '2026-03')[0];
    expect(until('2026-03-30')).toBe('2026-03 average 5: meter_failed_average');
    expect(until('2026-03-31')).toBe('2026-03 average 5: no_reading_average');
  });

  it('has failed in the month in which it was removed, the last day included', () => {
    const removed = (removedOn: string) =>
      volumes(
        coldWater('2026-03', { ...noReadings, meters: [aMeter('M1', { removedOn, finalValues: ['101'] })] }),
        '2026-03',
      )[0];
    expect(removed('2026-03-31')).toBe('2026-03 average 5: meter_failed_average');
    expect(removed('2026-04-01')).toBe('2026-03 average 5: no_reading_average');
  });

  it('that was replaced in order has not failed', () => {
    const meters = [
      aMeter('M1', { removedOn: '2026-03-12', finalValues: ['104'] }),
      aMeter('M2', { installedOn: '2026-03-12', replaces: 'M1' }),
    ];
    expect(volumes(coldWater('2026-03', { ...noReadings, meters }), '2026-03')).toEqual([
      '2026-03 average 5: no_reading_average',
    ]);
  });

  it('is never raised where the utility is not', () => {
    const bookPlan = { utilities: { cold_water: { raiseAfterFailure: false } } };
    expect(volumes(coldWater('2026-06', { ...noReadings, meters: expired }, bookPlan), '2026-06')).toEqual([
      '2026-06 norm 20.805: meter_failed_norm',
    ]);
  });

  it('is charged by the plain norm where no K is in force', () => {
    const months = coldWater('2026-06', { ...noReadings, meters: expired }, { coefficients: { cold_water: [] } });
    expect(months.charges('2026-06')).toEqual(['cold_water norm 20.805 m3 x 44.86 = 933.31']);
    expect(volumes(months, '2026-06')).toEqual(['2026-06 norm 20.805: meter_failed_norm']);
  });

  it('is raised from the fourth month of failure, months without a reading before it do not count for that', () => {
    // March and April without a reading; the verification expires in May.
    const months = coldWater('2026-08', { ...noReadings, meters: [aMeter('M1', { verifiedUntil: '2026-05-15' })] });
    expect(volumes(months, '2026-04', '2026-05', '2026-06', '2026-07', '2026-08')).toEqual([
      '2026-04 average 5: no_reading_average',
      '2026-05 average 5: meter_failed_average',
      '2026-06 norm 20.805: meter_failed_norm',
      '2026-07 norm 20.805: meter_failed_norm',
      '2026-08 norm_raised 20.805 raised: meter_failed_norm_raised',
    ]);
  });

  it('with a short history is charged by the norm without K for three months', () => {
    const months = coldWater('2026-06', { meters: expired });
    expect(volumes(months, '2026-03', '2026-05', '2026-06')).toEqual([
      '2026-03 norm 20.805: meter_failed_norm_short_history',
      '2026-05 norm 20.805: meter_failed_norm_short_history',
      '2026-06 norm_raised 20.805 raised: meter_failed_norm_raised',
    ]);
  });
});

describe('a new chain', () => {
  const failed = aMeter('M1', { removedOn: '2026-04-10', finalValues: ['140'] });
  const first = aMeter('M2', { installedOn: '2026-05-05' });

  it('counts its first growth in the ratio of the billable days, and forgets the gap of the old', () => {
    // May: still the removed meter. June: 12 × 19/46 (1–20 June of 5 May–20 June); nothing of April and May is trued up.
    const readings = [read('2026-03-20', '105'), aReading('M2', '2026-06-20', '12')];
    const months = coldWater('2026-07', { ...noReadings, meters: [failed, first], readings });
    expect(volumes(months, '2026-04', '2026-05', '2026-06', '2026-07')).toEqual([
      '2026-04 average 5: meter_failed_average',
      '2026-05 average 5: meter_failed_average',
      '2026-06 meter 4.956522: reading',
      // The reduced growth is the month's actual volume: (5 × 5 + 4.956522) / 6.
      '2026-07 average 4.992754: no_reading_average',
    ]);
    expect(months.recalculations('2026-06')).toEqual([]);
    expect(gapMonths(months, '2026-07')).toEqual([1]);
  });

  it('that has a reading in the month of installation counts in full from it', () => {
    const readings = [read('2026-03-20', '105'), aReading('M2', '2026-05-20', '4'), aReading('M2', '2026-06-20', '12')];
    expect(volumes(coldWater('2026-06', { ...noReadings, meters: [failed, first], readings }), '2026-06')).toEqual([
      '2026-06 meter 8: reading',
    ]);
  });

  it('begins its averages anew, also without a reading', () => {
    const months = coldWater('2026-07', { ...noReadings, meters: [failed, first] });
    expect(gapMonths(months, '2026-05', '2026-06', '2026-07')).toEqual([3, 1, 2]);
    expect(volumes(months, '2026-06')).toEqual(['2026-06 average 5: no_reading_average']);
  });

  it('keeps its ratio for a first reading that closes a gap', () => {
    // Installed 5 May, billed from June; June without a reading: average 5. July: 20 × 49/76 = 12.894737 less 5.
    const readings = [read('2026-03-20', '105'), aReading('M2', '2026-07-20', '20')];
    expect(volumes(coldWater('2026-07', { ...noReadings, meters: [failed, first], readings }), '2026-07')).toEqual([
      '2026-07 meter 7.894737: reading_closes_gap',
    ]);
  });
});

describe('without a meter', () => {
  const noMeter = (meterPossible: boolean, bookPlan: Partial<BookPlan> = {}, last = '2026-03') =>
    coldWater(last, { meters: [], connected: { cold_water: { meterPossible } } }, bookPlan);

  it('that could be installed, the norm is raised (branch 5)', () => {
    expect(noMeter(true).charges('2026-03')).toEqual([
      'cold_water norm_raised 20.805 m3 x 44.86 x 3 = 2799.94 (excess 1866.63)',
    ]);
    expect(noMeter(true).calculation('2026-03').charges[0]?.why).toEqual({ code: 'no_meter_installable', branch: 5 });
  });

  it('that could be installed, the norm is plain where no K is in force', () => {
    const months = noMeter(true, { coefficients: { cold_water: ['2026-04-01 3'] } }, '2026-04');
    expect(months.charges('2026-03')).toEqual(['cold_water norm 20.805 m3 x 44.86 = 933.31']);
    expect(months.calculation('2026-03').charges[0]?.why).toEqual({ code: 'no_meter_installable_unraised', branch: 5 });
    expect(months.charges('2026-04')).toEqual([
      'cold_water norm_raised 20.805 m3 x 44.86 x 3 = 2799.94 (excess 1866.63)',
    ]);
  });

  it('that could not be installed, the norm is plain (branch 6)', () => {
    expect(noMeter(false).charges('2026-03')).toEqual(['cold_water norm 20.805 m3 x 44.86 = 933.31']);
    expect(noMeter(false).calculation('2026-03').charges[0]?.why).toEqual({ code: 'no_meter_impossible', branch: 6 });
  });

  it('the norm counts persons by days', () => {
    // (2 × 10 + 3 × 20) / 30 = 2.666667 persons; × 6.935 = 18.493333; × 44.86 = 829.610933.
    const residents = [residentsFrom('2015-06-01', 2), residentsFrom('2026-04-11', 3)];
    const months = coldWater('2026-04', { meters: [], connected: { cold_water: { meterPossible: false } }, residents });
    expect(months.charges('2026-04')).toEqual(['cold_water norm 18.493333 m3 x 44.86 = 829.61']);
  });

  it('a norm that is needed and not in force refuses the calculation', () => {
    expect(() => noMeter(false, { norms: { 'cold_water|person_month|': ['2026-04-01 7'] } })).toThrow(
      'BILLING_NO_RULE_IN_FORCE {"rule":"norm","on":"2026-03"',
    );
  });
});

describe('a stale late reading', () => {
  /** March is read; April, May, June are averages of 5; a reading taken in April is received late in June. */
  const stale = (value: string, more: readonly Reading[] = []) =>
    coldWater('2026-08', {
      ...noReadings,
      readings: [read('2026-03-20', '105'), read('2026-04-26', value, '2026-06-26'), ...more],
    });

  it('closes only the months that begin on or before it was taken; its own month is estimated as the next of the gap', () => {
    const months = stale('112');
    // 7 grew, 5 were charged: +2 to April. July: the third of the gap after May and June; (5 × 5 + 7) / 6.
    expect(volumes(months, '2026-07')).toEqual(['2026-07 average 5.333333: no_reading_average']);
    expect(months.recalculations('2026-07')).toEqual(['cold_water true_up of 2026-04: 2 x 44.86 = 89.72']);
    expect(months.calculation('2026-07').charges[0]?.why).toEqual({
      code: 'no_reading_average',
      branch: 3,
      gapMonth: 3,
      details: { volumes: 6, staleReading: '2026-04-26' },
    });
    expect(volumes(months, '2026-08')).toEqual(['2026-08 norm 20.805: no_reading_norm']);
  });

  it('refunds what was charged too much in the months it closes, and nothing of the later ones', () => {
    const months = stale('106');
    // 1 − 5 = −4 of April; July: (5 × 5 + 1) / 6.
    expect(months.recalculations('2026-07')).toEqual(['cold_water true_up of 2026-04: -4 x 44.86 = -179.44']);
    expect(volumes(months, '2026-07')).toEqual(['2026-07 average 4.333333: no_reading_average']);
  });

  it('leaves the later months to the next reading', () => {
    const months = stale('112', [read('2026-08-20', '130')]);
    // 130 − 112 = 18 less May 5, June 5 and July 5.333333.
    expect(volumes(months, '2026-08')).toEqual(['2026-08 meter 2.666667: reading_closes_gap']);
    expect(months.recalculations('2026-08')).toEqual([]);
  });

  it('does not close a month that begins after it was taken', () => {
    // Taken on 1 May it closes April and May: 7 − 10 = −3, a half of it each.
    const months = coldWater('2026-07', {
      ...noReadings,
      readings: [read('2026-03-20', '105'), read('2026-05-01', '112', '2026-06-26')],
    });
    expect(months.recalculations('2026-07')).toEqual([
      'cold_water true_up of 2026-04: -1.5 x 44.86 = -67.29',
      'cold_water true_up of 2026-05: -1.5 x 44.86 = -67.29',
    ]);
    expect(gapMonths(months, '2026-07')).toEqual([2]);
  });

  it('counts for averages as the months it closes', () => {
    // The growth of 7 over April and May is 3.5 twice; the last six months are then 5, 5, 5, 5, 3.5, 3.5.
    const months = coldWater('2026-07', {
      ...noReadings,
      readings: [read('2026-03-20', '105'), read('2026-05-01', '112', '2026-06-26')],
    });
    expect(volumes(months, '2026-07')).toEqual(['2026-07 average 4.5: no_reading_average']);
  });
});

describe('a connection', () => {
  it('that is not active is charged with nothing', () => {
    const plan = { meters: [], connected: { cold_water: { from: '2026-04-01', meterPossible: false } } };
    const months = coldWater('2026-04', plan);
    expect(months.charges('2026-03')).toEqual([]);
    expect(months.charges('2026-04')).toEqual(['cold_water norm 20.805 m3 x 44.86 = 933.31']);
  });
});

describe('a dossier that lost a reading', () => {
  it('is refused, because a closed period stands on it', () => {
    const dossier: Dossier = aDossier({ connected: { cold_water: aConnection('cold_water') }, readings: [START] });
    expect(findReading(dossier, { meterId: 'M1', takenOn: '2026-02-20' })).toBe(START);
    for (const lost of [
      { meterId: 'M1', takenOn: '2026-02-21' },
      { meterId: 'M2', takenOn: '2026-02-20' },
    ]) {
      expect(() => findReading(dossier, lost)).toThrow(
        `The dossier of 0045120001 lost the reading ${lost.meterId} ${lost.takenOn}`,
      );
    }
  });
});
