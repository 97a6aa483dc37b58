/** A line of the Sberbank-like form as a test states it; what is left out is everyday. */
export interface RegistryRow {
  readonly operation: string;
  readonly account: string;
  readonly kopecks: number;
  /** `DD-MM-YYYY`. */
  readonly day?: string;
  readonly payer?: string;
  readonly month?: string;
}

const CYRILLIC_FROM = 0x0410;
const CYRILLIC_TO = 0x044f;

/** Bytes in Windows-1251, for the signs that tests use: ASCII, А–я, ё and Ё. */
export function inWindows1251(text: string): Buffer {
  const bytes = [...text].map((sign) => {
    const code = sign.codePointAt(0) as number;
    if (code < 0x80) return code;
    if (code >= CYRILLIC_FROM && code <= CYRILLIC_TO) return code - CYRILLIC_FROM + 0xc0;
    if (sign === 'ё') return 0xb8;
    if (sign === 'Ё') return 0xa8;
    throw new RangeError(`Not among the signs of tests: ${sign}`);
  });
  return Buffer.from(bytes);
}

export function roubles(kopecks: number): string {
  return `${Math.floor(kopecks / 100)}.${String(kopecks % 100).padStart(2, '0')}`;
}

/** A registry in the Sberbank-like text form, with a commission of one per cent and the right closing line, whose order is of a day as those of rows. */
export function sberbankRegistry(rows: readonly RegistryRow[], orderedOn = '06-05-2026'): Buffer {
  const totals = { amount: 0, transfer: 0, commission: 0 };
  const lines = rows.map(({ operation, account, kopecks, day = '05-05-2026', payer = 'Лесной П.', month = '' }) => {
    const commission = Math.floor(kopecks / 100);
    totals.amount += kopecks;
    totals.commission += commission;
    totals.transfer += kopecks - commission;
    const money = [kopecks, kopecks - commission, commission].map(roubles);
    return [day, '10-00-00', '8047', '1', operation, account, payer, 'Лесная 1', month, ...money].join(';');
  });
  const sums = [totals.amount, totals.transfer, totals.commission].map(roubles);
  const footer = `=${rows.length};${sums.join(';')};118204;${orderedOn}`;
  return inWindows1251([...lines, footer, ''].join('\r\n'));
}
