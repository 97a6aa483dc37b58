/**
 * Lets the commands of this process on one stream go one after another, in the order of their arrival. Without it
 * fifty concurrent commands on one account would spend their retries on conflicts with each other.
 */
export class StreamTurns {
  private readonly lastTurns = new Map<string, Promise<unknown>>();

  /** Runs `work` when every earlier work on this stream has ended, however it ended. */
  take<Result>(stream: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.lastTurns.get(stream);
    const turn = before === undefined ? work() : before.then(work);
    const ended = turn.then(ignore, ignore).then(() => {
      if (this.lastTurns.get(stream) === ended) this.lastTurns.delete(stream);
    });
    this.lastTurns.set(stream, ended);
    return turn;
  }
}

function ignore(): void {}
