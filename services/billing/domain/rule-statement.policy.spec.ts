import { Rejection } from '#libs/kernel';
import { commandOfRule, inForceBefore, RuleStatement, streamOfRule } from './rule-statement.policy';

const row = (from: string, value: string) => ({ from, value, eventId: `${from}|${value}` });
const BOOK = {
  tariffs: {
    'cold_water||': [row('2026-01-01', '44.86'), row('2026-07-01', '48.1')],
    'cold_water||H2': [row('2026-07-01', '50')],
    'hot_water|heat|': [row('2026-01-01', '2350.4')],
  },
  norms: { 'cold_water|person_month|': [row('2026-01-01', '6.935')] },
  coefficients: { cold_water: [row('2026-01-01', '1.5')] },
  settings: { due_day: [row('2000-01-01', '10'), row('2026-03-01', '15')] },
  keyRates: [row('2026-06-22', '14.5')],
  houses: { H1: {}, H2: {} } as never,
};
const stated = { reason: 'приказ', notBefore: '2026-10-01' };
const none = { key: '', utility: '', part: '', houseId: null, from: '2026-11-01' };
const tariff: RuleStatement = { ...none, kind: 'tariff', utility: 'cold_water', value: '49.10' };

const commandOf = (statement: RuleStatement) => commandOfRule(statement, BOOK, stated);
const codeOf = (statement: RuleStatement) => {
  const command = commandOf(statement);
  return command instanceof Rejection ? command.code : command.kind;
};

it('a number has one form, whatever zeros were typed', () => {
  const price = { utility: 'cold_water', houseId: null, part: null, from: '2026-11-01', price: '49.1' };
  expect(commandOf(tariff)).toEqual({ kind: 'SetTariff', tariff: price, stated });
});

it.each<[string, RuleStatement]>([
  ['SetTariff', { ...tariff, utility: 'hot_water', part: 'heat', houseId: 'H1' }],
  ['SetNorm', { ...tariff, kind: 'norm', part: 'person_month' }],
  ['SetRaisingCoefficient', { ...tariff, kind: 'coefficient', value: '1.5' }],
  ['AnnounceKeyRate', { ...none, kind: 'key_rate', value: '16' }],
  ['DecideSetting', { ...none, kind: 'setting', key: 'due_day', value: '20' }],
  ['DecideSetting', { ...none, kind: 'setting', key: 'period_close', value: 'TWO_PEOPLE' }],
])('%s is how it is stated', (kind, statement) => {
  expect(codeOf(statement)).toBe(kind);
});

it.each<[string, RuleStatement]>([
  ['a utility', { ...tariff, utility: 'gas' }],
  ['a part', { ...tariff, part: 'night' }],
  ['a house', { ...tariff, houseId: 'H9' }],
  ['a norm', { ...tariff, kind: 'norm', part: 'm2_year' }],
  ['a coefficient of a house', { ...tariff, kind: 'coefficient', houseId: 'H1', value: '1.5' }],
  ['a setting', { ...none, kind: 'setting', key: 'no_such', value: '1' }],
  ['a setting of one value', { ...none, kind: 'setting', key: 'rounding', value: 'HALF_AWAY_PER_LINE' }],
])('%s that the company does not have is refused', (_, statement) => {
  expect(codeOf(statement)).toBe('BILLING_RULE_UNKNOWN');
});

it.each<[string, RuleStatement]>([
  ['-1', tariff],
  ['1e3', tariff],
  ['1,5', tariff],
  ['1.1234567', tariff],
  ['1000000.01', tariff],
  ['0.99', { ...tariff, kind: 'coefficient' }],
  ['29', { ...none, kind: 'setting', key: 'due_day', value: '' }],
  ['2026-09', { ...none, kind: 'setting', key: 'last_period', value: '' }],
  ['NIGHT', { ...none, kind: 'setting', key: 'period_close', value: '' }],
])('the value %s is refused', (value, statement) => {
  expect(codeOf({ ...statement, value })).toBe('BILLING_RULE_VALUE');
});

it.each<[string | null, RuleStatement]>([
  ['48.1', tariff],
  ['50', { ...tariff, houseId: 'H2' }],
  ['48.1', { ...tariff, houseId: 'H1' }],
  ['6.935', { ...tariff, kind: 'norm', part: 'person_month' }],
  ['1.5', { ...tariff, kind: 'coefficient' }],
  ['14.5', { ...none, kind: 'key_rate', value: '16' }],
  ['15', { ...none, kind: 'setting', key: 'due_day', value: '20' }],
  [null, { ...tariff, from: '2025-12-31' }],
])('before it %s is in force', (before, statement) => {
  expect(inForceBefore(statement, BOOK)).toBe(before);
});

it('rules of a utility stand in its stream, all others in that of the company', () => {
  expect(streamOfRule(tariff, '6316000017')).toBe('billing_utility-cold_water');
  expect(streamOfRule({ ...none, kind: 'key_rate' }, '6316000017')).toBe('billing_company-6316000017');
});
