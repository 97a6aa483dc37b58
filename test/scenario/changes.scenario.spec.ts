import { storyteller } from './support/story';

const begin = storyteller();

it('a tariff and a norm in force on the 1st hold for the whole month', async () => {
  const story = await begin({
    tariffs: ['cold_water - 2026-04-01 44'],
    norms: ['cold_water person_month 2026-05-01 6'],
    accounts: {
      metered: { connected: { cold_water: '' } },
      by_norm: { connected: { cold_water: 'no meter possible' } },
    },
    meters: { m1: { account: 'metered' } },
    readings: { m1: ['2026-02-20 100', '2026-03-20 105', '2026-04-20 110'] },
  });
  await story.throughMonth('2026-05');

  expect(await story.charges('metered', '2026-03')).toEqual(['cold_water meter 5 m3 x 40 = 200.00']);
  expect(await story.charges('metered', '2026-04')).toEqual(['cold_water meter 5 m3 x 44 = 220.00']);
  expect(await story.charges('by_norm', '2026-04')).toEqual(['cold_water norm 10 m3 x 44 = 440.00']);
  expect(await story.charges('by_norm', '2026-05')).toEqual(['cold_water norm 12 m3 x 44 = 528.00']);
  await story.expectAtRest();
});

it('a true-up goes back to the tariff of each month', async () => {
  const story = await begin({
    tariffs: ['hot_water water 2026-04-01 44', 'hot_water heat 2026-04-01 2100'],
    accounts: { A1: { connected: { hot_water: '' } } },
    meters: { m1: { account: 'A1', utility: 'hot_water' } },
    history: { 'A1 hot_water': ['4', '5', '6'] },
    readings: { m1: ['2026-02-20 100', '2026-05-20 105'] },
  });
  await story.throughMonth('2026-05');

  // March and April: 5 each by the average. May: 105 − 100 = 5 in three months, so 5 too much, 2.5 of each month;
  // its heat is 2.5 × 0.06 = 0.15.
  expect(await story.charges('A1', '2026-05')).toEqual([
    'hot_water/water meter 0 m3 x 44 = 0.00',
    'hot_water/heat meter 0 Gcal x 2100 = 0.00',
  ]);
  expect(await story.recalculations('A1', '2026-05')).toEqual([
    'hot_water/water true_up of 2026-03: -2.5 x 40 = -100.00',
    'hot_water/water true_up of 2026-04: -2.5 x 44 = -110.00',
    'hot_water/heat true_up of 2026-03: -0.15 x 2000 = -300.00',
    'hot_water/heat true_up of 2026-04: -0.15 x 2100 = -315.00',
  ]);
  await story.expectAtRest();
});

it('an account is charged from the day it opens to the day it closes, and keeps its debt after', async () => {
  const story = await begin({
    accounts: {
      A1: {
        openedOn: '2026-04-16',
        closedOn: '2026-05-11',
        residents: ['2026-04-16 2'],
        connected: { upkeep: '2026-04-16', cold_water: '2026-04-16 no meter possible' },
      },
    },
    payments: { p1: 'A1 2026-06-05 800' },
  });
  await story.throughMonth('2026-06');

  expect(await story.statement('A1', '2026-03')).toBeNull();
  // 15 days of 30: n = 2 × 15/30 = 1 person.
  expect(await story.charges('A1', '2026-04')).toEqual([
    'cold_water norm 5 m3 x 40 = 200.00',
    'upkeep area 25 m2 x 20 = 500.00',
  ]);
  // 10 days of 31: 5 × 20/31 = 3.225806 and 50 × 10/31 = 16.129032.
  expect(await story.charges('A1', '2026-05')).toEqual([
    'cold_water norm 3.225806 m3 x 40 = 129.03',
    'upkeep area 16.129032 m2 x 20 = 322.58',
  ]);
  expect(await story.charges('A1', '2026-06')).toEqual([]);
  // 500 + 200 + 129.03 + 322.58 = 1151.61.
  expect(await story.balance('A1', '2026-06')).toBe(
    '1151.61 + charged 0.00 + recalculated 0.00 + penalty 0.00 - paid 800.00 = 351.61',
  );
  await story.expectAtRest();
});
