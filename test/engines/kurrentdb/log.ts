/** An event as the server keeps it: bytes, with its place. */
export interface KeptEvent {
  readonly id: string;
  readonly stream: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
  readonly revision: number;
  readonly position: number;
  readonly createdTicks: string;
}

export type Proposed = Pick<KeptEvent, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;
export type Expected = number | 'any' | 'no_stream' | 'stream_exists';
export type Written =
  | { readonly kind: 'written'; readonly revision: number; readonly position: number }
  /** `actual` is -1 where there is no stream. */
  | { readonly kind: 'wrong_version'; readonly actual: number }
  /** The whole append, or one event of it, is above what the server takes. */
  | { readonly kind: 'too_large'; readonly what: 'append' | 'event'; readonly limit: number };

/** Each so many appends the server writes something of its own between them, as a real one does. */
const APPENDS_PER_STATISTICS = 3;
/** What stands around the bytes of an event in the log, so that positions have gaps. */
const FRAME_BYTES = 64;
const TICKS_PER_MILLISECOND = 10_000n;

/** The log of the server, which a restart keeps, and the ids that it remembers, which a restart forgets. */
export class KeptLog {
  readonly events: KeptEvent[] = [];
  private readonly streams = new Map<string, KeptEvent[]>();
  /** How many events of a stream are not told any more, as a deletion leaves it: the log has them until it is scavenged. */
  private readonly deleted = new Map<string, number>();
  private readonly followers = new Set<() => void>();
  private rememberedIds = new Set<string>();
  private nextPosition = 0;
  private appends = 0;

  constructor() {
    this.writeOwn('$settings');
  }

  stream(name: string): readonly KeptEvent[] {
    return (this.streams.get(name) ?? []).slice(this.deleted.get(name) ?? 0);
  }

  /** A deletion as the server makes it by itself: the stream may be written anew, and goes on behind its old revisions. */
  deleteStream(name: string): void {
    this.deleted.set(name, this.streams.get(name)?.length ?? 0);
  }

  /** What is not told any more is gone from the log as well. */
  scavenge(): void {
    for (const [name, count] of this.deleted) {
      const gone = new Set(this.streams.get(name)?.slice(0, count));
      this.events.splice(0, this.events.length, ...this.events.filter((event) => !gone.has(event)));
    }
  }

  /** What only memory knew is gone. */
  restart(): void {
    this.rememberedIds = new Set();
    this.followers.clear();
  }

  /** An older state is put back: what was written after these events is gone, and its places are given again. */
  goBackTo(events: number): void {
    const gone = this.events.splice(events);
    this.nextPosition = gone[0]?.position ?? this.nextPosition;
    for (const { stream, revision } of gone.reverse()) this.streams.get(stream)?.splice(revision);
    this.restart();
  }

  onWritten(follower: () => void): () => void {
    this.followers.add(follower);
    return () => this.followers.delete(follower);
  }

  /** All events or none, when the stream is where it is expected; what is remembered as written is answered as written. */
  write(stream: string, expected: Expected, events: readonly Proposed[]): Written {
    const kept = this.stream(stream);
    const actual = kept.at(-1)?.revision ?? -1;
    if (!isAt(expected, actual))
      return this.rememberedAsWritten(kept, expected, events) ?? { kind: 'wrong_version', actual };
    for (const event of events) this.keep(stream, event);
    this.appends += 1;
    const last = this.stream(stream).at(-1) as KeptEvent;
    if (this.appends % APPENDS_PER_STATISTICS === 0) this.writeOwn('$stats-127.0.0.1:2113');
    for (const follower of this.followers) follower();
    return { kind: 'written', revision: last.revision, position: last.position };
  }

  private rememberedAsWritten(
    kept: readonly KeptEvent[],
    expected: Expected,
    events: readonly Proposed[],
  ): Written | null {
    const first = typeof expected === 'number' ? expected + 1 : 0;
    const same = events.every(({ id }, index) => kept[first + index]?.id === id && this.rememberedIds.has(id));
    const last = kept[first + events.length - 1];
    return same && last !== undefined ? { kind: 'written', revision: last.revision, position: last.position } : null;
  }

  private keep(stream: string, event: Proposed): void {
    const events = this.streams.get(stream) ?? [];
    const createdTicks = (BigInt(Date.now()) * TICKS_PER_MILLISECOND).toString();
    const kept = { ...event, stream, revision: events.length, position: this.nextPosition, createdTicks };
    this.nextPosition += FRAME_BYTES + event.data.length + event.metadata.length;
    events.push(kept);
    this.streams.set(stream, events);
    this.events.push(kept);
    this.rememberedIds.add(event.id);
  }

  private writeOwn(stream: string): void {
    const id = `00000000-0000-4000-8000-${String(this.nextPosition).padStart(12, '0')}`;
    const nothing = new Uint8Array();
    this.keep(stream, {
      id,
      type: '$statsCollected',
      contentType: 'application/octet-stream',
      data: nothing,
      metadata: nothing,
    });
  }
}

function isAt(expected: Expected, actual: number): boolean {
  if (expected === 'any') return true;
  if (expected === 'no_stream') return actual === -1;
  return expected === 'stream_exists' ? actual >= 0 : actual === expected;
}
