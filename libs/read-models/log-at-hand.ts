import { EventStore, LogPage, ReadAllOptions } from '#libs/event-store';
import { RecordedEvent } from '#libs/kernel';

/** What folding needs of the event store. */
export type Log = Pick<EventStore, 'readAll'>;

/**
 * The log as its store tells it, of which some events are at hand because this process has just appended them: reading
 * and parsing them again would cost a night as much as computing them. Whatever stands before, between and behind them
 * is read from the store. For a store without gaps between its positions alone: else nobody can tell what stands between.
 */
export class LogAtHand implements Log {
  private readonly atHand: ReadonlyMap<number, RecordedEvent>;

  constructor(
    private readonly log: Log,
    events: readonly RecordedEvent[],
  ) {
    this.atHand = new Map(events.map((event) => [event.position, event]));
  }

  async readAll(options: ReadAllOptions): Promise<LogPage> {
    const { after, limit, types } = options;
    const upTo = Math.min(options.upTo ?? Infinity, (options.before ?? Infinity) - 1);
    const events: RecordedEvent[] = [];
    let checkpoint = after;
    while (events.length < limit && checkpoint < upTo) {
      const event = this.atHand.get(checkpoint + 1);
      if (event === undefined) break;
      checkpoint += 1;
      if (types === undefined || types.includes(event.type)) events.push(event);
    }
    // The log may have gone on meanwhile: whether there is more is asked of the store next.
    if (checkpoint > after) return { events, checkpoint, caughtUp: checkpoint >= upTo };
    const next = this.firstBehind(after);
    if (next === Infinity || next > upTo) return this.log.readAll(options);
    const page = await this.log.readAll({ ...options, upTo: next - 1 });
    return { ...page, caughtUp: false };
  }

  private firstBehind(position: number): number {
    let first = Infinity;
    for (const one of this.atHand.keys()) if (one > position && one < first) first = one;
    return first;
  }
}
