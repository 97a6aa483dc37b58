import { Rational } from '#libs/money';
import { Connection, Meter, Reading } from './dossier';
import {
  chainOfPeriod,
  chainStartDay,
  firstGrowthRatio,
  growthOf,
  growthSteps,
  MeterChain,
  placeInChain,
  readingsOfChain,
  startReadingOf,
} from './meter-chain.policy';
import { aConnection, aDossier, aMeter, aReading } from './testing/dossier-builder';

const FIRST_PERIOD = '2026-03';
const WINDOW_TO_DAY = 25;

interface Circumstances {
  readonly connection?: Partial<Connection>;
  readonly openedOn?: string;
}

function chainIn(
  period: string,
  meters: readonly Meter[],
  { connection, openedOn }: Circumstances = {},
): MeterChain | null {
  const dossier = aDossier({ meters, ...(openedOn ? { openedOn } : {}) });
  return chainOfPeriod(dossier, aConnection('cold_water', connection), period, FIRST_PERIOD);
}

/** `M1+M2 from 2026-05`, `…, next month` for a chain billed from the month after installation; `none`. */
function billed(period: string, meters: readonly Meter[], circumstances: Circumstances = {}): string {
  const chain = chainIn(period, meters, circumstances);
  if (chain === null) return 'none';
  const ids = chain.meters.map((meter) => meter.meterId).join('+');
  return `${ids} from ${chain.billableFrom}${chain.startsNextMonth ? ', next month' : ''}`;
}

const valuesOf = (reading: Reading) => reading.values;
const exact = (values: readonly Rational[]) => values.map((value) => value.toText());

describe('a meter is billed', () => {
  it('from the month of installation where it was there before the first period', () => {
    expect(billed('2026-03', [aMeter('M1', { installedOn: '2020-05-10' })])).toBe('M1 from 2020-05');
    expect(billed('2026-03', [aMeter('M1', { installedOn: '2026-02-28' })])).toBe('M1 from 2026-02');
  });

  it('from the next month where it is the first meter and came later', () => {
    const meters = [aMeter('M1', { installedOn: '2026-03-01' })];
    expect(billed('2026-03', meters)).toBe('none');
    expect(billed('2026-04', meters)).toBe('M1 from 2026-04, next month');
  });

  it('from the month of installation where it was there when the account was opened', () => {
    const meters = [aMeter('M1', { installedOn: '2026-05-10' })];
    expect(billed('2026-05', meters, { openedOn: '2026-05-10' })).toBe('M1 from 2026-05');
    expect(billed('2026-06', meters, { openedOn: '2026-05-09' })).toBe('M1 from 2026-06, next month');
  });

  it('from the month of installation where it was there when the utility was connected', () => {
    const meters = [aMeter('M1', { installedOn: '2026-05-10' })];
    expect(billed('2026-05', meters, { connection: { from: '2026-05-10' } })).toBe('M1 from 2026-05');
    expect(billed('2026-07', meters, { connection: { from: '2026-07-01' } })).toBe('M1 from 2026-05');
    // The later of connection and opening decides.
    expect(billed('2026-05', meters, { connection: { from: '2026-05-01' }, openedOn: '2026-05-12' })).toBe(
      'M1 from 2026-05',
    );
  });

  it('only where it measures the utility', () => {
    expect(billed('2026-03', [aMeter('M1', { utility: 'hot_water' })])).toBe('none');
    expect(billed('2026-03', [])).toBe('none');
  });

  it('not before it is installed', () => {
    expect(billed('2026-04', [aMeter('M1', { installedOn: '2026-05-10' })], { openedOn: '2026-05-10' })).toBe('none');
  });
});

