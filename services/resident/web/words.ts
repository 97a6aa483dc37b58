import { componentInWords, monthInWords } from '#libs/web';
import { UtilityCard } from '#services/billing/api/client';

export { basisInWords, componentInWords, payeeInWords, reasonInWords } from '#libs/web';

/** Letters that stand on slips and nobody says aloud. */
const SPOKEN: readonly (readonly [string, string])[] = [
  ['СОИ', 'общее имущество'],
  ['ТКО', 'бытовыми отходами'],
];

/** The name of a utility, with its part where it has several: `Горячая вода, подогрев`. */
export function utilityInWords(
  utilities: readonly UtilityCard[],
  utility: string,
  component: string | null = null,
): string {
  const name = utilities.find((one) => one.utility === utility)?.name ?? utility;
  const spoken = SPOKEN.reduce((text, [letters, words]) => text.replace(letters, words), name);
  return component === null ? spoken : `${spoken}, ${componentInWords(component)}`;
}

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
