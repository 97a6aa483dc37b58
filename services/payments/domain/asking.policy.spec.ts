import { isToBeAskedFor, REFUND_LOOKS, RefundLook, refundLookDue } from './asking.policy';

const HOUR = 60;
const DAY = 24 * HOUR;

describe('a payment without a last word', () => {
  it.each([
    ['while the payer may wait', HOUR + 4, 0, true],
    ['on the first day, nine minutes after', HOUR + 5, 9, false],
    ['on the first day, ten minutes after', DAY - 1, 10, true],
    ['in the first week, within the hour', DAY, 59, false],
    ['in the first week, after an hour', 7 * DAY - 1, HOUR, true],
    ['in the first months, on the same day', 7 * DAY, DAY - 1, false],
    ['in the first months, on the next day', 90 * DAY - 1, DAY, true],
    ['later, within a week', 90 * DAY, 7 * DAY - 1, false],
    ['years later, after a week', 1000 * DAY, 7 * DAY, true],
  ])('is asked for ever less often: %s', (_, ageMinutes, sinceAskedMinutes, isAsked) => {
    expect(isToBeAskedFor(ageMinutes, sinceAskedMinutes)).toBe(isAsked);
  });

  it('is asked for by a process that has just begun, however old it is', () => {
    expect(isToBeAskedFor(1000 * DAY, null)).toBe(true);
  });
});

describe('refunds', () => {
  const due = (...hours: (number | null)[]) =>
    refundLookDue((look: RefundLook) => hours[REFUND_LOOKS.indexOf(look)] ?? null)?.backDays;

  it('are looked for as far back as a bank gives money back, when a process begins and once a week', () => {
    expect(due(null, null, null)).toBe(1098);
    expect(due(0, 23, 168)).toBe(1098);
  });

  it('are looked for over three months once a day, and over three days each hour', () => {
    expect(due(1, 24, 24)).toBe(90);
    expect(due(1, 23, 167)).toBe(3);
    expect(due(0.9, 0.9, 0.9)).toBeUndefined();
  });
});
