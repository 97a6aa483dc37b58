/** No place became free in time, or too many wait for one. What was to be done was not begun. */
export class NoPlaceError extends Error {}

interface Waiting {
  begin(): void;
}

/** So many do something at a time; a limited number of others wait for their turn, each as long as it wants to. */
export class Places {
  private taken = 0;
  private readonly waiting = new Set<Waiting>();

  constructor(
    private readonly placesMax: number,
    private readonly waitingMax: number,
  ) {}

  /** Throws NoPlaceError, and what `work` throws. */
  async hold<Answer>(waitsMilliseconds: number, work: () => Promise<Answer>): Promise<Answer> {
    if (this.taken < this.placesMax) this.taken += 1;
    else await this.turn(waitsMilliseconds);
    try {
      return await work();
    } finally {
      this.passOn();
    }
  }

  /** Resolves when a place was left to it. */
  private turn(waitsMilliseconds: number): Promise<void> {
    if (this.waiting.size >= this.waitingMax) return Promise.reject(new NoPlaceError());
    return new Promise((resolve, reject) => {
      const waiting = {
        begin: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      const timer = setTimeout(() => {
        this.waiting.delete(waiting);
        reject(new NoPlaceError());
      }, waitsMilliseconds);
      this.waiting.add(waiting);
    });
  }

  /** To the one that has waited longest. */
  private passOn(): void {
    const [first] = this.waiting;
    if (first === undefined) {
      this.taken -= 1;
      return;
    }
    this.waiting.delete(first);
    first.begin();
  }
}
