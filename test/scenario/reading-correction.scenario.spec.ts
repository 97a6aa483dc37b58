import { storyteller } from './support/story';

const begin = storyteller();

it('a corrected reading changes the month that it closed and the one that it opened, sewage with them', async () => {
  const story = await begin({
    accounts: { A1: { connected: { cold_water: '', sewage: '' } } },
    meters: { m1: { account: 'A1' } },
    readings: { m1: ['2026-02-20 100', '2026-03-20 105', '2026-04-20 112', '2026-05-20 118'] },
    corrections: { m1: ['2026-03-20>2026-05-12 107'] },
  });
  await story.throughMonth('2026-04');
  const closed = await story.statements();
  await story.throughMonth('2026-05');

  expect(await story.charges('A1', '2026-04')).toEqual([
    'cold_water meter 7 m3 x 40 = 280.00',
    'sewage sum 7 m3 x 30 = 210.00',
  ]);
  // March used 2 more (107 − 100 instead of 105 − 100), April 2 less (112 − 107 instead of 112 − 105).
  expect(await story.recalculations('A1', '2026-05')).toEqual([
    'cold_water reading_correction of 2026-03: 2 x 40 = 80.00',
    'cold_water reading_correction of 2026-04: -2 x 40 = -80.00',
    'sewage over cold_water reading_correction of 2026-03: 2 x 30 = 60.00',
    'sewage over cold_water reading_correction of 2026-04: -2 x 30 = -60.00',
  ]);
  // March 5 × 70 stays; April 7 × 70 − 140; May 6 × 70 with the 140 that March asks more.
  expect(await story.debts('A1', '2026-05-31')).toEqual(['2026-03: 350.00', '2026-04: 350.00', '2026-05: 560.00']);
  // What was closed is as it was.
  expect((await story.statements()).filter(({ period }) => period < '2026-05')).toEqual(closed);
  await story.expectAtRest();
});

it('a reading corrected before its month closes is simply used', async () => {
  const story = await begin({
    accounts: { A1: { connected: { cold_water: '' } } },
    meters: { m1: { account: 'A1' } },
    readings: { m1: ['2026-02-20 100', '2026-03-20 118'] },
    corrections: { m1: ['2026-03-20>2026-03-30 117'] },
  });
  await story.throughMonth('2026-04');

  expect(await story.charges('A1', '2026-03')).toEqual(['cold_water meter 17 m3 x 40 = 680.00']);
  expect(await story.recalculations('A1', '2026-04')).toEqual([]);
  await story.expectAtRest();
});
