import { endingBy } from './rule-endings.policy';
import { aBook } from './testing/book-builder';

const bookOf = (caps: readonly string[], lastPeriod = '2030-12') =>
  aBook({ firstPeriod: '2026-03', lastPeriod, settings: { penalty_cap_percent: [...caps] } });

describe('what ends, and nobody has decided what comes then', () => {
  const prolonged = ['2025-01-01 9.5', '2027-01-01 end'];

  it('is the cap of penalty whose last day comes by then (ПП РФ 474)', () => {
    const ends = [{ key: 'penalty_cap_percent', through: '2026-12-31' }];
    expect(endingBy(bookOf(prolonged), '2026-11-29', '2027-01-01')).toEqual(ends);
    expect(endingBy(bookOf(prolonged), '2026-11-29', '2026-12-31')).toEqual([]);
  });

  it('is still the cap after its last day', () => {
    const ends = [{ key: 'penalty_cap_percent', through: '2026-12-31' }];
    expect(endingBy(bookOf(prolonged), '2027-02-10', '2027-04-10')).toEqual(ends);
    expect(endingBy(bookOf([...prolonged, '2028-01-01 end']), '2028-02-10', '2028-04-10')).toEqual(ends);
  });

  it('is a cap that ends although another one is decided for later', () => {
    const ends = [{ key: 'penalty_cap_percent', through: '2026-12-31' }];
    expect(endingBy(bookOf([...prolonged, '2027-02-01 9.5']), '2026-11-29', '2027-03-01')).toEqual(ends);
    expect(endingBy(bookOf([...prolonged, '2027-02-01 9.5']), '2027-02-01', '2027-03-01')).toEqual([]);
  });

  it('is no cap that goes on, nor one that was decided not to be', () => {
    expect(endingBy(bookOf(['2025-01-01 9.5']), '2026-11-29', '2027-03-01')).toEqual([]);
    expect(endingBy(bookOf(['2025-01-01 9.5', '2027-01-01 none']), '2026-11-29', '2027-03-01')).toEqual([]);
  });

  it('is the last month that is charged, from when its last day comes by then', () => {
    const ends = [{ key: 'last_period', through: '2026-12-31' }];
    expect(endingBy(bookOf(['2025-01-01 9.5'], '2026-12'), '2026-11-29', '2026-12-31')).toEqual(ends);
    expect(endingBy(bookOf(['2025-01-01 9.5'], '2026-12'), '2026-11-29', '2026-12-30')).toEqual([]);
    expect(endingBy(bookOf(['2025-01-01 9.5'], '2026-12'), '2027-02-01', '2027-04-01')).toEqual(ends);
  });
});