describe('a replacement', () => {
  const old = (changes: Partial<Meter> = {}) =>
    aMeter('M1', { removedOn: '2026-05-12', finalValues: ['140'], ...changes });
  const successor = (changes: Partial<Meter> = {}) =>
    aMeter('M2', { installedOn: '2026-05-12', replaces: 'M1', ...changes });

  it('in order continues the chain at once', () => {
    expect(billed('2026-04', [old(), successor()])).toBe('M1 from 2020-05');
    expect(billed('2026-05', [old(), successor()])).toBe('M1+M2 from 2020-05');
    expect(billed('2026-05', [successor(), old()])).toBe('M1+M2 from 2020-05');
  });

  it('on the last valid day of the old verification is in order', () => {
    expect(billed('2026-05', [old({ verifiedUntil: '2026-05-12' }), successor()])).toBe('M1+M2 from 2020-05');
  });

  it('after the old verification has expired starts a new chain from the next month', () => {
    const meters = [old({ verifiedUntil: '2026-05-11' }), successor()];
    expect(billed('2026-05', meters)).toBe('M1 from 2020-05');
    expect(billed('2026-06', meters)).toBe('M2 from 2026-06, next month');
  });

  it('some days after the removal starts a new chain from the next month', () => {
    const meters = [old(), successor({ installedOn: '2026-05-13' })];
    expect(billed('2026-05', meters)).toBe('M1 from 2020-05');
    expect(billed('2026-06', meters)).toBe('M2 from 2026-06, next month');
  });

  it('that names no old meter, or one that was never removed, starts a new chain', () => {
    expect(billed('2026-06', [old(), successor({ replaces: null })])).toBe('M2 from 2026-06, next month');
    expect(billed('2026-06', [aMeter('M1'), successor()])).toBe('M2 from 2026-06, next month');
    expect(billed('2026-06', [successor()])).toBe('M2 from 2026-06, next month');
  });

  it('of a meter that is not billed yet does not continue it', () => {
    // M1 came on 5 May and would be billed from June; it was replaced on 20 May.
    const first = aMeter('M1', { installedOn: '2026-05-05', removedOn: '2026-05-20', finalValues: ['3'] });
    const second = successor({ installedOn: '2026-05-20' });
    expect(billed('2026-05', [first, second])).toBe('none');
    expect(billed('2026-06', [first, second])).toBe('M2 from 2026-06, next month');
  });

  it('of a meter that is billed from this very month continues its chain, which began in the next month', () => {
    const first = aMeter('M1', { installedOn: '2026-05-05', removedOn: '2026-06-01', finalValues: ['3'] });
    const second = successor({ installedOn: '2026-06-01' });
    expect(billed('2026-06', [first, second])).toBe('M1+M2 from 2026-06, next month');
  });

  it('may follow a replacement', () => {
    const second = successor({ removedOn: '2026-08-03', finalValues: ['9'] });
    const third = aMeter('M3', { installedOn: '2026-08-03', replaces: 'M2' });
    expect(billed('2026-08', [third, old(), second])).toBe('M1+M2+M3 from 2020-05');
    expect(billed('2026-07', [third, old(), second])).toBe('M1+M2 from 2020-05');
  });
});

describe('the meter of a period', () => {
  it('is the billable one installed last', () => {
    const meters = [aMeter('M2', { installedOn: '2021-01-01' }), aMeter('M1', { installedOn: '2022-01-01' })];
    expect(billed('2026-03', meters)).toBe('M1 from 2022-01');
    expect(billed('2026-03', [...meters].reverse())).toBe('M1 from 2022-01');
  });

  it('is the successor where both were installed on one day', () => {
    const first = aMeter('M9', { installedOn: '2021-01-01', removedOn: '2021-01-01', finalValues: ['0'] });
    const second = aMeter('M1', { installedOn: '2021-01-01', replaces: 'M9' });
    expect(billed('2026-03', [first, second])).toBe('M9+M1 from 2021-01');
    expect(billed('2026-03', [second, first])).toBe('M9+M1 from 2021-01');
  });

  it('does not depend on the order of facts where nothing else decides', () => {
    const meters = [aMeter('M1', { installedOn: '2021-01-01' }), aMeter('M2', { installedOn: '2021-01-01' })];
    expect(billed('2026-03', meters)).toBe('M2 from 2021-01');
    expect(billed('2026-03', [...meters].reverse())).toBe('M2 from 2021-01');
  });

  it('is still the removed one while nothing has replaced it', () => {
    expect(billed('2026-06', [aMeter('M1', { removedOn: '2026-04-10', finalValues: ['140'] })])).toBe(
      'M1 from 2020-05',
    );
  });
});

