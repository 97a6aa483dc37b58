import { storyteller } from './support/story';

const begin = storyteller();

it('a reading received after the window counts next month and closes the month in between', async () => {
  const story = await begin({
    accounts: { A1: { connected: { cold_water: '' } } },
    meters: { m1: { account: 'A1' } },
    history: { 'A1 cold_water': ['4', '5', '6'] },
    readings: { m1: ['2026-02-20 100', '2026-03-24>2026-03-26 108', '2026-05-24>2026-05-25 112'] },
  });
  await story.throughMonth('2026-05');

  // Received on the 26th, the window ends on the 25th: March is the average (4 + 5 + 6) / 3.
  expect(await story.charges('A1', '2026-03')).toEqual(['cold_water average 5 m3 x 40 = 200.00']);
  // April: 108 − 100 = 8, of which March was charged 5.
  expect(await story.charges('A1', '2026-04')).toEqual(['cold_water meter 3 m3 x 40 = 120.00']);
  // Received on the 25th: in time.
  expect(await story.charges('A1', '2026-05')).toEqual(['cold_water meter 4 m3 x 40 = 160.00']);
  await story.expectAtRest();
});

it('a stale reading closes only the months that began before it was taken and refunds no later one', async () => {
  const story = await begin({
    accounts: { A1: { connected: { cold_water: '' } } },
    meters: { m1: { account: 'A1' } },
    history: { 'A1 cold_water': ['4', '5', '6'] },
    readings: { m1: ['2026-02-20 100', '2026-03-20 103', '2026-04-24>2026-08-20 110', '2026-09-20 140'] },
  });
  await story.throughMonth('2026-09');

  // (4 + 5 + 6 + 3) / 4 = 4.5 for three months, then the norm.
  for (const period of ['2026-04', '2026-05', '2026-06']) {
    expect(await story.charges('A1', period)).toEqual(['cold_water average 4.5 m3 x 40 = 180.00']);
  }
  expect(await story.charges('A1', '2026-07')).toEqual(['cold_water norm 10 m3 x 40 = 400.00']);
  // August: the reading of 24 April came. May had not begun then, so it closes April alone: 7 − 4.5 = 2.5 more.
  // May, June and July stay in the gap, August is its fourth month: the norm.
  expect(await story.charges('A1', '2026-08')).toEqual(['cold_water norm 10 m3 x 40 = 400.00']);
  expect(await story.recalculations('A1', '2026-08')).toEqual(['cold_water true_up of 2026-04: 2.5 x 40 = 100.00']);
  // September: 140 − 110 = 30; charged since April 4.5 + 4.5 + 10 + 10 = 29.
  expect(await story.charges('A1', '2026-09')).toEqual(['cold_water meter 1 m3 x 40 = 40.00']);
  await story.expectAtRest();
});
