import { addKopecks } from '#libs/money';
import { RecordedLine, SumsByOutcome } from './registry.events';

export const NO_SUMS: SumsByOutcome = {
  received: { lines: 0, amountKopecks: 0 },
  suspended: { lines: 0, amountKopecks: 0 },
  conflict: { lines: 0, amountKopecks: 0 },
  duplicate: { lines: 0, amountKopecks: 0 },
};

/** The sums with more lines in them. */
export function withLines(sums: SumsByOutcome, lines: readonly RecordedLine[]): SumsByOutcome {
  const next = {
    received: { ...sums.received },
    suspended: { ...sums.suspended },
    conflict: { ...sums.conflict },
    duplicate: { ...sums.duplicate },
  };
  for (const { outcome, amountKopecks } of lines) {
    next[outcome].lines += 1;
    next[outcome].amountKopecks = addKopecks(next[outcome].amountKopecks, amountKopecks);
  }
  return next;
}
