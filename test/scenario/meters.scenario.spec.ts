import { storyteller } from './support/story';

const begin = storyteller();

describe('a meter whose verification has expired', () => {
  it('gives the average for three months, then the raised norm; its successor begins anew next month', async () => {
    const story = await begin({
      accounts: { A1: { connected: { cold_water: '' } } },
      meters: {
        m1: { account: 'A1', verifiedUntil: '2026-03-15', removedOn: '2026-07-20', final: ['140'] },
        m2: { account: 'A1', installedOn: '2026-07-20', replaces: 'm1' },
      },
      history: { 'A1 cold_water': ['4', '5', '6'] },
      readings: { m1: ['2026-02-20 100', '2026-03-20 109'], m2: ['2026-08-19 15'] },
    });
    await story.throughMonth('2026-08');

    // The reading of 20 March was taken after the verification: it counts for nothing. (4 + 5 + 6) / 3 = 5.
    for (const period of ['2026-03', '2026-04', '2026-05']) {
      expect(await story.charges('A1', period)).toEqual(['cold_water average 5 m3 x 40 = 200.00']);
    }
    // From the fourth month: 5 for each of 2 persons, 10 × 40 = 400, half as much again.
    // In July the new meter hangs already, but it is billable only from the month after.
    for (const period of ['2026-06', '2026-07']) {
      expect(await story.charges('A1', period)).toEqual([
        'cold_water norm_raised 10 m3 x 40 x 1.5 = 600.00, excess 200.00',
      ]);
    }
    // August: 15 in the 30 days from 20 July to 19 August, of which 18 after 1 August: 15 × 18/30 = 9.
    // The old gap is forgotten: no true-up.
    expect(await story.charges('A1', '2026-08')).toEqual(['cold_water meter 9 m3 x 40 = 360.00']);
    expect(await story.recalculations('A1', '2026-08')).toEqual([]);
    await story.expectAtRest();
  });
});

describe('a meter replaced in order', () => {
  it('goes on over the seam', async () => {
    const story = await begin({
      accounts: { A1: { connected: { cold_water: '' } } },
      meters: {
        m1: { account: 'A1', removedOn: '2026-04-10', final: ['107'] },
        m2: { account: 'A1', installedOn: '2026-04-10', start: ['3'], replaces: 'm1' },
      },
      readings: { m1: ['2026-02-20 100', '2026-03-20 105'], m2: ['2026-04-20 6', '2026-05-20 10'] },
    });
    await story.throughMonth('2026-05');

    expect(await story.charges('A1', '2026-03')).toEqual(['cold_water meter 5 m3 x 40 = 200.00']);
    // (107 − 105) on the old one + (6 − 3) on the new one.
    expect(await story.charges('A1', '2026-04')).toEqual(['cold_water meter 5 m3 x 40 = 200.00']);
    expect(await story.charges('A1', '2026-05')).toEqual(['cold_water meter 4 m3 x 40 = 160.00']);
    await story.expectAtRest();
  });
});

describe('the first meter of a flat', () => {
  it('counts from the next month, its first growth by days; until then the norm is raised', async () => {
    const story = await begin({
      accounts: {
        A1: { connected: { cold_water: '' } },
        A2: { connected: { cold_water: 'no meter possible' } },
      },
      meters: { m1: { account: 'A1', installedOn: '2026-04-11' } },
      readings: { m1: ['2026-05-21 12'] },
    });
    await story.throughMonth('2026-05');

    for (const period of ['2026-03', '2026-04']) {
      expect(await story.charges('A1', period)).toEqual([
        'cold_water norm_raised 10 m3 x 40 x 1.5 = 600.00, excess 200.00',
      ]);
    }
    // 12 in the 40 days from 11 April to 21 May, of which 20 after 1 May: 12 × 20/40 = 6.
    expect(await story.charges('A1', '2026-05')).toEqual(['cold_water meter 6 m3 x 40 = 240.00']);
    // Where none can be installed nobody is to blame.
    expect(await story.charges('A2', '2026-05')).toEqual(['cold_water norm 10 m3 x 40 = 400.00']);
    await story.expectAtRest();
  });
});
