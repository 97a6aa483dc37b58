/**
 * What every measurement has to reach. A value counts as failed only when it is worse than its bound by more than a
 * quarter: two shared cores are not a laboratory.
 *
 * `known` marks a goal that is not reached and says why in a word; docs/performance.md says it with figures. Its own
 * bound is what was measured, so that a loss against today still fails.
 */
export interface Goal {
  readonly bound: 'at_least' | 'at_most';
  readonly value: number;
  readonly known?: { readonly value: number; readonly reason: string };
}

export const GOALS = {
  'append.serial': {
    bound: 'at_least',
    value: 0.7,
    known: { value: 0.55, reason: 'a hash, an index over ids and typed columns, which the anchor has not' },
  },
  'append.batched': { bound: 'at_least', value: 0.6, known: { value: 0.45, reason: 'the same' } },
  'commands.concurrent': {
    bound: 'at_least',
    value: 10,
    known: { value: 7, reason: 'a commit is half of a command on a fast disk, so that sharing it gains less' },
  },
  'night.calculate': {
    bound: 'at_least',
    value: 0.25,
    known: { value: 0.045, reason: 'ten times the text: every line carries its explanation' },
  },
  'night.close': {
    bound: 'at_least',
    value: 0.25,
    known: { value: 0.035, reason: 'the same, and three events an account' },
  },
  'night.quiet': { bound: 'at_least', value: 10 },
  'night.memoryMb': { bound: 'at_most', value: 512 },
  'rebuild.balance': {
    bound: 'at_least',
    value: 0.6,
    known: { value: 0.55, reason: 'metadata and hash are read with each event' },
  },
  'debt.oneYearP99Ms': { bound: 'at_most', value: 1 },
  'debt.tenYearsP99Ms': { bound: 'at_most', value: 1 },
  'debt.tenYearsToOne': { bound: 'at_most', value: 1.5 },
  'debt.allAccounts': { bound: 'at_most', value: 3 },
  'http.balance': {
    bound: 'at_least',
    value: 0.6,
    known: { value: 0.2, reason: 'validation, freshness, metrics and the debt itself, which a bare handler has not' },
  },
  'turnover.ms': { bound: 'at_most', value: 5_000 },
  'slip.single': { bound: 'at_least', value: 0.7 },
  'slip.house': { bound: 'at_least', value: 0.7 },
  'kafka.out': { bound: 'at_least', value: 0.6 },
  'kafka.in': { bound: 'at_least', value: 0.5 },
  'registry.seconds': { bound: 'at_most', value: 60 },
  'registry.accept': { bound: 'at_least', value: 0.08 },
  'registry.booked': { bound: 'at_least', value: 0.003 },
  'import.seconds': { bound: 'at_most', value: 30 },
  'import.record': { bound: 'at_least', value: 0.0008 },
} as const satisfies Record<string, Goal>;

export type GoalName = keyof typeof GOALS;

const TOLERANCE = 0.25;

export type Verdict = 'met' | 'known' | 'near' | 'FAILED';

export function verdictOf(name: GoalName, value: number): Verdict {
  const goal: Goal = GOALS[name];
  if (holds(goal.bound, value, goal.value)) return 'met';
  if (goal.known) return holds(goal.bound, value, loosened(goal.bound, goal.known.value)) ? 'known' : 'FAILED';
  return holds(goal.bound, value, loosened(goal.bound, goal.value)) ? 'near' : 'FAILED';
}

function holds(bound: Goal['bound'], value: number, limit: number): boolean {
  return bound === 'at_least' ? value >= limit : value <= limit;
}

function loosened(bound: Goal['bound'], limit: number): number {
  return bound === 'at_least' ? limit * (1 - TOLERANCE) : limit * (1 + TOLERANCE);
}