const seam: MeterChain = {
  meters: [
    aMeter('M2', { removedOn: '2026-05-12', finalValues: ['418.12'] }),
    aMeter('M1', { installedOn: '2026-05-12', replaces: 'M2', startValues: ['1'] }),
  ],
  billableFrom: '2020-05',
  startsNextMonth: false,
};

describe('the readings of a chain', () => {
  it('are those of its meters by the day taken, on the day of a seam the old meter first', () => {
    const readings = [
      aReading('M1', '2026-06-20', '3'),
      aReading('M1', '2026-05-12', '1'),
      aReading('M7', '2026-05-30', '999'),
      aReading('M2', '2026-05-12', '418'),
      aReading('M2', '2026-04-20', '412'),
    ];
    for (const order of [readings, [...readings].reverse()]) {
      const found = readingsOfChain(aDossier({ readings: order }), seam);
      expect(found.map((reading) => `${reading.meterId} ${reading.takenOn}`)).toEqual([
        'M2 2026-04-20',
        'M2 2026-05-12',
        'M1 2026-05-12',
        'M1 2026-06-20',
      ]);
    }
    expect(placeInChain(seam, 'M1')).toBe(1);
    expect(placeInChain(seam, 'M7')).toBe(-1);
  });
});

describe('the start of a chain', () => {
  const start = (meter: Meter, readings: readonly Reading[], period = '2026-06', closedOn: string | null = null) => {
    const dossier = aDossier({ meters: [meter], readings, closedOn });
    const chain = chainOfPeriod(dossier, aConnection('cold_water'), period, FIRST_PERIOD) as MeterChain;
    const reading = startReadingOf(dossier, chain, WINDOW_TO_DAY, FIRST_PERIOD);
    return [reading?.takenOn ?? null, chainStartDay(chain, reading)];
  };

  it('is its latest reading that belongs to a month before the first period', () => {
    const readings = [aReading('M1', '2026-02-20', '100'), aReading('M1', '2026-01-20', '95')];
    expect(start(aMeter('M1'), readings)).toEqual(['2026-02-20', '2026-02-20']);
  });

  it('is not a reading that was received late and so belongs to the first period', () => {
    const readings = [aReading('M1', '2026-01-20', '95'), aReading('M1', '2026-02-24', '100', '2026-02-26')];
    expect(start(aMeter('M1'), readings)).toEqual(['2026-01-20', '2026-01-20']);
  });

  it('is not a reading taken after the verification expired', () => {
    const readings = [aReading('M1', '2026-01-20', '95'), aReading('M1', '2026-02-20', '100')];
    expect(start(aMeter('M1', { verifiedUntil: '2026-02-19' }), readings)).toEqual(['2026-01-20', '2026-01-20']);
    expect(start(aMeter('M1', { verifiedUntil: '2026-02-20' }), readings)).toEqual(['2026-02-20', '2026-02-20']);
  });

  it('of a meter billed from the next month is its latest reading of the month of installation', () => {
    const meter = aMeter('M1', { installedOn: '2026-05-05' });
    expect(start(meter, [aReading('M1', '2026-05-20', '4'), aReading('M1', '2026-06-20', '9')])).toEqual([
      '2026-05-20',
      '2026-05-20',
    ]);
    expect(start(meter, [aReading('M1', '2026-05-28', '4'), aReading('M1', '2026-06-20', '9')])).toEqual([
      null,
      '2026-05-05',
    ]);
  });

  it('heeds that no reading of a closing account is carried beyond its last month', () => {
    // Closed on 1 March: the reading of 27 February belongs to February, the last billed month.
    const readings = [aReading('M1', '2026-02-27', '100')];
    expect(start(aMeter('M1'), readings, '2026-03', '2026-03-01')).toEqual(['2026-02-27', '2026-02-27']);
  });

  it('is the start values, from the day of installation, where there is no such reading', () => {
    expect(start(aMeter('M1'), [])).toEqual([null, '2020-05-10']);
  });
});

