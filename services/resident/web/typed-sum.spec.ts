import { faultOfSum } from './typed-sum';

describe('a sum that cannot be paid', () => {
  it.each(['999999999999', '1 000 000 000', '9999999999,50 ₽'])('%s is too large, and the limit is named', (typed) => {
    expect(faultOfSum(typed)).toMatch(/Слишком большая сумма: за один раз можно не больше [\d\u202f]+,00\u00a0₽/);
  });

  it.each(['', '0', 'сто', '-5', '12,345', '1e9'])('%p is no sum, and an example is given', (typed) => {
    expect(faultOfSum(typed, '6000')).toBe('Введите сумму в рублях, например 6000.');
  });
});
