/** Digits of a number in groups of three, as they are read in Russian: a narrow space that does not break. */
const GROUP_SPACE = '\u202f';
const UNIT_SPACE = '\u00a0';
/** The true minus: it is as wide as a plus and never breaks from its number as a hyphen does. */
const MINUS = '\u2212';

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, GROUP_SPACE);
}

/** A decimal text of the API in Russian form: `1234.5` → `1 234,5`, `-2.5` → `−2,5`. */
export function numberInWords(decimal: string): string {
  const negative = decimal.startsWith('-');
  const [whole = '0', fraction] = (negative ? decimal.slice(1) : decimal).split('.');
  const number = fraction === undefined ? grouped(whole) : `${grouped(whole)},${fraction}`;
  return negative ? `${MINUS}${number}` : number;
}

/** Kopecks as roubles: `123456` → `1 234,56 ₽`. Below zero with a true minus. */
export function roublesInWords(amountKopecks: number): string {
  const digits = String(Math.abs(amountKopecks)).padStart(3, '0');
  const roubles = `${grouped(digits.slice(0, -2))},${digits.slice(-2)}${UNIT_SPACE}₽`;
  return amountKopecks < 0 ? `${MINUS}${roubles}` : roubles;
}

/** A price for a unit, roubles: at least to the kopeck, `2350.4` → `2 350,40`. */
export function priceInWords(decimal: string): string {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return numberInWords(`${whole}.${fraction.padEnd(2, '0')}`);
}

/** A balance as a resident says it: above zero a debt, below it an overpayment; nobody has to read a sign. */
export function balanceInWords(amountKopecks: number): string {
  if (amountKopecks === 0) return 'долга нет';
  return amountKopecks > 0
    ? `долг ${roublesInWords(amountKopecks)}`
    : `переплата ${roublesInWords(Math.abs(amountKopecks))}`;
}

const UNITS: Readonly<Record<string, string>> = { m3: 'м³', Gcal: 'Гкал', kWh: 'кВт·ч', m2: 'м²' };

/** A unit of measure as it is printed; an unknown one stays as it is. */
export function unitInWords(unit: string): string {
  return UNITS[unit] ?? unit;
}

/** A quantity with its unit: `7.642`, `m3` → `7,642 м³`. */
export function quantityInWords(decimal: string, unit: string): string {
  return `${numberInWords(decimal)}${UNIT_SPACE}${unitInWords(unit)}`;
}

/** The form that a noun takes after a count: `день`, `дня`, `дней`. */
export function pluralOf(count: number, one: string, few: string, many: string): string {
  const lastTwo = Math.abs(count) % 100;
  const last = lastTwo % 10;
  if (last === 1 && lastTwo !== 11) return one;
  return last >= 2 && last <= 4 && (lastTwo < 12 || lastTwo > 14) ? few : many;
}

/** A count with its noun: `3 дня`. */
export function countInWords(count: number, one: string, few: string, many: string): string {
  return `${numberInWords(String(count))}${UNIT_SPACE}${pluralOf(count, one, few, many)}`;
}

/** Roubles as a person types them, `1 234,5` or `1234.50`, in kopecks; null where it is no sum above zero. */
export function roublesTyped(text: string): number | null {
  const plain = text.replace(/[\s\u00a0\u202f₽]/g, '').replace(',', '.');
  const match = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(plain);
  if (match === null) return null;
  const amount = Number(`${match[1] ?? ''}${(match[2] ?? '').padEnd(2, '0')}`);
  return amount > 0 ? amount : null;
}

/** A reading as a person types it, with a comma or a point, as a decimal text; null where it is no number. */
export function decimalTyped(text: string): string | null {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  const match = /^0*(\d{1,12})(?:\.(\d{1,6}))?$/.exec(plain);
  if (match === null) return null;
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  return fraction === '' ? (match[1] ?? null) : `${match[1] ?? ''}.${fraction}`;
}
