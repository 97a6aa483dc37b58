import { promisedAnswerDate } from './promised-answer.policy';
import { holidaysFrom } from './public-holidays.policy';

describe('public holidays', () => {
  it.each([
    ['over the new year', '2026-12-30', 2, '2027-01-11'],
    ['over the day of unity, which is a Wednesday in 2026', '2026-11-03', 1, '2026-11-05'],
    ['within an ordinary week', '2026-11-24', 3, '2026-11-27'],
  ])('are not counted %s', (_what, askedOn, businessDays, promised) => {
    expect(promisedAnswerDate(askedOn, businessDays, holidaysFrom(askedOn))).toBe(promised);
  });
});
