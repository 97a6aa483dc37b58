import { storyteller } from './support/story';

const begin = storyteller();

it('area, common property and waste are charged by square metres and persons', async () => {
  const connected = { upkeep: '', common_water: '', waste: '', waste_persons: '', capital_repair: '' };
  const story = await begin({ accounts: { A1: { connected } } });
  await story.throughMonth('2026-03');

  expect(await story.charges('A1', '2026-03')).toEqual([
    'upkeep area 50 m2 x 20 = 1000.00',
    // 0.02 × 200 square metres of common property × 50/1000.
    'common_water soi_norm 0.2 m3 x 40 = 8.00',
    // 50 × 0.12/12.
    'waste area_norm 0.5 m3 x 600 = 300.00',
    // 2 × 1.2/12.
    'waste_persons norm 0.2 m3 x 600 = 120.00',
    'capital_repair area 50 m2 x 10 = 500.00',
  ]);
  expect(await story.balance('A1', '2026-03')).toBe(
    '0.00 + charged 1428.00 + recalculated 0.00 + penalty 0.00 - paid 0.00 = 1428.00',
  );
  expect(await story.balance('A1', '2026-03', 'capital_repair')).toBe(
    '0.00 + charged 500.00 + recalculated 0.00 + penalty 0.00 - paid 0.00 = 500.00',
  );
  await story.expectAtRest();
});

it('heating is charged in its season or evenly over the year, by the meter of the house or by the norm', async () => {
  const months = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'];
  const story = await begin({
    houses: [
      { houseId: 'season_meter', heatMeter: true },
      { houseId: 'season_norm' },
      { houseId: 'year_meter', heatingMode: 'EVEN_YEAR', heatMeter: true },
      { houseId: 'year_norm', heatingMode: 'EVEN_YEAR' },
    ],
    houseVolumes: {
      'season_meter heating': ['2026-03 20', '2026-04 0'],
      'year_meter heating': months.map((month, index) => `2025-${month} ${index < 7 ? 30 : 6}`),
    },
    accounts: {
      A1: { house: 'season_meter', connected: { heating: '' } },
      A2: { house: 'season_norm', connected: { heating: '' } },
      A3: { house: 'year_meter', connected: { heating: '' } },
      A4: { house: 'year_norm', connected: { heating: '' } },
    },
  });
  await story.throughMonth('2026-05');

  // 50 × 20/1000; in April the house used nothing, which is a line of zero; May is no heating month.
  expect(await story.charges('A1', '2026-03')).toEqual(['heating house_share 1 Gcal x 2000 = 2000.00']);
  expect(await story.charges('A1', '2026-04')).toEqual(['heating house_share 0 Gcal x 2000 = 0.00']);
  expect(await story.charges('A1', '2026-05')).toEqual([]);
  // 50 × 0.024.
  expect(await story.charges('A2', '2026-04')).toEqual(['heating norm 1.2 Gcal x 2000 = 2400.00']);
  expect(await story.charges('A2', '2026-05')).toEqual([]);
  // Last year 7 × 30 + 5 × 6 = 240; 50 × 240 / (12 × 1000) = 1 in every month.
  expect(await story.charges('A3', '2026-04')).toEqual(['heating house_share 1 Gcal x 2000 = 2000.00']);
  expect(await story.charges('A3', '2026-05')).toEqual(['heating house_share 1 Gcal x 2000 = 2000.00']);
  // 50 × 0.024 × 7/12 in every month.
  expect(await story.charges('A4', '2026-05')).toEqual(['heating norm 0.7 Gcal x 2000 = 1400.00']);
  await story.expectAtRest();
});

it('hot water is water and heat, and sewage is what went down the drain', async () => {
  const story = await begin({
    accounts: {
      A1: { connected: { cold_water: '', hot_water: '', sewage: '' } },
      A2: { connected: { hot_water: '' } },
    },
    meters: { cold: { account: 'A1' }, hot: { account: 'A1', utility: 'hot_water' } },
    readings: { cold: ['2026-02-20 100', '2026-03-20 107'], hot: ['2026-02-20 50', '2026-03-20 55'] },
  });
  await story.throughMonth('2026-03');

  expect(await story.charges('A1', '2026-03')).toEqual([
    'cold_water meter 7 m3 x 40 = 280.00',
    'hot_water/water meter 5 m3 x 40 = 200.00',
    // 5 × 0.06.
    'hot_water/heat meter 0.3 Gcal x 2000 = 600.00',
    // 7 + 5.
    'sewage sum 12 m3 x 30 = 360.00',
  ]);
  // 2 × 3 = 6; the coefficient raises the water, never the heat: 6 × 40 × 1.5 and 0.36 × 2000.
  expect(await story.charges('A2', '2026-03')).toEqual([
    'hot_water/water norm_raised 6 m3 x 40 x 1.5 = 360.00, excess 120.00',
    'hot_water/heat norm 0.36 Gcal x 2000 = 720.00',
  ]);
  await story.expectAtRest();
});

it('electricity is charged by zones of the day, and so is its average', async () => {
  const electricity = { connected: { electricity: '' } };
  const story = await begin({
    accounts: { two: electricity, three: electricity },
    meters: {
      m2: { account: 'two', utility: 'electricity', start: ['0', '0'] },
      m3: { account: 'three', utility: 'electricity', start: ['0', '0', '0'] },
    },
    history: { 'two electricity': ['80 50', '120 10'] },
    readings: {
      m2: ['2026-02-20 1000 500', '2026-03-20 1100 530'],
      m3: ['2026-02-20 10 20 30', '2026-03-20 20 40 60'],
    },
  });
  await story.throughMonth('2026-04');

  expect(await story.charges('two', '2026-03')).toEqual([
    'electricity/day meter 100 kWh x 6 = 600.00',
    'electricity/night meter 30 kWh x 3 = 90.00',
  ]);
  // (80 + 120 + 100) / 3 by day, (50 + 10 + 30) / 3 by night.
  expect(await story.charges('two', '2026-04')).toEqual([
    'electricity/day average 100 kWh x 6 = 600.00',
    'electricity/night average 30 kWh x 3 = 90.00',
  ]);
  expect(await story.charges('three', '2026-03')).toEqual([
    'electricity/peak meter 10 kWh x 7 = 70.00',
    'electricity/half_peak meter 20 kWh x 5 = 100.00',
    'electricity/night meter 30 kWh x 3 = 90.00',
  ]);
  // One volume is known: the norm 2 × 100, on the first zone.
  expect((await story.charges('three', '2026-04'))[0]).toBe('electricity/peak norm 200 kWh x 7 = 1400.00');
  await story.expectAtRest();
});
