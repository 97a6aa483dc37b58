import { Rejection } from '#libs/kernel';
import { exactDecimal, registerValues, sameValues } from './register-values.policy';

describe('an exact number of a register', () => {
  it.each([
    ['0', '0'],
    ['00017.10', '17.1'],
    ['123456.123456', '123456.123456'],
  ])('%j is %s', (text, canonical) => {
    expect(exactDecimal(text)?.toText()).toBe(canonical);
  });

  it.each(['', '.5', '5.', '-1', '+1', '1,5', '1e3', '1.1234567', '1234567890123456', '١', '1 000'])(
    '%j is none',
    (text) => {
      expect(exactDecimal(text)).toBeNull();
    },
  );
});

describe('the values of the registers', () => {
  it('come back in one form', () => {
    expect(registerValues(['01.50', '0'], 2, 3, {})).toEqual(['1.5', '0']);
  });

  it('are as many as the registers', () => {
    expect(registerValues(['1'], 2, 3, { meterId: 'm' })).toEqual(
      new Rejection('METERING_REGISTER_COUNT', { meterId: 'm', registers: 2, values: 1 }),
    );
  });

  it('stay below the next power of ten', () => {
    expect(registerValues(['999.999999'], 1, 3, {})).toEqual(['999.999999']);
    expect(registerValues(['1', '1000'], 2, 3, {})).toEqual(
      new Rejection('METERING_VALUE_ABOVE_DIGITS', { register: 2, value: '1000', digits: 3 }),
    );
  });

  it('are the same whatever zeros they are written with', () => {
    expect(sameValues(['1.50', '2'], ['01.5', '2.0'])).toBe(true);
    expect(sameValues(['1.5'], ['1.500001'])).toBe(false);
    expect(sameValues(['1'], ['1', '2'])).toBe(false);
    expect(sameValues(['1', '2'], ['2', '1'])).toBe(false);
  });
});
