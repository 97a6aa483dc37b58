import { closableThrough, addToClose, isClosedByTwo, NOTHING_TO_CLOSE } from './close-authority.policy';

const from = (day: string, value: string) => ({ from: day, value, eventId: 'e' });
const BY_TWO = { period_close: [from('2026-08-31', 'TWO_PEOPLE')] };
const none = () => false;

describe('who closes a period', () => {
  it('is the night where the company has not said otherwise by the last day of the period', () => {
    expect(isClosedByTwo({}, '2026-09')).toBe(false);
    expect(isClosedByTwo(BY_TWO, '2026-07')).toBe(false);
    expect(
      isClosedByTwo({ period_close: [from('2026-08-01', 'TWO_PEOPLE'), from('2026-09-15', 'NIGHT')] }, '2026-09'),
    ).toBe(false);
  });

  it('are two people from the period on whose last day the setting is in force', () => {
    expect([isClosedByTwo(BY_TWO, '2026-08'), isClosedByTwo(BY_TWO, '2026-09')]).toEqual([true, true]);
  });
});

describe('the last period that the night may close', () => {
  it('is the one that has ended, where the night closes by itself', () => {
    expect(closableThrough({}, '2026-09', '2026-03', none)).toBe('2026-09');
  });

  it('stops before the first one that nobody has agreed to', () => {
    expect(closableThrough(BY_TWO, '2026-10', '2026-03', none)).toBe('2026-07');
    expect(closableThrough(BY_TWO, '2026-10', '2026-03', (period) => period === '2026-08')).toBe('2026-08');
    expect(closableThrough(BY_TWO, '2026-10', '2026-03', (period) => period === '2026-10')).toBe('2026-10');
  });

  it('is before the first period where not even that was agreed to', () => {
    expect(closableThrough({ period_close: [from('2020-01-01', 'TWO_PEOPLE')] }, '2026-04', '2026-03', none)).toBe(
      '2026-02',
    );
  });
});

it('the figures of a close leave out whom a missing rule keeps open, and say how many they are', () => {
  const account = (chargedKopecks: number, refused: string | null) => ({
    chargedKopecks,
    recalculatedKopecks: -10,
    refused,
  });
  const accounts = [account(100, null), account(200, null), account(999, 'BILLING_NO_RULE_IN_FORCE')];
  expect(accounts.reduce(addToClose, NOTHING_TO_CLOSE)).toEqual({
    accounts: 2,
    refused: 1,
    chargedKopecks: 300,
    recalculatedKopecks: -20,
  });
});
