import { GoalName } from './goals';
import { Round, Spread, spreadOf } from './spread';

/** One line of the table. Rates are per second of wall time. */
export interface Finding {
  readonly work: string;
  readonly unit: string;
  /** Whether the figures are rates, of which more is better, or durations. */
  readonly project: Spread;
  readonly anchorName: string | null;
  readonly anchor: Spread | null;
  /** What is held against the goal: project ÷ anchor by rounds, or the figure itself where there is no anchor. */
  readonly judged: Spread;
  readonly goal: GoalName | null;
}

/** Project and anchor as rates over the same amount of work; the ratio is taken round by round. */
export function rateFinding(
  work: string,
  unit: string,
  amount: number,
  anchorName: string,
  rounds: readonly Round[],
  goal: GoalName | null,
): Finding {
  return {
    work,
    unit: `${unit}/s`,
    project: spreadOf(rounds.map(({ projectMs }) => (amount * 1000) / projectMs)),
    anchorName,
    anchor: spreadOf(rounds.map(({ anchorMs }) => (amount * 1000) / anchorMs)),
    judged: spreadOf(rounds.map(({ projectMs, anchorMs }) => anchorMs / projectMs)),
    goal,
  };
}

/** Project and anchor as durations of the same work. */
export function durationFinding(
  work: string,
  anchorName: string,
  rounds: readonly Round[],
  goal: GoalName | null,
): Finding {
  return {
    work,
    unit: 'ms',
    project: spreadOf(rounds.map(({ projectMs }) => projectMs)),
    anchorName,
    anchor: spreadOf(rounds.map(({ anchorMs }) => anchorMs)),
    judged: spreadOf(rounds.map(({ projectMs, anchorMs }) => projectMs / anchorMs)),
    goal,
  };
}

/** A figure that stands for itself. */
export function plainFinding(work: string, unit: string, values: readonly number[], goal: GoalName | null): Finding {
  const spread = spreadOf(values);
  return { work, unit, project: spread, anchorName: null, anchor: null, judged: spread, goal };
}
