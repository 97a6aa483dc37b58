import { ChargeLine, LineInput } from './calculation';
import { aBook, BookPlan } from './testing/book-builder';
import { ChargedMonths, chargeMonths } from './testing/charged-months';
import { aCorrection, aDossier, aMeter, aReading, DossierPlan, residentsFrom } from './testing/dossier-builder';
import { formulaValue } from './testing/formula-value';

const charge = (last: string, plan: DossierPlan, bookPlan: Partial<BookPlan> = {}): ChargedMonths =>
  chargeMonths(aDossier(plan), aBook(bookPlan), last);

const twoZones = aMeter('E1', { utility: 'electricity', startValues: ['0', '0'] });
const threeZones = aMeter('E1', { utility: 'electricity', startValues: ['0', '0', '0'] });
const hotMeter = aMeter('W1', { utility: 'hot_water' });
const SIX_FIVES = ['5', '5', '5', '5', '5', '5'];

describe('the charge lines of a meter', () => {
  it('with day and night are one for each zone at its tariff', () => {
    // 120 × 7.29 = 874.80; 60 × 3.76 = 225.60.
    const readings = [aReading('E1', '2026-02-20', '1000 400'), aReading('E1', '2026-03-20', '1120 460')];
    expect(
      charge('2026-03', { connected: { electricity: {} }, meters: [twoZones], readings }).charges('2026-03'),
    ).toEqual(['electricity/day meter 120 kWh x 7.29 = 874.80', 'electricity/night meter 60 kWh x 3.76 = 225.60']);
  });

  it('with three zones are peak, half-peak and night', () => {
    const readings = [aReading('E1', '2026-02-20', '100 100 100'), aReading('E1', '2026-03-20', '110 120 130')];
    expect(
      charge('2026-03', { connected: { electricity: {} }, meters: [threeZones], readings }).charges('2026-03'),
    ).toEqual([
      'electricity/peak meter 10 kWh x 8.5 = 85.00',
      'electricity/half_peak meter 20 kWh x 7.1 = 142.00',
      'electricity/night meter 30 kWh x 3.76 = 112.80',
    ]);
  });

  it('of a two-part utility are water and the heat that warmed it', () => {
    // 4.2 × 44.86 = 188.412; 4.2 × 0.0653 = 0.27426 Gcal; × 2350.40 = 644.620704.
    const readings = [aReading('W1', '2026-02-20', '50'), aReading('W1', '2026-03-20', '54.2')];
    expect(
      charge('2026-03', { connected: { hot_water: {} }, meters: [hotMeter], readings }).charges('2026-03'),
    ).toEqual(['hot_water/water meter 4.2 m3 x 44.86 = 188.41', 'hot_water/heat meter 0.27426 Gcal x 2350.4 = 644.62']);
  });

  it('raise the water of a two-part utility, never the heat', () => {
    // 3 × 4.745 = 14.235; × 44.86 × 1.5 = 957.87315; without K 638.5821. Heat 14.235 × 0.0653 × 2350.4 = 2184.803743.
    expect(charge('2026-03', { connected: { hot_water: {} } }).charges('2026-03')).toEqual([
      'hot_water/water norm_raised 14.235 m3 x 44.86 x 1.5 = 957.87 (excess 319.29)',
      'hot_water/heat norm 0.929546 Gcal x 2350.4 = 2184.80',
    ]);
  });

  it('by norm charge the first zone, the others nothing', () => {
    // 3 × 85 = 255; × 7.29 = 1858.95.
    const months = charge('2026-03', { connected: { electricity: {} }, meters: [twoZones] });
    expect(months.charges('2026-03')).toEqual([
      'electricity/day norm 255 kWh x 7.29 = 1858.95',
      'electricity/night norm 0 kWh x 3.76 = 0.00',
    ]);
  });

  it('by average charge the mean of each zone', () => {
    const history = { electricity: ['100 40', '110 50', '120 60'] };
    const months = charge('2026-03', { connected: { electricity: {} }, meters: [twoZones], history });
    expect(months.charges('2026-03')).toEqual([
      'electricity/day average 110 kWh x 7.29 = 801.90',
      'electricity/night average 50 kWh x 3.76 = 188.00',
    ]);
  });

  it('without a meter have no zone', () => {
    // 255 × 6.25.
    const connected = { electricity: { meterPossible: false } };
    expect(charge('2026-03', { connected }).charges('2026-03')).toEqual(['electricity norm 255 kWh x 6.25 = 1593.75']);
  });
});

