import { Finding } from './finding';
import { Goal, GOALS, verdictOf } from './goals';
import { figure } from './number-text';
import { Spread } from './spread';

const HEADINGS = ['work', 'project', 'anchor', 'project ÷ anchor', 'goal', ''];

/** The findings as a table for people. */
export function tableOf(findings: readonly Finding[]): string {
  const rows = [HEADINGS, ...findings.map(cellsOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  lines.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('  '));
  return lines.join('\n');
}

function cellsOf(finding: Finding): string[] {
  const { work, unit, project, anchor, anchorName, judged, goal } = finding;
  return [
    work,
    `${spreadText(project)} ${unit}`,
    anchor === null ? '' : `${spreadText(anchor)} ${unit} (${anchorName ?? ''})`,
    anchor === null ? '' : spreadText(judged),
    goal === null ? '' : goalText(GOALS[goal]),
    goal === null ? '' : verdictOf(goal, judged.median),
  ];
}

function goalText(goal: Goal): string {
  const bound = `${goal.bound === 'at_least' ? '≥' : '≤'} ${goal.value}`;
  return goal.known === undefined ? bound : `${bound} (guarded at ${goal.known.value}: ${goal.known.reason})`;
}

function spreadText({ median, lowest, highest, rounds }: Spread): string {
  return rounds === 1 ? figure(median) : `${figure(median)} [${figure(lowest)}–${figure(highest)}]`;
}
