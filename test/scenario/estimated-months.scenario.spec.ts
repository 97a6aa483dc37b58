import { storyteller } from './support/story';

const begin = storyteller();

describe('months without a reading', () => {
  it('are charged by the average three times, then by the norm, and trued up by the next reading', async () => {
    const story = await begin({
      accounts: { A1: { connected: { cold_water: '' } } },
      meters: { m1: { account: 'A1' } },
      history: { 'A1 cold_water': ['4', '5', '6'] },
      readings: { m1: ['2026-02-20 100', '2026-03-20 107', '2026-08-20 128.2'] },
    });
    await story.throughMonth('2026-09');

    // March: 107 − 100 = 7.
    expect(await story.charges('A1', '2026-03')).toEqual(['cold_water meter 7 m3 x 40 = 280.00']);
    // April to June: (4 + 5 + 6 + 7) / 4 = 5.5, four months being fewer than six and not fewer than three.
    for (const period of ['2026-04', '2026-05', '2026-06']) {
      expect(await story.charges('A1', period)).toEqual(['cold_water average 5.5 m3 x 40 = 220.00']);
    }
    // July, the fourth month of the gap: 5 for each of 2 persons; nobody's meter failed, so without the coefficient.
    expect(await story.charges('A1', '2026-07')).toEqual(['cold_water norm 10 m3 x 40 = 400.00']);
    // August: 128.2 − 107 = 21.2; charged 3 × 5.5 + 10 = 26.5; 5.3 too much, shared by volume: 5.3 / 26.5 = 1/5 of each.
    expect(await story.charges('A1', '2026-08')).toEqual(['cold_water meter 0 m3 x 40 = 0.00']);
    expect(await story.recalculations('A1', '2026-08')).toEqual([
      'cold_water true_up of 2026-04: -1.1 x 40 = -44.00',
      'cold_water true_up of 2026-05: -1.1 x 40 = -44.00',
      'cold_water true_up of 2026-06: -1.1 x 40 = -44.00',
      'cold_water true_up of 2026-07: -2 x 40 = -80.00',
    ]);
    // 280 + 3 × 220 + 400 = 1340; three times 44 and 80 less = 1128.
    expect(await story.balance('A1', '2026-08')).toBe(
      '1340.00 + charged 0.00 + recalculated -212.00 + penalty 0.00 - paid 0.00 = 1128.00',
    );
    // September: the reading of August gave five months of 21.2 / 5 = 4.24; with March (7 + 21.2) / 6 = 4.7.
    expect(await story.charges('A1', '2026-09')).toEqual(['cold_water average 4.7 m3 x 40 = 188.00']);
    await story.expectAtRest();
  });

  it('leave what was really used more to the month of the reading', async () => {
    const story = await begin({
      accounts: { A1: { connected: { cold_water: '', sewage: '' } } },
      meters: { m1: { account: 'A1' } },
      history: { 'A1 cold_water': ['4', '5', '6'] },
      readings: { m1: ['2026-02-20 100', '2026-03-20 107', '2026-05-20 120'] },
    });
    await story.throughMonth('2026-05');

    // May: 120 − 107 = 13, of which April was charged 5.5; sewage is what came out of the pipe: 7.5 × 30.
    expect(await story.charges('A1', '2026-05')).toEqual([
      'cold_water meter 7.5 m3 x 40 = 300.00',
      'sewage sum 7.5 m3 x 30 = 225.00',
    ]);
    expect(await story.recalculations('A1', '2026-05')).toEqual([]);
    await story.expectAtRest();
  });

  it('are charged by the norm from the first one where fewer than three volumes are known', async () => {
    const story = await begin({
      accounts: { A1: { connected: { cold_water: '' } } },
      meters: { m1: { account: 'A1' } },
      history: { 'A1 cold_water': ['5', '6'] },
      readings: { m1: ['2026-02-20 100', '2026-04-20 104'] },
    });
    await story.throughMonth('2026-04');

    expect(await story.charges('A1', '2026-03')).toEqual(['cold_water norm 10 m3 x 40 = 400.00']);
    // April: 104 − 100 = 4 in two months, 10 were charged: 6 back.
    expect(await story.charges('A1', '2026-04')).toEqual(['cold_water meter 0 m3 x 40 = 0.00']);
    expect(await story.recalculations('A1', '2026-04')).toEqual(['cold_water true_up of 2026-03: -6 x 40 = -240.00']);
    // The refund takes from the March line: 400 − 240.
    expect(await story.debts('A1', '2026-04-30')).toEqual(['2026-03: 160.00']);
    await story.expectAtRest();
  });
});
