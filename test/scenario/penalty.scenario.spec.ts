import { storyteller } from './support/story';

const begin = storyteller();

/** 50 × 20 = 1000.00 for March, due on Friday 10 April, and nothing after. */
const MARCH_UPKEEP = { connected: { upkeep: '2015-06-01 2026-04-01' } };
const MARCH_CAPITAL_REPAIR = { connected: { capital_repair: '2015-06-01 2026-04-01' } };

/** 7.8 percent: a day costs 7.8/300 = 0.026 percent of the debt, from the 91st day 7.8/130 = 0.06 percent. */
const RATE = ['2020-01-01 7.8'];

it('begins with the 31st day, grows with the 91st, and every close posts what has grown', async () => {
  const story = await begin({
    keyRates: RATE,
    accounts: { owes: MARCH_UPKEEP, paid: MARCH_UPKEEP, repair: MARCH_CAPITAL_REPAIR },
    payments: { p1: 'paid 2026-05-20 1000' },
  });
  await story.throughMonth('2026-07');

  const posted = '+ charged 0.00 + recalculated 0.00 + penalty';
  // 30 April is day 20.
  expect(await story.balance('owes', '2026-04')).toBe(`1000.00 ${posted} 0.00 - paid 0.00 = 1000.00`);
  // 31 May is day 51: 21 × 0.26 = 5.46.
  expect(await story.balance('owes', '2026-05')).toBe(`1000.00 ${posted} 5.46 - paid 0.00 = 1005.46`);
  // 30 June is day 81: 51 × 0.26 = 13.26, of which 5.46 are posted.
  expect(await story.balance('owes', '2026-06')).toBe(`1005.46 ${posted} 7.80 - paid 0.00 = 1013.26`);
  // 31 July is day 112: 60 × 0.26 + 22 × 0.60 = 28.80, of which 13.26 are posted.
  expect(await story.balance('owes', '2026-07')).toBe(`1013.26 ${posted} 15.54 - paid 0.00 = 1028.80`);
  // Paid on day 40, which counts: 10 × 0.26 = 2.60, and no more ever.
  expect(await story.balance('paid', '2026-05')).toBe(`1000.00 ${posted} 2.60 - paid 1000.00 = 2.60`);
  expect(await story.balance('paid', '2026-06')).toBe(`2.60 ${posted} 0.00 - paid 0.00 = 2.60`);
  // Capital repair, 500.00: one rate for ever, 0.13 a day: 21, 51 and 82 days.
  expect(await story.balance('repair', '2026-05', 'capital_repair')).toBe(`500.00 ${posted} 2.73 - paid 0.00 = 502.73`);
  expect(await story.balance('repair', '2026-06', 'capital_repair')).toBe(`502.73 ${posted} 3.90 - paid 0.00 = 506.63`);
  expect(await story.balance('repair', '2026-07', 'capital_repair')).toBe(`506.63 ${posted} 4.03 - paid 0.00 = 510.66`);
  // Between closes it has accrued and is not posted: 15 June is day 66, 36 × 0.26 = 9.36.
  expect(await story.debts('owes', '2026-06-15')).toEqual(['2026-03: 1000.00 penalty 9.36 posted 5.46']);
  await story.expectAtRest();
});

it('never goes above the cap, and a new rate counts for the whole of the open debt', async () => {
  const story = await begin({
    settings: { penalty_cap_percent: ['2020-01-01 7.8'] },
    keyRates: ['2020-01-01 16', '2026-06-15 3.9', '2026-07-15 0.39'],
    accounts: { A1: MARCH_UPKEEP },
  });
  await story.throughMonth('2026-07');

  const posted = '+ charged 0.00 + recalculated 0.00 + penalty';
  // The cap of 7.8 instead of 16: 21 × 0.26.
  expect(await story.balance('A1', '2026-05')).toBe(`1000.00 ${posted} 5.46 - paid 0.00 = 1005.46`);
  // 3.9 percent: 51 × 0.13 = 6.63, of which 5.46 are posted.
  expect(await story.balance('A1', '2026-06')).toBe(`1005.46 ${posted} 1.17 - paid 0.00 = 1006.63`);
  // 0.39 percent: 60 × 0.013 + 22 × 0.03 = 0.78 + 0.66 = 1.44, so 5.19 of the posted 6.63 are taken back.
  expect(await story.balance('A1', '2026-07')).toBe(`1006.63 ${posted} -5.19 - paid 0.00 = 1001.44`);
  await story.expectAtRest();
});

it('is taken back as far as a recalculation takes back the debt from its beginning', async () => {
  const story = await begin({
    keyRates: RATE,
    accounts: { A1: { connected: { cold_water: '' } } },
    meters: { m1: { account: 'A1' } },
    readings: { m1: ['2026-02-20 100', '2026-03-20 125', '2026-04-20 125', '2026-05-20 125', '2026-06-20 125'] },
    corrections: { m1: ['2026-03-20>2026-06-10 105'] },
  });
  await story.throughMonth('2026-06');

  // March: 25 × 40 = 1000.00, on 31 May 21 × 0.26 = 5.46.
  expect(await story.balance('A1', '2026-05')).toBe(
    '1000.00 + charged 0.00 + recalculated 0.00 + penalty 5.46 - paid 0.00 = 1005.46',
  );
  expect(await story.recalculations('A1', '2026-06')).toEqual([
    'cold_water reading_correction of 2026-03: -20 x 40 = -800.00',
    'cold_water reading_correction of 2026-04: 20 x 40 = 800.00',
  ]);
  // 200.00 of March are left: 51 days × 0.052 = 2.652, 2.65; of the posted 5.46 that is 2.81 too much.
  expect(await story.balance('A1', '2026-06')).toBe(
    '1005.46 + charged 0.00 + recalculated 0.00 + penalty -2.81 - paid 0.00 = 1002.65',
  );
  // What April turned out to be more is a debt of June.
  expect(await story.debts('A1', '2026-06-30')).toEqual([
    '2026-03: 200.00 penalty 2.65 posted 2.65',
    '2026-06: 800.00',
  ]);
  await story.expectAtRest();
});

it('a recalled payment leaves the penalty as if it had never been made', async () => {
  const story = await begin({
    keyRates: RATE,
    accounts: { A1: MARCH_UPKEEP },
    payments: { p1: 'A1 2026-04-05 1000' },
    reversals: { p1: '2026-06-10' },
  });
  await story.throughMonth('2026-06');

  expect(await story.debts('A1', '2026-05-31')).toEqual([]);
  // 51 × 0.26 on 30 June.
  expect(await story.debts('A1', '2026-06-30')).toEqual(['2026-03: 1000.00 penalty 13.26 posted 13.26']);
  await story.expectAtRest();
});
