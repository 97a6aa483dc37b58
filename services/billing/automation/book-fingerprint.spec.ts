import { aBookDocument, aHouse, BookPlan } from '../domain/testing/book-builder';
import { bookFingerprint } from './book-fingerprint';

const everyday = bookFingerprint(aBookDocument());

it('two books that say the same have one name', () => {
  expect(bookFingerprint(aBookDocument())).toBe(everyday);
  expect(bookFingerprint(JSON.parse(JSON.stringify(aBookDocument())))).toBe(everyday);
  expect(everyday).toMatch(/^[0-9a-f]{16}$/);
});

const CHANGES: readonly [string, Partial<BookPlan>][] = [
  ['a tariff', { tariffs: { 'cold_water||': ['2000-01-01 44.87'] } }],
  ['a tariff from a later day', { tariffs: { 'cold_water||': ['2000-01-01 44.86', '2026-07-01 50'] } }],
  ['a norm', { norms: { 'cold_water|person_month|': ['2000-01-01 7'] } }],
  ['a raising coefficient', { coefficients: { cold_water: ['2000-01-01 1.5'] } }],
  ['a utility', { utilities: { cold_water: { maxMonthly: '60' } } }],
  ['a house', { houses: [{ heatMeter: true }] }],
  ['another house', { houses: [aHouse(), aHouse({ houseId: 'H2' })] }],
  ['the heat of a month', { houseVolumes: { 'H1|heating|2026-03': '128.4' } }],
  ['a setting', { settings: { average_months: ['2000-01-01 12'] } }],
];
it.each(CHANGES)('charges depend on it, so it gives another name: %s', (_, plan) => {
  expect(bookFingerprint(aBookDocument(plan))).not.toBe(everyday);
});

it('each of these changes gives a name of its own', () => {
  const names = CHANGES.map(([, plan]) => bookFingerprint(aBookDocument(plan)));
  expect(new Set(names).size).toBe(CHANGES.length);
});

it.each<[string, Partial<BookPlan>]>([
  ['a key rate', { keyRates: ['2024-01-01 21'] }],
  ['a day of the calendar', { calendar: { '2026-11-02': 'non_working' } }],
])('charges do not depend on it, only debts do, so no house is charged anew: %s', (_, plan) => {
  expect(bookFingerprint(aBookDocument(plan))).toBe(everyday);
});
