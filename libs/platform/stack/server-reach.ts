/**
 * For how long a server is in reach without a break, by the time of this process. Where it was out of reach for longer,
 * others could not speak to it either: their silence is counted anew.
 */
export class ServerReach {
  private since: number | null = null;
  private last = 0;

  /** @param elapsed Time that goes on evenly, in milliseconds. */
  constructor(
    private readonly breakMilliseconds: number,
    private readonly elapsed: () => number = () => performance.now(),
  ) {}

  /** The server has answered. */
  answered(): void {
    const now = this.elapsed();
    if (this.since === null || now - this.last > this.breakMilliseconds) this.since = now;
    this.last = now;
  }

  /** How long before its last answer it has answered already; 0 where it has not. */
  get milliseconds(): number {
    return this.since === null ? 0 : this.last - this.since;
  }
}
