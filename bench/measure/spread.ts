/** What several rounds of one measurement gave. */
export interface Spread {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
  readonly rounds: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  const median = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
  return { median, lowest: sorted[0] ?? NaN, highest: sorted.at(-1) ?? NaN, rounds: sorted.length };
}

/** The value below which `share` of all values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** One round: how long the anchor and the project took for the same amount of work. */
export interface Round {
  readonly anchorMs: number;
  readonly projectMs: number;
}

/**
 * Runs anchor and project in turns, so that a slower minute of the machine slows both. The anchor begins in every
 * second round only, because what runs second finds warmer caches.
 */
export async function interleave(
  rounds: number,
  anchor: (round: number) => Promise<number>,
  project: (round: number) => Promise<number>,
): Promise<Round[]> {
  const measured: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) {
      const anchorMs = await anchor(round);
      measured.push({ anchorMs, projectMs: await project(round) });
    } else {
      const projectMs = await project(round);
      measured.push({ anchorMs: await anchor(round), projectMs });
    }
  }
  return measured;
}

/** How long the work took, milliseconds. */
export async function timed(work: () => unknown): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
