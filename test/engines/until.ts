import { setTimeout as sleep } from 'node:timers/promises';

/** However busy the machine is. */
const WITHIN_MS = 60_000;
const LOOKS_EVERY_MS = 50;

/** Looks until what was waited for is there; throws with what is there where that takes too long. */
export async function until<Seen>(
  look: () => Seen | Promise<Seen>,
  isThere: (found: Seen) => boolean = Boolean,
  withinMs = WITHIN_MS,
): Promise<void> {
  for (const deadline = performance.now() + withinMs; ; await sleep(LOOKS_EVERY_MS)) {
    const found = await look();
    if (isThere(found)) return;
    if (performance.now() > deadline) throw new Error(`It never came true: ${JSON.stringify(found)}`);
  }
}
