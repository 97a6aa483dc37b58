import { monthInWords } from '#libs/web';

export { basisInWords, componentInWords, payeeInWords, reasonInWords, utilityInWords } from '#libs/web';

/** Registers of a meter of several zones, as they stand on it. */
export function registerInWords(count: number, register: number): string {
  const names = { 1: [''], 2: ['день', 'ночь'], 3: ['пик', 'полупик', 'ночь'] }[count];
  return names?.[register] ?? '';
}

const SHORT = ['янв', 'фев', 'мар', 'апр', 'май', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек'];

/** Under a bar: `мар`, and January with its year. */
export function monthShort(period: string): string {
  const month = SHORT[Number(period.slice(5, 7)) - 1] ?? monthInWords(period);
  return month === 'янв' ? `янв ${period.slice(2, 4)}` : month;
}
