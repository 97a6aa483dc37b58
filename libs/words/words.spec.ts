import {
  capitalised,
  dayAndMonth,
  dayFault,
  pastDayFault,
  dayInWords,
  dayTyped,
  inMonth,
  instantInWords,
  monthInWords,
  ofMonth,
} from './dates';
import { valueInWords } from './explanations';
import {
  balanceInWords,
  countInWords,
  decimalTyped,
  numberInWords,
  priceInWords,
  quantityInWords,
  roublesInWords,
  roublesTyped,
} from './numbers';

/** Spaces that do not break, written as plain ones so that a reader sees what is expected. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('sums', () => {
  it.each([
    [0, '0,00 ₽'],
    [5, '0,05 ₽'],
    [99, '0,99 ₽'],
    [100, '1,00 ₽'],
    [123456, '1 234,56 ₽'],
    [123456789, '1 234 567,89 ₽'],
    [-31240, '−312,40 ₽'],
  ])('%d kopecks are %s', (amount, words) => {
    expect(plain(roublesInWords(amount))).toBe(words);
  });

  it('never break between digits, nor from their sign', () => {
    expect(roublesInWords(-123456789)).not.toContain(' ');
  });

  it.each([
    [0, 'долга нет'],
    [31240, 'долг 312,40 ₽'],
    [-31240, 'переплата 312,40 ₽'],
  ])('a balance of %d is said in words: %s', (amount, words) => {
    expect(plain(balanceInWords(amount))).toBe(words);
  });

  it.each([
    ['2350.4', '2 350,40'],
    ['6', '6,00'],
    ['0.0653', '0,0653'],
  ])('a price of %s is %s', (price, words) => {
    expect(plain(priceInWords(price))).toBe(words);
  });

  it.each([
    ['1 234,56', 123456],
    ['1234.5', 123450],
    ['1\u202f234\u00a0₽', 123400],
    ['0,01', 1],
    ['0', null],
    ['-5', null],
    ['5,555', null],
    ['5,5,5', null],
    ['1e3', null],
    ['', null],
    ['пять', null],
    ['9999999999', null],
  ])('typed as «%s» are %s', (typed, expected) => {
    expect(roublesTyped(typed)).toBe(expected);
  });
});

describe('numbers', () => {
  it.each([
    ['7.642', '7,642'],
    ['1234567.5', '1 234 567,5'],
    ['-2.5', '−2,5'],
    ['0', '0'],
  ])('%s is printed %s', (decimal, words) => {
    expect(plain(numberInWords(decimal))).toBe(words);
  });

  it('stand with their unit', () => {
    expect(plain(quantityInWords('7.642', 'm3'))).toBe('7,642 м³');
    expect(plain(quantityInWords('90', 'kWh'))).toBe('90 кВт·ч');
  });

  it.each([
    [1, '1 день'],
    [3, '3 дня'],
    [5, '5 дней'],
    [11, '11 дней'],
    [12, '12 дней'],
    [21, '21 день'],
    [22, '22 дня'],
    [111, '111 дней'],
    [0, '0 дней'],
  ])('%d stand with the right form of their noun', (count, words) => {
    expect(plain(countInWords(count, 'день', 'дня', 'дней'))).toBe(words);
  });

  it.each([
    ['00123,450', '123.45'],
    ['5', '5'],
    ['5.', null],
    [',5', null],
    ['-5', null],
    ['1 234,5', '1234.5'],
    ['0,000', '0'],
    ['1,1234567', null],
  ])('a reading typed as «%s» is %s', (typed, expected) => {
    expect(decimalTyped(typed)).toBe(expected);
  });
});

describe('values of the log', () => {
  it.each([
    ['110.374', '110,374'],
    ['12500 7', '12 500; 7'],
    ['10/3', '3,333333'],
    ['2026-05-01', '1 мая 2026'],
    ['1 registered, 2 owners from 2017-09-01', 'зарегистрировано 1, собственников 2, с 1 сентября 2017'],
    ['act 7 of 2026', 'act 7 of 2026'],
  ])('are read as people write them: %s', (value, expected) => {
    expect(plain(valueInWords(value))).toBe(expected);
  });
});

describe('dates', () => {
  it('are said with the name of the month', () => {
    expect(plain(dayInWords('2026-10-15'))).toBe('15 октября 2026');
    expect(plain(dayAndMonth('2026-05-01'))).toBe('1 мая');
    expect(monthInWords('2026-03')).toBe('март 2026');
    expect(inMonth('2026-08')).toBe('в августе 2026');
    expect(ofMonth('2026-02')).toBe('февраля 2026');
    expect(capitalised('март 2026')).toBe('Март 2026');
  });

  it('of an instant are those of the company’s zone', () => {
    expect(plain(instantInWords('2026-10-15T20:05:00.000Z', 'Europe/Samara'))).toBe('16 октября 2026, 00:05');
    expect(plain(instantInWords('2026-10-15T20:05:00.000Z', 'UTC'))).toBe('15 октября 2026, 20:05');
  });

  it.each([
    ['15.10.2026', '2026-10-15'],
    [' 1/2/2026 ', '2026-02-01'],
    ['2026-10-15', '2026-10-15'],
    ['31.02.2026', null],
    ['15.10.26', null],
    ['вчера', null],
    ['', null],
  ])('typed as «%s» are %s', (typed, date) => {
    expect(dayTyped(typed)).toBe(date);
  });

  it('that are none are refused', () => {
    expect(() => monthInWords('2026-13')).toThrow(RangeError);
  });
});

describe('what is wrong with a day', () => {
  it.each([
    ['', 'Укажите день. Если Вы его ввели, такого дня нет в календаре.'],
    ['31.09.2026', 'Дня 31.09.2026 в календаре нет. Проверьте число и месяц.'],
    ['2026-02-30', 'Дня 30.02.2026 в календаре нет. Проверьте число и месяц.'],
    ['в среду', 'Это не дата. Укажите день так: 15.10.2026.'],
    ['31.09', 'Это не дата. Укажите день так: 15.10.2026.'],
  ])('%p: %s', (typed, expected) => {
    expect(dayFault(typed, 'Укажите день.')).toBe(expected);
  });

  it.each([
    ['15.10.2026', 'required', null],
    ['2026-10-15', 'optional', null],
    ['', 'optional', null],
    ['', 'required', 'Укажите день. Если Вы его ввели, такого дня нет в календаре.'],
    ['16.10.2026', 'required', 'Укажите день не позже сегодняшнего.'],
    ['2026-10-16', 'optional', 'Укажите день не позже сегодняшнего или оставьте поле пустым.'],
    ['31.09.2026', 'optional', 'Дня 31.09.2026 в календаре нет. Проверьте число и месяц.'],
    ['31-09-2026', 'optional', 'Дня 31-09-2026 в календаре нет. Проверьте число и месяц.'],
  ] as const)('that cannot lie ahead: %p, %s', (typed, need, expected) => {
    expect(pastDayFault(typed, '2026-10-15', need)).toBe(expected);
  });
});
