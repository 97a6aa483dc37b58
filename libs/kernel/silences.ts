/**
 * Between two looks so much of the limit counts at most: where nobody could look, because the store was away, nobody could
 * renew a sign either, and comes to it before it is taken for gone.
 */
const COUNTED_PER_LOOK = 0.5;
/** Signs that were seen and may have to be known again. */
const SEEN_MAX = 1_000;

export interface SilencesOptions {
  readonly silentAfterMilliseconds: number;
  /** Time that goes on evenly, in milliseconds, from any beginning. */
  readonly elapsed: () => number;
}

interface Seen {
  readonly sign: string | number;
  readonly lookedAt: number;
  readonly silentMilliseconds: number;
}

/**
 * For how long signs of others have stayed the same, by the clock of the one who looks: no time of another host is
 * compared. Whoever looks for the first time has heard no silence yet.
 */
export class Silences {
  private readonly seen = new Map<string, Seen>();

  constructor(private readonly options: SilencesOptions) {}

  /** Looks at a sign. Answers whether `whose` has given the same one for too long. */
  isSilent(whose: string, sign: string | number): boolean {
    const { silentAfterMilliseconds, elapsed } = this.options;
    const known = this.seen.get(whose);
    const lookedAt = elapsed();
    const silentMilliseconds =
      known?.sign === sign
        ? known.silentMilliseconds + Math.min(lookedAt - known.lookedAt, silentAfterMilliseconds * COUNTED_PER_LOOK)
        : 0;
    this.note(whose, { sign, lookedAt, silentMilliseconds });
    return silentMilliseconds >= silentAfterMilliseconds;
  }

  private note(whose: string, seen: Seen): void {
    const oldest = this.seen.keys().next();
    if (this.seen.size >= SEEN_MAX && !this.seen.has(whose) && oldest.done !== true) this.seen.delete(oldest.value);
    this.seen.set(whose, seen);
  }
}
