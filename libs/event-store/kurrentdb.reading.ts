import type { AllStreamResolvedEvent, Filter, ResolvedEvent } from '@kurrent/kurrentdb-client';
import { KurrentConnection, KurrentFilter } from './kurrentdb.connection';
import { KurrentNames, positionOf } from './kurrentdb.mapping';
import { StorageError } from './storage-error';

/** How many events of a stream one call brings. */
const STREAM_PAGE = 4_096;
/** How many streams are read at the same time: more would wait in the server, and hold memory here. */
export const STREAMS_AT_ONCE = 32;

/** A piece of the log: events of this store, in their order. */
export interface KurrentPage {
  readonly events: readonly AllStreamResolvedEvent[];
  /** The position of the last event that was looked at, or the place where the page began. */
  readonly seenTo: number;
  /** True when the server had nothing beyond at the moment of reading. */
  readonly isLast: boolean;
}

/** Reads streams and the log through the leader, so that what was written is seen. */
export class KurrentReading {
  constructor(
    private readonly connection: KurrentConnection,
    readonly names: KurrentNames,
  ) {}

  get filter(): KurrentFilter {
    return { filterOn: 'streamName', prefixes: [this.names.prefix] };
  }

  /** A stream from a revision. Throws StorageError when something is missing: nobody but an operator takes events away. */
  async stream(stream: string, fromRevision: number): Promise<ResolvedEvent[]> {
    const events: ResolvedEvent[] = [];
    for (let from = Math.max(0, fromRevision); ;) {
      const page = await this.streamPage(stream, from, STREAM_PAGE);
      for (const resolved of page) {
        if (Number(resolved.event?.revision) !== from) {
          throw new StorageError('damaged', `Revision ${from} of ${stream} is missing in KurrentDB`);
        }
        from += 1;
      }
      events.push(...page);
      if (page.length < STREAM_PAGE) return events;
    }
  }

  async streamPage(stream: string, fromRevision: number, maxCount: number): Promise<ResolvedEvent[]> {
    const options = { fromRevision: BigInt(fromRevision), maxCount, requiresLeader: true };
    return this.connection.read((client) => client.readStream(this.names.of(stream), options));
  }

  async lastOfStream(stream: string): Promise<ResolvedEvent | null> {
    const options = { direction: 'backwards', fromRevision: 'end', maxCount: 1, requiresLeader: true } as const;
    const [last] = await this.connection.read((client) => client.readStream(this.names.of(stream), options));
    return last ?? null;
  }

  /** The last event of the log that is one of this store. */
  async last(): Promise<AllStreamResolvedEvent | null> {
    const options = { direction: 'backwards', fromPosition: 'end', maxCount: 1, requiresLeader: true } as const;
    const filter = this.filter as Filter;
    const [last] = await this.connection.read((client) => client.readAll({ ...options, filter }));
    return last ?? null;
  }

  async head(): Promise<number> {
    const last = await this.last();
    return last === null ? 0 : positionOf(last);
  }

  /** The event at a position; null where it is not one of this store. */
  async at(position: number): Promise<AllStreamResolvedEvent | null> {
    const place = BigInt(position);
    const options = { fromPosition: { commit: place, prepare: place }, maxCount: 1, requiresLeader: true };
    const [found] = await this.connection.read((client) => client.readAll(options));
    const isIt = found !== undefined && positionOf(found) === position && this.names.isOurs(found.event?.streamId);
    return isIt ? found : null;
  }

  /**
   * Events behind `after`, at most `limit`, chosen by the server: by type where types are given, else by stream. What it
   * chose too much, such as types that only begin alike, is left out here.
   */
  async page(after: number, limit: number, types?: readonly string[]): Promise<KurrentPage> {
    // The event at the place itself comes along: a position is where an event begins.
    const maxCount = after === 0 ? limit : limit + 1;
    const place = BigInt(after);
    const fromPosition = after === 0 ? ('start' as const) : { commit: place, prepare: place };
    const filter = (
      types === undefined ? this.filter : { filterOn: 'eventType', prefixes: types.map((type) => this.names.of(type)) }
    ) as Filter;
    const found = await this.connection.read((client) =>
      client.readAll({ direction: 'forwards', fromPosition, maxCount, filter, requiresLeader: true }),
    );
    const events: AllStreamResolvedEvent[] = [];
    let seenTo = after;
    for (const resolved of found) {
      const position = positionOf(resolved);
      if (position <= after) continue;
      if (events.length === limit) return { events, seenTo, isLast: false };
      seenTo = position;
      const isWanted = types === undefined || types.includes(this.names.without(resolved.event?.type ?? ''));
      if (isWanted && this.names.isOurs(resolved.event?.streamId)) events.push(resolved);
    }
    return { events, seenTo, isLast: found.length < maxCount };
  }
}
