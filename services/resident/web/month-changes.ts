import { PrintedStatement } from '#services/billing/api/client';
import { sum } from './sums';

/** A line of a month beside the same line of the month before, kopecks; null where a month has no such line. */
export interface MonthChange {
  readonly kind: 'charge' | 'recalculation' | 'penalty';
  readonly payee: string;
  /** Null for a penalty, which is of no utility. */
  readonly utility: string | null;
  readonly component: string | null;
  readonly beforeKopecks: number | null;
  readonly afterKopecks: number | null;
}

/** All that tells two months apart: what has changed, and the rest that both have alike, add up to both totals. */
export interface MonthChanges {
  /** The greatest difference first. */
  readonly changed: readonly MonthChange[];
  /** What both months have in lines that are the same in both, kopecks. */
  readonly unchangedKopecks: number;
  /** Charges, recalculations and penalty of a month together, kopecks. */
  readonly beforeKopecks: number;
  readonly afterKopecks: number;
}

type Line = Pick<MonthChange, 'kind' | 'payee' | 'utility' | 'component'> & { readonly amountKopecks: number };

/** Lines are told apart by payee, utility and component; several recalculations of one utility are one line. */
export function changesOf(before: PrintedStatement, after: PrintedStatement): MonthChanges {
  const [then, now] = [linesOf(before), linesOf(after)];
  const lines = [...new Map([...then, ...now])].map(([key, line]): MonthChange => {
    const { kind, payee, utility, component } = line;
    const [beforeKopecks, afterKopecks] = [then, now].map((lines) => lines.get(key)?.amountKopecks ?? null);
    return {
      kind,
      payee,
      utility,
      component,
      beforeKopecks: beforeKopecks ?? null,
      afterKopecks: afterKopecks ?? null,
    };
  });
  const changed = lines.filter((line) => differenceOf(line) !== 0);
  return {
    changed: changed.toSorted((one, other) => Math.abs(differenceOf(other)) - Math.abs(differenceOf(one))),
    unchangedKopecks: sum(
      lines.filter((line) => differenceOf(line) === 0).map(({ afterKopecks }) => afterKopecks ?? 0),
    ),
    beforeKopecks: sum(lines.map(({ beforeKopecks }) => beforeKopecks ?? 0)),
    afterKopecks: sum(lines.map(({ afterKopecks }) => afterKopecks ?? 0)),
  };
}

export function differenceOf(line: Pick<MonthChange, 'beforeKopecks' | 'afterKopecks'>): number {
  return (line.afterKopecks ?? 0) - (line.beforeKopecks ?? 0);
}

function linesOf({ payees }: PrintedStatement): Map<string, Line> {
  const lines = new Map<string, Line>();
  const add = (line: Line) => {
    const key = [line.kind, line.payee, line.utility, line.component].join(' ');
    lines.set(key, { ...line, amountKopecks: (lines.get(key)?.amountKopecks ?? 0) + line.amountKopecks });
  };
  for (const { payee, charges, recalculations, penaltyKopecks } of payees) {
    for (const { utility, component, amountKopecks } of charges)
      add({ kind: 'charge', payee, utility, component, amountKopecks });
    for (const { utility, component, amountKopecks } of recalculations)
      add({ kind: 'recalculation', payee, utility, component, amountKopecks });
    if (penaltyKopecks !== 0)
      add({ kind: 'penalty', payee, utility: null, component: null, amountKopecks: penaltyKopecks });
  }
  return lines;
}
