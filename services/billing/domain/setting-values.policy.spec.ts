import { CHANGEABLE_SETTINGS, SETTINGS, settingValueRule } from './setting-values.policy';

const accepts = (key: string, value: string) => settingValueRule(key)?.accepts(value);

it.each([
  ['due_day', '28', true],
  ['due_day', '29', false],
  ['due_day', '0', false],
  ['heating_months', '10 11 12 1', true],
  ['heating_months', '10 10', false],
  ['heating_months', '13', false],
  ['penalty_cap_percent', '9.5', true],
  ['penalty_cap_percent', 'none', true],
  ['penalty_cap_percent', '-1', false],
  ['last_period', '2026-12', true],
  ['last_period', '2026-13', false],
  ['period_close', 'TWO_PEOPLE', true],
  ['rounding', 'BANKERS', false],
])('%s may be %s: %s', (key, value, expected) => {
  expect(accepts(key, value)).toBe(expected);
});

it('there is no rule for a setting that there is not, nor for what every object has', () => {
  expect([settingValueRule('no_such'), settingValueRule('toString')]).toEqual([null, null]);
});

it('what has one value only, and the first period, are not changed', () => {
  expect(SETTINGS.filter((key) => !CHANGEABLE_SETTINGS.includes(key)).sort()).toEqual(
    [
      'count_payment_day',
      'first_period',
      'late_reading',
      'new_meter',
      'penalty_rate',
      'reversal_penalty',
      'rounding',
      'tariff_change',
    ].sort(),
  );
});
