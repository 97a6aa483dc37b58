import { monthInWords, unitInWords, utilityInWords } from '#libs/web';
import { UtilityCard } from '#services/billing/api/client';
import { AccountMeterAnswer } from '#services/metering/api/client';

export { basisInWords, componentInWords, payeeInWords, reasonInWords, utilityInWords } from '#libs/web';

/** «Холодная вода, счётчик № 123»; by its number alone where it is not known what the utility is called. */
export function meterInWords(
  utilities: readonly UtilityCard[],
  { utility, serial }: Pick<AccountMeterAnswer, 'utility' | 'serial'>,
): string {
  const isNamed = utilities.some((one) => one.utility === utility);
  return isNamed ? `${utilityInWords(utilities, utility)}, счётчик № ${serial}` : `Счётчик № ${serial}`;
}

/** «Показание, м³»; without the unit where it is not known. */
export function inUnit(words: string, unit: string): string {
  return unit === '' ? words : `${words}, ${unitInWords(unit)}`;
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
