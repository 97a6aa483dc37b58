import { Rejection } from '#libs/kernel';
import { SupposedRules, supposedRules } from './supposed-rules.policy';
import { aBook } from './testing/book-builder';
import { ledgerRules } from './ledger-rules.policy';
import { ReferenceBook } from './reference-book';

const { document } = aBook();
const under = (rules: SupposedRules) => {
  const supposed = supposedRules(document, rules);
  if (supposed instanceof Rejection) throw new Error(supposed.code);
  return new ReferenceBook(supposed);
};

describe('the book under supposed rules', () => {
  it('has a supposed tariff from its day, for every house or for one', () => {
    const known = aBook().tariff('cold_water', null, 'H1', '2026-04').text;
    const book = under({ tariffs: [{ utility: 'cold_water', from: '2026-05-01', price: '77.77' }] });
    expect(book.tariff('cold_water', null, 'H1', '2026-04').text).toBe(known);
    expect(book.tariff('cold_water', null, 'H1', '2026-05')).toMatchObject({ text: '77.77', eventId: 'supposed' });
    const own = under({ tariffs: [{ utility: 'cold_water', house: 'H1', from: '2026-05-01', price: '77.77' }] });
    expect(own.tariff('cold_water', null, 'H2', '2026-05').text).toBe(known);
  });

  it('has a supposed value in place of the one of the same day', () => {
    const twice = under({
      tariffs: [
        { utility: 'cold_water', from: '2026-05-01', price: '77.77' },
        { utility: 'cold_water', from: '2026-05-01', price: '50' },
      ],
    });
    expect(twice.tariff('cold_water', null, 'H1', '2026-05').text).toBe('50');
  });

  it('has supposed norms, coefficients, key rates, volumes of houses and settings', () => {
    const book = under({
      norms: [{ utility: 'cold_water', per: 'person_month', from: '2026-05-01', norm: '9.9' }],
      coefficients: [{ utility: 'cold_water', from: '2026-05-01', coefficient: '3' }],
      keyRates: [{ from: '2026-05-01', percent: '4' }],
      houseVolumes: [{ house: 'H1', utility: 'heating', period: '2026-05', volume: '12.5' }],
      settings: [{ key: 'penalty_cap_percent', from: '2026-05-01', value: 'none' }],
    });
    expect(book.norm('cold_water', 'person_month', 'H1', '2026-05').text).toBe('9.9');
    expect(book.coefficient('cold_water', '2026-05')?.text).toBe('3');
    expect(book.houseVolume('H1', 'heating', '2026-05')?.text).toBe('12.5');
    expect(ledgerRules(book).rateOn('2026-05-02').toText()).toBe('4');
  });

  it.each<[string, SupposedRules]>([
    ['a setting that there is not', { settings: [{ key: 'colour', from: '2026-05-01', value: '1' }] }],
    [
      'a setting of which all else depends',
      { settings: [{ key: 'first_period', from: '2026-05-01', value: '2026-04' }] },
    ],
    ['a value that the setting cannot have', { settings: [{ key: 'due_day', from: '2026-05-01', value: '31' }] }],
    ['a utility that there is not', { tariffs: [{ utility: 'steam', from: '2026-05-01', price: '1' }] }],
    ['a price that is no number', { tariffs: [{ utility: 'cold_water', from: '2026-05-01', price: '-1' }] }],
    ['a day that there is not', { tariffs: [{ utility: 'cold_water', from: '2026-02-30', price: '1' }] }],
    [
      'a norm that is no number',
      { norms: [{ utility: 'cold_water', per: 'person_month', from: '2026-05-01', norm: 'x' }] },
    ],
    ['a coefficient of nothing', { coefficients: [{ utility: 'steam', from: '2026-05-01', coefficient: '3' }] }],
    ['a rate that is no number', { keyRates: [{ from: '2026-05-01', percent: 'x' }] }],
    [
      'a house that there is not',
      { houseVolumes: [{ house: 'X', utility: 'heating', period: '2026-05', volume: '1' }] },
    ],
  ])('is refused with %s', (_, rules) => {
    const refused = supposedRules(document, rules);
    expect(refused instanceof Rejection ? refused.code : null).toBe('BILLING_REPLAY_RULES');
  });
});