describe('the growth of a chain', () => {
  const before = aReading('M2', '2026-04-20', '412.35');
  const after = aReading('M1', '2026-05-20', '4.48');

  it('on one meter is from reading to reading', () => {
    const now = aReading('M2', '2026-05-10', '415');
    const steps = growthSteps(seam, before, now, valuesOf);
    expect(steps).toEqual([
      { meter: seam.meters[0], before: ['412.35'], now: ['415'], beforeReading: before, nowReading: now },
    ]);
    expect(exact(growthOf(steps, null))).toEqual(['2.65']);
  });

  it('over a seam is the old meter to its final value and the new one from its start value', () => {
    // (418.12 − 412.35) + (4.48 − 1) = 5.77 + 3.48.
    const steps = growthSteps(seam, before, after, valuesOf);
    expect(steps).toEqual([
      { meter: seam.meters[0], before: ['412.35'], now: ['418.12'], beforeReading: before, nowReading: null },
      { meter: seam.meters[1], before: ['1'], now: ['4.48'], beforeReading: null, nowReading: after },
    ]);
    expect(exact(growthOf(steps, null))).toEqual(['9.25']);
  });

  it('from the start is from the start values of the first meter', () => {
    // (418.12 − 0) + (4.48 − 1).
    expect(exact(growthOf(growthSteps(seam, null, after, valuesOf), null))).toEqual(['421.6']);
  });

  it('from a reading of the new meter does not count the old one again', () => {
    const steps = growthSteps(seam, after, aReading('M1', '2026-06-20', '7'), valuesOf);
    expect(exact(growthOf(steps, null))).toEqual(['2.52']);
  });

  it('uses the values as they are known', () => {
    const known = (reading: Reading) => (reading === before ? ['412'] : reading.values);
    expect(exact(growthOf(growthSteps(seam, before, after, known), null))).toEqual(['9.6']);
  });

  it('is taken for each register, each going over its greatest number by itself', () => {
    const meter = aMeter('M5', { startValues: ['99990', '20'] });
    const chain = { meters: [meter], billableFrom: '2020-05', startsNextMonth: false };
    const steps = growthSteps(chain, null, aReading('M5', '2026-03-20', '5 50'), valuesOf);
    // 10^5 − 99990 + 5 = 15; 50 − 20 = 30.
    expect(exact(growthOf(steps, null))).toEqual(['15', '30']);
    expect(exact(growthOf(steps, Rational.of(1, 3)))).toEqual(['5', '10']);
  });
});

describe('the first growth of a chain billed from the next month', () => {
  const chain: MeterChain = {
    meters: [aMeter('M1', { installedOn: '2026-05-12' }), aMeter('M2', { installedOn: '2026-06-10', replaces: 'M1' })],
    billableFrom: '2026-06',
    startsNextMonth: true,
  };

  it('counts only in the ratio of the days since the first billable day to those since installation', () => {
    // 1 June → 22 June = 21 days, 12 May → 22 June = 41 days.
    expect(firstGrowthRatio(chain, null, '2026-06-22')?.toText()).toBe('21/41');
  });

  it('does not count at all for a reading taken before the first billable day', () => {
    expect(firstGrowthRatio(chain, null, '2026-05-28')?.toText()).toBe('0');
    expect(firstGrowthRatio(chain, null, '2026-06-01')?.toText()).toBe('0');
    expect(firstGrowthRatio(chain, null, '2026-06-02')?.toText()).toBe('1/21');
  });

  it('counts in full from a reading, or where the chain is billed from its own month', () => {
    expect(firstGrowthRatio(chain, aReading('M1', '2026-05-20', '1'), '2026-06-22')).toBeNull();
    expect(firstGrowthRatio({ ...chain, startsNextMonth: false }, null, '2026-06-22')).toBeNull();
  });
});
