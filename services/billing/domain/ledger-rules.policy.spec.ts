import { RejectedError } from '#libs/kernel';
import { capDecidedUntil, ledgerRules } from './ledger-rules.policy';
import { aBook } from './testing/book-builder';

const rules = ledgerRules(
  aBook({
    firstPeriod: '2026-03',
    keyRates: ['2024-01-01 16', '2026-06-22 8.25', '2026-08-01 9.5'],
    settings: { penalty_cap_percent: ['2025-01-01 9.5', '2026-10-01 none', '2027-01-01 end'] },
  }),
);

describe('the rate of penalty on a day', () => {
  it('is the cap while the key rate is above it', () => {
    expect(rules.rateOn('2026-06-21').toText()).toBe('9.5');
  });

  it('is the key rate where it is below the cap', () => {
    expect(rules.rateOn('2026-06-22').toText()).toBe('8.25');
    expect(rules.rateOn('2026-06-22').toText()).toBe('8.25');
    expect(rules.rateOn('2026-08-01').toText()).toBe('9.5');
  });

  it('is the key rate alone where it is decided that there is no cap', () => {
    const uncapped = ledgerRules(aBook({ settings: { penalty_cap_percent: ['2025-01-01 none'] } }));
    expect(uncapped.rateOn('2026-03-31').toText()).toBe('16');
  });

  it('is refused where the cap has ended and nothing is decided, or none was in force yet', () => {
    for (const day of ['2027-01-01', '2024-12-31']) {
      expect(() => rules.rateOn(day)).toThrow(RejectedError);
      expect(() => rules.assertCapDecided(day)).toThrow(`{"rule":"penalty_cap_percent","on":"${day}"}`);
    }
    expect(() => rules.assertCapDecided('2026-12-31')).not.toThrow();
    expect(() => rules.assertCapDecided('2025-01-01')).not.toThrow();
  });

  it('is known through the day before the cap ended, however often that was said', () => {
    const caps = ['2022-01-01 9.5', '2027-01-01 end', '2028-01-01 end'];
    const book = aBook({ settings: { penalty_cap_percent: caps } });
    const days = ['2026-12-31', '2027-01-01', '2028-05-01'];
    expect(days.map((day) => capDecidedUntil(book, day))).toEqual([null, '2026-12-31', '2026-12-31']);
  });

  it('is refused where no key rate is in force', () => {
    const early = ledgerRules(aBook({ keyRates: ['2026-05-01 16'] }));
    expect(() => early.rateOn('2026-04-30')).toThrow('{"rule":"key rate","on":"2026-04-30"}');
    expect(early.rateOn('2026-05-01').toText()).toBe('9.5');
  });
});

describe('the rules of debts', () => {
  it('date penalty of lines brought forward from the first computed day', () => {
    expect(rules.firstDay).toBe('2026-03-01');
  });

  it('give the due date of a period, the same however often it is asked', () => {
    expect([rules.dueOn('2026-02'), rules.dueOn('2026-02'), rules.dueOn('2026-04')]).toEqual([
      '2026-03-16',
      '2026-03-16',
      '2026-05-15',
    ]);
  });

  it('bar a debt by the limitation in force on the day', () => {
    const changing = ledgerRules(aBook({ settings: { limitation_years: ['2000-01-01 3', '2026-07-01 1'] } }));
    const line = { dueOn: '2025-02-10' };
    expect(changing.isBarred(line, '2026-06-30')).toBe(false);
    expect(changing.isBarred(line, '2026-07-01')).toBe(true);
    expect(rules.isBarred({ dueOn: '2023-05-10' }, '2026-05-10')).toBe(false);
    expect(rules.isBarred({ dueOn: '2023-05-10' }, '2026-05-11')).toBe(true);
  });

  it('take the first limitation for days before the rules begin, and none for a gap after that', () => {
    const late = ledgerRules(aBook({ firstPeriod: '2026-03', settings: { limitation_years: ['2026-02-01 1'] } }));
    expect(late.isBarred({ dueOn: '2024-01-10' }, '2026-01-31')).toBe(true);
    expect(late.isBarred({ dueOn: '2025-06-10' }, '2026-01-31')).toBe(false);
    const missing = ledgerRules(aBook({ firstPeriod: '2026-03', settings: { limitation_years: ['2026-05-01 1'] } }));
    expect(() => missing.isBarred({ dueOn: '2024-01-10' }, '2026-04-30')).toThrow('setting limitation_years');
  });
});