describe('the explanation of a metered line', () => {
  const START = aReading('M1', '2026-02-20', '100');
  const cold = (last: string, plan: DossierPlan = {}): ChargeLine => {
    const { readings = [], meters = [aMeter('M1')], ...rest } = plan;
    const months = charge(last, { connected: { cold_water: {} }, meters, readings: [START, ...readings], ...rest });
    return months.calculation(last).charges[0] as ChargeLine;
  };
  const inputs = (line: ChargeLine) =>
    line.inputs.map((input: LineInput) => `${input.name} ${input.value} <- ${String(input.eventId)}`);
  const TARIFF = 'tariff 44.86 <- tariff cold_water|| 2000-01-01';
  const explained = (line: ChargeLine) => {
    expect(formulaValue(line.formula).toText()).toBe(line.exact);
    return [line.formula, inputs(line)];
  };

  it('by a reading names both readings', () => {
    const line = cold('2026-03', { readings: [aReading('M1', '2026-03-20', '105')] });
    expect(explained(line)).toEqual([
      '(105 - 100) * 44.86',
      ['reading_before 100 <- reading M1 2026-02-20', 'reading_now 105 <- reading M1 2026-03-20', TARIFF],
    ]);
    expect(line.why).toEqual({ code: 'reading', branch: 1, details: { closedPeriods: '' } });
  });

  it('by a corrected reading names the correction that supplied its value', () => {
    const first = aReading('M1', '2026-03-20', '150', '2026-03-20', [
      aCorrection('2026-03-22', '151'),
      aCorrection('2026-03-24', '105'),
    ]);
    expect(explained(cold('2026-03', { readings: [first] }))).toEqual([
      '(105 - 100) * 44.86',
      ['reading_before 100 <- reading M1 2026-02-20', 'reading_now 105 <- correction 2026-03-24', TARIFF],
    ]);
    const next = aReading('M1', '2026-04-20', '107');
    expect(explained(cold('2026-04', { readings: [first, next] }))[1]).toEqual([
      'reading_before 105 <- correction 2026-03-24',
      'reading_now 107 <- reading M1 2026-04-20',
      TARIFF,
    ]);
  });

  it('does not name a correction that came later', () => {
    const corrections = [aCorrection('2026-03-22', '105'), aCorrection('2026-05-05', '106')];
    const readings = [aReading('M1', '2026-03-20', '150', '2026-03-20', corrections)];
    expect(explained(cold('2026-03', { readings }))[1]).toContain('reading_now 105 <- correction 2026-03-22');
    const only = [aReading('M1', '2026-03-20', '105', '2026-03-20', corrections.slice(1))];
    expect(explained(cold('2026-03', { readings: only }))[1]).toContain('reading_now 105 <- reading M1 2026-03-20');
  });

  it('over a replacement names the final and the start value', () => {
    const meters = [
      aMeter('M1', { removedOn: '2026-03-12', finalValues: ['104'] }),
      aMeter('M2', { installedOn: '2026-03-12', replaces: 'M1', startValues: ['0.5'] }),
    ];
    expect(explained(cold('2026-03', { meters, readings: [aReading('M2', '2026-03-20', '2')] }))).toEqual([
      '((104 - 100) + (2 - 0.5)) * 44.86',
      [
        'reading_before 100 <- reading M1 2026-02-20',
        'meter_final_value 104 <- removal M1',
        'meter_start_value 0.5 <- meter M2',
        'reading_now 2 <- reading M2 2026-03-20',
        TARIFF,
      ],
    ]);
  });

  it('over a replacement whose old meter had stood still is no rollover', () => {
    const meters = [
      aMeter('M1', { removedOn: '2026-03-12', finalValues: ['100'] }),
      aMeter('M2', { installedOn: '2026-03-12', replaces: 'M1' }),
    ];
    expect(explained(cold('2026-03', { meters, readings: [aReading('M2', '2026-03-20', '2')] }))[0]).toBe(
      '((100 - 100) + (2 - 0)) * 44.86',
    );
  });

  it('over a rollover writes it out', () => {
    const meters = [aMeter('M2', { startValues: ['99997'], installedOn: '2026-02-26' })];
    expect(explained(cold('2026-03', { meters, readings: [aReading('M2', '2026-03-20', '4')] }))).toEqual([
      '(100000 - 99997 + 4) * 44.86',
      ['meter_start_value 99997 <- meter M2', 'reading_now 4 <- reading M2 2026-03-20', TARIFF],
    ]);
  });

  it('of a reading that closes a gap names what was charged in it', () => {
    const line = cold('2026-04', {
      history: { cold_water: SIX_FIVES },
      readings: [aReading('M1', '2026-04-20', '112')],
    });
    expect(explained(line)).toEqual([
      '((112 - 100) - 5) * 44.86',
      [
        'reading_before 100 <- reading M1 2026-02-20',
        'reading_now 112 <- reading M1 2026-04-20',
        'charged_in_gap 5 <- null',
        TARIFF,
      ],
    ]);
    expect(line.why).toEqual({ code: 'reading_closes_gap', branch: 1, details: { closedPeriods: '2026-03' } });
  });

  it('of a volume below zero says that nothing is charged', () => {
    const readings = [aReading('M1', '2026-05-20', '102')];
    const line = cold('2026-05', { history: { cold_water: SIX_FIVES }, readings });
    expect(explained(line)[0]).toBe('0 * 44.86');
    expect(line.why.details).toEqual({ closedPeriods: '2026-03 2026-04' });
  });

  it('of a first growth that counts in part shows the ratio', () => {
    // Installed on 5 April, billed from May: 1–20 May of 5 April–20 May is 19 of 45 days.
    const meters = [aMeter('M2', { installedOn: '2026-04-05' })];
    expect(explained(cold('2026-05', { meters, readings: [aReading('M2', '2026-05-20', '9')] }))[0]).toBe(
      '(9 - 0) * (19/45) * 44.86',
    );
  });

  it('by average names the months', () => {
    const plan = { history: { cold_water: ['5', '6', '5.5'] } };
    expect(explained(cold('2026-03', plan))).toEqual([
      '(5 + 6 + 5.5) / 3 * 44.86',
      ['actual_monthly_volumes 5 6 5.5 <- null', TARIFF],
    ]);
    // The connection ends on 11 March.
    expect(explained(cold('2026-03', { ...plan, connected: { cold_water: { to: '2026-03-11' } } }))[0]).toBe(
      '(5 + 6 + 5.5) / 3 * 10 / 31 * 44.86',
    );
  });

  it('by norm names the norm and the residents', () => {
    const residents = [residentsFrom('2015-06-01', 0, 2), residentsFrom('2026-03-17', 3, 1)];
    // 2 owners for 16 days, 3 registered for 15: 77/31 persons.
    expect(explained(cold('2026-03', { residents }))).toEqual([
      '6.935 * (77/31) * 44.86',
      [
        'norm 6.935 <- norm cold_water|person_month| 2000-01-01',
        'residents 0 registered, 2 owners from 2015-06-01 <- residents 2015-06-01',
        'residents 3 registered, 1 owners from 2026-03-17 <- residents 2026-03-17',
        TARIFF,
      ],
    ]);
  });

  it('of a failed meter says since when it has failed', () => {
    const history = { cold_water: SIX_FIVES };
    expect(inputs(cold('2026-03', { history, meters: [aMeter('M1', { verifiedUntil: '2026-03-15' })] }))).toContain(
      'meter_verified_until 2026-03-15 <- meter M1',
    );
    const removed = [aMeter('M1', { removedOn: '2026-03-15', finalValues: ['101'] })];
    expect(inputs(cold('2026-03', { history, meters: removed }))).toContain(
      'meter_removed_on 2026-03-15 <- removal M1',
    );
    const unread = inputs(cold('2026-03', { history }));
    expect(unread.filter((input) => input.startsWith('meter_'))).toEqual([]);
    const read = inputs(cold('2026-03', { readings: [aReading('M1', '2026-03-10', '101')], meters: removed }));
    expect(read.filter((input) => input.startsWith('meter_'))).toEqual([]);
  });

  it('of an average beside a stale reading names both', () => {
    const readings = [aReading('M1', '2026-03-20', '105'), aReading('M1', '2026-04-26', '112', '2026-05-26')];
    // April and May are averages of 5; the reading of April counts in June.
    const line = cold('2026-06', { history: { cold_water: SIX_FIVES }, readings });
    expect(explained(line)).toEqual([
      '(5 + 5 + 5 + 5 + 5 + 7) / 6 * 44.86',
      [
        'actual_monthly_volumes 5 5 5 5 5 7 <- null',
        'reading_before 105 <- reading M1 2026-03-20',
        'reading_now 112 <- reading M1 2026-04-26',
        'charged_in_gap 5 <- null',
        TARIFF,
      ],
    ]);
  });

  it('of heat multiplies by the norm of heat', () => {
    const readings = [aReading('W1', '2026-02-20', '50'), aReading('W1', '2026-03-20', '54.2')];
    const months = charge('2026-03', { connected: { hot_water: {} }, meters: [hotMeter], readings });
    const heat = months.calculation('2026-03').charges[1] as ChargeLine;
    expect(explained(heat)).toEqual([
      '(54.2 - 50) * 0.0653 * 2350.4',
      [
        'reading_before 50 <- reading W1 2026-02-20',
        'reading_now 54.2 <- reading W1 2026-03-20',
        'heat_norm 0.0653 <- norm hot_water|gcal_per_m3| 2000-01-01',
        'tariff 2350.4 <- tariff hot_water|heat| 2000-01-01',
      ],
    ]);
  });
});

