import { numberInWords } from './numbers';

/** Arithmetic as people write it: `22 * 0.6` → `22 × 0,6`. */
export function formulaInWords(formula: string): string {
  return formula.replaceAll('*', '×').replaceAll('/', ':').replaceAll('-', '−').replaceAll('.', ',');
}

/** An exact result may be a fraction without end, which the log keeps as such: people see six places. */
export function exactInWords(exact: string): string {
  const fraction = /^(-?\d+)\/(\d+)$/.exec(exact);
  if (fraction === null) return numberInWords(exact);
  const scaled = (BigInt(fraction[1] ?? '0') * 1_000_000n) / BigInt(fraction[2] ?? '1');
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(7, '0');
  return numberInWords(`${scaled < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`);
}
