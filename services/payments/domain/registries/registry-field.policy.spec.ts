import {
  accountInPurpose,
  isLuhnValid,
  readAmount,
  readDate,
  readOperation,
  readPeriod,
} from './registry-field.policy';

describe('a day', () => {
  it('is read in the form of the profile alone', () => {
    expect(readDate('09-03-2026', 'DD-MM-YYYY')).toBe('2026-03-09');
    expect(readDate('09.03.2026', 'DD.MM.YYYY')).toBe('2026-03-09');
    expect(readDate('2026-03-09', 'YYYY-MM-DD')).toBe('2026-03-09');
    expect(readDate('09.03.2026', 'DD-MM-YYYY')).toBeNull();
    expect(readDate('31-02-2026', 'DD-MM-YYYY')).toBeNull();
    expect(readDate('9-3-2026', 'DD-MM-YYYY')).toBeNull();
  });
});

describe('an amount', () => {
  it.each([
    ['1500.00', 'either', 150_000],
    ['1500,5', 'either', 150_050],
    ['1500', 'point', 150_000],
    ['0,07', 'comma', 7],
    ['999999999999.99', 'either', 99_999_999_999_999],
  ] as const)('%s with the mark %s is %s kopecks', (text, mark, kopecks) => {
    expect(readAmount(text, mark)).toBe(kopecks);
  });

  it.each(['', '-1.00', '+1', '1.005', '1 000', '1e3', '1.', '.5', '1,5.0', '٣', '1000000000000000'])(
    'is not %j',
    (text) => {
      expect(readAmount(text, 'either')).toBeNull();
    },
  );

  it('has the mark of the profile', () => {
    expect(readAmount('1,5', 'point')).toBeNull();
    expect(readAmount('1.5', 'comma')).toBeNull();
  });
});

describe('a month', () => {
  it('is written as MMYY, MMYYYY or MM.YYYY, and may be missing', () => {
    expect(readPeriod('0226')).toBe('2026-02');
    expect(readPeriod('022026')).toBe('2026-02');
    expect(readPeriod('02.2026')).toBe('2026-02');
    expect(readPeriod('')).toBeUndefined();
    expect(readPeriod('0000')).toBeUndefined();
    expect(readPeriod('1326')).toBeNull();
    expect(readPeriod('2026-02')).toBeNull();
  });
});

it('an operation has visible signs of ASCII, at most 64', () => {
  expect(readOperation('804700120000001')).toBe('804700120000001');
  expect(readOperation('a'.repeat(64))).toBe('a'.repeat(64));
  expect(readOperation('a'.repeat(65))).toBeNull();
  expect(readOperation('номер')).toBeNull();
  expect(readOperation('a b')).toBeNull();
});

/** Numbers of the annex of ISO/IEC 7812-1 and one whose digit was changed. */
it('the check digit of Luhn finds one mistyped digit', () => {
  expect(isLuhnValid('79927398713')).toBe(true);
  expect(isLuhnValid('79927398710')).toBe(false);
  expect(isLuhnValid('78927398713')).toBe(false);
  expect(isLuhnValid('7a')).toBe(false);
});

describe('the account in the purpose of a payment', () => {
  const marks = ['л/с', 'лс', 'лицевой счет'];

  it.each([
    ['Оплата ЖКУ, л/с 0045120005', '0045120005'],
    ['ЛС №0045120006; НДС не облагается', '0045120006'],
    ['лицевой счет: 17-A', '17-A'],
    ['Лс.0045 за март', '0045'],
    ['л/с не помню, лс 0046', '0046'],
  ])('of «%s» is %s', (purpose, account) => {
    expect(accountInPurpose(purpose, marks)).toBe(account);
  });

  it.each(['Квартплата 0045120005', 'Подлость 5', 'балс 77', 'л/с', 'л/с Иванова'])('of «%s» is none', (purpose) => {
    expect(accountInPurpose(purpose, marks)).toBeNull();
  });
});