describe('what a metered period leaves behind', () => {
  it('is what later averages, true-ups, corrections and absences stand on', () => {
    const readings = [aReading('W1', '2026-02-20', '50'), aReading('W1', '2026-04-20', '60')];
    const history = { hot_water: ['4', '4', '4'] };
    const months = charge('2026-04', { connected: { hot_water: {} }, meters: [hotMeter], readings, history });
    expect(months.calculation('2026-03').records['hot_water']).toMatchObject({
      basis: 'average',
      branch: 3,
      volumes: ['4'],
      counted: null,
      gap: ['2026-03'],
      lastCounted: null,
      chain: 'W1',
    });
    expect(months.calculation('2026-04').records['hot_water']).toEqual({
      period: '2026-04',
      basis: 'meter',
      branch: 1,
      volumes: ['6'],
      tariffs: ['44.86'],
      tariffEventIds: ['tariff hot_water|water| 2000-01-01'],
      heatTariff: '2350.4',
      heatTariffEventId: 'tariff hot_water|heat| 2000-01-01',
      heatNorm: '0.0653',
      coefficient: null,
      persons: '3',
      whollyActive: true,
      counted: {
        meterId: 'W1',
        takenOn: '2026-04-20',
        from: { meterId: 'W1', takenOn: '2026-02-20' },
        growth: ['10'],
        volumes: ['6'],
        months: 2,
        averageable: true,
        ratio: null,
      },
      corrected: null,
      gap: [],
      lastCounted: { meterId: 'W1', takenOn: '2026-04-20' },
      chain: 'W1',
    });
  });

  it('without a meter has no reading, no gap and no chain', () => {
    const months = charge('2026-03', { connected: { cold_water: {} } });
    expect(months.calculation('2026-03').records['cold_water']).toEqual({
      period: '2026-03',
      basis: 'norm_raised',
      branch: 5,
      volumes: ['20.805'],
      tariffs: ['44.86'],
      tariffEventIds: ['tariff cold_water|| 2000-01-01'],
      heatTariff: null,
      heatTariffEventId: null,
      heatNorm: null,
      coefficient: '3',
      persons: '3',
      whollyActive: true,
      counted: null,
      corrected: null,
      gap: [],
      lastCounted: null,
      chain: null,
    });
  });

  it('keeps the tariffs of all zones', () => {
    const months = charge('2026-03', { connected: { electricity: { to: '2026-03-20' } }, meters: [twoZones] });
    expect(months.calculation('2026-03').records['electricity']).toMatchObject({
      tariffs: ['7.29', '3.76'],
      volumes: ['156.290323', '0'].map((_, zone) => (zone === 0 ? '4845/31' : '0')),
      whollyActive: false,
    });
  });

  it('keeps the last counted reading and the open gap of a stale one', () => {
    const readings = [
      aReading('M1', '2026-02-20', '100'),
      aReading('M1', '2026-03-20', '105'),
      aReading('M1', '2026-04-26', '112', '2026-05-26'),
    ];
    const history = { cold_water: SIX_FIVES };
    const months = charge('2026-06', { connected: { cold_water: {} }, meters: [aMeter('M1')], readings, history });
    expect(months.calculation('2026-04').records['cold_water']?.lastCounted).toEqual({
      meterId: 'M1',
      takenOn: '2026-03-20',
    });
    expect(months.calculation('2026-06').records['cold_water']).toMatchObject({
      branch: 3,
      volumes: ['16/3'],
      counted: { takenOn: '2026-04-26', growth: ['7'], volumes: ['2'], months: 1, averageable: true },
      gap: ['2026-05', '2026-06'],
      lastCounted: { meterId: 'M1', takenOn: '2026-04-26' },
    });
  });
});
