import { CalculatedLines } from '../domain/calculation-fingerprint';
import { ChargeLine, RecalculationLine } from '../domain/calculation';

/** Lines by what they are for; several recalculations of one kind and month are told apart by their order. */
export function keyedLines({
  charges,
  recalculations,
}: Pick<CalculatedLines, 'charges' | 'recalculations'>): ReadonlyMap<string, ChargeLine | RecalculationLine> {
  const lines = new Map<string, ChargeLine | RecalculationLine>();
  for (const line of charges) lines.set(`charge|${line.utility}|${line.component ?? ''}`, line);
  for (const line of recalculations) {
    const { utility, component, source, reason, ofPeriod } = line;
    const key = ['recalculation', utility, component ?? '', source ?? '', reason, ofPeriod].join('|');
    let number = 1;
    while (lines.has(`${key}|${String(number)}`)) number += 1;
    lines.set(`${key}|${String(number)}`, line);
  }
  return lines;
}
