import { isBusinessDay, promisedAnswerDate } from './promised-answer.policy';

const PLAIN = { nonWorking: new Set<string>(), working: new Set<string>() };

describe('the day by which an answer is promised', () => {
  it.each([
    ['one business day after a Tuesday', '2026-03-03', 1, '2026-03-04'],
    ['one business day after a Friday: the week-end does not count', '2026-03-06', 1, '2026-03-09'],
    ['one business day after a Saturday', '2026-03-07', 1, '2026-03-09'],
    ['ten business days: two weeks', '2026-03-03', 10, '2026-03-17'],
  ])('is %s', (_what, askedOn, businessDays, promised) => {
    expect(promisedAnswerDate(askedOn, businessDays, PLAIN)).toBe(promised);
  });

  it('steps over days off and counts worked week-ends', () => {
    const calendar = { nonWorking: new Set(['2026-03-09']), working: new Set(['2026-03-07']) };
    expect(promisedAnswerDate('2026-03-06', 1, calendar)).toBe('2026-03-07');
    expect(promisedAnswerDate('2026-03-06', 2, calendar)).toBe('2026-03-10');
  });

  it.each([0, -1, 1.5, 1_000])('is not counted in %s business days', (businessDays) => {
    expect(() => promisedAnswerDate('2026-03-03', businessDays, PLAIN)).toThrow(RangeError);
  });
});

describe('a business day', () => {
  it.each([
    ['2026-03-06', true],
    ['2026-03-07', false],
    ['2026-03-08', false],
    ['2026-03-09', true],
  ])('%s: %s', (day, isOne) => {
    expect(isBusinessDay(day, PLAIN)).toBe(isOne);
  });
});
